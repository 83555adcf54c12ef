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
  /* Entries that are loaded to look for a phrase in: twenty files at most where they lie apart. */
  const MAX_PHRASE_ENTRIES = 5000;
  /* Milliseconds after the last key before anything is looked up: below it, each letter of a word would be. */
  const TYPING_PAUSE = 120;
  /* Letters of a word that its other forms have, too: so many at least, and all before its ending. Chosen, not measured. */
  const STEM_LETTERS = 3;
  const ENDING_LETTERS = 3;
  /* Files of words: SHARDS of site/search_index.py. */
  const SHARDS = 128;
  /* The kinds of entries, as they are numbered in the files, and what the tabs call them. */
  const ARTICLE = 1;
  const QUOTE = 2;
  const KINDS = ["names", "articles", "quotes"];
  const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#x27": "'" };

  const input = document.getElementById("query");
  const resultList = document.getElementById("results");
  const countLine = document.getElementById("count");
  const filterLine = document.getElementById("filters");
  const tabs = document.getElementById("kinds");
  const suggestion = document.getElementById("suggestion");
  const moreButton = document.getElementById("more");

  /* What is asked besides the words: one kind of entries, or all; and how many results are shown. */
  let chosenKind = "";
  let shownResults = MAX_RESULTS;

  /* How many entries there are of each kind, in the order of KINDS. */
  let entryCounts = [0, 0, 0];

  /* What is loaded: the numbers of all shards, the words of some, the entries of some files. */
  let shardNumbers = null;
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
   * What a file of words holds, unpacked: JSON in gzip's form, as base64 (see site/packed_values.py). `unpacking` is the
   * promise of the script that has just run; who waits for the script waits for it, too.
   */
  let unpacking = null;
  function unzip(packed, take) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    unpacking = new Response(stream).text().then((text) => take(JSON.parse(text)));
  }

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
    const finish = async function () {
      const promise = unpacking;
      unpacking = null;
      if (promise) await promise;
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

  /* Single letters are not in the index. */
  function searchedWords() {
    return letters.wordsOf(input.value).filter((word) => word.length > 1);
  }

  /* The number of the shard that holds a word: the same as `shard_of` in site/search_index.py. */
  function shardOf(word) {
    const [first, second] = Array.from(word, (letter) => letter.codePointAt(0));
    return (31 * first + second) % SHARDS;
  }

  /*
   * Whether a word of the index answers to a word that was typed: it begins so, or is its singular (sunaks; « journaux » is not
   * told). The same for the words of a result that are marked.
   */
  function answers(word, typed) {
    return word.startsWith(typed) || (typed.length > 3 && /[sx]$/.test(typed) && word === typed.slice(0, -1));
  }

  /* The numbers of the entries that hold a word; a shard has them as steps from one to the next. */
  function entriesWith(typed) {
    const shard = shards[shardOf(typed)] || {};
    const entryNumbers = new Set();
    for (const [word, steps] of Object.entries(shard)) {
      if (!answers(word, typed)) continue;
      let entryNumber = 0;
      for (const step of steps) {
        entryNumber += step;
        entryNumbers.add(entryNumber);
      }
    }
    return entryNumbers;
  }

  /* Whether one letter added, left out, changed or swapped makes one word of the other (Damerau's four errors). */
  function isOneErrorAway(word, other) {
    if (Math.abs(word.length - other.length) > 1) return false;
    let start = 0;
    while (start < word.length && word[start] === other[start]) start += 1;
    let end = 0;
    while (end < Math.min(word.length, other.length) - start && word.at(-1 - end) === other.at(-1 - end)) end += 1;
    const left = word.slice(start, word.length - end);
    const right = other.slice(start, other.length - end);
    const isSwapped = left.length === 2 && left[0] === right[1] && left[1] === right[0];
    return isSwapped || (left.length <= 1 && right.length <= 1);
  }

  /* The most frequent word of the shard that is one error away from what was typed; none where words answer. */
  function correctionOf(typed) {
    let best = null;
    let most = 0;
    for (const [word, steps] of Object.entries(shards[shardOf(typed)] || {})) {
      if (answers(word, typed)) return null;
      if (steps.length > most && isOneErrorAway(typed, word)) [best, most] = [word, steps.length];
    }
    return best;
  }

  /* Words between quotation marks, which must stand so in the entry. */
  function searchedPhrases() {
    const phrases = input.value.match(/["“«][^"”»]+["”»]/gu) || [];
    return phrases.map((phrase) => letters.wordsOf(phrase).join(" ")).filter((phrase) => phrase.includes(" "));
  }

  function kindOf(entryNumber) {
    if (entryNumber < entryCounts[0]) return 0;
    return entryNumber < entryCounts[0] + entryCounts[1] ? ARTICLE : QUOTE;
  }

  /* The list of shards comes first, as asking for a file that does not exist would be an error on the console. */
  function search() {
    const words = searchedWords();
    if (!shardNumbers) {
      loadScript("about", search);
      return;
    }
    if (!words.length) {
      resultList.replaceChildren();
      moreButton.hidden = true;
      tabs.hidden = true;
      suggestion.hidden = true;
      resultCount = null;
      showCount();
      return;
    }
    const missing = words.map(shardOf).filter((number) => shardNumbers.has(number) && !shards[number]);
    loadScripts(missing.map((name) => `w-${name}`), () => searchLoaded(words));
  }

  /* Entries that hold every word, in the order of their numbers: names, then articles, then quotes. */
  function searchLoaded(words) {
    const sets = words.map(entriesWith);
    const found = Array.from(sets[0]).filter((entryNumber) => sets.every((set) => set.has(entryNumber)));
    found.sort((left, right) => left - right);
    showSuggestion(words);
    showTabs(found);
    const kind = KINDS.indexOf(chosenKind);
    const hits = kind < 0 ? found : found.filter((entryNumber) => kindOf(entryNumber) === kind);
    /* What a phrase can be looked for in must be loaded: as many files as are needed, and no more than a few. */
    const candidates = searchedPhrases().length ? hits.slice(0, MAX_PHRASE_ENTRIES) : hits.slice(0, shownResults);
    const files = new Set(candidates.map((entryNumber) => Math.floor(entryNumber / ENTRIES_IN_FILE)));
    const missing = Array.from(files).filter((file) => !entryFiles[file]);
    loadScripts(missing.map((file) => `e-${file}`), function () {
      /* Another word was typed while the files were loaded. */
      if (words.join(" ") !== searchedWords().join(" ")) return;
      showResults(words, candidates, hits.length);
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

  function showResults(words, entryNumbers, total) {
    const phrases = searchedPhrases();
    const holdsPhrases = (entry) => phrases.every((phrase) => ` ${letters.wordsOf(entry.text).join(" ")} `.includes(` ${phrase} `));
    let entries = entryNumbers.map(entryWithNumber);
    if (phrases.length) entries = entries.filter(holdsPhrases);
    resultCount = phrases.length ? entries.length : total;
    showCount();
    moreButton.hidden = shownResults >= resultCount;
    resultList.replaceChildren(...entries.slice(0, shownResults).map((entry) => resultItem(entry, words)));
  }

  /* "Did you mean": the words as they were typed, those that nothing answers to in their nearest form. */
  function showSuggestion(words) {
    const corrected = words.map((word) => correctionOf(word) || word);
    suggestion.hidden = corrected.every((word, place) => word === words[place]);
    if (suggestion.hidden) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = corrected.join(" ");
    button.addEventListener("click", function () {
      input.value = corrected.join(" ");
      ask();
    });
    suggestion.replaceChildren(`${input.dataset.mean} `, button);
  }

  /* How many results there are of each kind; the chosen one is pressed. */
  function showTabs(found) {
    const counts = [0, 0, 0];
    for (const entryNumber of found) counts[kindOf(entryNumber)] += 1;
    tabs.hidden = !found.length;
    for (const tab of tabs.querySelectorAll("button")) {
      const kind = tab.dataset.kind;
      const count = kind ? counts[KINDS.indexOf(kind)] : found.length;
      tab.querySelector("small").textContent = count;
      tab.setAttribute("aria-pressed", String(kind === chosenKind));
    }
  }

  /* The text with the words that answer to what was typed as marks. */
  function markedText(text, words) {
    return text.split(/([\p{L}\p{N}\p{M}]+)/u).map(function (part, place) {
      const [word] = place % 2 ? letters.wordsOf(part) : [];
      if (!word || !words.some((typed) => answers(word, typed))) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
  }

  /* An entry with its fields by name; a file has them by their place, as SearchEntry of site/index/values.py. */
  function entryWithNumber(entryNumber) {
    const row = entryFiles[Math.floor(entryNumber / ENTRIES_IN_FILE)][entryNumber % ENTRIES_IN_FILE];
    const [kind, text, detail, path, day] = row;
    return { kind, text, detail, path, day };
  }

  function resultItem(entry, words) {
    const text = entry.kind === QUOTE ? input.dataset.open + entry.text + input.dataset.close : entry.text;
    const facts = [entry.kind === 0 ? labelInWords(entry.detail) : entry.detail, dayInWords(entry.day)];
    const isInText = entry.kind === ARTICLE && !words.every((typed) => letters.wordsOf(entry.text).some((word) => answers(word, typed)));
    if (isInText) facts.push(input.dataset.inText);
    /* Browsers that know text fragments go to the word and mark it. */
    const path = isInText ? `${entry.path}#:~:text=${encodeURIComponent(words[0])}` : entry.path;
    return listItem(markedText(text, words), path, facts, null);
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
    link.append(...title);
    note.className = "meta";
    note.textContent = facts.filter(Boolean).join(" · ");
    item.append(...[link, excerpt, note].filter(Boolean));
    return item;
  }

  function unescapeText(text) {
    return text.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (whole, name) => ENTITIES[name]);
  }

  /* Takes out the blanks that site/fulltext_search.py put into words for pagefind, which parts them nowhere else. */
  const joinWords = (html) => html.replace(/\u2060(<\/mark>)? /g, "$1");

  /* pagefind's excerpt is HTML. Its words are put into the page as text, its marks as elements of our own. */
  function excerptLine(html) {
    const line = document.createElement("span");
    for (const part of joinWords(html).split(/(<mark>[^<]*<\/mark>)/)) {
      const match = /^<mark>([^<]*)<\/mark>$/.exec(part);
      const node = document.createElement(match ? "mark" : "span");
      node.textContent = unescapeText(match ? match[1] : part);
      line.append(node);
    }
    return line;
  }

  /*
   * What pagefind is asked for: the words that were typed, parted as those of its index are, in their order where all
   * stand between quotation marks. Null asks for all texts.
   */
  function textQuestion() {
    const parted = input.value.normalize("NFC").replace(/(?!\u200b)\p{Cf}/gu, "").replace(/[ʼʻʽˮ]/g, " ");
    const words = parted.match(/[\p{L}\p{M}\p{N}]+/gu) || [];
    if (/^\s*["“«].+["”»]\s*$/u.test(input.value)) return words.length ? `"${words.join(" ")}"` : null;
    /* One letter alone begins too many words. */
    const longer = words.filter((word) => word.length > 1);
    return (longer.length ? longer : words).join(" ") || null;
  }

  /* pagefind takes œ and oe for two words: the question is asked in each spelling. */
  function spellingsOf(question) {
    if (!question) return [null];
    const spelledOut = letters.spellOut(question.toLowerCase());
    return new Set([question, spelledOut, spelledOut.replace(/oe/g, "œ").replace(/ae/g, "æ")]);
  }

  /*
   * Whether a word that was typed, or another form of it, is in no text. pagefind answers such a word with all texts that
   * have a word of the same first letter. The forms of a word differ in their last letters, its stem is the same.
   */
  async function isInNoText() {
    const load = (paths) => new Promise((resolve) => loadScripts(paths, resolve));
    if (!shardNumbers) await load(["about"]);
    const words = searchedWords();
    const missing = words.map(shardOf).filter((number) => shardNumbers.has(number) && !shards[number]);
    await load(missing.map((number) => `w-${number}`));
    return words.some(function (typed) {
      const stem = typed.slice(0, Math.max(Math.min(typed.length, STEM_LETTERS), typed.length - ENDING_LETTERS));
      return !Object.keys(shards[shardOf(typed)] || {}).some((word) => word.startsWith(stem));
    });
  }

  /* A text that is found in two spellings is one result; values are counted in the spelling that finds the most. */
  async function findTexts(question, filters) {
    const seenIds = new Set();
    const results = [];
    let largest = null;
    const isVain = question && (await isInNoText());
    for (const spelling of spellingsOf(question)) {
      const answer = await textSearch.search(spelling, { filters });
      if (!largest || answer.results.length > largest.results.length) largest = answer;
      for (const result of isVain ? [] : answer.results) {
        if (seenIds.has(result.id)) continue;
        seenIds.add(result.id);
        results.push(result);
      }
    }
    countFilterValues(largest);
    return results;
  }

  /* Beside a value stands how many texts it would give: of a filter that is chosen, as if it were not. */
  function countFilterValues({ filters, totalFilters }) {
    for (const select of filterLine.querySelectorAll("select")) {
      const counts = (select.value ? totalFilters : filters)[select.dataset.filter] || {};
      for (const option of select.options) {
        if (option.value) option.textContent = `${option.value} (${counts[option.value] || 0})`;
      }
    }
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
    const question = textQuestion();
    const filters = chosenFilters();
    const hasQuestion = question || Object.keys(filters).length;
    textCount = null;
    showCount();
    const results = hasQuestion ? await findTexts(question, filters) : [];
    const pages = await Promise.all(results.slice(0, MAX_TEXT_RESULTS).map((result) => result.data()));
    /* A later search has begun meanwhile. */
    if (thisSearch !== latestTextSearch) return;
    textCount = results.length;
    showCount();
    document.getElementById("texts").hidden = !hasQuestion;
    /* Filters narrow texts alone: what they do not narrow is not shown beside them. */
    document.getElementById("entries").hidden = Object.keys(filters).length > 0;
    document.getElementById("text-count").textContent = results.length;
    document.getElementById("text-results").replaceChildren(...pages.map(textItem));
  }

  function textItem(page) {
    /* From the root of the index; the site may lie in a folder of its server. */
    const path = page.raw_url.replace(/^\/+/, "");
    return listItem([page.meta.title], path, [page.meta.outlet, page.meta.day], excerptLine(page.excerpt));
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

  /* A link to the search may bring words along, search.html#larnholm or #q=larnholm&kind=quotes, and Back does. */
  function searchWordsOfAddress() {
    const address = location.hash.slice(1);
    if (!address) return;
    const query = new URLSearchParams(address);
    if (query.has("q")) {
      input.value = query.get("q");
      chosenKind = KINDS.includes(query.get("kind")) ? query.get("kind") : "";
    } else {
      try {
        input.value = decodeURIComponent(address);
      } catch (error) {
        input.value = "";
      }
    }
    search();
    searchTexts();
  }

  function writeAddress() {
    const query = new URLSearchParams();
    if (input.value.trim()) query.set("q", input.value);
    if (chosenKind) query.set("kind", chosenKind);
    history.replaceState(null, "", input.value.trim() ? `#${query}` : location.pathname + location.search);
  }

  /* What every change of the question does. */
  function ask() {
    shownResults = MAX_RESULTS;
    writeAddress();
    search();
    searchTexts();
  }

  /* From the disk (`file:`) a browser loads no module. */
  if (input.dataset.full && location.protocol.startsWith("http")) startTextSearch();
  input.addEventListener("input", function () {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(ask, TYPING_PAUSE);
  });
  moreButton.addEventListener("click", function () {
    shownResults += MAX_RESULTS;
    search();
  });
  for (const tab of tabs.querySelectorAll("button")) {
    tab.addEventListener("click", function () {
      chosenKind = tab.dataset.kind;
      ask();
    });
  }
  addEventListener("hashchange", searchWordsOfAddress);
  document.getElementById("finder").hidden = false;
  searchWordsOfAddress();

  /* What the shards call. */
  return {
    about(numbers, counts) {
      shardNumbers = new Set(numbers);
      entryCounts = counts;
    },
    words(number, packed) {
      unzip(packed, (words) => {
        shards[number] = words;
      });
    },
    entries(file, packed) {
      unzip(packed, (entries) => {
        entryFiles[file] = entries;
      });
    },
  };
})();
