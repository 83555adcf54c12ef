"use strict";
/*
 * The page that searches: looks words up in the shards beside it (see site/search_index.py), and where the site is
 * served with pagefind's index, in all texts. Shards are classic scripts that call `pressmark.words` and the like, so
 * that the search works from the disk, where a browser lets no page read a file.
 */
const pressmark = (function () {
  /* Entries to a file and results on the page; the first is ENTRIES_IN_FILE of site/search_index.py. */
  const ENTRIES_IN_FILE = 1000;
  const MAX_RESULTS = 60;
  const MAX_TEXT_RESULTS = 30;
  const MAX_FILTER_VALUES = 500;
  /* Milliseconds after the last key before anything is looked up: below it, each letter of a word would be. */
  const TYPING_PAUSE = 120;
  /* The kinds of entries, as they are numbered in the files. */
  const QUOTE = 2;
  /* Letters that Unicode takes for letters of their own, as people type them. */
  const TYPED_LETTERS = { ß: "ss", œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#x27": "'" };

  const input = document.getElementById("query");
  const resultList = document.getElementById("results");
  const countLine = document.getElementById("count");
  const filterLine = document.getElementById("filters");

  /* What is loaded: the names of all shards, the words of some, the entries of some files. */
  let shardNames = null;
  const shards = {};
  const entryFiles = {};
  const callbacksByPath = {};

  /* What is shown: the number of results, and of texts; null while there are none to tell of. */
  let resultCount = null;
  let textCount = null;
  let textSearch = null;
  let latestTextSearch = 0;
  let typingTimer = 0;

  /*
   * Loads a file of the index once; who asks for it meanwhile is told with the first. A file that cannot be loaded is
   * told as one that was: what it would have held is then not there, and the search goes on without it.
   */
  function loadScript(path, whenLoaded) {
    if (callbacksByPath[path]) {
      callbacksByPath[path].push(whenLoaded);
      return;
    }
    callbacksByPath[path] = [whenLoaded];
    const finish = function () {
      const callbacks = callbacksByPath[path];
      delete callbacksByPath[path];
      callbacks.forEach((callback) => callback());
    };
    const script = document.createElement("script");
    script.src = `search/${path}.js`;
    script.onload = finish;
    script.onerror = finish;
    document.head.appendChild(script);
  }

  /* Loads several files, and calls once: when the last of them is there. */
  function loadScripts(paths, whenAllLoaded) {
    let waiting = paths.length;
    if (!waiting) {
      whenAllLoaded();
      return;
    }
    const finish = function () {
      waiting -= 1;
      if (!waiting) whenAllLoaded();
    };
    paths.forEach((path) => loadScript(path, finish));
  }

  /* NFKD takes é apart into e and an accent, and leaves œ and ø whole. */
  function spellOutLetters(text) {
    return text.replace(/[ßœæøłđðþı]/g, (letter) => TYPED_LETTERS[letter]);
  }

  /* The words of a text as the index has them: the same as `words` in site/search_index.py. */
  function wordsOf(text) {
    const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return spellOutLetters(bare).match(/[\p{L}\p{N}]+/gu) || [];
  }

  /* Single letters are not in the index. */
  function searchedWords() {
    return wordsOf(input.value).filter((word) => word.length > 1);
  }

  /* The shard that holds a word: the same as `_shard_name` in site/search_index.py. */
  function shardName(word) {
    const prefix = Array.from(word).slice(0, 2).join("");
    if (/^[a-z0-9]{1,2}$/.test(prefix)) return prefix;
    const bytes = Array.from(new TextEncoder().encode(prefix));
    return `${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}_`;
  }

  /* The numbers of the entries that hold a word beginning so; a shard has them as steps from one to the next. */
  function entriesWith(beginning) {
    const shard = shards[shardName(beginning)] || {};
    const entryNumbers = new Set();
    for (const [word, steps] of Object.entries(shard)) {
      if (!word.startsWith(beginning)) continue;
      let entryNumber = 0;
      for (const step of steps) {
        entryNumber += step;
        entryNumbers.add(entryNumber);
      }
    }
    return entryNumbers;
  }

  /* The list of shards comes first, as asking for a file that does not exist would be an error on the console. */
  function search() {
    const words = searchedWords();
    if (!shardNames) {
      loadScript("about", search);
      return;
    }
    if (!words.length) {
      resultList.replaceChildren();
      resultCount = null;
      showCount();
      return;
    }
    const missing = words.map(shardName).filter((name) => shardNames.has(name) && !shards[name]);
    loadScripts(missing.map((name) => `w-${name}`), () => searchLoaded(words));
  }

  /* Entries that hold every word, in the order of their numbers: names, then articles, then quotes. */
  function searchLoaded(words) {
    const sets = words.map(entriesWith);
    const hits = Array.from(sets[0]).filter((entryNumber) => sets.every((set) => set.has(entryNumber)));
    hits.sort((left, right) => left - right);
    const shownHits = hits.slice(0, MAX_RESULTS);
    const files = new Set(shownHits.map((entryNumber) => Math.floor(entryNumber / ENTRIES_IN_FILE)));
    const missing = Array.from(files).filter((file) => !entryFiles[file]);
    loadScripts(missing.map((file) => `e-${file}`), function () {
      /* Another word was typed while the files were loaded. */
      if (words.join(" ") !== searchedWords().join(" ")) return;
      showResults(shownHits, hits.length);
    });
  }

  /* In UTC, as a day without an hour is midnight there, and the day before to the west. */
  function dayInWords(iso) {
    if (!iso) return iso;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
    return format.format(new Date(iso));
  }

  /* Nothing was found when no name, title or quote was, and no text either, where texts are searched. */
  function showCount() {
    const isWaitingForTexts = input.dataset.full && textSearch && textCount !== 0;
    if (resultCount === null || (!resultCount && isWaitingForTexts)) {
      countLine.textContent = "";
      return;
    }
    const sentence = resultCount ? input.dataset.found : input.dataset.none;
    countLine.textContent = sentence.replace("{n}", resultCount);
  }

  function showResults(entryNumbers, total) {
    resultCount = total;
    showCount();
    resultList.replaceChildren(...entryNumbers.map((entryNumber) => resultItem(entryWithNumber(entryNumber))));
  }

  /* An entry with its fields by name; a file has them by their place, as SearchEntry of site/index/values.py. */
  function entryWithNumber(entryNumber) {
    const row = entryFiles[Math.floor(entryNumber / ENTRIES_IN_FILE)][entryNumber % ENTRIES_IN_FILE];
    const [kind, text, detail, path, day] = row;
    return { kind, text, detail, path, day };
  }

  function resultItem(entry) {
    const text = entry.kind === QUOTE ? input.dataset.open + entry.text + input.dataset.close : entry.text;
    const facts = [entry.kind === 0 ? labelInWords(entry.detail) : entry.detail, dayInWords(entry.day)];
    return listItem(text, entry.path, facts, null);
  }

  /* What a label is called: `data-label-per` of the field has the word for PER. */
  function labelInWords(label) {
    const key = label.charAt(0) + label.slice(1).toLowerCase();
    return input.dataset[`label${key}`] || label;
  }

  /* A result as the lists of the site have it; `textContent` alone, so that no title is taken for HTML. */
  function listItem(title, path, facts, excerpt) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const note = document.createElement("span");
    item.className = "item";
    link.className = "headline";
    link.dir = "auto";
    link.href = path;
    link.textContent = title;
    note.className = "meta";
    note.textContent = facts.filter(Boolean).join(" · ");
    item.append(...[link, excerpt, note].filter(Boolean));
    return item;
  }

  function unescapeText(text) {
    return text.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (whole, name) => ENTITIES[name]);
  }

  /* pagefind's excerpt is HTML. Its words are put into the page as text, its marks as elements of our own. */
  function excerptLine(html) {
    const line = document.createElement("span");
    for (const part of html.split(/(<mark>[^<]*<\/mark>)/)) {
      const match = /^<mark>([^<]*)<\/mark>$/.exec(part);
      const node = document.createElement(match ? "mark" : "span");
      node.textContent = unescapeText(match ? match[1] : part);
      line.append(node);
    }
    return line;
  }

  /* pagefind takes œ and oe for two words: the query is asked in each spelling. Null asks for all texts. */
  function spellingsOf(query) {
    if (!query) return [null];
    const spelledOut = spellOutLetters(query.toLowerCase());
    return new Set([query, spelledOut, spelledOut.replace(/oe/g, "œ").replace(/ae/g, "æ")]);
  }

  /* A text that is found in two spellings is one result. */
  async function findTexts(query, filters) {
    const seenIds = new Set();
    const results = [];
    for (const spelling of spellingsOf(query)) {
      const answer = await textSearch.search(spelling, { filters });
      for (const result of answer.results) {
        if (seenIds.has(result.id)) continue;
        seenIds.add(result.id);
        results.push(result);
      }
    }
    return results;
  }

  function chosenFilters() {
    const filters = {};
    for (const select of filterLine.querySelectorAll("select")) {
      if (select.value) filters[select.dataset.filter] = select.value;
    }
    return filters;
  }

  async function searchTexts() {
    if (!textSearch) return;
    latestTextSearch += 1;
    const thisSearch = latestTextSearch;
    const query = input.value.trim();
    const filters = chosenFilters();
    const hasQuestion = query || Object.keys(filters).length;
    textCount = null;
    showCount();
    const results = hasQuestion ? await findTexts(query, filters) : [];
    const pages = await Promise.all(results.slice(0, MAX_TEXT_RESULTS).map((result) => result.data()));
    /* A later search has begun meanwhile. */
    if (thisSearch !== latestTextSearch) return;
    textCount = results.length;
    showCount();
    document.getElementById("texts").hidden = !hasQuestion;
    document.getElementById("text-count").textContent = results.length;
    document.getElementById("text-results").replaceChildren(...pages.map(textItem));
  }

  function textItem(page) {
    /* From the root of the index; the site may lie in a folder of its server. */
    const path = page.raw_url.replace(/^\/+/, "");
    return listItem(page.meta.title, path, [page.meta.outlet, page.meta.day], excerptLine(page.excerpt));
  }

  /* pagefind is loaded when the page opens: the filters need to know what there is to choose from. */
  async function startTextSearch() {
    textSearch = await import(input.dataset.full);
    await textSearch.init();
    const counts = await textSearch.filters();
    for (const select of filterLine.querySelectorAll("select")) {
      addFilterValues(select, counts[select.dataset.filter] || {});
      select.addEventListener("change", searchTexts);
    }
    filterLine.hidden = false;
    searchTexts();
  }

  /* The most frequent values first. */
  function addFilterValues(select, counts) {
    const values = Object.entries(counts).sort(([, leftCount], [, rightCount]) => rightCount - leftCount);
    for (const [value, count] of values.slice(0, MAX_FILTER_VALUES)) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = `${value} (${count})`;
      select.append(option);
    }
  }

  /* A link to the search may bring words along: search.html#larnholm. */
  function searchWordsOfAddress() {
    if (location.hash.length < 2) return;
    try {
      input.value = decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      input.value = "";
    }
    search();
  }

  /* From the disk (`file:`) a browser loads no module. */
  if (input.dataset.full && location.protocol.startsWith("http")) startTextSearch();
  input.addEventListener("input", function () {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(function () {
      search();
      searchTexts();
    }, TYPING_PAUSE);
  });
  document.getElementById("finder").hidden = false;
  searchWordsOfAddress();

  /* What the shards call. */
  return {
    about(names) {
      shardNames = new Set(names);
    },
    words(name, words) {
      shards[name] = words;
    },
    entries(file, entries) {
      entryFiles[file] = entries;
    },
  };
})();
