/*
 * The review: one step after the other, by keys or buttons. A step is an annotation, an article that is searched for what
 * is missing, or two answers of which one is chosen. The next step is shown once the decision lies in the browser.
 */
"use strict";
(() => {
  const review = pressmarkReview;
  const { settings, fill, make, storage, ArticleText } = review;
  const { words, choices } = settings;
  const KEYS = "pressmark-review-keys";
  const PAUSE_SECONDS = 300; // a step that took longer was left alone, so that its time says nothing
  const RETRY_MILLISECONDS = 1500;
  // What is said of a name in all articles, by the search that asks for the other name.
  const RELATIONS = { join: "same_as", part: "different_from" };
  const AHEAD = 30; // steps: the next page is asked for when fewer are left

  const screen = document.getElementById("screen");
  const bar = document.getElementById("bar");
  const live = document.getElementById("live");
  const articles = new Map();
  const steps = [];
  const history = [];
  const paces = [];
  let position = 0;
  let restored = 0; // decisions on annotations that this browser knew of and the server did not, when it told of their articles
  let nextPage = 0;
  let isLoading = false;
  let isWaiting = true; // for articles, with no step to show
  let shownAt = performance.now();
  let isHelp = false;
  // While a decision is being kept, keys wait: none is lost, and none decides twice.
  let isKeeping = false;
  const waitingKeys = [];

  review.keys = { ...settings.keys, ...storage.read(KEYS) };

  const store = new review.Store({ key: `pressmark-review:${settings.key}`, isAlone: settings.isAlone, onChange: showBar });

  // ---- Articles and steps

  async function loadPage() {
    if (isLoading || nextPage === null) return;
    isLoading = true;
    const page = settings.content ?? (await fetchPage());
    isLoading = false;
    if (!page) {
      store.isTouching = false;
      showBar();
      setTimeout(loadPage, RETRY_MILLISECONDS);
      return;
    }
    takePage(page);
    nextPage = page.next ?? null;
    if (isWaiting) open(position);
  }

  // The next articles; null where the command cannot be reached.
  async function fetchPage() {
    try {
      const answer = await fetch(`articles?from=${nextPage}`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function takePage(page) {
    for (const data of page.articles) {
      if (articles.has(data.id)) continue;
      const article = { data, text: new ArticleText(data.text, data.language) };
      articles.set(data.id, article);
      for (const row of ownOf(data.id)) restored += mark(article, row);
    }
    for (const stop of page.stops) {
      const article = articles.get(stop.article);
      if (stop.answers) {
        if (!settledAlready(stop)) steps.push({ ...stop, kind: "settle", article });
        continue;
      }
      const chosen = article.data.items.filter((item) => !stop.annotations || stop.annotations.includes(item.annotation));
      for (const layer of settings.layers) {
        for (const item of chosen) {
          if (item.layer === layer && !item.decided) steps.push({ kind: "item", article, item });
        }
        if (settings.isWhole && !article.data.checked.includes(layer)) steps.push({ kind: "missing", article, layer });
      }
    }
  }

  // Decisions that this browser knows of: the server may have told of an article before it had them.
  function ownOf(articleId) {
    const undone = new Set(store.known.filter((row) => row.action === "undo").map((row) => row.of));
    return store.known.filter((row) => row.article === articleId && !undone.has(row.decision) && row.action !== "undo");
  }

  function settledAlready(stop) {
    return ownOf(stop.article).some((row) => row.settles && stop.settles.every((id) => row.settles.includes(id)));
  }

  // Take up a decision on an article; gives 1 where the annotation was not decided as far as the server knew.
  function mark(article, row) {
    const { data } = article;
    if (row.settles) return 1;
    if (row.action === "checked") {
      data.checked.push(row.layer);
      return 0;
    }
    const decided = { decision: row.decision, action: row.action, who: row.who };
    if (row.action === "added") {
      if (data.items.some((item) => item.decided?.decision === row.decision)) return 0;
      data.items.push({ layer: row.layer, annotation: null, before: row.after, now: row.after, start: row.after.start, decided });
      return 0;
    }
    const item = data.items.find((one) => one.layer === row.layer && one.annotation === row.annotation);
    if (!item) return 0;
    const isNew = !item.decided;
    item.decided = decided;
    return isNew ? 1 : 0;
  }

  // ---- The state that a screen shows

  const state = {
    draft: null,
    isWhole: false,
    isNoting: false,
    search: null,
    selection: null,
    role: choices.roles[0],
    remapped: null,
    act,
    choose,
    get step() {
      return steps[position];
    },
    get article() {
      return this.step.article;
    },
    get names() {
      return this.article.data.names;
    },
    get count() {
      const ofEntry = ({ step, items }) => (step.kind === "settle" ? 1 : items.filter((item) => !item.isAdded).length);
      return settings.decided + restored + history.reduce((sum, entry) => sum + ofEntry(entry), 0);
    },
    current() {
      const { item } = this.step;
      return { ...item.before, ...this.draft.changes };
    },
    isChanged() {
      return Object.keys(this.draft.changes).length > 0;
    },
    currentName() {
      const columns = this.current();
      if (this.step.item.layer === "quotes") return review.speakerOf(columns);
      if (this.step.item.layer === "entities") return columns.name;
      const argument = (columns.arguments || []).find((one) => one.role === this.role);
      return argument ? this.names.find((bearer) => bearer.places.some(([start]) => start >= argument.start && start < argument.end))?.name ?? argument.text : null;
    },
    // Who speaks or is named, with the places where the article names them; null where it names nobody so.
    bearer() {
      if (!["quotes", "entities"].includes(this.step.item.layer)) return null;
      const name = this.currentName();
      return this.names.find((one) => one.name === name) ?? null;
    },
    // What is known of a name in all articles: how the corpus joins it, and what was decided on it here.
    nameFacts() {
      const bearer = this.bearer();
      if (!bearer) return [];
      const facts = bearer.joined && bearer.joined !== bearer.name ? [fill(words.joined, { name: bearer.joined })] : [];
      for (const { data } of articles.values()) {
        for (const row of ownOf(data.id)) {
          if (row.layer !== "names" || row.before.name !== bearer.name) continue;
          const { same_as, different_from } = row.after;
          facts.push(same_as ? fill(words.same_everywhere, { name: same_as }) : fill(words.different_everywhere, { name: different_from }));
        }
      }
      return facts;
    },
    // Annotations of the article with the same speaker or name that nobody decided on, this one among them.
    sameItems() {
      const { item } = this.step;
      const whoOf = (one) => (item.layer === "quotes" ? review.speakerOf(one.before) : one.before.name);
      if (item.isAdded || !["quotes", "entities"].includes(item.layer)) return [item];
      return this.article.data.items.filter((one) => one === item || (one.layer === item.layer && !one.decided && whoOf(one) === whoOf(item)));
    },
    otherMarks() {
      const { step } = this;
      const layer = step.layer ?? step.item.layer;
      return this.article.data.items
        .filter((one) => one.layer === layer && one !== step.item && one.decided?.action !== "wrong")
        .map((one) => one.now ?? one.before)
        .flatMap((columns) => review.pieces(columns, "other", review.claim(layer, columns)));
    },
    searchMatches(typed) {
      const wanted = typed.trim().toLocaleLowerCase();
      const pool =
        isOnNames(this.search) ? namesOfCorpus() : this.search === "type"
          ? choices.labels[this.step.item.layer].map((label) => ({ label, word: review.labelWord(this.step.item.layer, label) }))
          : this.names.map((bearer) => ({ name: bearer.name, word: bearer.name }));
      return pool.filter((match) => match.word.toLocaleLowerCase().includes(wanted)).slice(0, 12);
    },
    takeMatch(match) {
      this.search = null;
      if (match.label) change({ label: match.label });
      else if (match.relation) relateName(match.relation, match.name);
      else takeName(match.name);
    },
    takeTyped(typed) {
      const [match] = this.searchMatches(typed);
      if (match && typed.trim()) this.takeMatch(match);
      else if (typed.trim() && isOnNames(this.search)) {
        const relation = RELATIONS[this.search];
        this.search = null;
        relateName(relation, typed.trim());
      } else if (typed.trim() && this.search !== "type") {
        this.search = null;
        takeWords(typed.trim());
      } else this.closeSearch();
    },
    closeSearch() {
      this.search = null;
      show();
    },
    takeNote(note) {
      this.draft.note = note;
      this.isNoting = false;
      show();
    },
    remap(action) {
      this.remapped = action;
      show();
    },
    selectByMouse() {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed) return;
      const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
      const { text } = this.article;
      const first = startContainer.data === undefined ? null : text.offsetOf(startContainer, startOffset);
      const last = endContainer.data === undefined ? null : text.offsetOf(endContainer, endOffset);
      if (first === null || last === null) return;
      const inside = text.words.filter(([start, end]) => end > first && start < last);
      if (inside.length) this.selection = { start: inside[0][0], end: inside.at(-1)[1], anchor: 0 };
      show();
    },
  };

  function freshDraft() {
    return { changes: {}, forAll: false, note: "", flag: false };
  }

  // ---- Showing

  function show(result = "") {
    const step = steps[position];
    isWaiting = !step && (nextPage !== null || isLoading);
    if (isHelp) screen.replaceChildren(...review.keyScreen(state));
    else if (isWaiting) {
      loadPage();
      return;
    } else if (!step) screen.replaceChildren(...review.endScreen(state));
    else {
      const made = { item: review.itemScreen, missing: review.missingScreen, settle: review.settleScreen }[step.kind](state);
      screen.replaceChildren(...made.filter(Boolean));
    }
    screen.dataset.step = step ? `${step.article.data.id}/${step.item?.annotation ?? step.kind}` : "";
    const parts = [...screen.querySelector("h1").childNodes].map((node) => node.textContent.trim());
    const heading = parts.filter(Boolean).join(", ");
    const lit = screen.querySelector("mark.lit");
    const litWords = [...screen.querySelectorAll("mark.lit")].map((piece) => piece.textContent).join(" … ");
    live.textContent = [result, heading, step?.kind === "item" ? litWords : ""].filter(Boolean).join(" ");
    const box = document.getElementById("search") ?? document.getElementById("note");
    (box ?? screen).focus({ preventScroll: true });
    if (state.isWhole && lit) lit.scrollIntoView({ block: "center" });
    else if (state.selection) screen.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    else scrollTo(0, 0);
    showBar();
    if (steps.length - position < AHEAD) loadPage();
  }

  function open(number, result) {
    position = number;
    Object.assign(state, { draft: freshDraft(), isNoting: false, search: null, selection: null, isWhole: false, role: choices.roles[0] });
    shownAt = performance.now();
    show(result);
    takeWaitingKeys();
  }

  // In the order in which they were pressed, up to one that decides: the others wait for what comes after it.
  function takeWaitingKeys() {
    while (waitingKeys.length && !isKeeping) waitingKeys.shift()();
  }

  function showBar() {
    const done = state.count;
    const total = Math.max(settings.decided + settings.waiting, done);
    const parts = [fill(words.progress, { done, of: total })];
    if (paces.length > 2) {
      const recent = paces.slice(-20).sort((one, other) => one - other);
      const pace = recent[Math.floor(recent.length / 2)];
      const number = new Intl.NumberFormat(settings.language, { maximumFractionDigits: 1 });
      parts.push(fill(words.pace, { n: number.format(pace) }));
      const minutes = ((total - done) * pace) / 60;
      parts.push(minutes < 90 ? fill(words.left_minutes, { n: Math.ceil(minutes) }) : fill(words.left_hours, { n: number.format(minutes / 60) }));
    }
    const waiting = store.lines.length;
    const keeping = settings.isAlone ? fill(words.in_browser, { n: waiting }) : waiting ? fill(words.waiting, { n: waiting }) : words.kept;
    const problem = store.problem?.refused ? fill(words.refused, { reason: store.problem.refused }) : words[store.problem] ?? "";
    const shown = [
      make("progress", { max: Math.max(total, 1), value: done, "aria-label": parts[0] }),
      make("span", {}, parts.join(" · ")),
      make("span", { class: "kept", "data-waiting": waiting }, keeping),
      settings.isAlone ? review.actionButton("download", words.actions.download, act) : null,
      review.actionButton("help", words.actions.help, act),
      store.isTouching ? null : make("strong", { role: "alert" }, words.lost_touch),
      problem ? make("strong", { role: "alert" }, problem) : null,
    ];
    bar.replaceChildren(...shown.filter(Boolean));
  }

  // ---- Deciding

  function change(changes) {
    Object.assign(state.draft.changes, changes);
    const { before } = state.step.item;
    for (const [name, value] of Object.entries(state.draft.changes)) {
      if (JSON.stringify(before[name] ?? null) === JSON.stringify(value)) delete state.draft.changes[name];
    }
    show();
  }

  function base(article, layer, action) {
    const seconds = (performance.now() - shownAt) / 1000;
    return {
      article: article.data.id,
      layer,
      action,
      who: settings.who,
      when: store.moment(),
      seconds: seconds < PAUSE_SECONDS ? Math.round(seconds * 10) / 10 : null,
    };
  }

  function decisionOn(item, action, changes) {
    const { article } = state;
    const row = base(article, item.layer, action);
    const context = article.text.context(item.before.start, item.before.end);
    const said = { note: state.draft.note || null, flag: state.draft.flag || null };
    if (item.isAdded) {
      const after = { ...item.before, ...changes };
      return { ...row, action: "added", after, context: article.text.context(after.start, after.end), ...said };
    }
    const isChange = action === "right" && Object.keys(changes).length > 0;
    if (isChange) row.action = "changed";
    return { ...row, annotation: item.annotation, before: item.before, after: isChange ? changes : null, context, ...said };
  }

  async function decide(action) {
    const { step, draft } = state;
    const { item } = step;
    if (item.isAdded && action === "wrong") {
      steps.splice(position, 1);
      open(position);
      return;
    }
    const items = draft.forAll ? state.sameItems() : [item];
    // Edges are those of one annotation; who speaks, the kind and the status are said of all.
    const { start, end, text, ...shared } = draft.changes;
    const rows = items.map((one) => decisionOn(one, action, one === item ? draft.changes : shared));
    await keep(rows, items, rows[0].action);
  }

  async function keep(rows, items, result) {
    const { step } = state;
    paces.push((performance.now() - shownAt) / 1000);
    isKeeping = true;
    const kept = await store.add(rows);
    isKeeping = false;
    items.forEach((item, number) => {
      item.decided = { decision: kept[number].decision, action: kept[number].action, who: settings.who };
      item.now = kept[number].after ? { ...item.before, ...kept[number].after } : item.before;
      if (item.isAdded && !step.article.data.items.includes(item)) step.article.data.items.push(item);
    });
    history.push({ step, rows: kept, items: step.kind === "item" ? items : [] });
    forward(words.result[result]);
  }

  // The next step that is not decided: a decision may have been on several annotations.
  function forward(result) {
    let number = position + 1;
    while (steps[number]?.item?.decided || steps[number]?.isDone) number += 1;
    open(number, result);
  }

  async function undo() {
    const entry = history.pop();
    if (!entry) {
      live.textContent = words.result.nothing_to_undo;
      return;
    }
    const rows = entry.rows.map((row) => ({
      article: row.article, layer: row.layer, action: "undo", of: row.decision, who: settings.who, when: store.moment(),
    }));
    isKeeping = true;
    await store.add(rows);
    isKeeping = false;
    const { data } = entry.step.article;
    for (const item of entry.items) {
      delete item.decided;
      item.now = item.before;
    }
    if (entry.isOnName) {
      open(steps.indexOf(entry.step), words.result.undo);
      return;
    }
    if (entry.step.item?.isAdded) data.items = data.items.filter((item) => item !== entry.step.item);
    entry.step.isDone = false;
    if (entry.step.kind === "missing") data.checked = data.checked.filter((layer) => layer !== entry.step.layer);
    open(steps.indexOf(entry.step), words.result.undo);
  }

  // ---- Who speaks, who is named, who takes part

  function takeName(name) {
    const { layer } = state.step.item;
    if (layer === "events") takeArgument(name);
    else {
      change(layer === "quotes" ? { speaker_name: name } : { name });
      decide("right");
    }
  }

  const isOnNames = (search) => search in RELATIONS;

  // The names of all articles, how the corpus joins this one first, without the name itself.
  function namesOfCorpus() {
    const { name, joined } = state.bearer();
    const relation = RELATIONS[state.search];
    const names = new Set([joined, ...settings.namesOfCorpus].filter((other) => other && other !== name));
    return [...names].map((other) => ({ name: other, word: other, relation }));
  }

  // Say of a name in all articles that it is another, or that it is not. The annotation waits for its own decision.
  async function relateName(relation, other) {
    const { step, article } = state;
    const { name, places } = state.bearer();
    const [start, end] = step.item.layer === "entities" ? [step.item.before.start, step.item.before.end] : places[0];
    const before = { start, end, text: article.text.slice(start, end), name };
    const row = { ...base(article, "names", "changed"), before, after: { [relation]: other }, context: article.text.context(start, end) };
    isKeeping = true;
    const kept = await store.add([row]);
    isKeeping = false;
    history.push({ step, rows: kept, items: [], isOnName: true });
    show(words.result[relation]);
    takeWaitingKeys();
  }

  function takeWords(typed) {
    const { item } = state.step;
    const columns = state.current();
    if (item.layer === "events") {
      const place = state.article.text.find(typed, columns.start);
      if (place) takePlace(place);
      else show();
      return;
    }
    if (item.layer === "entities") change({ name: typed });
    else change(state.article.text.find(typed, columns.start) ? { speaker: typed } : { speaker_name: typed });
    decide("right");
  }

  function takeArgument(name) {
    const { start } = state.current();
    const bearer = state.names.find((one) => one.name === name);
    const places = bearer.places.toSorted((one, other) => Math.abs(one[0] - start) - Math.abs(other[0] - start));
    takePlace(places[0]);
  }

  function takePlace(place) {
    const others = (state.current().arguments || []).filter((one) => one.role !== state.role);
    const added = place ? [{ role: state.role, start: place[0], end: place[1], text: state.article.text.slice(...place) }] : [];
    change({ arguments: [...others, ...added] });
  }

  function choose(digit) {
    const { step } = state;
    if (isKeeping) {
      waitingKeys.push(() => choose(digit));
      return;
    }
    if (step.kind === "settle") {
      const answer = step.answers[digit - 1];
      if (!answer) return;
      step.isDone = true;
      keep([{ ...base(step.article, step.layer, answer.decision.action), ...answer.decision }], [], answer.decision.action);
    } else if (step.kind === "missing") {
      const layer = settings.layersOfCorpus[digit - 1];
      if (layer) addSelection(layer);
    } else if (digit === 0) chooseNobody(step.item.layer);
    else if (state.names[digit - 1]) takeName(state.names[digit - 1].name);
  }

  function chooseNobody(layer) {
    if (layer === "events") takePlace(null);
    else if (layer === "quotes") {
      if (review.speakerOf(state.step.item.before) || state.step.item.isAdded) change({ speaker: null });
      decide("right");
    } else if (layer === "entities") {
      const columns = state.current();
      if (columns.name === state.article.text.slice(columns.start, columns.end)) return;
      change({ name: state.article.text.slice(columns.start, columns.end) });
      decide("right");
    }
  }

  function cycle(column, list) {
    const current = state.current()[column];
    change({ [column]: list[(list.indexOf(current) + 1) % list.length] });
  }

  function moveEdge(edge, direction) {
    const { text } = state.article;
    const columns = state.current();
    const start = edge === "start" ? text.moved(columns.start, direction, true) : columns.start;
    const end = edge === "end" ? text.moved(columns.end, direction, false) : columns.end;
    if (start < end) change({ start, end, text: text.slice(start, end) });
  }

  // ---- What is missing

  function addSelection(layer) {
    const { selection, article } = state;
    if (!selection) return;
    const { start, end } = selection;
    const labels = choices.labels[layer] ?? [layer];
    const label = layer === "quotes" && !article.text.opensWithMark(start) ? labels[1] : labels[0];
    const item = { layer, annotation: null, isAdded: true, start, before: { start, end, text: article.text.slice(start, end), label } };
    if (layer === "entities") item.before.name = item.before.text;
    steps.splice(position, 0, { kind: "item", article, item });
    open(position);
  }

  function moveSelection(event) {
    const list = state.article.text.words;
    const old = state.selection ?? { anchor: -1, head: -1 };
    const head = old.head ?? list.findIndex(([start]) => start >= old.start);
    let next = head;
    if (event.key === "ArrowRight") next += 1;
    else if (event.key === "ArrowLeft") next -= 1;
    else {
      const starts = state.article.text.sentences.map(([start]) => list.findIndex((word) => word[0] >= start));
      next = event.key === "ArrowDown" ? starts.find((word) => word > head) ?? list.length - 1 : starts.findLast((word) => word < head) ?? 0;
      // Down with Shift takes the sentence and not the first word of the next.
      if (event.shiftKey && event.key === "ArrowDown" && next < list.length - 1) next -= next - 1 > head ? 1 : 0;
    }
    next = Math.min(Math.max(next, 0), list.length - 1);
    const anchor = event.shiftKey && head >= 0 ? old.anchor ?? head : next;
    const [first, last] = [Math.min(anchor, next), Math.max(anchor, next)];
    state.selection = { start: list[first][0], end: list[last][1], anchor, head: next };
    show();
    live.textContent = state.article.text.slice(list[first][0], list[last][1]);
  }

  async function nothingMissing() {
    const { step, article } = state;
    article.data.checked.push(step.layer);
    step.isDone = true;
    await keep([base(article, step.layer, "checked")], [], "checked");
  }

  // ---- Actions and keys

  function act(action) {
    const { step } = state;
    if (isKeeping) {
      waitingKeys.push(() => act(action));
      return;
    }
    if (action === "help") {
      isHelp = !isHelp;
      state.remapped = null;
      show();
    } else if (isHelp) return;
    else if (action === "undo") undo();
    else if (action === "previous") open(Math.max(0, position - 1));
    else if (action === "download" && settings.isAlone) store.handOut(settings.file);
    else if (!step) return;
    else if (action === "next") open(position + 1);
    else if (action === "article" && step.kind !== "missing") {
      state.isWhole = !state.isWhole;
      show();
    } else if (step.kind === "missing") {
      if (action === "right" && state.selection) addSelection(step.layer);
      else if (action === "right") nothingMissing();
    } else if (step.kind === "item") actOnItem(action, step.item);
  }

  function actOnItem(action, item) {
    const { draft } = state;
    const statuses = choices.statuses[item.layer];
    const labels = choices.labels[item.layer];
    if (["right", "wrong"].includes(action) || (action === "unsure" && !item.isAdded)) decide(action);
    else if (action === "speaker" && item.layer === "events") {
      state.role = choices.roles[(choices.roles.indexOf(state.role) + 1) % choices.roles.length];
      show();
    } else if (action === "speaker" && ["quotes", "entities"].includes(item.layer)) openSearch("name");
    else if (isOnNames(action) && state.bearer()) openSearch(action);
    else if (action === "type" && labels?.length > 9) openSearch("type");
    else if (action === "type" && labels) cycle("label", labels);
    else if (action === "status" && statuses) cycle("status", statuses);
    else if (action === "all") {
      draft.forAll = !draft.forAll && state.sameItems().length > 1;
      show();
    } else if (action === "flag") {
      draft.flag = !draft.flag;
      show();
    } else if (action === "note") {
      state.isNoting = true;
      show();
    } else if (/^(start|end)_(left|right)$/.test(action)) {
      const [edge, side] = action.split("_");
      moveEdge(edge, side === "left" ? -1 : 1);
    }
  }

  function openSearch(kind) {
    state.search = kind;
    show();
  }

  function learnKey(event) {
    if (["Escape", "Enter", "Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key) || /^(Digit|Numpad)\d$/.test(event.code)) {
      if (event.key === "Escape") state.remapped = null;
      return;
    }
    const key = event.key.length === 1 ? event.key.toLocaleLowerCase() : event.key;
    const other = Object.keys(review.keys).find((action) => review.keys[action] === key);
    // Who had the key gets the old one: no key means two things.
    if (other) review.keys[other] = review.keys[state.remapped];
    review.keys[state.remapped] = key;
    storage.write(KEYS, review.keys);
    state.remapped = null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab" || event.target.closest("input")) return;
    const { key, code, shiftKey, repeat } = event;
    const press = { key, code, shiftKey, repeat, isOnButton: Boolean(event.target.closest("button")) };
    if (isKeeping) {
      event.preventDefault();
      waitingKeys.push(() => pressLater(press));
    } else if (takesKey(press)) event.preventDefault();
  });

  // A key that had to wait: it may be a letter of what somebody types into a box that a key before it has opened.
  function pressLater(press) {
    const box = screen.querySelector("input");
    if (!box) {
      takesKey({ ...press, isOnButton: false });
      return;
    }
    if (press.key.length === 1) {
      box.value += press.key;
      box.dispatchEvent(new Event("input"));
    } else box.dispatchEvent(new KeyboardEvent("keydown", { key: press.key }));
  }

  // Do what a key means; true where it means something here.
  function takesKey(press) {
    if (isHelp && state.remapped) {
      learnKey(press);
      show();
      return true;
    }
    // Enter and space press the button that has the focus.
    if (press.isOnButton && (press.key === "Enter" || press.key === " ")) return false;
    if (press.key === "Escape") {
      leave();
      return true;
    }
    if (!isHelp && state.step?.kind === "missing" && /^Arrow/.test(press.key)) {
      moveSelection(press);
      return true;
    }
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1] ?? (/^\d$/.test(press.key) ? press.key : null);
    if (digit !== null && !press.repeat && !isHelp && state.step) {
      choose(Number(digit));
      return true;
    }
    const key = press.key.length === 1 ? press.key.toLocaleLowerCase() : press.key;
    const action = key === "Enter" ? "right" : Object.keys(review.keys).find((name) => review.keys[name] === key);
    // A key that is held must not decide on the items that follow.
    if (!action || (press.repeat && !/_(left|right)$/.test(action))) return false;
    act(action);
    return true;
  }

  function leave() {
    if (isHelp) act("help");
    else if (state.step) {
      Object.assign(state, { selection: null, isWhole: false });
      if (state.step.kind === "item") state.draft = freshDraft();
      show();
    }
  }

  addEventListener("online", () => store.send());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) store.send();
  });
  // What the server has not yet is asked about before the window is closed.
  addEventListener("beforeunload", (event) => {
    if (!settings.isAlone && store.lines.length) event.preventDefault();
  });

  // Two windows of one review would show the same items twice; the second says so.
  if (navigator.locks) {
    navigator.locks
      .request(`pressmark-review:${settings.key}`, { ifAvailable: true }, (lock) => {
        if (!lock) store.problem = "other_tab";
        showBar();
        return lock ? new Promise(() => {}) : null;
      })
      .catch(() => undefined);
  }
  store.open().then(loadPage);
})();
