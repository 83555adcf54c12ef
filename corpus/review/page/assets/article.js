/*
 * An article's text by code points, as offsets of the corpus count them: its words, its sentences, and stretches of it with
 * marks, as elements.
 */
"use strict";
(() => {
  const CONTEXT_CHARACTERS = 40;
  // An elided article is a word of its own: « l’ » and « ONU » of « l’ONU ».
  const WORD = /[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*['’]?|[^\s\p{L}\p{M}\p{N}]/gu;
  const OPENING_MARK = /^[«“„‘"‹]/u;

  class ArticleText {
    constructor(text, language) {
      this.points = Array.from(text);
      this.text = text;
      this.language = language;
      this.length = this.points.length;
    }

    slice(start, end) {
      return this.points.slice(Math.max(0, start), end).join("");
    }

    // Offsets of the browser count halves of characters beyond the first plane; ours count whole ones.
    spansOf(matches) {
      const spans = [];
      let unit = 0;
      let point = 0;
      const forward = (target) => {
        while (unit < target) unit += this.points[point++].length;
        return point;
      };
      for (const [start, end] of matches) spans.push([forward(start), forward(end)]);
      return spans;
    }

    get words() {
      this.wordSpans ??= this.spansOf([...this.text.matchAll(WORD)].map((match) => [match.index, match.index + match[0].length]));
      return this.wordSpans;
    }

    get sentences() {
      if (this.sentenceSpans) return this.sentenceSpans;
      const found = [];
      let segmenter = null;
      if (Intl.Segmenter) segmenter = new Intl.Segmenter(this.language || undefined, { granularity: "sentence" });
      for (const paragraph of this.text.matchAll(/\S[^\n]*/g)) {
        const pieces = segmenter ? [...segmenter.segment(paragraph[0])] : [{ index: 0, segment: paragraph[0] }];
        for (const piece of pieces) {
          const start = paragraph.index + piece.index;
          found.push([start, start + piece.segment.trimEnd().length]);
        }
      }
      this.sentenceSpans = this.spansOf(found);
      return this.sentenceSpans;
    }

    // The sentences that a stretch stands in, one before and one after.
    around(start, end) {
      const sentences = this.sentences;
      const first = sentences.findIndex((sentence) => sentence[1] > start);
      let last = first;
      while (last + 1 < sentences.length && sentences[last + 1][0] < end) last += 1;
      if (first < 0) return [0, this.length];
      const before = sentences[Math.max(0, first - 1)];
      const after = sentences[Math.min(sentences.length - 1, last + 1)];
      return [Math.min(before[0], start), Math.max(after[1], end)];
    }

    context(start, end) {
      return { left: this.slice(start - CONTEXT_CHARACTERS, start), right: this.slice(end, end + CONTEXT_CHARACTERS) };
    }

    opensWithMark(start) {
      return OPENING_MARK.test(this.points[start] || "");
    }

    // The edge one word further: `direction` -1 or 1, of the `start` or the end of a stretch.
    moved(offset, direction, isStart) {
      const edges = this.words.map((word) => word[isStart ? 0 : 1]);
      if (direction > 0) return edges.find((edge) => edge > offset) ?? offset;
      return edges.findLast((edge) => edge < offset) ?? offset;
    }

    // Words of the article at or nearest to a place, as offsets; null where they stand nowhere.
    find(words, near) {
      const places = [];
      for (let place = this.text.indexOf(words); words && place >= 0; place = this.text.indexOf(words, place + 1)) {
        places.push([place, place + words.length]);
      }
      const spans = this.spansOf(places);
      return spans.sort((one, other) => Math.abs(one[0] - near) - Math.abs(other[0] - near))[0] || null;
    }

    // Paragraphs of a stretch with marks, each { start, end, kind, title }; a piece says where it starts.
    render(from, to, marks) {
      const bounds = new Set([from, to]);
      for (const { start, end } of marks) {
        for (const bound of [start, end]) if (bound > from && bound < to) bounds.add(bound);
      }
      for (let point = from; point < to; point += 1) if (this.points[point] === "\n") bounds.add(point).add(point + 1);
      const ordered = [...bounds].sort((one, other) => one - other);
      const paragraphs = [document.createElement("p")];
      ordered.slice(0, -1).forEach((start, number) => {
        const end = ordered[number + 1];
        const words = this.slice(start, end);
        if (words === "\n") {
          if (paragraphs.at(-1).childNodes.length) paragraphs.push(document.createElement("p"));
          return;
        }
        const own = marks.filter((mark) => mark.start <= start && mark.end >= end);
        const piece = document.createElement(own.some((mark) => mark.kind === "lit") ? "mark" : "span");
        piece.textContent = words;
        piece.dataset.start = start;
        piece.className = own.map((mark) => mark.kind).join(" ");
        const title = own.map((mark) => mark.title).filter(Boolean).join(" · ");
        if (title) piece.title = title;
        paragraphs.at(-1).append(piece);
      });
      return paragraphs.filter((paragraph) => paragraph.childNodes.length);
    }

    // The offset of a place in pieces that `render` made.
    offsetOf(node, units) {
      const piece = node.parentElement?.closest("[data-start]");
      if (!piece) return null;
      return Number(piece.dataset.start) + Array.from(node.data.slice(0, units)).length;
    }
  }

  pressmarkReview.ArticleText = ArticleText;
})();
