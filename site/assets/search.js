"use strict";
/* Looks words up in the shards beside this page; see site/search.py. Classic scripts, so that it works from the disk. */
var pressmark = (function () {
  var input = document.getElementById("query"), list = document.getElementById("results"), said = document.getElementById("count");
  var prefixes = null, shards = {}, entries = {}, waiting = {}, SIZE = 1000, SHOWN = 60;

  function load(path, done) {
    if (waiting[path]) { waiting[path].push(done); return; }
    waiting[path] = [done];
    var script = document.createElement("script");
    script.src = "search/" + path + ".js";
    script.onload = script.onerror = function () { var all = waiting[path]; delete waiting[path]; all.forEach(function (one) { one(); }); };
    document.head.appendChild(script);
  }
  var LETTERS = { "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i" };
  function letters(text) { return text.replace(/[ßœæøłđðþı]/g, function (one) { return LETTERS[one]; }); }
  function fold(text) {
    return (letters(text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()).match(/[\p{L}\p{N}]+/gu) || []);
  }
  function name(word) {
    var two = Array.from(word).slice(0, 2).join("");
    if (/^[a-z0-9]{1,2}$/.test(two)) return two;
    return Array.from(new TextEncoder().encode(two)).map(function (one) { return one.toString(16).padStart(2, "0"); }).join("") + "_";
  }
  function all(tasks, done) {
    var left = tasks.length;
    if (!left) return done();
    tasks.forEach(function (task) { task(function () { if (!--left) done(); }); });
  }
  function holders(word) {
    var shard = shards[name(word)] || {}, found = new Set();
    Object.keys(shard).forEach(function (key) {
      if (key.startsWith(word)) { var at = 0; shard[key].forEach(function (step) { at += step; found.add(at); }); }
    });
    return found;
  }
  function search() {
    var asked = fold(input.value).filter(function (word) { return word.length > 1; });
    if (!prefixes) return load("about", search);
    if (!asked.length) { list.replaceChildren(); shown = null; say(); return; }
    var missing = asked.map(name).filter(function (one) { return prefixes.has(one) && !shards[one]; });
    all(missing.map(function (one) { return function (done) { load("w-" + one, done); }; }), function () {
      var sets = asked.map(holders), hits = Array.from(sets[0]).filter(function (entry) { return sets.every(function (one) { return one.has(entry); }); });
      hits.sort(function (a, b) { return a - b; });
      var first = hits.slice(0, SHOWN), files = Array.from(new Set(first.map(function (hit) { return Math.floor(hit / SIZE); })));
      all(files.filter(function (file) { return !entries[file]; }).map(function (file) { return function (done) { load("e-" + file, done); }; }), function () {
        if (asked.join(" ") !== fold(input.value).filter(function (word) { return word.length > 1; }).join(" ")) return;
        show(first, hits.length);
      });
    });
  }
  function day(iso) {
    return iso && new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
  }
  /* Nothing was found when no name, title or quote was, and no text either, where texts are searched. */
  var shown = null, shownTexts = null;
  function say() {
    if (shown === null) { said.textContent = ""; return; }
    if (!shown && input.dataset.full && full && shownTexts !== 0) { said.textContent = ""; return; }
    said.textContent = (shown ? input.dataset.found : input.dataset.none).replace("{n}", shown);
  }
  function show(hits, total) {
    shown = total; say();
    list.replaceChildren.apply(list, hits.map(function (hit) {
      var entry = entries[Math.floor(hit / SIZE)][hit % SIZE], item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
      var kinds = [input.dataset["label" + entry[2].charAt(0) + entry[2].slice(1).toLowerCase()] || entry[2], entry[2], entry[2]];
      item.className = "item"; link.className = "headline"; note.className = "meta";
      link.dir = "auto"; link.href = entry[3]; link.textContent = entry[0] === 2 ? input.dataset.open + entry[1] + input.dataset.close : entry[1];
      note.textContent = [kinds[entry[0]], day(entry[4])].filter(Boolean).join(" · ");
      item.append(link, note);
      return item;
    }));
  }
  /* All words of the texts, where the site is served and has pagefind's index. */
  var full = null, chosen = document.getElementById("filters"), turn = 0;
  function plain(text) {
    var named = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#x27": "'" };
    return text.replace(/&(lt|gt|amp|quot|#39|#x27);/g, function (all, name) { return named[name]; });
  }
  function excerpt(text) {
    var line = document.createElement("span");
    text.split(/(<mark>[^<]*<\/mark>)/).forEach(function (part) {
      var mark = /^<mark>([^<]*)<\/mark>$/.exec(part), node = document.createElement(mark ? "mark" : "span");
      node.textContent = plain(mark ? mark[1] : part);
      line.append(node);
    });
    return line;
  }
  /* pagefind takes œ and oe for two words: the query is asked in each spelling. */
  async function spelt(asked, filters) {
    var low = asked.toLowerCase(), seen = new Set(), results = [];
    var spellings = asked ? new Set([asked, letters(low), letters(low).replace(/oe/g, "œ").replace(/ae/g, "æ")]) : [null];
    for (var spelling of spellings) {
      (await full.search(spelling, { filters: filters })).results.forEach(function (one) {
        if (!seen.has(one.id)) { seen.add(one.id); results.push(one); }
      });
    }
    return results;
  }
  async function texts() {
    if (!full) return;
    var mine = ++turn, asked = input.value.trim(), filters = {};
    chosen.querySelectorAll("select").forEach(function (one) { if (one.value) filters[one.dataset.filter] = one.value; });
    var some = asked || Object.keys(filters).length;
    shownTexts = null; say();
    var found = { results: some ? await spelt(asked, filters) : [] };
    var pages = await Promise.all(found.results.slice(0, 30).map(function (one) { return one.data(); }));
    if (mine !== turn) return;
    shownTexts = found.results.length; say();
    document.getElementById("texts").hidden = !some;
    document.getElementById("text-count").textContent = found.results.length;
    document.getElementById("text-results").replaceChildren.apply(document.getElementById("text-results"), pages.map(function (page) {
      var item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
      item.className = "item"; link.className = "headline"; note.className = "meta";
      link.dir = "auto"; link.href = page.raw_url.replace(/^\/+/, ""); link.textContent = page.meta.title;
      note.textContent = [page.meta.outlet, page.meta.day].filter(Boolean).join(" · ");
      item.append(link, excerpt(page.excerpt), note);
      return item;
    }));
  }
  async function begin() {
    full = await import(input.dataset.full);
    await full.init();
    var filters = await full.filters();
    chosen.querySelectorAll("select").forEach(function (one) {
      Object.entries(filters[one.dataset.filter] || {}).sort(function (a, b) { return b[1] - a[1]; }).slice(0, 500).forEach(function (pair) {
        var option = document.createElement("option");
        option.value = pair[0]; option.textContent = pair[0] + " (" + pair[1] + ")";
        one.append(option);
      });
      one.addEventListener("change", texts);
    });
    chosen.hidden = false;
    texts();
  }
  if (input.dataset.full && location.protocol.startsWith("http")) begin();

  var timer = 0;
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(function () { search(); texts(); }, 120); });
  document.getElementById("finder").hidden = false;
  if (location.hash.length > 1) { try { input.value = decodeURIComponent(location.hash.slice(1)); } catch (error) { input.value = ""; } search(); }
  return {
    about: function (found) { prefixes = new Set(found); },
    words: function (prefix, found) { shards[prefix] = found; },
    entries: function (number, found) { entries[number] = found; }
  };
})();
