/*
 * Citing an article, a sentence or an annotation with JavaScript: buttons that copy and save, the version of the corpus in
 * every citation, a sentence that is shown whole where its address leads. Without it the words stand on the page.
 *
 * `window.pressmarkCiting` is what article.js asks for: a button that copies, the whole address of a fragment, and words
 * in the quotation marks of the interface.
 */
"use strict";
window.pressmarkCiting = (() => {
  const cite = document.querySelector("details.cite");
  const text = document.querySelector(".text");
  if (!cite || !text) return null;
  const words = cite.dataset;
  const version = window.pressmarkVersion;

  // A page that was opened from the disk may not write to the clipboard: then what is selected is copied.
  async function copy(copied) {
    try {
      await navigator.clipboard.writeText(copied);
    } catch {
      const field = document.createElement("textarea");
      field.value = copied;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  }

  function copyButton(wordsToCopy) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await copy(wordsToCopy());
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    return button;
  }

  function saveButton(shown, ending) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = words.save;
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`${shown.textContent}\n`], { type: "text/plain" }));
      link.download = `${decodeURIComponent(location.pathname.split("/").at(-1)).replace(/\.html$/, "")}.${ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    return button;
  }

  // Where the site has no address of its own, that of the page itself is cited, unless it was opened from the disk.
  const written = cite.querySelector(".address").textContent.trim();
  const isServed = location.protocol === "http:" || location.protocol === "https:";
  const page = /^https?:/.test(written) || !isServed ? written : `${location.origin}${location.pathname}`;
  const addressOf = (fragment) => (fragment ? `${page}#${fragment}` : page);
  const inMarks = (said) => `${words.open}${said}${words.close}`;
  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

  cite.querySelector(".address").textContent = page;
  if (version) {
    cite.querySelector(".version").textContent = version;
    // The note is the last field of BibTeX, and a line of RIS; its words stand there as each form escapes them.
    for (const shown of cite.querySelectorAll("pre")) {
      const place = shown.dataset.file === "bib" ? /(?=\}\n\}$)/ : /(?<=^N1 {2}- .*)$/m;
      shown.textContent = shown.textContent.replace(place, () => `, ${version}`);
    }
  }
  for (const shown of cite.querySelectorAll(".copied")) {
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(copyButton(() => (shown.matches("pre") ? shown.textContent : plain(shown))));
    if (shown.dataset.file) buttons.append(" ", saveButton(shown, shown.dataset.file));
    shown.after(buttons);
  }

  // A sentence reaches from its mark to that of the next one.
  const marks = [...text.querySelectorAll("i[id]")];
  function sentenceRange(mark) {
    const range = document.createRange();
    range.setStartAfter(mark);
    const next = marks[marks.indexOf(mark) + 1];
    if (next) range.setEndBefore(next);
    else range.setEnd(text, text.childNodes.length);
    return range;
  }

  function showSentence() {
    document.querySelector(".sentence")?.remove();
    CSS.highlights?.delete("sentence");
    const mark = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!mark || !marks.includes(mark)) return;
    const range = sentenceRange(mark);
    if (CSS.highlights) CSS.highlights.set("sentence", new Highlight(range));
    const said = range.toString().replace(/\s+/g, " ").trim();
    const line = document.createElement("p");
    line.className = "sentence";
    const title = document.createElement("b");
    title.textContent = words.sentence;
    const address = document.createElement("cite");
    address.textContent = addressOf(mark.id);
    const citation = cite.querySelector("p.copied").cloneNode(true);
    citation.querySelector(".address").textContent = addressOf(mark.id);
    line.append(title, " ", said, " ", address, copyButton(() => `${inMarks(said)} ${plain(citation)}`));
    const panel = document.querySelector(".panel");
    panel.querySelector("h2").after(line);
  }

  text.addEventListener("click", (event) => {
    if (marks.includes(event.target)) location.hash = event.target.id;
  });
  addEventListener("hashchange", showSentence);
  showSentence();
  return { copyButton, addressOf, inMarks };
})();
