/*
 * Decisions on their way: each gets its id, lies on the browser's disk until the server says that it is in the file, and is
 * sent again until then. Of a page that is a file they stay in the browser and are handed out as lines.
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

  const answerOf = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error);
    });

  /*
   * The decisions of one review that lie in the browser. A strict transaction is on the disk when it is complete, so that a
   * browser that is killed the next moment has lost nothing; what `localStorage` holds may lie in memory for a minute. It
   * is what remains where a browser refuses a database.
   */
  class Journal {
    constructor(key) {
      this.key = key;
      this.base = null;
    }

    // Open the database; resolves to the decisions that lie there, in the order in which they were made.
    async open() {
      try {
        const opening = indexedDB.open("pressmark-review", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("decisions", { keyPath: ["review", "row.decision"] });
        this.base = await answerOf(opening);
        const all = this.base.transaction("decisions").objectStore("decisions").getAll(IDBKeyRange.bound([this.key], [this.key, []]));
        const rows = (await answerOf(all)).map((entry) => entry.row);
        return rows.sort((one, other) => (one.when < other.when ? -1 : 1));
      } catch {
        this.base = null;
        return storage.read(this.key) || [];
      }
    }

    // Write what came and delete what the server has; `lines` are all that are to lie here then. False where it is full.
    async write(lines, { added = [], removed = [] }) {
      if (!this.base) return storage.write(this.key, lines);
      try {
        const transaction = this.base.transaction("decisions", "readwrite", { durability: "strict" });
        const decisions = transaction.objectStore("decisions");
        for (const row of added) decisions.put({ review: this.key, row });
        for (const id of removed) decisions.delete([this.key, id]);
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        return true;
      } catch {
        return false;
      }
    }
  }

  class Store {
    // `isAlone`: the page is a file. `onChange` is called whenever something was kept, refused or could not be sent.
    constructor({ key, isAlone, onChange }) {
      this.journal = new Journal(key);
      this.isAlone = isAlone;
      this.onChange = onChange;
      this.lines = []; // those that are not in the file yet
      this.known = []; // all that this window took up or made
      this.isTouching = true;
      this.problem = null;
      this.chain = Promise.resolve();
      this.isSending = false;
      this.lastMoment = 0;
    }

    // Take up the decisions that an earlier window left in the browser, and send them.
    async open() {
      this.lines = await this.journal.open();
      this.known = [...this.lines];
      this.lastMoment = Math.max(0, ...this.lines.map((row) => Date.parse(row.when)));
      this.send();
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
        this.known.push(...whole);
        const isKept = await this.journal.write(this.lines, { added: whole });
        if (!isKept && this.isAlone) this.problem = "storage_full";
        this.onChange();
        this.send();
        return whole;
      });
      this.chain = added.catch(() => undefined);
      return added;
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
        this.journal.write(this.lines, { removed: gone });
        this.onChange();
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
