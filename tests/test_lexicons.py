"""Lexicons of one's own: a third language from a folder, ours extended and replaced, and what is wrong in a file."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import spacy
from running import made, tables
from spacy.tokens import Doc

from pressmark.annotation.annotators import annotate_parsed, find, make_annotator
from pressmark.annotation.code_fingerprint import lexicon_kinds
from pressmark.annotators.events.lexicon import load_lexicon as load_event_lexicon
from pressmark.annotators.quotes.lexicon import load_lexicon
from pressmark.annotators.times.patterns import find_matches
from pressmark.annotators.times.reading import read_text
from pressmark.articles import Article
from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ConfigError
from pressmark.linking.places import PlaceFinder
from pressmark.linking.speakers import split_titles
from pressmark.pipeline.driver import run
from pressmark.yaml_files.lexicon_models.kinds import KINDS
from pressmark.yaml_files.lexicon_models.quote_words import QuoteWords
from pressmark.yaml_files.lexicon_models.time_words import TimeWords
from pressmark.yaml_files.lexicons import (
    OURS,
    Lexicons,
    lexicon_languages,
    read_lexicon,
)

GERMAN = Path(__file__).parent / "lexicons"
WEDNESDAY = datetime(2024, 5, 15, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """`folder({"quotes.fr.yaml": "…"})`: a folder of these files."""

    def written(files: dict[str, str], name: str = "mine") -> Path:
        place = tmp_path / name
        place.mkdir()
        for file, text in files.items():
            (place / file).write_text(text, encoding="utf-8")
        return place

    return written


@pytest.fixture
def lexicons(folder: Callable[..., Path]) -> Callable[..., Lexicons]:
    """`lexicons({"quotes.fr.yaml": "…"})`: the lexicons of a folder of these files."""

    def made_of(files: dict[str, str], name: str = "mine") -> Lexicons:
        place = folder(files, name)
        return read_lexicon_folders([place], place.parent)

    return made_of


@pytest.fixture
def complaint(folder: Callable[..., Path]) -> Callable[..., str]:
    """`complaint("quotes.fr.yaml", "…")`: what is said of a folder with this file."""

    def said(file: str, text: str) -> str:
        place = folder({file: text})
        with pytest.raises(ConfigError) as caught:
            read_lexicon_folders([place], place.parent)
        return str(caught.value)

    return said


# --- a third language


def german(words: str, **parse: list[int] | list[str]) -> Article:
    """Annotate a German sentence whose parse is made by hand; `_` joins a token to the one before it."""
    tokens = words.split()
    texts = [token.removeprefix("_") for token in tokens]
    spaces = [not after.startswith("_") for after in tokens[1:]] + [False]
    opening = [text == "„" for text in texts]
    doc = Doc(
        spacy.blank("de").vocab,
        words=texts,
        spaces=[
            space and not is_mark
            for space, is_mark in zip(spaces, opening, strict=True)
        ],
        **parse,  # type: ignore[arg-type]
    )
    article = Article(id="a", text=doc.text, language="de", published=WEDNESDAY)
    own = read_lexicon_folders([GERMAN], GERMAN.parent)
    annotators = [
        make_annotator(find(name), {}, lexicons=own)
        for name in ("entities", "quotes", "events")
    ]
    (annotated,) = annotate_parsed([(article, doc)], annotators)
    return annotated


def test_a_third_language_has_quotes_speakers_times_and_events_by_its_lexicons_alone() -> (
    None
):
    article = german(
        "„ Der Streik endet morgen _“ _, sagte Anna Roth gestern in Berlin _.",
        heads=[3, 2, 3, 7, 3, 3, 7, 7, 9, 7, 7, 7, 11, 7],
        deps="punct det nsubj ccomp advmod punct punct ROOT compound nsubj advmod prep pobj punct".split(),
        pos="PUNCT DET NOUN VERB ADV PUNCT PUNCT VERB PROPN PROPN ADV ADP PROPN PUNCT".split(),
    )

    assert [entity.text for entity in article.entities] == ["Anna Roth", "Berlin"]
    (quote,) = article.quotes
    assert (quote.text, quote.cue) == ("Der Streik endet morgen", "sagte")
    assert (quote.speaker, quote.speaker_kind) == ("Anna Roth", "person")
    days = [time.time.start for time in article.times if time.time]
    assert days == ["2024-05-16", "2024-05-14"]
    (event,) = article.events
    assert (event.text, event.label, event.status) == ("Streik", "PROTEST", "planned")
    assert event.quote_id == quote.id


def test_its_indirect_quotes_titles_and_negations_are_found_too() -> None:
    article = german(
        "Frau Roth sagte _, dass die Lehrer nicht streiken _.",
        heads=[1, 2, 2, 8, 8, 6, 8, 8, 2, 2],
        deps="nmod nsubj ROOT punct mark det nsubj neg ccomp punct".split(),
        pos="NOUN PROPN VERB PUNCT SCONJ DET NOUN PART VERB PUNCT".split(),
        ents=["O", "B-PER"] + ["O"] * 8,
    )

    (entity,) = article.entities
    assert (entity.text, entity.gender) == ("Roth", "f")
    (quote,) = article.quotes
    assert (quote.text, quote.label) == ("die Lehrer nicht streiken", "indirect")
    (event,) = article.events
    assert (event.label, event.status) == ("PROTEST", "denied")


def test_without_the_folder_the_language_has_none_of_it() -> None:
    assert load_lexicon("de") is None
    assert read_text("gestern", "de") is None
    assert load_event_lexicon("de") is None


@pytest.fixture
def german_project(tmp_path: Path) -> Path:
    """A project of four German articles in two shards, with lexicons beside it and a model made on the spot."""
    nlp = spacy.blank("de")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Anna Roth"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    shutil.copytree(GERMAN, tmp_path / "mine")
    rows = [
        {
            "id": f"a{n}",
            "text": f"„Wir gehen {n} Tage“, sagte Frau Anna Roth gestern in Köln.",
        }
        for n in range(4)
    ]
    (tmp_path / "a.jsonl").write_text(
        "\n".join(map(json.dumps, rows)), encoding="utf-8"
    )
    (tmp_path / "run.yaml").write_text(
        "title: T\nsource: {files: [a.jsonl], language: de}\nmodels: {de: model}\n"
        "lexicons: mine/\nannotators: [entities, quotes, times]\nrun: {workers: 1, shard: 2}\n",
        encoding="utf-8",
    )
    return tmp_path / "run.yaml"


@pytest.mark.slow
def test_workers_that_are_started_afresh_see_the_folders(german_project: Path) -> None:
    german_project.write_text(
        german_project.read_text("utf-8").replace("workers: 1", "workers: 2"), "utf-8"
    )
    told: list[str] = []
    outcome = run(read(german_project), notify=told.append)

    corpus = load(german_project.parent / "corpus")
    quotes = [quote for article in corpus for quote in article.quotes]
    assert len(quotes) == 4
    assert {quote.cue for quote in quotes} == {"sagte"}
    assert {quote.speaker_name for quote in quotes} == {"Anna Roth"}
    assert {time.text for article in corpus for time in article.times} >= {"gestern"}
    (line,) = told
    assert line.startswith(
        "German (de): there are lexicons of entities, quotes, times; yours are mine/coreference.de.yaml"
    )
    assert line in outcome.notices


@pytest.mark.slow
def test_a_lexicon_that_changed_makes_the_layers_that_read_it_anew(
    german_project: Path,
) -> None:
    folder = german_project.parent
    made(german_project)
    before = tables(folder / "corpus")
    assert made(german_project).annotated == 0

    file = folder / "mine" / "quotes.de.yaml"
    file.write_text(file.read_text("utf-8").replace("sagen, ", ""), encoding="utf-8")
    made(german_project)

    after = tables(folder / "corpus")
    changed = {path.partition("/")[0] for path, _ in before.items() ^ after.items()}
    assert changed == {"quotes", "runs"}
    assert not [
        quote
        for article in load(folder / "corpus")
        for quote in article.quotes
        if quote.cue
    ]


@pytest.mark.slow
def test_the_table_runs_says_which_lexicons_made_a_layer(german_project: Path) -> None:
    made(german_project)
    rows = {
        row["name"]: row for row in load(german_project.parent / "corpus").table("runs")
    }

    settings = {name: json.loads(row["settings"]) for name, row in rows.items()}
    assert set(settings["quotes"]["lexicons_sha256"]) == {
        "mine/quotes.de.yaml",
        "mine/coreference.de.yaml",
        "mine/entities.de.yaml",
        "mine/inflection.de.yaml",
    }
    assert set(settings["times"]["lexicons_sha256"]) == {
        "mine/times.de.yaml",
        "mine/inflection.de.yaml",
    }
    assert settings["model"]["lexicons"] == ["entities", "quotes", "times"]
    assert settings["names"]["lexicons_sha256"].keys() >= {"mine/entities.de.yaml"}


# --- ours extended


def test_ten_words_are_added_to_ours_by_a_file_of_two_lines(
    lexicons: Callable[..., Lexicons],
) -> None:
    own = lexicons(
        {"quotes.fr.yaml": "extends: ours\nreporting: [susurrer, seriner]\n"}
    )
    words = load_lexicon("fr", own)

    assert words is not None
    assert words.cue_classes("susurre") == {"reporting"}
    assert "reporting" in words.cue_classes("déclare")
    ours = load_lexicon("fr")
    assert ours is not None
    assert not ours.cue_classes("susurre")


def test_words_of_ours_are_taken_away(lexicons: Callable[..., Lexicons]) -> None:
    text = "extends: ours\nremove: {claiming: [jurer], reporting: [jurer], people: {m: [roi]}}\n"
    words = load_lexicon("fr", lexicons({"quotes.fr.yaml": text}))

    assert words is not None
    assert not words.cue_classes("jure")
    assert "roi" not in words.person_nouns
    assert "prince" in words.person_nouns


def test_a_pair_takes_the_place_of_ours_and_a_list_grows(
    lexicons: Callable[..., Lexicons],
) -> None:
    own = lexicons(
        {
            "places.fr.yaml": "extends: ours\ntowns: {Pékin: [Nanjing, CN]}\ncountries: {DE: [Germanie]}\n",
            "names.fr.yaml": "extends: ours\nfields: {politics: [édile]}\n",
        }
    )
    finder = PlaceFinder(towns=False, lexicons=own)

    assert finder.find_places(["Germanie"], "fr")["Germanie"].country == "DE"
    model = KINDS["places"].model("fr")
    assert model is not None
    places = read_lexicon("places", "fr", model, own)
    assert places is not None
    assert places.model_dump()["towns"]["Pékin"] == ("Nanjing", "CN")


def test_a_word_of_time_is_added_to_its_class(
    lexicons: Callable[..., Lexicons],
) -> None:
    own = lexicons(
        {
            "times.fr.yaml": "extends: ours\nwords: {deictic: {tantôt: 0}}\nfeasts: {braderie: 9-1}\n"
        }
    )
    rules = {
        text: [match.rule for match in find_matches(reading)]
        for text in ("Il vient tantôt.", "Il vient à la braderie.", "Il vient mardi.")
        if (reading := read_text(text, "fr", lexicons=own))
    }
    assert list(rules.values()) == [["deictic"], ["feast"], ["weekday"]]


def test_a_title_of_courtesy_of_ones_own_is_read_where_names_are_joined(
    lexicons: Callable[..., Lexicons],
) -> None:
    own = lexicons({"entities.fr.yaml": "extends: ours\ntitles: {f: [Damoiselle]}\n"})
    assert split_titles("Damoiselle Morel", "fr", own) == (["Morel"], "f")
    assert split_titles("Damoiselle Morel", "fr") == (["Damoiselle", "Morel"], None)


def test_a_file_may_replace_ours(lexicons: Callable[..., Lexicons]) -> None:
    words = load_lexicon(
        "fr", lexicons({"quotes.fr.yaml": "extends: nothing\nreporting: [susurrer]\n"})
    )
    assert words is not None
    assert set(words.cues) == {"susurrer"} | {
        form for form in words.cues if form.startswith("susurr")
    }
    # without abbreviations, initials still end no sentence
    assert words.abbreviations is not None
    assert words.abbreviations.search("vu par J")
    assert not words.abbreviations.search("vu par Jean")


def test_the_first_folder_extends_the_second_and_that_ours(
    folder: Callable[..., Path],
) -> None:
    lab = folder({"quotes.fr.yaml": "extends: ours\nreporting: [susurrer]\n"}, "lab")
    study = folder(
        {
            "quotes.fr.yaml": "extends: ours\nreporting: [seriner]\nremove: {reporting: [dire]}\n"
        },
        "study",
    )
    words = load_lexicon("fr", read_lexicon_folders([study, lab], lab.parent))

    assert words is not None
    assert words.cue_classes("susurre")
    assert words.cue_classes("serine")
    assert "reporting" not in words.cue_classes("dit")


def test_types_of_events_and_their_traits_live_in_the_folder_too(
    folder: Callable[..., Path],
) -> None:
    place = folder(
        {
            "events.fr.yaml": "extends: ours\ntypes:\n  GARDEN: {verbs: [{lemma: tailler, object: [haie]}]}\n"
            "  PROTEST: {verbs: [klaxonner]}\nremove: {types: [CULTURE_SPORT]}\n",
            "event_types.und.yaml": "extends: ours\ntypes: {GARDEN: {family: work}}\n",
        }
    )
    events = make_annotator(
        find("events"), {}, lexicons=read_lexicon_folders([place], place.parent)
    )
    words = load_event_lexicon("fr", None, events.lexicons)  # type: ignore[attr-defined]

    assert words is not None
    assert words.verbs["taille"][0].traits.family == "work"
    assert "PROTEST" in {trigger.label for trigger in words.verbs["klaxonne"]}
    labels = {
        trigger.label for triggers in words.verbs.values() for trigger in triggers
    }
    assert "CULTURE_SPORT" not in labels
    # What a corpus says of the types of its events, it says of these too.
    assert events.own_labels == ("GARDEN",)  # type: ignore[attr-defined]
    assert events.own_traits == {"GARDEN": {"family": "work"}}  # type: ignore[attr-defined]


# --- what is wrong


def test_a_misspelt_key_is_refused_with_its_place_and_a_near_miss(
    complaint: Callable[..., str],
) -> None:
    said = complaint(
        "quotes.fr.yaml",
        "extends: ours\nreportng: [susurrer]\nremove: {reporting: [dirre]}\npeople: {x: [roi]}\n",
    )
    assert said.splitlines() == [
        "mine/quotes.fr.yaml: 3 mistakes",
        "  mine/quotes.fr.yaml:2:1 reportng: unknown key; did you mean 'reporting'?",
        "  mine/quotes.fr.yaml:3:22 remove.reporting.0: 'dirre' is not there to be taken away; did you mean 'dire'?",
        "  mine/quotes.fr.yaml:4:10 people.x: unknown key",
    ]


def test_every_mistake_of_an_event_lexicon_is_told_at_its_word(
    complaint: Callable[..., str],
) -> None:
    said = complaint(
        "events.de.yaml",
        "classes: {wagen: [Auto]}\n"
        "types:\n"
        "  CRASH:\n"
        "    verbs: [{lemma: prallen, object: [Baum, ~wgen]}]\n"
        "    families:\n"
        "      - {verbs: [rammen], nouns: [Aufprall], doer: [~wagn]}\n",
    )
    assert said.splitlines() == [
        "mine/events.de.yaml: 2 mistakes",
        "  mine/events.de.yaml:4:45 types.CRASH.verbs.0.object.1: there is no class ~wgen; did you mean 'wagen'?",
        "  mine/events.de.yaml:6:53 types.CRASH.families.0.doer.0: there is no class ~wagn; did you mean 'wagen'?",
    ]


def test_a_configuration_with_a_wrong_lexicon_is_refused_before_any_article_is_read(
    german_project: Path,
) -> None:
    (german_project.parent / "mine" / "quotes.de.yaml").write_text(
        "raporting: [sagen]\nreporting: sagen\n"
    )
    with pytest.raises(ConfigError) as caught:
        read(german_project)
    assert [mistake.path for mistake in caught.value.mistakes] == [
        "raporting",
        "reporting",
    ]
    assert "must be a list" in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("quotes.fr.yaml", "reporting: [susurrer]", "write `extends: ours` to add to them"),
        ("quotes.de.yaml", "extends: ours\nreporting: [sagen]", "there are no quotes in 'de' to extend"),
        ("quotes.fr.yaml", "extends: theirs", "must be `ours` or `nothing`"),
        ("quotes.fr.yaml", "extends: nothing\nremove: {reporting: [dire]}", "takes away from nothing"),
        ("quotes.fr.yaml", "extends: ours\nremove: {reporting: dire}", "must be a list of what is taken away"),
        ("quotes.fr.yaml", "extends: ours\nremove: {raporting: [dire]}", "did you mean 'reporting'?"),
        ("quotes.fr.yaml", "extends: ours\nreporting: [true]", "must be text"),
        ("quotes.fr.yaml", "- dire", "holds no keys"),
        ("quotes.de.yaml", "direct_order: 1", "must be true or false"),
        ("quotes.de.yaml", "genders: {der: x}", "must be 'm' or 'f'"),
        ("coreference.de.yaml", "pronouns: {er: {gender: x}}", "must be 'm' or 'f'"),
        ("coreference.de.yaml", "pronouns: {er: {gendr: m}}", "did you mean 'gender'?"),
        ("coreference.de.yaml", "pronouns: {er: {}}\nimpersonal: [es]", "'es' is not in `pronouns`"),
        ("coreference.de.yaml", "ages: [' Jahre alt']", "must hold {} once"),
        ("coreference.de.yaml", "age_nouns: {siebziger: [79, 70]}", "the youngest age and the oldest"),
        ("coreference.de.yaml", "age_nouns: {siebziger: siebzig}", "must be a list"),
        ("times.de.yaml", "words: {weekdy: {montag: 0}}", "did you mean 'weekday"),
        ("times.de.yaml", "words: {weekday: {montag: 7}}", "must be at most 6"),
        ("times.de.yaml", "words: {unit: {tag: dey}}", "must be 'second'"),
        ("times.de.yaml", "rules: {calendar: [day . mnth]}", "there is no class 'mnth'; did you mean 'month'?"),
        ("times.de.yaml", "anchors: [wekday]", "did you mean 'weekday"),
        ("times.de.yaml", "rules: {kalender: [day]}", "did you mean 'calendar'?"),
        ("entities.de.yaml", "titels: {m: [Herr]}", "did you mean 'titles'?"),
        ("entities.de.yaml", "given_names: Anna", "must be a list"),
        ("entities.de.yaml", "language: de", "unknown key"),
        ("events.de.yaml", "types: {A: {verbs: [{lema: gehen}]}}", "did you mean 'lemma'?"),
        ("events.de.yaml", "types: {A: {verbs: [{lemma: gehen, object: ~autos}]}}", "there is no class ~autos"),
        ("events.de.yaml", "types: {A: {traits: {fmily: x}}}", "did you mean 'family'?"),
        ("events.de.yaml", "types: {A: {families: [{verbs: [gehen], ding: [Weg]}]}}", "unknown key"),
        ("events.de.yaml", "types: {A: {families: [{verbs: [gehen], thing: [~autos]}]}}", "there is no class ~autos"),
        ("events.de.yaml", "no_event: {verb: [sein]}", "did you mean 'verbs'?"),
        ("events.de.yaml", "types: {A: {nouns: [{lemma: weg, objct: [Ziel]}]}}", "did you mean 'object'?"),
        ("events.de.yaml", "classes: {a: [~b], b: [~a]}", "names itself"),
        ("event_types.und.yaml", "extends: ours\ntypes: {A: {plac: actor}}", "did you mean 'place'?"),
        ("inflection.de.yaml", "noun_ending: {ung: [ungen]}", "did you mean 'noun_endings'?"),
        ("places.de.yaml", "towns: {Pekin: Beijing}", "must be a list"),
        ("names.de.yaml", "field: {sport: [läufer]}", "did you mean 'fields'?"),
        ("qoutes.de.yaml", "reporting: [sagen]", "did you mean 'quotes'?"),
        ("quotes.yaml", "reporting: [sagen]", "a name is kind, language and .yaml"),
        ("quotes.de.yml", "reporting: [sagen]", "a name is kind, language and .yaml"),
        ("quotes.und.yaml", "reporting: [sagen]", "are of one language"),
        ("event_types.de.yaml", "types: {}", "are for every language"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_lexicon_is_told(
    complaint: Callable[..., str], file: str, text: str, reason: str
) -> None:
    assert reason in complaint(file, text)


def test_a_folder_that_is_not_there_is_a_mistake_of_the_configuration(
    german_project: Path,
) -> None:
    german_project.write_text(
        german_project.read_text().replace("mine/", "[mine, yours]")
    )
    with pytest.raises(
        ConfigError, match=r"run.yaml:4:18 lexicons.1: there is no folder"
    ):
        read(german_project)


# --- ours


@pytest.mark.parametrize("kind", KINDS)
def test_our_lexicons_hold_to_their_models(kind: str) -> None:
    for language in lexicon_languages(kind):
        model = KINDS[kind].model(language)
        assert model is not None
        assert read_lexicon(kind, language, model) is not None


def test_every_file_of_ours_is_of_a_kind() -> None:
    folder = Path(__file__).parent.parent / "annotators" / "lexicons"
    assert {path.name.partition(".")[0] for path in folder.glob("*.yaml")} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "model"), [("quotes", QuoteWords), ("times", TimeWords)]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lexicon_that_is_copied_for_another_language_has_every_key(
    kind: str, model: type[QuoteWords | TimeWords], language: str
) -> None:
    words = read_lexicon(kind, language, model)
    assert words is not None
    assert words.model_fields_set == set(model.model_fields)


def test_every_kind_is_told_of_by_the_code_that_reads_it() -> None:
    """The kinds that a layer reads decide its fingerprint: an alias of `read_lexicon` would hide one."""
    read_kinds = {
        layer: lexicon_kinds(f"pressmark.annotators.{layer}.annotator")
        for layer in ("entities", "quotes", "times", "events")
    }
    assert read_kinds == {
        "entities": {"entities"},
        "quotes": {"quotes", "coreference", "entities", "inflection"},
        "times": {"times", "inflection"},
        "events": {
            *("events", "event_types", "entities", "inflection", "times"),
            *("quotes", "coreference"),
        },
    }
    assert lexicon_kinds("pressmark.dataset.sealing") >= {"names", "places", "entities"}


def test_lexicons_are_a_value_that_another_process_has_too(
    folder: Callable[..., Path],
) -> None:
    place = folder({"quotes.de.yaml": "reporting: [sagen]\n"})
    own = read_lexicon_folders([place], place.parent)
    (place / "quotes.de.yaml").unlink()

    copy = pickle.loads(pickle.dumps(own))
    assert (copy, hash(copy)) == (own, hash(own))
    words = load_lexicon("de", copy)
    assert words is not None
    assert words.cue_classes("sagen")
    assert own != OURS
