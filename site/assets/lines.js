/*
 * A list taken away: buttons below it that save its lines as CSV or JSON, made of what stands on the page. Without
 * JavaScript the list is whole; the tables of the whole corpus are files (the page of the corpus).
 */
"use strict";
(() => {
  const words = document.body.dataset;

  // The link of a line to its annotation; links to names and happenings lead to no place within a page.
  const SOURCE = ".meta a[href*='#']";

  // What the lines of a layer are unless they say otherwise, as the tables call it.
  const USUAL_STATUS = { quotes: "said", events: "asserted" };

  // Addresses from the site's folder on, as the pages of articles and the tables have them.
  const root = new URL(document.querySelector(".brand a").getAttribute("href"), location.href);
  const addressOf = (link) => new URL(link.getAttribute("href"), location.href).href.slice(new URL(".", root).href.length);
  const plain = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const joined = (elements) => [...elements].map(plain).join(" … ");

  function article(link, item) {
    return {
      title: plain(link),
      outlet: plain(item.querySelector("cite")),
      published: item.querySelector("time")?.getAttribute("datetime") || "",
      language: link.lang,
    };
  }

  function annotation(item, list) {
    const link = item.querySelector(SOURCE);
    const address = addressOf(link);
    return {
      annotation: address.slice(address.indexOf("#") + 1),
      address,
      label: item.dataset.label || "",
      status: item.dataset.status || USUAL_STATUS[item.classList[1]] || "",
      text: joined(item.querySelectorAll("mark")),
      sentence: plain(item.querySelector("blockquote, p")),
      speaker: item.matches(".quotes") ? plain(item.querySelector(".who")) || list.dataset.speaker || "" : "",
      ...article(link, item),
    };
  }

  function rowsOf(list) {
    const items = [...list.children];
    if (list.matches(".lines")) return items.filter((item) => item.querySelector(SOURCE)).map((item) => annotation(item, list));
    return items
      .filter((item) => item.querySelector(".headline"))
      .map((item) => ({ address: addressOf(item.querySelector(".headline")), ...article(item.querySelector(".headline"), item) }));
  }

  // A spreadsheet runs what begins like a formula: an apostrophe before it makes it text, as in all our CSV files.
  const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

  function asCsv(rows) {
    const head = Object.keys(rows[0]);
    const lines = rows.map((row) => head.map((name) => cell(row[name])).join(","));
    return `${[head.join(","), ...lines].join("\r\n")}\r\n`;
  }

  const FORMS = {
    csv: { type: "text/csv", make: asCsv },
    json: { type: "application/json", make: (rows) => `${JSON.stringify(rows, null, 1)}\n` },
  };

  function save(list, ending) {
    const { type, make } = FORMS[ending];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([make(rowsOf(list))], { type }));
    const page = decodeURIComponent(location.pathname.split("/").at(-1)).replace(/\.html$/, "");
    const section = list.closest("section[id]");
    link.download = `${section ? `${page}-${section.id}` : page}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const list of document.querySelectorAll("main ul.lines, main ul.items")) {
    if (!rowsOf(list).length) continue;
    const line = document.createElement("p");
    line.className = "buttons meta";
    line.append(words.saveLines);
    for (const ending of Object.keys(FORMS)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "small";
      button.textContent = ending.toUpperCase();
      button.addEventListener("click", () => save(list, ending));
      line.append(" ", button);
    }
    list.after(line);
  }
})();
