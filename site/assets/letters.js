"use strict";
/*
 * What is typed and what is there, compared: without case, accents and ligatures, whichever apostrophe or hyphen stands
 * between. The page that searches, the filters of Explore and the one above an article's list ask here.
 */
const letters = (() => {
  /* Letters that Unicode takes for letters of their own, as people type them: as in site/searched_words.py. */
  const TYPED_LETTERS = {
    ß: "ss", œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ʼ: " ", ʻ: " ", ʽ: " ", ˮ: " ",
  };
  const TYPED = new RegExp(`[${Object.keys(TYPED_LETTERS).join("")}]`, "g");
  /* Accents, and what is not seen within a word: soft hyphens, joiners, marks of direction. A blank of no width parts words. */
  const UNSEEN = /(?!\u200b)[\p{M}\p{Cf}]/gu;

  /* NFKD takes é apart into e and an accent, and leaves œ and ø whole. */
  const spellOut = (text) => text.replace(TYPED, (letter) => TYPED_LETTERS[letter]);

  /* The words of a text as the index of the search has them: the same as `words` in site/searched_words.py. */
  function wordsOf(text) {
    const bare = text.normalize("NFKD").replace(UNSEEN, "").toLowerCase();
    return spellOut(bare).match(/[\p{L}\p{N}]+/gu) || [];
  }

  /* A text in the form in which what was typed is looked for in it: « L’Œuvre » and `l'oeuvre` are the same. */
  const comparable = (text) => wordsOf(text).join(" ");

  return { spellOut, wordsOf, comparable };
})();
