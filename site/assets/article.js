/*
 * An article's page with JavaScript: a card at the mark that says what the list says of it, keys from mark to mark, all
 * mentions of one bearer lit, and boxes that stay ticked from one article to the next. Without it the page is whole.
 *
 * Keys: n and p lead to the next and the previous mark, Escape closes the card, / leads to the search.
 */
"use strict";
(() => {
  const text = document.querySelector(".text");
  const list = document.querySelector(".panel ol");
  if (!text || !list) return;

  const MARKS = ".ent, .quo, .eve, .tim, .own";
  const BOXES = ".layers input, .panel .toggle input";
  const STORE = "pressmark-boxes";
  // Milliseconds that the pointer stays on a mark before the list moves: passing over it moves nothing. By feel.
  const REST = 180;

  // A browser may refuse storage, for a page from the disk too: then boxes are as the page has them.
  function storedBoxes() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || {};
    } catch {
      return {};
    }
  }

  function keepBoxes() {
    const stored = storedBoxes();
    for (const box of document.querySelectorAll(BOXES)) stored[box.id] = box.checked;
    try {
      localStorage.setItem(STORE, JSON.stringify(stored));
    } catch {
      // Nothing is lost but a convenience.
    }
  }

  function restoreBoxes() {
    const stored = storedBoxes();
    for (const box of document.querySelectorAll(BOXES)) {
      if (box.id in stored) box.checked = stored[box.id];
    }
  }

  // The class `a17` is shared by all pieces of an annotation and by its line of the list.
  const lightOf = (mark) => [...mark.classList].find((name) => /^a\d+$/.test(name));
  const firstPiece = (mark) => text.querySelector(`.${lightOf(mark)}[id]`);
  const lineOf = (mark) => {
    const first = mark && firstPiece(mark);
    return first && document.getElementById(`n-${first.id}`);
  };
  const isShown = (mark) => {
    const line = lineOf(mark);
    return Boolean(line) && getComputedStyle(line).display !== "none";
  };

  // What cites an annotation: what all citations of the article share, and its own name at the end of the address.
  function writeCitations() {
    for (const line of list.children) {
      const citation = document.createElement("cite");
      citation.textContent = `${list.dataset.source}#${line.id.slice(2)}`;
      line.append(citation);
    }
  }

  const card = document.createElement("div");
  card.className = "card";
  card.hidden = true;
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", document.querySelector(".panel").getAttribute("aria-label"));
  document.body.append(card);
  let shown = null;

  function closeCard() {
    if (!shown) return;
    for (const lit of text.querySelectorAll(".same, .chosen")) lit.classList.remove("same", "chosen");
    card.hidden = true;
    card.replaceChildren();
    shown = null;
  }

  function openCard(mark) {
    const line = lineOf(mark);
    if (!line) return;
    closeCard();
    shown = firstPiece(mark);
    const copy = document.createElement("div");
    // Without the light: the card does not light with its mark, which lies beneath it.
    copy.className = line.className.replace(/\b[ag]\d+\b/g, "").trim();
    copy.append(...[...line.cloneNode(true).childNodes]);
    for (const link of copy.querySelectorAll("a[href^='#n-']")) link.removeAttribute("href");
    copy.append(foot(line));
    card.append(copy);
    card.hidden = false;
    for (const piece of text.querySelectorAll(`.${lightOf(mark)}`)) piece.classList.add("chosen");
    lightSameBearer(mark);
    placeCard(mark);
    showInList(line);
  }

  // Below what the list says: a button that copies words and address, and the way to report a mistake.
  function foot(line) {
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    if (window.pressmarkCiting) {
      const copied = () => {
        const words = line.querySelector("b").textContent;
        const { addressOf, inMarks } = window.pressmarkCiting;
        // Outlet and day, the version of the corpus, the address as a reader of the page can follow it.
        const source = line.querySelector("cite").textContent.replace(/,?[^,]*$/, "").trim();
        const parts = [source, window.pressmarkVersion, addressOf(line.id.slice(2))];
        return `${inMarks(words)} ${parts.filter(Boolean).join(", ")}`;
      };
      buttons.append(window.pressmarkCiting.copyButton(copied));
    }
    if (text.dataset.report) buttons.append(" ", reportLink(line));
    return buttons;
  }

  // What a reader finds wrong goes out as a line of a review (docs/review.md), which the newsroom takes or leaves.
  function reportLink(line) {
    const [, layer, start, end] = /^n-(.+?)-(\d+)-(\d+)/.exec(line.id) || [];
    const words = line.querySelector("b").textContent;
    const decision = {
      article: text.dataset.article,
      layer,
      action: "wrong",
      annotation: line.id.slice(2),
      before: { start: Number(start), end: Number(end), text: words },
      who: "reader",
      when: new Date().toISOString(),
    };
    const values = {
      id: `${text.dataset.article}/${line.id.slice(2)}`,
      words,
      url: `${text.dataset.address}#${line.id.slice(2)}`,
      decision: JSON.stringify(decision),
    };
    const link = document.createElement("a");
    link.className = "wrong";
    link.textContent = text.dataset.wrong;
    link.href = text.dataset.report.replace(/\{(\w+)\}/g, (whole, name) => encodeURIComponent(values[name] ?? whole));
    return link;
  }

  // Only the list is scrolled, where it stands beside the text: on a telephone the page would leave its place.
  function showInList(line) {
    if (list.scrollHeight <= list.clientHeight) return;
    const above = line.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (above < 0 || above + line.offsetHeight > list.clientHeight) {
      list.scrollTop += above - list.clientHeight / 3;
    }
  }

  // On a wide window beneath the mark; on a narrow one the style sheet makes it a sheet at the foot of the window.
  function placeCard(mark) {
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 16);
    card.style.setProperty("--left", `${Math.max(8, left + scrollX)}px`);
    const last = [...mark.getClientRects()].at(-1) || box;
    card.style.setProperty("--top", `${last.bottom + scrollY + 6}px`);
  }

  // The list follows the pointer where it rests on a mark, so that the line which is lit can be seen, too.
  let resting = 0;
  text.addEventListener("mouseover", (event) => {
    clearTimeout(resting);
    const mark = event.target.closest(MARKS);
    if (!mark || shown) return;
    resting = setTimeout(() => {
      const line = lineOf(mark);
      if (line) showInList(line);
    }, REST);
  });

  // The field above the list: only lines that hold what is typed are left.
  const field = document.querySelector(".filter");
  field?.addEventListener("input", () => {
    const typed = letters.comparable(field.value);
    for (const line of list.children) line.hidden = Boolean(typed) && !letters.comparable(line.textContent).includes(typed);
  });

  function lightSameBearer(mark) {
    // A name's own link, and a speaker's: to a page, or to the first mention where one article has the name.
    const line = lineOf(mark);
    const link = line?.querySelector(line.matches(".ent") ? "b a" : line.matches(".quo") ? "p a" : "p a[href^='../names/']");
    if (!link) return;
    const href = link.getAttribute("href");
    for (const other of list.querySelectorAll("li.ent")) {
      if (other.querySelector("b a")?.getAttribute("href") !== href) continue;
      const light = lightOf(other);
      for (const piece of text.querySelectorAll(`.${light}`)) piece.classList.add("same");
    }
  }

  function step(forward) {
    const marks = [...text.querySelectorAll(":is(.ent, .quo, .eve, .tim, .own)[id]")].filter(isShown);
    if (!marks.length) return;
    const place = shown ? marks.indexOf(shown) : forward ? -1 : 0;
    const mark = marks[(place + (forward ? 1 : -1) + marks.length) % marks.length];
    mark.scrollIntoView({ block: "center" });
    openCard(mark);
  }

  text.addEventListener("click", (event) => {
    // A link leads where it leads, and words that are being selected are no click.
    if (!getSelection().isCollapsed || event.target.closest("a:not(.k, [href^='#n-'])")) return;
    // The return key on a mark's link (a click of no button) leads to its line in the list, as without this script.
    if (event.detail === 0) return;
    const mark = event.target.closest(MARKS);
    if (!mark || !isShown(mark)) {
      closeCard();
      return;
    }
    event.preventDefault();
    openCard(mark);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".text, .card")) closeCard();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "Escape") closeCard();
    else if (event.key === "n") step(true);
    else if (event.key === "p") step(false);
    else if (event.key === "/") {
      const search = document.querySelector(".masthead a[href$='search.html']");
      if (!search) return;
      event.preventDefault();
      location.href = search.href;
    }
  });

  addEventListener("hashchange", () => {
    const mark = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const line = mark && text.contains(mark) && lineOf(mark);
    if (line) showInList(line);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(BOXES)) keepBoxes();
  });
  addEventListener("resize", closeCard);
  writeCitations();
  restoreBoxes();
})();
