"use strict";
/*
 * The page that combines filters. Every quote and event is a row; its values stand in columns of numbers (see
 * site/explore/), which are loaded by year as classic scripts, so that the page works from the disk. One pass over the
 * rows gives what is found and, for each value of each facet, how many rows it would give beside the other choices.
 * What is chosen stands in the address.
 */
const explorer = (function () {
  /* The same numbers as in site/explore/packing.py and files.py. */
  const FIRST_CODE = 0x23;
  const SURROGATES_START = 0xd800;
  const SURROGATES = 0x800;
  const LINE_SEPARATORS = { 0xfffe: 0x2028, 0xffff: 0x2029 };
  const MAX_PACKED = 0xfffd - FIRST_CODE - SURROGATES;
  const LINES_IN_FILE = 1000;
  const TITLES_IN_FILE = 1000;
  /* Chosen by eye: values of a facet before "more", lines at a time, rows and columns of the table. */
  const SHOWN_VALUES = 8;
  const SHOWN_LINES = 40;
  const MATRIX_ROWS = 8;
  const MATRIX_COLUMNS = 8;
  const MOST_COMPARED = 60;

  const FACETS = {
    quotes: ["speaker", "type", "status", "source", "gender", "name", "doubt", "verdict"],
    events: ["type", "status", "place", "name", "doubt", "verdict"],
  };
  const NAMES = ["speaker", "place", "name"];

  let about = null;
  let collator = null;
  let words = null;
  const layers = {};
  const lineFiles = {};
  const titleFiles = {};
  const waiting = {};
  /* What is chosen: the layer, the values of each facet by their keys, what is compared, the two sides of the table. */
  let state = null;
  let shownLines = SHOWN_LINES;
  const openFacets = new Set();
  const facetSearch = {};

  const byId = (id) => document.getElementById(id);

  /* An element with attributes, properties that begin with "on", and children; texts are never read as HTML. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const SVG = "http://www.w3.org/2000/svg";
  function makeSvg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const number = (value) => value.toLocaleString(about.locale);

  /* ---- columns ---- */

  function unpack(text) {
    const numbers = new Uint16Array(text.length);
    for (let place = 0; place < text.length; place += 1) {
      let code = text.charCodeAt(place);
      code = LINE_SEPARATORS[code] || code;
      numbers[place] = code - FIRST_CODE - (code >= SURROGATES_START ? SURROGATES : 0);
    }
    return numbers;
  }

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

  function loadScript(name, whenLoaded) {
    if (waiting[name]) {
      waiting[name].push(whenLoaded);
      return;
    }
    waiting[name] = [whenLoaded];
    const script = document.createElement("script");
    script.src = `explore/${name}.js`;
    const finish = async () => {
      const promise = unpacking;
      unpacking = null;
      if (promise) await promise;
      const callbacks = waiting[name];
      delete waiting[name];
      callbacks.forEach((callback) => callback());
    };
    script.onload = finish;
    script.onerror = finish;
    document.head.append(script);
  }

  function begin(described) {
    about = described;
    words = about.words;
    collator = new Intl.Collator(about.locale);
    about.names.label = unpack(about.names.label);
    about.names.gender = unpack(about.names.gender);
    for (const facet of Object.values(about.articles)) facet.column = unpack(facet.column);
    for (const layer of Object.keys(about.layers)) {
      const count = about.layers[layer].parts.reduce((sum, [, rows]) => sum + rows, 0);
      layers[layer] = { count, columns: null, parts: {}, facets: facetsOf(layer) };
    }
  }

  /* The values of each facet that a layer has: [key, words] by number from 1. */
  function facetsOf(layer) {
    const facets = {};
    const names = about.names;
    const nameValues = names.ids.map((id, place) => [id, names.names[place]]);
    const own = about.layers[layer].facets;
    /* Of a layer of somebody else's: what it says itself, then the names within. */
    for (const facet of FACETS[layer] || [...Object.keys(own), "name"]) {
      if (NAMES.includes(facet)) facets[facet] = nameValues;
      else if (facet === "gender") facets.gender = names.genders.map(([key]) => [key, about.genders[key] || key]);
      else if (own[facet]) facets[facet] = own[facet];
    }
    for (const [facet, { values }] of Object.entries(about.articles)) facets[facet] = values;
    return facets;
  }

  function takePart(layer, name, columns) {
    const unpacked = {};
    for (const [column, text] of Object.entries(columns)) unpacked[column] = unpack(text);
    layers[layer].parts[name] = unpacked;
  }

  /* Joins the parts of a layer, and adds what a row has by its article or its speaker. */
  function joinParts(layer) {
    const held = layers[layer];
    const { count } = held;
    const columns = { article: new Uint32Array(count) };
    const simple = new Set(["type", "status", "source", "doubt", "verdict", "speaker", "place", ...Object.keys(about.layers[layer].facets)]);
    for (const column of simple) columns[column] = new Uint16Array(count);
    columns.gender = new Uint16Array(count);
    const nameStarts = new Uint32Array(count + 1);
    const nameParts = [];
    let row = 0;
    let names = 0;
    for (const [name, rows] of about.layers[layer].parts) {
      const part = held.parts[name];
      if (!part) return false;
      for (const column of simple) columns[column].set(part[column], row);
      let article = part.article[0] * MAX_PACKED + part.article[1];
      let place = 0;
      const members = new Uint16Array(part.name.length);
      let written = 0;
      for (let number = 0; number < rows; number += 1) {
        if (number) article += part.article[number + 1];
        columns.article[row + number] = article;
        nameStarts[row + number] = names + written;
        const length = part.name[place];
        for (let member = 1; member <= length; member += 1) members[written++] = part.name[place + member];
        place += length + 1;
      }
      nameParts.push(members.subarray(0, written));
      names += written;
      row += rows;
    }
    nameStarts[count] = names;
    columns.name = new Uint16Array(names);
    let start = 0;
    for (const members of nameParts) {
      columns.name.set(members, start);
      start += members.length;
    }
    columns.nameStarts = nameStarts;
    for (let number = 0; number < count; number += 1) {
      const speaker = columns.speaker[number];
      if (speaker) columns.gender[number] = about.names.gender[speaker - 1];
    }
    for (const [facet, { column }] of Object.entries(about.articles)) {
      const values = new Uint16Array(count);
      for (let number = 0; number < count; number += 1) values[number] = column[columns.article[number]];
      columns[facet] = values;
    }
    held.columns = columns;
    held.parts = {};
    return true;
  }

  function whenLayer(layer, whenReady) {
    if (layers[layer].columns) {
      whenReady();
      return;
    }
    const parts = about.layers[layer].parts;
    let missing = parts.length;
    const done = () => {
      missing -= 1;
      if (missing > 0) return;
      if (layers[layer].columns || joinParts(layer)) whenReady();
    };
    if (!parts.length) {
      missing = 1;
      done();
    }
    for (const [name] of parts) loadScript(`${layer}-${name}`, done);
  }

  /* ---- one pass ---- */

  /* The numbers of the chosen values of each facet; a value that is not there any more finds nothing. */
  function chosenNumbers(layer, chosen) {
    const facets = layers[layer].facets;
    const sets = [];
    for (const [facet, keys] of Object.entries(chosen)) {
      if (!facets[facet] || !keys.length) continue;
      const flags = new Uint8Array(facets[facet].length + 1);
      facets[facet].forEach(([key], place) => {
        if (keys.includes(key)) flags[place + 1] = 1;
      });
      sets.push([facet, flags]);
    }
    return sets;
  }

  /* What the choices find: rows, and for each facet how many rows each value has beside the choices of other facets. */
  function find(layer, chosen) {
    const { columns, count, facets } = layers[layer];
    const chosenSets = chosenNumbers(layer, chosen);
    const counts = {};
    for (const [facet, values] of Object.entries(facets)) counts[facet] = new Uint32Array(values.length + 1);
    const single = Object.keys(facets).filter((facet) => facet !== "name");
    const rows = [];
    const { name, nameStarts } = columns;
    const hasName = (row, flags) => {
      for (let place = nameStarts[row]; place < nameStarts[row + 1]; place += 1) if (flags[name[place]]) return true;
      return false;
    };
    const countNames = (row) => {
      for (let place = nameStarts[row]; place < nameStarts[row + 1]; place += 1) counts.name[name[place]] += 1;
    };
    for (let row = 0; row < count; row += 1) {
      let failed = null;
      let failures = 0;
      for (const [facet, flags] of chosenSets) {
        const holds = facet === "name" ? hasName(row, flags) : flags[columns[facet][row]];
        if (!holds) {
          failures += 1;
          failed = facet;
          if (failures > 1) break;
        }
      }
      if (failures > 1) continue;
      if (failures === 1) {
        if (failed === "name") countNames(row);
        else counts[failed][columns[failed][row]] += 1;
        continue;
      }
      rows.push(row);
      for (const facet of single) counts[facet][columns[facet][row]] += 1;
      countNames(row);
    }
    return { rows, counts };
  }

  /* ---- the address ---- */

  function readAddress() {
    const query = new URLSearchParams(location.hash.slice(1));
    const layer = Object.hasOwn(layers, query.get("layer") || "") ? query.get("layer") : "quotes";
    const chosen = {};
    for (const [key, value] of query) {
      if (layers[layer].facets[key]) chosen[key] = [...new Set([...(chosen[key] || []), value])];
    }
    const [against, ...rest] = (query.get("vs") || "").split(":");
    const versus = layers[layer].facets[against] && rest.length ? [against, rest.join(":")] : null;
    return { layer, chosen, versus, rows: query.get("rows"), columns: query.get("columns") };
  }

  function writeAddress() {
    const query = new URLSearchParams();
    query.set("layer", state.layer);
    for (const [facet, keys] of Object.entries(state.chosen)) for (const key of keys) query.append(facet, key);
    if (state.versus) query.set("vs", state.versus.join(":"));
    if (state.rows) query.set("rows", state.rows);
    if (state.columns) query.set("columns", state.columns);
    history.replaceState(null, "", `#${query}`);
  }

  function change(changes) {
    state = { ...state, ...changes };
    shownLines = SHOWN_LINES;
    writeAddress();
    show();
  }

  function toggle(facet, key) {
    const keys = state.chosen[facet] || [];
    const kept = keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
    change({ chosen: { ...state.chosen, [facet]: kept } });
  }

  /* ---- what is shown ---- */

  const titleOf = (facet) => words.facets[facet] || facet.replace(/^(own|fact):/, "");
  const labelOf = (facet, key) => {
    const value = layers[state.layer].facets[facet]?.find(([other]) => other === key);
    return value ? value[1] : key;
  };

  /*
   * The values of a facet that rows have, or that are chosen. Names come in the order of their mentions, which decides
   * among equal counts: a large corpus has tens of thousands, too many to compare by letters at each click.
   */
  function sortedValues(facet, counts) {
    const values = layers[state.layer].facets[facet];
    const keys = new Set(state.chosen[facet] || []);
    const column = counts[facet];
    const shown = [];
    for (let place = 0; place < values.length; place += 1) {
      const [key, label] = values[place];
      const count = column[place + 1];
      if (count || keys.has(key)) shown.push({ key, label, count, place, isChosen: keys.has(key) });
    }
    if (facet === "month") return shown.sort((one, other) => (one.key < other.key ? 1 : -1));
    const byWords = NAMES.includes(facet)
      ? (one, other) => one.place - other.place
      : (one, other) => collator.compare(one.label, other.label);
    return shown.sort((one, other) => other.isChosen - one.isChosen || other.count - one.count || byWords(one, other));
  }

  function showFacets(found) {
    const box = byId("facets");
    const focused = document.activeElement?.id;
    const sections = [];
    for (const facet of Object.keys(layers[state.layer].facets)) {
      const values = sortedValues(facet, found.counts);
      if (values.length < 2 && !(state.chosen[facet] || []).length) continue;
      sections.push(facetSection(facet, values));
    }
    box.replaceChildren(...sections);
    if (focused) byId(focused)?.focus();
  }

  function facetSection(facet, values) {
    const isLong = values.length > SHOWN_VALUES;
    const isOpen = openFacets.has(facet);
    const typed = letters.comparable(facetSearch[facet] || "");
    const matching = typed ? values.filter((value) => letters.comparable(value.label).includes(typed)) : values;
    const limit = isOpen || typed ? 200 : SHOWN_VALUES;
    const keys = state.chosen[facet] || [];
    const items = matching.slice(0, limit).map((value, place) =>
      make(
        "li",
        {},
        make(
          "label",
          {},
          make("input", {
            type: "checkbox",
            id: `v-${facet}-${place}-${value.key}`,
            checked: keys.includes(value.key),
            onchange: () => toggle(facet, value.key),
          }),
          make("span", { dir: "auto" }, value.label),
          make("small", {}, number(value.count)),
        ),
      ),
    );
    const section = make("section", { class: "facet", "aria-label": titleOf(facet) }, make("h2", {}, titleOf(facet)));
    if (isLong) {
      section.append(
        make("input", {
          type: "search",
          id: `find-${facet}`,
          value: facetSearch[facet] || "",
          placeholder: words.find,
          "aria-label": `${words.find}: ${titleOf(facet)}`,
          oninput: (event) => {
            facetSearch[facet] = event.target.value;
            const { selectionStart } = event.target;
            show();
            const field = byId(`find-${facet}`);
            field.focus();
            field.setSelectionRange(selectionStart, selectionStart);
          },
        }),
      );
    }
    section.append(make("ul", {}, ...items));
    if (isLong && !typed) {
      const turn = () => {
        if (isOpen) openFacets.delete(facet);
        else openFacets.add(facet);
        show();
      };
      const label = isOpen ? words.fewer : words.more_values.replace("{n}", number(values.length));
      section.append(make("button", { type: "button", id: `more-${facet}`, onclick: turn }, label));
    }
    return section;
  }

  function showChips() {
    const chips = [];
    for (const [facet, keys] of Object.entries(state.chosen)) {
      for (const key of keys) {
        const label = `${titleOf(facet)}: ${labelOf(facet, key)}`;
        chips.push(
          make(
            "button",
            { type: "button", class: "chip", "aria-label": `${words.remove}: ${label}`, onclick: () => toggle(facet, key) },
            label,
            " ×",
          ),
        );
      }
    }
    if (chips.length) {
      chips.push(make("button", { type: "button", onclick: () => change({ chosen: {}, versus: null }) }, words.reset));
    }
    byId("chips").replaceChildren(...chips);
    for (const layer of Object.keys(layers)) byId(`layer-${layer}`).setAttribute("aria-pressed", String(layer === state.layer));
  }

  /* What can be compared: other values of the first facet that has a choice, speakers before all others. */
  function comparedFacet() {
    const order = ["speaker", "name", "place", "outlet", "type"];
    const rest = Object.keys(state.chosen).filter((facet) => !order.includes(facet));
    return [...order, ...rest].find((facet) => (state.chosen[facet] || []).length) || "";
  }

  function showCompare(found) {
    const select = byId("versus");
    const facet = comparedFacet();
    select.parentElement.hidden = !facet;
    if (!facet) return;
    const keys = state.chosen[facet];
    const values = sortedValues(facet, found.counts).filter((value) => !keys.includes(value.key));
    const options = [make("option", { value: "" }, words.compare_none)];
    for (const value of values.slice(0, MOST_COMPARED)) {
      const isChosen = Boolean(state.versus) && state.versus[0] === facet && state.versus[1] === value.key;
      options.push(make("option", { value: value.key, selected: isChosen }, `${value.label} (${number(value.count)})`));
    }
    if (state.versus && !values.slice(0, MOST_COMPARED).some((value) => value.key === state.versus[1])) {
      options.push(make("option", { value: state.versus[1], selected: true }, labelOf(...state.versus)));
    }
    select.replaceChildren(...options);
    select.onchange = () => change({ versus: select.value ? [facet, select.value] : null });
  }

  function monthCounts(rows) {
    const facet = about.articles.month;
    if (!facet) return null;
    const counts = new Map();
    const column = layers[state.layer].columns.month;
    let undated = 0;
    for (const row of rows) {
      const value = column[row];
      if (!value) undated += 1;
      else counts.set(facet.values[value - 1][0], (counts.get(facet.values[value - 1][0]) || 0) + 1);
    }
    return { counts, undated };
  }

  function allMonths() {
    const months = about.articles.month.values.map(([month]) => month).sort();
    const list = [];
    let [year, month] = months[0].split("-").map(Number);
    const last = months.at(-1);
    while (list.length < 600) {
      const key = `${year}-${String(month).padStart(2, "0")}`;
      list.push(key);
      if (key === last) break;
      month += 1;
      if (month > 12) [year, month] = [year + 1, 1];
    }
    return list;
  }

  /* Bars by month; a click chooses a month, a drag or a click with the shift key all from the first to the last. */
  function monthChart(rows, highest) {
    const dated = monthCounts(rows);
    if (!dated) return null;
    const months = allMonths();
    const width = 720;
    const height = 90;
    const step = width / months.length;
    const most = highest || Math.max(1, ...dated.counts.values());
    const chosen = state.chosen.month || [];
    const labels = new Map(about.articles.month.values);
    const chart = makeSvg("svg", { class: "months", viewBox: `0 -14 ${width} ${height + 34}`, role: "group", "aria-label": words.by_month });
    chart.append(makeSvg("line", { x1: 0, y1: height, x2: width, y2: height }));
    months.forEach((month, place) => {
      const count = dated.counts.get(month) || 0;
      const bar = (count / most) * height;
      if (place === 0 || month.endsWith("-01")) {
        const x = place * step;
        chart.append(makeSvg("line", { x1: x, y1: height, x2: x, y2: height + 4 }));
        if (months.length <= 60 || Number(month.slice(0, 4)) % 5 === 0) {
          const label = makeSvg("text", { x, y: height + 16 });
          label.textContent = month.slice(0, 4);
          chart.append(label);
        }
      }
      if (!labels.has(month)) return;
      const title = `${labels.get(month)}: ${number(count)}`;
      const hit = makeSvg("g", { class: chosen.includes(month) ? "chosen" : "", tabindex: 0, role: "button", "aria-label": title, "data-month": month });
      const tip = makeSvg("title", {});
      tip.textContent = title;
      hit.append(
        tip,
        makeSvg("rect", { class: "hit", x: place * step, y: 0, width: step, height }),
        makeSvg("rect", { class: "bar", x: place * step + step * 0.08, y: height - bar, width: step * 0.84, height: bar }),
      );
      chart.append(hit);
    });
    const top = makeSvg("text", { x: 0, y: -3 });
    top.textContent = number(most);
    chart.append(top);
    let first = null;
    const monthAt = (event) => event.target.closest("[data-month]")?.dataset.month;
    const choose = (from, to) => {
      const [low, high] = from < to ? [from, to] : [to, from];
      const range = months.filter((month) => month >= low && month <= high && labels.has(month));
      const same = range.length === chosen.length && range.every((month) => chosen.includes(month));
      change({ chosen: { ...state.chosen, month: same ? [] : range } });
    };
    chart.addEventListener("pointerdown", (event) => {
      first = monthAt(event) || null;
    });
    chart.addEventListener("pointerup", (event) => {
      const last = monthAt(event);
      if (first && last) choose(event.shiftKey && chosen.length ? chosen[0] : first, last);
      first = null;
    });
    chart.addEventListener("keydown", (event) => {
      const month = monthAt(event);
      if (month && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        choose(event.shiftKey && chosen.length ? chosen[0] : month, month);
      }
    });
    const figure = make("figure", {}, chart);
    if (dated.undated) figure.append(make("figcaption", { class: "meta" }, words.undated.replace("{n}", number(dated.undated))));
    return figure;
  }

  /* Rows by two facets; each cell leads to both values. */
  function showMatrix(found) {
    const facets = Object.keys(layers[state.layer].facets).filter((facet) => facet !== "name");
    // A facet of one value, or with one chosen, would be a table of one row.
    const hasSeveral = (facet) => found.counts[facet].reduce((sum, count, value) => sum + (value && count ? 1 : 0), 0) > 1;
    const usable = facets.filter((facet) => (state.chosen[facet] || []).length !== 1 && hasSeveral(facet));
    const box = byId("matrix");
    if (usable.length < 2 || !found.rows.length) {
      box.replaceChildren();
      return;
    }
    const order = ["speaker", "place", "status", "outlet", ...usable];
    const rowFacet = usable.includes(state.rows) ? state.rows : order.find((facet) => usable.includes(facet));
    const others = [state.columns, "type", ...usable].filter((facet) => facet !== rowFacet && usable.includes(facet));
    const columnFacet = others[0];
    const columns = layers[state.layer].columns;
    const width = layers[state.layer].facets[columnFacet].length + 1;
    const cells = new Map();
    const totals = new Map();
    const across = new Uint32Array(width);
    for (const row of found.rows) {
      const one = columns[rowFacet][row];
      const other = columns[columnFacet][row];
      if (!one || !other) continue;
      const key = one * width + other;
      cells.set(key, (cells.get(key) || 0) + 1);
      totals.set(one, (totals.get(one) || 0) + 1);
      across[other] += 1;
    }
    const rows = [...totals].sort((one, other) => other[1] - one[1]).slice(0, MATRIX_ROWS);
    const shown = [...across.keys()].filter((value) => across[value]).sort((one, other) => across[other] - across[one]).slice(0, MATRIX_COLUMNS);
    const most = Math.max(1, ...rows.flatMap(([row]) => shown.map((column) => cells.get(row * width + column) || 0)));
    const valueOf = (facet, value) => layers[state.layer].facets[facet][value - 1];
    const head = make("tr", {}, make("td", {}), ...shown.map((value) => make("th", { scope: "col", dir: "auto" }, valueOf(columnFacet, value)[1])));
    const body = rows.map(([row]) =>
      make(
        "tr",
        {},
        make("th", { scope: "row", dir: "auto" }, valueOf(rowFacet, row)[1]),
        ...shown.map((column) => {
          const count = cells.get(row * width + column) || 0;
          if (!count) return make("td", {});
          const choose = () =>
            change({ chosen: { ...state.chosen, [rowFacet]: [valueOf(rowFacet, row)[0]], [columnFacet]: [valueOf(columnFacet, column)[0]] } });
          const label = `${valueOf(rowFacet, row)[1]}, ${valueOf(columnFacet, column)[1]}: ${number(count)}`;
          const step = Math.ceil((count / most) * 5);
          return make("td", { class: `heat-${step}` }, make("button", { type: "button", "aria-label": label, onclick: choose }, number(count)));
        }),
      ),
    );
    const selectOf = (name, value) =>
      make(
        "select",
        { "aria-label": words[name], onchange: (event) => change({ [name]: event.target.value }) },
        ...usable.map((facet) => make("option", { value: facet, selected: facet === value }, titleOf(facet))),
      );
    box.replaceChildren(
      make("p", { class: "meta" }, selectOf("rows", rowFacet), " × ", selectOf("columns", columnFacet)),
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...body))),
    );
  }

  /* ---- lines ---- */

  function whenLines(rows, whenReady) {
    const files = new Set();
    for (const row of rows) {
      const file = Math.floor(row / LINES_IN_FILE);
      if (!lineFiles[`${state.layer}-${file}`]) files.add(`${state.layer}-lines-${file}`);
      const titles = Math.floor(layers[state.layer].columns.article[row] / TITLES_IN_FILE);
      if (!titleFiles[titles]) files.add(`titles-${titles}`);
    }
    let missing = files.size;
    if (!missing) whenReady();
    for (const file of files) {
      loadScript(file, () => {
        missing -= 1;
        if (!missing) whenReady();
      });
    }
  }

  const lineOf = (layer, row) => lineFiles[`${layer}-${Math.floor(row / LINES_IN_FILE)}`]?.[row % LINES_IN_FILE];
  const articleOf = (layer, row) => {
    const article = layers[layer].columns.article[row];
    return titleFiles[Math.floor(article / TITLES_IN_FILE)]?.[article % TITLES_IN_FILE];
  };

  function lineItem(layer, row) {
    const line = lineOf(layer, row);
    const article = articleOf(layer, row);
    if (!line || !article) return null;
    const [anchor, before, text, after] = line;
    const [path, title, outlet, day] = article;
    const { columns, facets } = layers[layer];
    const facts = [];
    const speaker = columns.speaker[row];
    if (speaker) facts.push(make("a", { class: "who", href: about.names.paths[speaker - 1] }, about.names.names[speaker - 1]));
    for (const facet of ["type", "status", "verdict"]) {
      const value = facets[facet]?.[columns[facet][row] - 1];
      if (value && !["said", "asserted"].includes(value[0])) facts.push(value[1]);
    }
    const doubt = facets.doubt?.[columns.doubt[row] - 1];
    if (doubt && doubt[0] === "doubtful") facts.push(`? ${doubt[1]}`);
    facts.push(make("a", { href: `${path}#${anchor}`, dir: "auto" }, title));
    if (outlet) facts.push(outlet);
    if (day) facts.push(new Date(`${day}T12:00:00`).toLocaleDateString(about.locale, { dateStyle: "long" }));
    const meta = make("p", { class: "meta" });
    facts.forEach((fact, place) => meta.append(...(place ? [" · ", fact] : [fact])));
    return make("li", { class: "line" }, make("p", { dir: "auto" }, before, make("mark", {}, text), after), meta);
  }

  function showLines(box, rows) {
    const { layer } = state;
    const shown = rows.slice(0, shownLines);
    whenLines(shown, () => {
      if (state.layer !== layer) return;
      const items = shown.map((row) => lineItem(layer, row)).filter(Boolean);
      box.replaceChildren(...items);
    });
  }

  function csvCell(value) {
    /* A spreadsheet runs what begins with one of these signs, also behind blanks, and the wide ones in Asia: an
       apostrophe keeps it text, as `spreadsheet_cells.py` does. */
    const text = /^ *[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value);
    return `"${text.replaceAll('"', '""')}"`;
  }

  function download(rows) {
    const { layer } = state;
    whenLines(rows, () => {
      const { columns, facets } = layers[layer];
      const single = Object.keys(facets).filter((facet) => facet !== "name");
      const table = [["address", "article", "published", "outlet_name", ...single, "text"]];
      for (const row of rows) {
        const [anchor, , text] = lineOf(layer, row);
        const [path, title, outlet, day] = articleOf(layer, row);
        const values = single.map((facet) => facets[facet][columns[facet][row] - 1]?.[0] ?? "");
        table.push([`${path}#${anchor}`, title, day, outlet, ...values, text]);
      }
      const csv = table.map((cells) => cells.map(csvCell).join(",")).join("\r\n");
      const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" })), download: `${layer}.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }

  function resultColumn(title, rows, highest) {
    const list = make("ul", { class: "lines" });
    const count = (words[`${state.layer}_count`] || words.annotations_count)[rows.length === 1 ? 0 : 1].replace("{n}", number(rows.length));
    const column = make(
      "section",
      { class: "found", "aria-label": title || count },
      make("h2", {}, title ? make("span", { dir: "auto" }, title) : null, title ? " " : null, make("span", { class: title ? "meta" : "" }, count)),
      monthChart(rows, highest),
      make("p", { class: "actions" }, rows.length ? make("button", { type: "button", onclick: () => download(rows) }, words.csv) : words.nothing),
      list,
    );
    if (rows.length > shownLines) {
      const more = () => {
        shownLines += SHOWN_LINES;
        show();
      };
      column.append(make("button", { type: "button", class: "more-lines", onclick: more }, words.more_lines));
    }
    showLines(list, rows);
    return column;
  }

  function show() {
    whenLayer(state.layer, () => {
      const began = performance.now();
      const found = find(state.layer, state.chosen);
      showChips();
      showFacets(found);
      showCompare(found);
      showMatrix(found);
      const columns = [];
      if (state.versus) {
        const [facet, key] = state.versus;
        const other = find(state.layer, { ...state.chosen, [facet]: [key] });
        const highest = Math.max(1, ...[found, other].flatMap(({ rows }) => [...(monthCounts(rows)?.counts.values() || [])]));
        const own = (state.chosen[facet] || []).map((chosen) => labelOf(facet, chosen)).join(", ");
        columns.push(resultColumn(own, found.rows, highest), resultColumn(labelOf(facet, key), other.rows, highest));
      } else columns.push(resultColumn("", found.rows, 0));
      const box = byId("found");
      box.classList.toggle("two", columns.length === 2);
      box.replaceChildren(...columns);
      byId("count").textContent = (words[`${state.layer}_count`] || words.annotations_count)[found.rows.length === 1 ? 0 : 1].replace("{n}", number(found.rows.length));
      byId("explorer").dataset.milliseconds = Math.round(performance.now() - began);
    });
  }

  function start() {
    byId("explorer").hidden = false;
    loadScript("about", () => {
      if (!about) return;
      state = readAddress();
      for (const layer of Object.keys(layers)) byId(`layer-${layer}`).onclick = () => change({ layer, chosen: sharedChoices(layer), versus: null });
      show();
    });
    addEventListener("hashchange", () => {
      if (!about) return;
      state = readAddress();
      show();
    });
  }

  /* What is chosen of the articles and of names stays when the layer changes. */
  function sharedChoices(layer) {
    const kept = {};
    for (const [facet, keys] of Object.entries(state.chosen)) {
      if (layers[layer].facets[facet] && (about.articles[facet] || facet === "name")) kept[facet] = keys;
    }
    return kept;
  }

  addEventListener("DOMContentLoaded", start);
  return {
    about: begin,
    part: takePart,
    lines: (layer, file, packed) =>
      unzip(packed, (lines) => {
        lineFiles[`${layer}-${file}`] = lines;
      }),
    titles: (file, packed) =>
      unzip(packed, (titles) => {
        titleFiles[file] = titles;
      }),
  };
})();
