/*
 * Decisions on their way: each gets its id, lies in the browser until the server says that it is on the disk, and is sent
 * again until then. Of a page that is a file they stay in the browser and are handed out as lines.
 */
"use strict";
globalThis.pressmarkReview = (() => {
  const EMPTY = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  const RETRY_MILLISECONDS = 1500;

  // JSON as the reader hashes it: keys sorted, no spaces, nothing that is empty at the top.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value !== null && typeof value === "object") {
      const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
      return `{${pairs.join(",")}}`;
    }
    return JSON.stringify(value);
  }

  async function decisionId(row) {
    const content = {};
    for (const [name, value] of Object.entries(row)) {
      if (name !== "decision" && !EMPTY(value)) content[name] = value;
    }
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(content)));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
  }

  // A browser may refuse storage, for a page from the disk too: the page then goes on and says so.
  const storage = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };

  class Store {
    // `isAlone`: the page is a file. `onChange` is called whenever something was kept, refused or could not be sent.
    constructor({ key, isAlone, onChange }) {
      this.key = key;
      this.isAlone = isAlone;
      this.onChange = onChange;
      this.lines = storage.read(key) || [];
      this.isTouching = true;
      this.problem = null;
      this.chain = Promise.resolve();
      this.isSending = false;
      this.lastMoment = 0;
    }

    // The moment of a decision, later than that of every other: the last word counts.
    moment() {
      this.lastMoment = Math.max(Date.now(), this.lastMoment + 1);
      return new Date(this.lastMoment).toISOString();
    }

    // Give decisions their ids and keep them; resolves to the rows once they lie in the browser.
    add(rows) {
      const added = this.chain.then(async () => {
        const whole = [];
        for (const row of rows) {
          const said = Object.fromEntries(Object.entries(row).filter(([, value]) => !EMPTY(value)));
          whole.push({ decision: await decisionId(said), ...said });
        }
        this.lines.push(...whole);
        this.persist();
        this.send();
        return whole;
      });
      this.chain = added.catch(() => undefined);
      return added;
    }

    persist() {
      const isKept = storage.write(this.key, this.lines);
      this.problem = isKept || !this.isAlone ? this.problem : "storage_full";
      this.onChange();
    }

    async send() {
      if (this.isAlone || this.isSending || !this.lines.length) return;
      this.isSending = true;
      const batch = this.lines.slice(0, 200);
      try {
        const response = await fetch("decisions", {
          method: "POST",
          headers: { "Content-Type": "application/x-ndjson" },
          body: batch.map((row) => `${JSON.stringify(row)}\n`).join(""),
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.error);
        const gone = new Set(answer.kept);
        for (const { line, reason } of answer.refused) {
          gone.add(batch[line - 1].decision);
          this.problem = { refused: reason };
        }
        this.isTouching = true;
        this.lines = this.lines.filter((row) => !gone.has(row.decision));
        this.isSending = false;
        this.persist();
        if (this.lines.length) this.send();
      } catch (error) {
        this.isTouching = false;
        this.isSending = false;
        this.onChange();
        setTimeout(() => this.send(), RETRY_MILLISECONDS);
      }
    }

    handOut(name) {
      const lines = this.lines.map((row) => `${JSON.stringify(row)}\n`).join("");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    }
  }

  return { Store, decisionId, storage };
})();
