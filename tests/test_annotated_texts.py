"""`pressmark.annotate`: a text, a list, a Series or a column, annotated in memory without a YAML file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import datasets
import pandas as pd
import pytest

import pressmark
from pressmark import Article, CustomSpan, Layer
from pressmark.errors import ConfigError, InputError, ModelMissing, PressmarkError
from pressmark.pipeline import annotated_texts

FRENCH = "« Nous partons demain », a dit Anne Morel à la presse."
ENGLISH = "“We march,” said Ann Lee."


class Capitals:
    """Marks the first letter of an article; needs no layer."""

    name = "capitals"
    layer: str | Layer = "capitals"
    needs: tuple[str, ...] = ()

    def annotate(self, article: Article, doc: object) -> Iterator[CustomSpan]:
        """Yield the first letter."""
        if article.text:
            yield CustomSpan.cut(article.text, 0, 1, "CAPITAL")


class Echo(Capitals):
    """Marks what `Capitals` marks."""

    name = "echo"
    layer: str | Layer = "echo"
    needs: tuple[str, ...] = ("capitals",)

    def annotate(self, article: Article, doc: object) -> Iterator[CustomSpan]:
        """Yield a span for each capital."""
        for span in article.layer("capitals"):
            yield CustomSpan.cut(article.text, span.start, span.end, "ECHO")


@pytest.fixture
def models(blank: Path) -> dict[str, str]:
    """A pipeline that only tokenizes, for both languages: what is tested here is no model."""
    return {"fr": str(blank), "en": str(blank)}


@pytest.mark.model
def test_a_text_alone_becomes_an_article_with_its_layers() -> None:
    article = pressmark.annotate(FRENCH)

    assert isinstance(article, Article)
    assert article.language == "fr"
    (quote,) = article.quotes
    assert (quote.text, quote.speaker_name) == ("Nous partons demain", "Anne Morel")
    assert {"entities", "quotes", "times", "events"} == {*article.layers}


@pytest.mark.model
def test_languages_are_told_apart_within_a_list_and_its_order_stays() -> None:
    articles = pressmark.annotate([ENGLISH, FRENCH, ENGLISH], layers=["quotes"])

    assert [article.language for article in articles] == ["en", "fr", "en"]
    assert [article.quotes[0].speaker_name for article in articles] == [
        "Ann Lee",
        "Anne Morel",
        "Ann Lee",
    ]


def test_a_list_a_series_and_a_column_are_annotated_alike(
    models: dict[str, str],
) -> None:
    texts = ["It rains today in the whole of the country.", "", "🙂 Ann."]
    column = datasets.Dataset.from_dict({"text": texts})["text"]
    for source in (texts, tuple(texts), iter(texts), pd.Series(texts), column):
        articles = pressmark.annotate(source, layers=[Capitals()], models=models)
        assert [article.text for article in articles] == texts
        letters = [
            span.text for article in articles for span in article.layer("capitals")
        ]
        assert letters == ["I", "🙂"]


def test_the_labels_of_a_series_are_the_ids_unless_one_stands_twice(
    models: dict[str, str],
) -> None:
    def ids(labels: list[object]) -> list[str]:
        texts = pd.Series(["It rains.", "It snows."], index=labels)
        articles = pressmark.annotate(texts, layers=[Capitals()], models=models)
        return [article.id for article in articles]

    assert ids(["le-1", 7]) == ["le-1", "7"]
    assert ids(["a", "a"]) == ["text-1", "text-2"]


def test_an_article_keeps_what_is_known_of_it(models: dict[str, str]) -> None:
    article = Article(id="x", text="Rain.", title="Rain", outlet="Le Lien")
    annotated = pressmark.annotate(article, layers=[Capitals()], models=models)

    assert (annotated.id, annotated.title) == ("x", "Rain")
    assert annotated.outlet == "Le Lien"
    assert [*annotated.layers] == ["capitals"]


def test_what_a_layer_needs_comes_before_it_whatever_the_order(
    models: dict[str, str],
) -> None:
    article = pressmark.annotate(
        "Rain again.", layers=[Echo(), Capitals()], models=models
    )
    assert [*article.layers] == ["capitals", "echo"]
    assert article.layer("echo")[0].text == "R"


def test_annotators_and_models_are_made_once_a_process(models: dict[str, str]) -> None:
    first = annotated_texts._annotators_in_order(["quotes"])
    again = annotated_texts._annotators_in_order(["events", "quotes"])

    assert [annotator.layer for annotator in first] == ["entities", "quotes"]
    assert {id(annotator) for annotator in first} <= {*map(id, again)}
    name = models["fr"]
    assert annotated_texts._model_named(name) is annotated_texts._model_named(name)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (3, "takes a text, an Article or several"),
        ([ENGLISH, None], r"number 2 \(text-2\) is no text but None"),
        (pd.DataFrame({"text": [ENGLISH]}), "name the column"),
        ({"text": ENGLISH}, "name the column"),
    ],
)
def test_what_is_no_text_is_told(source: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pressmark.annotate(source)  # type: ignore[call-overload]


def test_a_text_of_another_language_is_refused_and_never_read_as_ours() -> None:
    german = "Das Parlament hat am Dienstag eine Entscheidung getroffen, sagte er."
    with pytest.raises(InputError, match=r"text: is German \(de\), and there are"):
        pressmark.annotate(german)


def test_a_missing_model_is_told_before_anything_is_parsed() -> None:
    with pytest.raises(ModelMissing, match="'nowhere' is not installed"):
        pressmark.annotate("Hallo.", language="de", models={"de": "nowhere"})


def test_an_unknown_layer_is_told_with_the_one_that_is_meant() -> None:
    with pytest.raises(PressmarkError, match="did you mean 'quotes'"):
        pressmark.annotate(ENGLISH, layers=["qoutes"])


def test_a_module_beside_the_notebook_is_an_annotator(
    models: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rain_words.py").write_text(
        "from pressmark import CustomSpan\n"
        "class Rain:\n"
        "    name, layer, needs = 'rain', 'rain', ()\n"
        "    def annotate(self, article, doc):\n"
        "        yield CustomSpan.cut(article.text, 3, 8, 'RAIN')\n"
    )
    monkeypatch.chdir(tmp_path)
    article = pressmark.annotate(
        "It rains.", layers=["rain_words:Rain"], models=models, language="en"
    )
    assert article.layer("rain")[0].text == "rains"


@pytest.mark.model
@pytest.mark.slow
def test_the_first_result_of_a_process_is_there_within_a_quarter_of_a_minute() -> None:
    """In time of the processor: the clock on the wall is other people's, too."""
    code = (
        "import time, pressmark\n"
        f"article = pressmark.annotate({FRENCH!r})\n"
        "print(len(article.quotes), time.process_time())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    quotes, seconds = printed.stdout.split()
    assert quotes == "1"
    assert float(seconds) < 15


@pytest.mark.model
def test_a_layer_has_settings_as_in_a_yaml_file() -> None:
    text = "“We march,” said Ann Lee. The so-called “reform” failed."
    both = pressmark.annotate(text, layers=["quotes"])
    spoken = pressmark.annotate(text, layers=[{"quotes": {"scare": False}}])
    assert {quote.label for quote in both.quotes} == {"direct", "scare"}
    assert {quote.label for quote in spoken.quotes} == {"direct"}
    assert "entities" in spoken.layers


def test_all_mistakes_of_settings_are_told() -> None:
    with pytest.raises(ConfigError) as caught:
        pressmark.annotate(ENGLISH, layers=[{"quotes": {"scar": 1, "minimum": "x"}}])
    message = str(caught.value)
    assert "quotes.scar: unknown setting; did you mean 'scare'?" in message
    assert "quotes.minimum" in message
