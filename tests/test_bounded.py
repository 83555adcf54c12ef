"""
The cost of an article grows with its length, whatever its words are: nobody's text keeps a run from its end.

The parses are made by hand, so that no model is loaded, and so are the names that a layer reads. `benchmarks/bounded.py`
tries far more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from bounded_work import assert_bounded
from joining import joined_happenings
from making import with_layers
from repetitions import UNITS, blank, random_doc
from spacy.tokens import Doc, Span

from pressmark.annotation.annotators import add_layer, find, make_annotator
from pressmark.annotators.events.quotes_around import EnclosingQuotes
from pressmark.annotators.grammar.tree import (
    MAX_CHILDREN,
    MAX_SENTENCE_TOKENS,
    Tree,
    tree_of,
)
from pressmark.articles import Article
from pressmark.linking.name_joins import join_usages
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.linking.usages import Usage
from pressmark.paragraphs import find_paragraphs
from pressmark.site.markup import collect_highlights, highlight_text
from pressmark.spans import Entity, Event, Quote

pytestmark = pytest.mark.slow

PUBLISHED = datetime(2026, 3, 12, tzinfo=UTC)
SIZES = (2000, 8000)
NEEDS = {
    "entities": (),
    "quotes": ("entities",),
    "events": ("entities", "quotes", "times"),
    "times": (),
}

REPEATED = [
    ("entities", "fr", "M./NOUN Morel/PROPN parle/VERB ./PUNCT Anne/PROPN Morel/PROPN dit/VERB ./PUNCT", "unit"),
    ("entities", "fr", "Morel/PROPN ./PUNCT Anne/PROPN Morel/PROPN ./PUNCT M./NOUN Morel/PROPN ./PUNCT", "chain"),
    ("entities", "fr", "(/PUNCT Anne/PROPN", "star"),
    ("entities", "en", "Anne/PROPN", "star"),
    ("entities", "en", "Paris/PROPN ,/PUNCT", "star"),
    ("entities", "en", "Ann/PROPN A./PROPN B#./PROPN C./PROPN Lee/PROPN", "star"),
    ("entities", "fr", "le/DET maire/NOUN ,/PUNCT Anne/PROPN ,/PUNCT", "chain"),
    ("entities", "fr", "Université/PROPN", "chain"),
    ("quotes", "fr", "–/PUNCT dit/VERB -il/PRON", "chain"),
    ("quotes", "fr", "il/PRON dit/VERB qu'/SCONJ il/PRON", "chain"),
    ("quotes", "fr", "affirme/VERB et/CCONJ", "conj"),
    ("quotes", "fr", "(/PUNCT dit/VERB elle/PRON )/PUNCT «/PUNCT", "chain"),
    ("quotes", "en", '"/PUNCT yes/INTJ "/PUNCT he/PRON said/VERB ,/PUNCT', "star"),
    ("quotes", "en", "she/PRON said/VERB that/SCONJ", "star"),
    ("quotes", "fr", "elle/PRON a/AUX dit/VERB que/SCONJ non/INTJ ./PUNCT", "unit"),
    ("events", "fr", "affirme/VERB estime/VERB déclare/VERB", "conj"),
    ("events", "fr", "attaque/NOUN", "conj"),
    ("events", "fr", "attaque/NOUN à/ADP Paris/PROPN mardi/NOUN", "star"),
    ("events", "fr", "dont/PRON 3/NUM morts/NOUN", "chain"),
    ("events", "en", "killed/VERB two/NUM people/NOUN in/ADP Paris/PROPN", "star"),
    ("events", "en", "he/PRON attacked/VERB it/PRON ./PUNCT", "unit"),
    ("events", "en", "bomb#/PROPN killed/VERB #/NUM people/NOUN in/ADP Town#/PROPN ./PUNCT", "unit"),
    ("events", "en", "she/PRON said/VERB Lee#/PROPN attacked/VERB Roe#/PROPN ./PUNCT", "unit"),
    ("events", "fr", "Morel#/PROPN a/AUX attaqué/VERB Ville#/PROPN ./PUNCT", "unit"),
    ("entities", "en", "Mr/PROPN Lee#/PROPN met/VERB Ann/PROPN Lee#/PROPN ./PUNCT", "unit"),
    ("quotes", "en", "“/PUNCT word#/NOUN ”/PUNCT said/VERB Ann#/PROPN Lee/PROPN ./PUNCT", "unit"),
    ("times", "fr", "mardi/NOUN 3/NUM mars/NOUN", "star"),
    ("times", "en", "Monday/PROPN will/AUX", "chain"),
]  # fmt: skip
"""A layer, a language, the words that are repeated (# is a number of their own), and how they hang together."""


def parse(language: str, unit: str, size: int, shape: str) -> tuple[Article, Doc]:
    """An article of so many tokens and its parse: a name for each run of proper nouns."""
    pairs = [
        token.replace("#", str(number)).rsplit("/", 1)
        for number in range(size // len(unit.split()))
        for token in unit.split()
    ]
    width, count = len(unit.split()), len(pairs)
    heads = {
        "star": [0] * count,
        "chain": [max(0, i - 1) for i in range(count)],
        "conj": [max(0, i - 1) if i % 40 else 0 for i in range(count)],
        "unit": [i - i % width for i in range(count)],
    }[shape]
    dep = {"star": "nsubj", "chain": "ccomp", "conj": "conj", "unit": "nsubj"}[shape]
    doc = Doc(
        blank(language).vocab, words=[word for word, _ in pairs], pos=[pos for _, pos in pairs], heads=heads,
        deps=["ROOT" if head == i else dep for i, head in enumerate(heads)], lemmas=[word.lower() for word, _ in pairs],
        morphs=["VerbForm=Fin" if pos in ("VERB", "AUX") else "" for _, pos in pairs],
    )  # fmt: skip
    doc.ents = [
        Span(doc, i, i + 1, label="PER")
        for i, (_, pos) in enumerate(pairs)
        if pos == "PROPN"
    ]
    return Article(id="a", text=doc.text, language=language, published=PUBLISHED), doc


def test_what_grows_with_the_square_is_told_from_what_does_not() -> None:
    def count(steps: int) -> int:
        return sum(1 for _ in range(steps))

    assert_bounded(lambda: count(400_000), lambda: count(1_600_000))
    with pytest.raises(pytest.fail.Exception, match="grows too fast"):
        assert_bounded(lambda: count(500**2), lambda: count(2000**2))


def with_names(article: Article, doc: Doc) -> Article:
    """The article with a name for each that the parse has: what an annotator of names makes of it is tested by itself."""
    names = [
        Entity.cut(
            article.text,
            name.start_char,
            name.end_char,
            name.label_,
            name=name.text,
            mention_start=name.start_char,
            mention_end=name.end_char,
        )
        for name in doc.ents
    ]
    return with_layers(article, entities=names)


def prepared(layer: str, article: Article, doc: Doc) -> Article:
    """The article with what a layer needs."""
    for needed in NEEDS[layer]:
        if needed == "entities":
            article = with_names(article, doc)
        else:
            article = add_layer(article, make_annotator(find(needed), {}), doc)
    return article


@pytest.mark.parametrize(("layer", "language", "unit", "shape"), REPEATED)
def test_a_layer_costs_in_proportion_to_a_text_that_repeats_its_worst(
    layer: str, language: str, unit: str, shape: str
) -> None:
    annotator = make_annotator(find(layer), {})
    # What is read once, lexicons and patterns, is not what the smaller text costs.
    article, doc = parse(language, unit, 60, shape)
    add_layer(prepared(layer, article, doc), annotator, doc)
    works: list[Callable[[], object]] = []
    for size in SIZES:
        article, doc = parse(language, unit, size, shape)
        article = prepared(layer, article, doc)
        works.append(
            lambda article=article, doc=doc: add_layer(article, annotator, doc)
        )
    assert_bounded(*works)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_repetition_of_a_text_in_any_tree_keeps_a_layer_from_its_end(
    language: str,
) -> None:
    for number, unit in enumerate(UNITS[language][::12]):
        article, doc = random_doc(language, unit, 500, number, PUBLISHED)
        for layer in ("entities", "quotes", "times", "events"):
            article = add_layer(article, make_annotator(find(layer), {}), doc)
        assert set(article.layers) == {"entities", "quotes", "times", "events"}


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("fr", "dit/VERB il/PRON :/PUNCT «/PUNCT Oui/INTJ »/PUNCT ,/PUNCT"
         " dit/VERB elle/PRON :/PUNCT «/PUNCT Non/INTJ »/PUNCT ,/PUNCT"),
        ("fr", "elle/PRON dit/VERB qu'/SCONJ elle/PRON ,/PUNCT"),
        ("en", "he/PRON said/VERB :/PUNCT “/PUNCT Yes/INTJ ”/PUNCT ,/PUNCT"
         " she/PRON said/VERB :/PUNCT “/PUNCT No/INTJ ”/PUNCT ,/PUNCT"),
        ("en", "she/PRON told/VERB her/PRON that/SCONJ he/PRON ,/PUNCT"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["unit", "conj", "star"])
def test_pronouns_that_may_stand_for_one_another_are_not_followed_on_all_ways(
    language: str, unit: str, shape: str
) -> None:
    works: list[Callable[[], object]] = []
    annotators = [make_annotator(find(layer), {}) for layer in ("quotes", "events")]
    for size in (1000, 4000):
        article, doc = parse(language, unit, size, shape)
        article = prepared("quotes", article, doc)

        def annotated(article: Article = article, doc: Doc = doc) -> Article:
            for annotator in annotators:
                article = add_layer(article, annotator, doc)
            return article

        works.append(annotated)
    assert_bounded(*works)


def test_a_chain_deeper_than_python_recurses_is_walked() -> None:
    _, doc = parse("fr", "dit/VERB", 5000, "chain")
    tree = tree_of(doc)

    assert len(list(tree[0].subtree)) == MAX_SENTENCE_TOKENS
    assert tree[MAX_SENTENCE_TOKENS].head is tree[MAX_SENTENCE_TOKENS]
    assert [sum(1 for _ in tree[place].sent) for place in (0, 299, 300, 4999)] == [
        300,
        300,
        300,
        200,
    ]


def test_a_sentence_and_a_word_of_ordinary_size_stay_as_the_parse_has_them() -> None:
    _, doc = parse("en", "word/NOUN", MAX_CHILDREN, "star")
    tree = Tree(doc)

    assert [word.i for word in tree[0].children] == [
        token.i for token in doc[0].children
    ]
    assert [word.head.i for word in tree] == [token.head.i for token in doc]
    assert [word.i for word in tree[0].subtree] == [token.i for token in doc[0].subtree]


def test_the_subtree_of_a_word_is_that_of_the_parse_whatever_the_tree() -> None:
    for number, unit in enumerate(UNITS["en"][::9]):
        _, doc = random_doc("en", unit, 60, number, PUBLISHED)
        for word, token in zip(Tree(doc), doc, strict=True):
            assert sorted(below.i for below in word.subtree) == [
                below.i for below in token.subtree
            ]
            assert (word.left_edge.i, word.right_edge.i) == (
                token.left_edge.i,
                token.right_edge.i,
            )


def nested_quotes(depth: int) -> Article:
    text = "x" * (2 * depth + 1)
    spans = [
        Quote.cut(text, n, len(text) - n, "direct", spans=((n, len(text) - n),))
        for n in range(depth)
    ]
    return with_layers(Article(id="a", text=text, language="en"), quotes=spans)


def test_quotes_within_quotes_find_the_one_right_around_them() -> None:
    article = nested_quotes(6)

    assert [one.parent for one in article.quotes] == [
        None,
        *(one.id for one in article.quotes[:-1]),
    ]
    around = EnclosingQuotes(article.quotes)
    assert [around.id_at(place) for place in range(6)] == [
        one.id for one in article.quotes
    ]
    assert around.id_at(12) == article.quotes[0].id


def test_quotes_nested_as_deep_as_a_text_likes_cost_in_proportion() -> None:
    assert_bounded(*[lambda depth=depth: nested_quotes(depth) for depth in SIZES])


def test_the_page_of_nested_and_crossing_highlights_costs_in_proportion() -> None:
    def crossing(count: int) -> Article:
        text = "a b " * count
        spans = [
            Quote.cut(
                text, 4 * n, len(text) - 1, "direct", spans=((4 * n, len(text) - 1),)
            )
            for n in range(count)
        ]
        crossed = [
            Event.cut(text, 4 * n + 2, 4 * n + 5, "ASSAULT") for n in range(count - 1)
        ]
        return with_layers(
            Article(id="a", text=text, language="en"), quotes=spans, events=crossed
        )

    articles = [crossing(size // 2) for size in SIZES]
    assert_bounded(
        *[
            lambda article=article: highlight_text(
                article, collect_highlights(article), {}
            )
            for article in articles
        ]
    )
    page = highlight_text(articles[0], found := collect_highlights(articles[0]), {})
    assert all(f'id="{anchor}"' in page for anchor in found.anchors)


def test_a_span_is_found_by_its_id_without_reading_the_layer() -> None:
    text = "Anne Morel " * 8000
    people = [
        Entity.cut(
            text,
            11 * n,
            11 * n + 10,
            "PER",
            name="Anne Morel",
            mention_start=11 * n,
            mention_end=11 * n + 10,
        )
        for n in range(8000)
    ]
    article = with_layers(Article(id="a", text=text), entities=people)

    assert_bounded(
        *[
            lambda count=count: [
                article[f"a/entities-{11 * n}-{11 * n + 10}"] for n in range(count)
            ]
            for count in SIZES
        ]
    )
    assert article[f"a/entities-{11 * 7999}-{11 * 7999 + 10}"].start == 11 * 7999
    with pytest.raises(KeyError):
        article["a/entities-88000-88010"]


def test_many_events_of_one_article_at_one_place_are_joined_in_proportion() -> None:
    def seal(count: int) -> None:
        rows = [
            {
                "id": f"{article}/events-{n}", "article_id": article, "label": "ASSAULT", "cluster": f"c{n}",
                "status": "asserted", "text": "attack", "arguments": (), "place_id": "p",
                "time": {"start": "2026-03-12", "end": "2026-03-12", "grain": "day"},
            }
            for article in ("a", "b")
            for n in range(count)
        ]  # fmt: skip
        day = date(2026, 3, 12)
        happenings = joined_happenings(rows, {"p": "loc-paris"}, {"a": day, "b": day})
        assert sum(row["mentions"] for row in happenings.rows()) == 2 * count

    assert_bounded(*[lambda count=count: seal(count) for count in (500, 2000)])


def test_many_names_with_initials_are_joined_in_proportion() -> None:
    def join(count: int) -> None:
        join_usages(
            {
                Usage("PER", f"anne {chr(97 + n % 26)}. morel{n}"): 1
                for n in range(count)
            },
            {},
            ResearcherFacts(),
        )

    assert_bounded(*[lambda count=count: join(count) for count in (1000, 4000)])


def test_a_short_name_of_many_longer_ones_is_joined_in_proportion() -> None:
    def join(count: int) -> None:
        fulls = [f"bank of port {n}" for n in range(count)]
        longer = {Usage("ORG", full): 2 for full in fulls}
        # Each article says itself which bank it means.
        short = {Usage("ORG", "bank", full=full): 1 for full in fulls}
        joined = join_usages(
            longer | short, {("ORG", "bank"): set(fulls)}, ResearcherFacts()
        )
        assert len(set(joined.by_usage.values())) == count

    assert_bounded(*[lambda count=count: join(count) for count in (500, 2000)])


def test_many_people_of_two_spellings_are_joined_in_proportion() -> None:
    def join(count: int) -> None:
        pairs = {f"igor varine{n}": f"igor varin{n}" for n in range(count)}
        people = [*pairs, *pairs.values()]
        joined = join_usages(
            {Usage("PER", key): 1 for key in people},
            {},
            ResearcherFacts(),
            transliterations=pairs,
        )
        assert len(set(joined.by_usage.values())) == count

    assert_bounded(*[lambda count=count: join(count) for count in (500, 2000)])


def test_thousands_of_tiny_paragraphs_are_parted_in_proportion() -> None:
    assert_bounded(
        *[lambda size=size: find_paragraphs("a.\n\n« b\n" * size * 4) for size in SIZES]
    )
