/*
 * The screens as elements: an annotation in its sentences, an article that is searched for what is missing, two answers
 * side by side, the keys. They show a state and decide nothing.
 */
"use strict";
(() => {
  const review = pressmarkReview;
  const settings = JSON.parse(document.getElementById("settings").textContent);
  const { words, choices } = settings;

  function fill(text, values = {}) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // `make("p", { class: "soft" }, "text", child)`; a listener is given as `onclick`.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const ofLayer = (list, layer) => (typeof list === "string" ? list : list[layer] ?? list.other);
  const layerWord = (layer) => words.layers[layer] ?? layer;
  const labelWord = (layer, label) => {
    const lists = { entities: words.labels, quotes: words.kinds, events: words.event_types, times: words.time_kinds };
    return lists[layer]?.[label] ?? label;
  };
  const statusWord = (layer, status) => (layer === "quotes" ? words.quote_statuses : words.statuses)[status] ?? status;
  const speakerOf = (columns) => columns.speaker_name || columns.speaker || null;
  const keyWord = (key) => ({ " ": "␣", ArrowLeft: "←", ArrowRight: "→" })[key] ?? key;
  const percent = (share) => new Intl.NumberFormat(settings.language, { maximumFractionDigits: 0 }).format(share * 100);

  // The sentence that a person says yes or no to.
  function claim(layer, columns) {
    if (!columns) return words.nothing_there;
    const speaker = speakerOf(columns);
    const form = layer === "quotes" && !speaker ? "quotes_nobody" : layer;
    return fill(words.claims[form] ?? words.claims.other, {
      speaker,
      name: columns.name,
      label: labelWord(layer, columns.label),
    });
  }

  // What the claim leaves unsaid: kind, status.
  function tags(layer, columns) {
    if (!columns) return [];
    const said = layer === "events" ? [] : [labelWord(layer, columns.label)];
    if (columns.status) said.push(statusWord(layer, columns.status));
    return said;
  }

  // Tags as they follow a heading: a blank before each keeps it off the last word, and is gone where the line breaks.
  const badges = (layer, columns) => tags(layer, columns).flatMap((tag) => [" ", make("span", { class: "tag" }, tag)]);

  // A button with its key; `act(action)` is what both do.
  function actionButton(action, word, act, attributes = {}) {
    const key = review.keys[action];
    return make(
      "button",
      { type: "button", "data-action": action, onclick: () => act(action), ...attributes },
      key ? make("kbd", {}, keyWord(key)) : null,
      word,
    );
  }

  function choiceButton(digit, word, act, isChosen) {
    return make(
      "button",
      { type: "button", "aria-pressed": String(Boolean(isChosen)), onclick: () => act() },
      digit === null ? null : make("kbd", {}, String(digit)),
      word,
    );
  }

  function searchBox(state) {
    const list = make("ul", { class: "matches", id: "matches" });
    const box = make("input", {
      type: "search",
      id: "search",
      "aria-label": words.search_label,
      placeholder: words.search,
      autocomplete: "off",
      spellcheck: "false",
    });
    const show = () => {
      const matches = state.searchMatches(box.value);
      list.replaceChildren(
        ...matches.map((match) => make("li", {}, choiceButton(null, match.word, () => state.takeMatch(match), false))),
      );
      if (box.value && !matches.length) list.append(make("li", { class: "soft" }, words.nothing_found));
    };
    box.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") state.closeSearch();
      else if (event.key === "Enter") state.takeTyped(box.value);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    show();
    return make("div", { class: "search" }, box, list);
  }

  function peopleList(state) {
    const { step, names } = state;
    const { layer } = step.item;
    const titles = {
      quotes: words.speakers,
      entities: words.same_as,
      events: fill(words.arguments_of, { role: words.arguments[state.role] ?? state.role }),
    };
    if (!titles[layer]) return null;
    const current = state.currentName();
    const buttons = names.slice(0, 9).map((bearer, number) =>
      choiceButton(number + 1, bearer.name, () => state.choose(number + 1), bearer.name === current),
    );
    const zero = { quotes: words.nobody, entities: words.different, events: words.none }[layer];
    buttons.push(choiceButton(0, zero, () => state.choose(0), layer !== "entities" && !current));
    buttons.push(actionButton("speaker", ofLayer(words.actions.speaker, layer), state.act));
    const bearer = state.bearer();
    if (bearer) buttons.push(...["join", "part"].map((action) => actionButton(action, words.actions[action], state.act)));
    return make(
      "section",
      { class: "people" },
      make("h2", {}, titles[layer]),
      make("div", { class: "buttons" }, ...buttons),
      ...state.nameFacts().map((fact) => make("p", { class: "soft" }, fact)),
    );
  }

  function itemActions(state) {
    const { step, act } = state;
    const { layer, isAdded } = step.item;
    const a = words.actions;
    const rightWord = isAdded ? a.add : state.isChanged() ? a.keep_change : a.right;
    const main = [
      actionButton("right", rightWord, act, { class: "yes" }),
      actionButton("wrong", isAdded ? a.discard : ofLayer(a.wrong, layer), act, { class: "no" }),
      isAdded ? null : actionButton("unsure", a.unsure, act),
    ];
    const same = state.sameItems().length;
    const allWord = fill(layer === "quotes" ? a.all : a.all_names, { n: same });
    const more = [
      actionButton("type", a.type, act),
      choices.statuses[layer] ? actionButton("status", a.status, act) : null,
      ...["start_left", "start_right", "end_left", "end_right"].map((action) => actionButton(action, a[action], act)),
      same > 1 ? actionButton("all", allWord, act, { "aria-pressed": String(state.draft.forAll) }) : null,
      actionButton("note", a.note, act, { "aria-pressed": String(Boolean(state.draft.note)) }),
      actionButton("flag", a.flag, act, { "aria-pressed": String(state.draft.flag) }),
      actionButton("article", state.isWhole ? a.sentences : a.article, act, { "aria-pressed": String(state.isWhole) }),
      actionButton("previous", a.previous, act),
      isAdded ? null : actionButton("next", a.next, act),
      actionButton("undo", a.undo, act),
    ];
    return make("div", { class: "actions" }, make("div", { class: "main" }, ...main), make("div", { class: "buttons" }, ...more));
  }

  // The marks of an annotation: of a quote that an attribution interrupts, one for each piece, up to its edges now.
  function pieces(columns, kind, title) {
    const { start, end, spans } = columns;
    const within = (spans || []).filter((piece) => piece.start < end && piece.end > start).map((piece) => ({ ...piece, kind, title }));
    if (!within.length) return [{ start, end, kind, title }];
    within[0].start = start;
    within.at(-1).end = end;
    return within;
  }

  function place(article, ...further) {
    const parts = [article.data.title, article.data.outlet, article.data.published, ...further].filter(Boolean);
    return make("p", { class: "kicker" }, parts.join(" · "));
  }

  function scoreWords({ item, draft }) {
    if (item.isAdded || Object.keys(draft).length) return null;
    const parts = [typeof item.score === "number" ? fill(words.score, { n: percent(item.score) }) : words.no_score];
    if (typeof item.speaker_score === "number") parts.push(fill(words.speaker_score, { n: percent(item.speaker_score) }));
    return make("span", { class: "score" }, parts.join(" · "));
  }

  // Text of an article in its language. A whole article scrolls within its box, which then takes the focus.
  function textBox(article, kind, ...paragraphs) {
    const focus = kind.includes("whole") ? { tabindex: 0, role: "region", "aria-label": words.actions.article } : {};
    return make("div", { class: kind, lang: article.data.language, ...focus }, ...paragraphs);
  }

  function itemScreen(state) {
    const { step, article } = state;
    const { item } = step;
    const columns = state.current();
    const text = article.text;
    const [from, to] = state.isWhole ? [0, text.length] : text.around(columns.start, columns.end);
    const marks = [...pieces(columns, "lit"), ...state.otherMarks()];
    const same = article.data.items.filter((one) => one.layer === item.layer);
    const where = fill(words.place, { layer: layerWord(item.layer), n: same.indexOf(item) + 1, of: same.length });
    return [
      place(article, item.isAdded ? words.added : where),
      make(
        "h1",
        { id: "claim" },
        claim(item.layer, columns),
        ...badges(item.layer, columns),
        " ",
        scoreWords({ item, draft: state.draft.changes }),
      ),
      item.layer === "events" ? participants(columns) : null,
      textBox(article, state.isWhole ? "text whole" : "text", ...text.render(from, to, marks)),
      state.draft.note ? make("p", { class: "note" }, state.draft.note) : null,
      state.isNoting ? noteBox(state) : null,
      state.search ? searchBox(state) : peopleList(state),
      itemActions(state),
    ];
  }

  // Who and what takes part in an event, and when: « who: Anne Morel · where: Kiev ».
  function participants(columns) {
    const parts = (columns.arguments || []).map((one) => `${words.arguments[one.role] ?? one.role}${words.colon}${one.text}`);
    if (columns.time?.surface) parts.push(`${words.arguments.time}${words.colon}${columns.time.surface}`);
    return parts.length ? make("p", { class: "participants" }, parts.join(" · ")) : null;
  }

  function noteBox(state) {
    const box = make("input", { id: "note", "aria-label": words.note_prompt, placeholder: words.note_prompt, value: state.draft.note });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      state.takeNote(event.key === "Enter" ? box.value : state.draft.note);
    });
    return make("p", {}, box);
  }

  function missingScreen(state) {
    const { step, article, selection } = state;
    const marks = state.otherMarks();
    const isSelected = Boolean(selection);
    if (selection) marks.push({ start: selection.start, end: selection.end, kind: "chosen" });
    const layers = settings.layersOfCorpus;
    const box = textBox(article, "text whole choosing", ...article.text.render(0, article.text.length, marks));
    box.addEventListener("mouseup", () => state.selectByMouse());
    const adding = layers.map((layer, number) => choiceButton(number + 1, layerWord(layer), () => state.choose(number + 1), layer === step.layer));
    return [
      place(article),
      make("h1", { id: "claim" }, ofLayer(words.missing, step.layer)),
      make("p", { class: "soft" }, words.missing_help),
      box,
      make(
        "div",
        { class: "actions" },
        make("div", { class: "main" }, actionButton("right", isSelected ? words.actions.add : words.actions.nothing_missing, state.act, { class: "yes" })),
        isSelected
          ? make("section", { class: "people" }, make("h2", {}, words.selected), make("div", { class: "buttons" }, ...adding))
          : null,
        make(
          "div",
          { class: "buttons" },
          actionButton("previous", words.actions.previous, state.act),
          actionButton("next", words.actions.next, state.act),
          actionButton("undo", words.actions.undo, state.act),
        ),
      ),
    ];
  }

  function settleScreen(state) {
    const { step, article } = state;
    const text = article.text;
    const spans = step.answers.map((answer) => answer.columns).filter(Boolean);
    const start = Math.min(...spans.map((columns) => columns.start));
    const end = Math.max(...spans.map((columns) => columns.end));
    const whole = state.isWhole ? [0, text.length] : text.around(start, end);
    const cards = step.answers.map((answer, number) => {
      const { columns } = answer;
      const marks = columns ? pieces(columns, "lit") : [];
      return make(
        "li",
        {},
        choiceButton(number + 1, answer.who === null ? words.neither : answer.who || words.machine, () => state.choose(number + 1), false),
        make("h2", {}, claim(step.layer, columns), ...badges(step.layer, columns)),
        textBox(article, state.isWhole ? "text whole" : "text", ...text.render(...whole, marks)),
      );
    });
    const buttons = ["article", "previous", "next", "undo"].map((action) => actionButton(action, words.actions[action], state.act));
    return [
      place(article, layerWord(step.layer)),
      make("h1", { id: "claim" }, words.settle),
      make("ol", { class: "answers" }, ...cards),
      make("div", { class: "actions" }, make("div", { class: "buttons" }, ...buttons)),
    ];
  }

  function endScreen(state) {
    if (!state.count) return [make("h1", { id: "claim" }, words.nothing)];
    const text = settings.isAlone ? words.done_alone : words.done_text;
    return [
      make("h1", { id: "claim" }, words.done),
      make("p", {}, fill(text, { n: state.count, file: settings.file })),
      make("div", { class: "actions" }, make("div", { class: "buttons" }, actionButton("previous", words.actions.previous, state.act), actionButton("undo", words.actions.undo, state.act))),
    ];
  }

  function keyScreen(state) {
    const actions = Object.keys(review.keys).filter((action) => settings.isAlone || action !== "download");
    const named = actions.map((action) => {
      const word = words.actions[action];
      const text = typeof word === "string" ? fill(word, { n: "" }) : ofLayer(word, settings.layers[0]);
      const isWaiting = state.remapped === action;
      return make(
        "li",
        {},
        make(
          "button",
          { type: "button", "aria-pressed": String(isWaiting), onclick: () => state.remap(action) },
          make("kbd", {}, isWaiting ? words.press_key : keyWord(review.keys[action])),
          text,
        ),
      );
    });
    return [
      make("h1", { id: "claim" }, words.keys_title),
      make("p", { class: "soft" }, words.keys_help),
      make("ul", { class: "keys" }, ...named),
      make("div", { class: "actions" }, make("div", { class: "buttons" }, actionButton("help", words.actions.close, state.act))),
    ];
  }

  Object.assign(review, {
    settings, pieces, fill, make, claim, tags, speakerOf, actionButton, layerWord, labelWord, itemScreen, missingScreen, settleScreen, endScreen, keyScreen,
  });
})();
