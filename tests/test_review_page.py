"""What the review page asks, in which order, and how its decisions are kept; without a browser."""

from __future__ import annotations

import http.client
import json
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from making import with_layers
from review_pages import ServedReview, example_study, lines_of, made_article, made_study
from reviewing import decision, words_at

from pressmark.cli.page_files import write_page
from pressmark.cli.review_server import MAX_BODY_BYTES, open_review_server
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.errors import Blocked, InputError
from pressmark.review import Decision, append
from pressmark.review.decisions import decision_id
from pressmark.review.page import session as session_module
from pressmark.review.page.document import (
    SCRIPTS,
    PageFiles,
    document_file,
    page_settings,
)
from pressmark.review.page.items import article_item
from pressmark.review.page.offered_labels import offered_labels
from pressmark.review.page.queue import ReviewChoice, Stop, make_queue
from pressmark.review.page.session import (
    STOPS_OF_A_PAGE,
    ReviewSession,
    SessionAddress,
    hold_file,
    keep_address,
    open_session,
    whole_page,
)
from pressmark.spans import CustomSpan, Event
from pressmark.yaml_files.strict import parse_yaml

TOKEN = "a-token"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Four articles of three quotes, two in a shard."""
    yaml = made_study(tmp_path_factory.mktemp("study"))
    return load(yaml.parent / "corpus")


def session_of(corpus: Corpus, folder: Path, **choice: Any) -> ReviewSession:
    session, notices = open_session(
        corpus, ReviewChoice(**choice), folder / "review.jsonl", "anne"
    )
    assert notices == ()
    return session


def line(
    session: ReviewSession, article: int = 0, quote: int = 0, **values: Any
) -> bytes:
    """Return a line as the page sends it, on a quote of an article."""
    item = session.page(0)["articles"][article]["items"][quote]
    row = {
        "article": f"a{article:05}",
        "layer": "quotes",
        "action": "right",
        "annotation": item["annotation"],
        "before": item["before"],
        "who": "anne",
        "when": f"2026-03-02T09:00:{quote:02}.000Z",
    }
    row |= values
    return json.dumps({"decision": decision_id(row)} | row).encode() + b"\n"


# ---- What is asked


def test_articles_come_in_their_order_each_whole(corpus: Corpus) -> None:
    queue = make_queue(corpus, ReviewChoice(), [])
    assert queue.stops == tuple(Stop(f"a{number:05}") for number in range(4))
    assert queue.progress([]) == {"decided": 0, "waiting": 12}


def test_what_is_least_sure_comes_first_whatever_its_article(corpus: Corpus) -> None:
    queue = make_queue(corpus, ReviewChoice(order="doubt"), [])
    scores = {
        (quote.article_id, quote.id.rpartition("/")[2]): quote.score or 0.0
        for article in corpus
        for quote in article.quotes
    }
    asked = [
        scores[stop.article_id, (stop.annotations or ("none",))[0]]
        for stop in queue.stops
    ]
    assert len(asked) == 12
    assert asked == sorted(asked)


@pytest.mark.parametrize(
    ("only", "count"),
    [
        ((("speaker", "Anne Morel"),), 3),
        ((("speaker", "anne morel"),), 3),
        ((("speaker", ""),), 0),
        ((("rule", "rule-1"),), 4),
        ((("rule", "rule-1"), ("speaker", "Anne Morel")), 1),
        ((("label", "direct"),), 12),
        ((("article", "a00002"),), 3),
        ((("status", "denied"),), 0),
    ],
)
def test_a_filter_leaves_the_annotations_that_have_the_value(
    corpus: Corpus, only: tuple[tuple[str, str], ...], count: int
) -> None:
    queue = make_queue(corpus, ReviewChoice(only=only), [])
    assert sum(len(stop.annotations or ()) for stop in queue.stops) == count
    assert not queue.choice.is_whole


def test_a_score_below_a_bound_and_a_sample_leave_the_others_out(
    corpus: Corpus,
) -> None:
    doubtful = make_queue(corpus, ReviewChoice(below=0.75), [])
    assert sum(len(stop.annotations or ()) for stop in doubtful.stops) == 4
    drawn = ReviewChoice(articles=frozenset({"a00003", "a00001"}))
    assert make_queue(corpus, drawn, []).stops == (Stop("a00001"), Stop("a00003"))
    assert drawn.is_whole


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"layers": ("quote",)}, "--layer quote: the corpus has entities, quotes"),
        ({"only": (("speeker", "x"),)}, "did you mean 'speaker'?"),
        ({"articles": frozenset({"zz"})}, "no article 'zz' of the sample"),
    ],
)
def test_what_the_corpus_does_not_have_is_refused(
    corpus: Corpus, choice: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        make_queue(corpus, ReviewChoice(**choice), [])


def test_what_is_decided_is_left_out_and_what_is_taken_back_is_not(
    corpus: Corpus,
) -> None:
    article = corpus["a00001"]
    first = decision(article, "quotes", "right", article.quotes[0])
    undo = decision(article, "quotes", "undo", of=first.decision, minute=1)
    doubt = ReviewChoice(order="doubt")
    asked = make_queue(corpus, doubt, [first])
    assert len(asked.stops) == 11
    assert asked.progress([first]) == {"decided": 1, "waiting": 11}
    assert len(make_queue(corpus, doubt, [first, undo]).stops) == 12


def test_an_article_stays_until_it_was_read_whole(corpus: Corpus) -> None:
    article = corpus["a00001"]
    made = [decision(article, "quotes", "right", quote) for quote in article.quotes]
    assert len(make_queue(corpus, ReviewChoice(), made).stops) == 4
    read = decision(article, "quotes", "checked", minute=2)
    assert len(make_queue(corpus, ReviewChoice(), [*made, read]).stops) == 3


# ---- What an article shows


def test_an_item_has_what_was_there_what_is_there_now_and_who_said_so() -> None:
    article = made_article(0)
    changed = decision(
        article,
        "quotes",
        "changed",
        article.quotes[0],
        after={"speaker_name": "Cora Lind"},
    )
    wrong = decision(article, "quotes", "wrong", article.quotes[1], minute=1)
    shown = article_item(article, ("quotes",), [changed, wrong])
    first, second, third = shown["items"]
    assert first["before"]["speaker_name"] == "Anne Morel"
    assert first["now"]["speaker_name"] == "Cora Lind"
    assert first["decided"] == {
        "decision": changed.decision,
        "action": "changed",
        "who": "anne",
    }
    assert (second["now"], third.get("decided")) == (None, None)
    assert {*first["before"]}.isdisjoint(
        {"score", "verdict", "id", "speaker_gender", "parent"}
    )
    assert json.loads(json.dumps(shown)) == shown


def test_an_added_quote_is_shown_and_a_quote_that_gave_way_to_it_is_not() -> None:
    article = made_article(0)
    wider = words_at(article.text, article.quotes[0].text + " said", label="direct")
    added = decision(article, "quotes", "added", after=wider)
    shown = article_item(article, ("quotes",), [added])["items"]
    assert [item["before"]["text"] for item in shown] == [
        wider["text"],
        *(quote.text for quote in article.quotes[1:]),
    ]


def test_names_of_those_who_may_speak_come_first_and_follow_corrections() -> None:
    article = made_article(0)
    place = words_at(article.text, "street", label="LOC")
    placed = decision(article, "entities", "added", after=place)
    gone = decision(article, "entities", "wrong", article.entities[0], minute=1)
    names = article_item(article, ("quotes",), [placed, gone])["names"]
    assert [name["name"] for name in names] == ["Ben Stone", "Cora Lind", "street"]
    assert names[0]["places"] == [[article.entities[1].start, article.entities[1].end]]


# ---- How decisions are kept


def test_a_decision_is_kept_once_however_often_it_comes(
    corpus: Corpus, tmp_path: Path
) -> None:
    session = session_of(corpus, tmp_path)
    sent = line(session) + line(session, quote=1)
    first = session.keep(sent)
    assert session.keep(sent + sent) == first
    again = session_of(corpus, tmp_path)
    assert again.keep(line(session)).kept == first.kept[:1]
    assert [row["decision"] for row in lines_of(tmp_path / "review.jsonl")] == [
        *first.kept
    ]
    assert again.progress() == {"decided": 2, "waiting": 10}


def test_a_line_that_is_no_decision_is_told_and_the_others_are_kept(
    corpus: Corpus, tmp_path: Path
) -> None:
    session = session_of(corpus, tmp_path)
    bad = b'{"article": "a"}\n\n[1]\nnonsense\n'
    changed = line(session, quote=1).replace(b'"right"', b'"wrong"')
    result = session.keep(bad + line(session) + changed)
    assert len(result.kept) == 1
    told = [(one.line, str(one)) for one in result.refused]
    assert [number for number, _ in told] == [1, 3, 4, 6]
    assert "layer" in told[0][1]
    assert "delete the line" in told[1][1]
    assert "Take the line back" in told[3][1]


def test_a_full_disk_keeps_nothing_and_says_so(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(corpus, tmp_path)
    sent = line(session)

    def full(*_: object) -> None:
        raise Blocked("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(session_module, "append", full)
        with pytest.raises(Blocked):
            session.keep(sent)
    assert session.progress()["decided"] == 0
    assert session.keep(sent).kept


def test_what_is_decided_meanwhile_is_decided_on_the_next_page(
    corpus: Corpus, tmp_path: Path
) -> None:
    session = session_of(corpus, tmp_path)
    session.keep(line(session))
    (item, *others) = session.page(0)["articles"][0]["items"]
    assert item["decided"]["action"] == "right"
    assert not any("decided" in other for other in others)


def test_articles_are_handed_out_a_page_at_a_time(tmp_path: Path) -> None:
    corpus = load(made_study(tmp_path, articles=43, quotes=1).parent / "corpus")
    session = session_of(corpus, tmp_path)
    first = session.page(0)
    assert (len(first["articles"]), first["next"]) == (STOPS_OF_A_PAGE["article"], 40)
    last = session.page(40)
    assert (len(last["stops"]), last["next"]) == (3, None)
    assert session.page(1000) == {"stops": [], "articles": [], "next": None}
    assert len(whole_page(session)["articles"]) == 43


# ---- One session a file


def test_a_file_has_one_session_and_two_files_have_two(tmp_path: Path) -> None:
    file = tmp_path / "review.jsonl"
    with hold_file(file) as address:
        keep_address(file, address)
        with (
            pytest.raises(InputError, match=r"another review \(process \d+\).*--into"),
            hold_file(file),
        ):
            pass
        with hold_file(tmp_path / "ben.jsonl"):
            pass
    with hold_file(file) as next_address:
        assert next_address.token == address.token
    assert (tmp_path / ".review.jsonl.session").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"port": "80", "token": 1}', "\x00"]
)
def test_a_damaged_address_is_made_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / ".review.jsonl.session").write_text(content)
    with hold_file(tmp_path / "review.jsonl") as address:
        assert address.port == 0
        assert len(address.token) >= 32


def test_an_address_that_others_could_read_opens_nothing(tmp_path: Path) -> None:
    known = json.dumps({"pid": 1, "port": 8000, "token": "known-to-a-stranger"})
    address_file = tmp_path / ".review.jsonl.session"
    address_file.write_text(known)
    address_file.chmod(0o644)
    with hold_file(tmp_path / "review.jsonl") as address:
        assert address.token != "known-to-a-stranger"
        keep_address(tmp_path / "review.jsonl", address)
    assert address_file.stat().st_mode & 0o077 == 0


def test_an_address_that_is_a_link_is_neither_read_nor_written_through(
    tmp_path: Path,
) -> None:
    outside = tmp_path / "outside"
    outside.write_text(json.dumps({"port": 8000, "token": "known-to-a-stranger"}))
    outside.chmod(0o600)
    before = outside.read_text()
    (tmp_path / ".review.jsonl.session").symlink_to(outside)
    with hold_file(tmp_path / "review.jsonl") as address:
        assert address.token != "known-to-a-stranger"
        keep_address(tmp_path / "review.jsonl", address)
    assert outside.read_text() == before
    assert not (tmp_path / ".review.jsonl.session").is_symlink()


def test_a_page_is_written_over_no_file_but_a_page(tmp_path: Path) -> None:
    yaml = made_study(tmp_path)
    decisions = tmp_path / "review.jsonl"
    decisions.write_text("{}\n")
    for target in (decisions, yaml):
        before = target.read_bytes()
        with pytest.raises(InputError, match="is there and is no page"):
            write_page(target, "<!doctype html>")
        assert target.read_bytes() == before
    for page in ("<!doctype html>one", "<!DOCTYPE HTML>two"):
        assert write_page(tmp_path / "page.html", page) == len(page)
    assert (tmp_path / "page.html").read_text().endswith("two")


@pytest.fixture
def reviews() -> Iterator[list[ServedReview]]:
    """Commands that a test starts and that are ended after it, whatever became of it."""
    started: list[ServedReview] = []
    yield started
    for review in started:
        review.kill()


@pytest.mark.slow
def test_the_session_of_a_killed_command_is_taken_over_at_its_address(
    tmp_path: Path, reviews: list[ServedReview]
) -> None:
    yaml = made_study(tmp_path)
    first, second = ServedReview(yaml, ("--who", "anne")), ServedReview(yaml)
    reviews += [first, second]
    url = first.start()
    assert second.start() == ""
    code, said = second.refusal()
    assert code == InputError.exit_code
    assert "--into anne.jsonl" in said
    first.kill()
    assert first.start() == url
    first.kill(signal.SIGINT)


# ---- The server


@dataclass(frozen=True)
class Door:
    """A server of a session, and how it is asked."""

    session: ReviewSession
    port: int

    def ask(
        self, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Return status, content and headers of an answer; a header that is None is not sent."""
        own = f"127.0.0.1:{self.port}"
        sent: dict[str, str | None] = {"Host": own}
        if body is not None:
            sent |= {"Origin": f"http://{own}", "Content-Length": str(len(body))}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET" if body is None else "POST", path, skip_host=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, answer.headers


@pytest.fixture
def door(corpus: Corpus, tmp_path: Path) -> Iterator[Door]:
    session = session_of(corpus, tmp_path)
    files = PageFiles(settings=lambda: page_settings("en", title="<T> {{ tail }}"))
    with open_review_server(session, files, SessionAddress(0, TOKEN), 0) as serving:
        thread = threading.Thread(
            target=serving.serve_forever, kwargs={"poll_interval": 0.01}
        )
        thread.start()
        yield Door(session, serving.server_address[1])
        serving.shutdown()
        thread.join()


def test_the_page_and_its_files_are_below_the_token(door: Door) -> None:
    status, page, headers = door.ask(f"/{TOKEN}/")
    assert status == 200
    assert b"&lt;T&gt;" in page
    assert b"<T>" not in page
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    for file in (*SCRIPTS, "review.css"):
        assert door.ask(f"/{TOKEN}/{file}")[0] == 200
    status, content, _ = door.ask(f"/{TOKEN}/articles?from=0")
    assert (status, len(json.loads(content)["articles"])) == (200, 4)


@pytest.mark.parametrize(
    "path",
    ["/", "/a-token", "/wrong/", "/a-tokem/articles", "/a-token/x", "/a-token/../words/en.yaml",
     "/a-token/keys.yaml", "/%C3%A9/", "/a-token//"],
)  # fmt: skip
def test_nothing_else_is_there(door: Door, path: str) -> None:
    assert door.ask(path)[0] == 404


@pytest.mark.parametrize("number", ["x", "-1", "1" * 20, "%F0"])
def test_a_page_that_is_no_number_is_refused(door: Door, number: str) -> None:
    assert door.ask(f"/{TOKEN}/articles?from={number}")[0] == 400


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", None],
)  # fmt: skip
def test_another_host_gets_nothing_and_leaves_nothing(
    door: Door, host: str | None
) -> None:
    named = host and host.format(port=door.port)
    sent = line(door.session)
    assert door.ask(f"/{TOKEN}/", Host=named)[0] == 403
    assert door.ask(f"/{TOKEN}/decisions", sent, Host=named)[0] == 403
    assert not door.session.file.exists()


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://127.0.0.1"],
)  # fmt: skip
def test_another_page_can_decide_nothing(door: Door, origin: str | None) -> None:
    sent = line(door.session)
    named = origin and origin.format(port=door.port)
    assert door.ask(f"/{TOKEN}/decisions", sent, Origin=named)[0] == 403
    assert door.ask("/wrong/decisions", sent)[0] == 404
    assert door.ask(f"/{TOKEN}/articles", sent)[0] == 403
    assert not door.session.file.exists()


def test_decisions_are_answered_once_they_are_in_the_file(door: Door) -> None:
    sent = line(door.session)
    status, content, _ = door.ask(f"/{TOKEN}/decisions", sent + b"{}\n")
    answer = json.loads(content)
    (row,) = lines_of(door.session.file)
    assert (status, answer["kept"]) == (200, [row["decision"]])
    assert answer["refused"][0]["line"] == 2
    assert door.ask(f"/{TOKEN}/decisions", sent)[0] == 200
    assert len(lines_of(door.session.file)) == 1


@pytest.mark.parametrize("length", ["x", "-1", str(MAX_BODY_BYTES + 1), "9" * 5000])
def test_a_body_without_end_is_not_read(door: Door, length: str) -> None:
    assert door.ask(f"/{TOKEN}/decisions", b"x", Content_Length=length)[0] == 413


def test_a_full_disk_is_answered_so_that_the_page_sends_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Blocked("the disk is full")

    monkeypatch.setattr(session_module, "append", full)
    status, content, _ = door.ask(f"/{TOKEN}/decisions", line(door.session))
    assert status == 507
    assert json.loads(content) == {"kept": [], "error": "the disk is full"}


# ---- The page as one file, and its words


def test_the_file_holds_all_and_its_policy_names_its_own_scripts_alone(
    tmp_path: Path,
) -> None:
    corpus = load(example_study(tmp_path).parent / "corpus")
    session = session_of(corpus, tmp_path)
    settings = page_settings("fr", title="</script><b>", content=whole_page(session))
    page = document_file(settings)
    assert page.count("<script>") == len(SCRIPTS)
    assert page.count("sha256-") == len(SCRIPTS) + 1
    assert "src=" not in page
    assert "</script><b>" not in page
    held = re.search(r'id="settings">(.*?)</script>', page, re.DOTALL)
    assert held
    content = json.loads(held[1])["content"]
    assert [article["text"] for article in content["articles"]] == [
        article.text for article in corpus
    ]


def _keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys(inner, f"{path}.{name}")
    else:
        filled = sorted(set(re.findall(r"{(\w+)}", str(value))))
        yield f"{path}: {filled}"


def test_the_words_are_the_same_in_both_languages_and_all_are_used() -> None:
    english, french = (page_settings(language)["words"] for language in ("en", "fr"))
    assert sorted(_keys(english)) == sorted(_keys(french))
    folder = Path(session_module.__file__).parent
    scripts = "".join((folder / "assets" / name).read_text() for name in SCRIPTS)
    own, _ = parse_yaml((folder / "words" / "en.yaml").read_text(), "en.yaml")
    by_python = {"review", "loading", "without_script", "status_label"}
    for name in own.keys() - by_python:
        assert re.search(rf'words\.{name}\b|"{name}"', scripts), name
    for name in own["actions"]:
        assert re.search(rf'\b(?:a|actions)\.{name}\b|"{name}"', scripts), name


def test_another_language_is_refused() -> None:
    with pytest.raises(Exception, match="it has en, fr"):
        page_settings("de")


def test_every_action_has_a_key_of_its_own() -> None:
    keys = page_settings("en")["keys"]
    assert len(set(keys.values())) == len(keys)
    assert not any(key.isdecimal() or key == "Enter" for key in keys.values())


def test_labels_that_only_this_corpus_has_are_offered_after_the_usual_ones(
    tmp_path: Path,
) -> None:
    article = made_article(0)
    text = article.text
    tones = [
        CustomSpan.cut(text, start, start + 3, label)
        for start, label in ((0, "sour"), (4, "calm"))
    ]
    events = [Event.cut(text, 0, 6, "MARKET_DAY")]
    settings = json.dumps({"own_labels": ["MARKET_DAY"]})
    run = {
        "step": "annotate",
        "name": "events",
        "version": "1",
        "settings": settings,
        "packages": "{}",
        "articles": 1,
    }
    made = with_layers(article, tones=tones, events=events)
    bare = save([made], tmp_path / "bare", title="T")
    corpus = bare.save_articles(bare, tmp_path / "corpus", title="T", runs=[run])
    usual = page_settings("en")["choices"]["labels"]
    labels = offered_labels(corpus, usual)
    assert labels["entities"] == ["PER", "LOC", "ORG", "MISC"]
    assert labels["tones"] == ["calm", "sour"]
    assert labels["events"] == [*usual["events"], "MARKET_DAY"]


def test_the_docs_tell_each_key() -> None:
    docs = (Path(__file__).parent.parent / "docs" / "review.md").read_text("utf-8")
    told = "\n".join(line.split("|")[1] for line in docs.splitlines() if "|" in line)
    named = {" ": "space"}
    for key in page_settings("en")["keys"].values():
        assert named.get(key, f"`{key}`") in told, key


def test_a_flag_is_kept_with_a_decision_and_says_nothing_of_the_annotation(
    corpus: Corpus, tmp_path: Path
) -> None:
    article = corpus["a00000"]
    made: Decision = decision(article, "quotes", "right", article.quotes[0], flag=True)
    append(tmp_path / "review.jsonl", [made])
    assert lines_of(tmp_path / "review.jsonl")[0]["flag"] is True
    assert (
        "flag" not in decision(article, "quotes", "right", article.quotes[0]).as_row()
    )
