"""Somebody else's annotator: what may be named as one, what it may yield and do, what decides its layer."""

from __future__ import annotations

import datetime
import gc
import json
import locale
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from running import made, tables

import pressmark
from pressmark.annotation.annotators import UnknownAnnotator, find
from pressmark.annotation.annotators import make_annotator as annotator
from pressmark.annotation.process_guard import TimeUp, process_restored, time_limit
from pressmark.annotation.span_checks import check_spans
from pressmark.articles import SpanError
from pressmark.config.project import read
from pressmark.dataset.rejections import group_lines, grouped
from pressmark.errors import ConfigError
from pressmark.pipeline.driver import run
from pressmark.spans import CustomSpan, Entity

pytestmark = pytest.mark.slow

MODULE = """
import os
from pressmark import CustomSpan

class Own:
    name = layer = "own"
    needs = ()

    def annotate(self, article, doc):
        yield CustomSpan.cut(article.text, 0, 1, LABEL)
"""


def with_module(yaml: Path, source: str, *, annotators: str = "[own:Own]") -> Path:
    """Give a project this module and these annotators."""
    (yaml.parent / "own.py").write_text(source)
    lines = [
        line
        for line in yaml.read_text().splitlines()
        if not line.startswith("annotators")
    ]
    yaml.write_text("\n".join([*lines, f"annotators: {annotators}", ""]))
    return yaml


def labels(corpus: Path) -> set[str]:
    return {
        span.label
        for article in pressmark.load(corpus)
        for span in article.layer("own")
    }


# What may be named as an annotator.


@pytest.mark.parametrize(
    "name",
    [
        "subprocess:Popen",
        "os:system",
        "builtins:exec",
        "pathlib:Path",
        "json:JSONDecoder",
    ],
)
def test_a_part_of_python_is_no_annotator(name: str) -> None:
    with pytest.raises(UnknownAnnotator, match="is a part of Python itself"):
        find(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("own:function", "not a class"),
        ("own:instance", "not a class"),
        ("own:Bare", "has no `annotate`, `name`, `layer`, `needs`"),
        ("own:Needless", "has no `needs`"),
        ("own:os.system", "cannot be imported"),
        ("own:", "cannot be imported"),
        ("ends:Own", "cannot be imported: SystemExit"),
        ("pandas:DataFrame", "is no annotator"),
    ],
)
def test_what_is_no_annotator_is_never_called(
    name: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "ends.py").write_text("raise SystemExit(0)\n")
    (tmp_path / "own.py").write_text(
        "import os\n"
        "def called(*_, **__): open(os.path.join(os.path.dirname(__file__), 'CALLED'), 'w').close()\n"
        "function = called\n"
        "class Meta(type):\n    __call__ = called\n    __getattr__ = called\n"
        "class Bare(metaclass=Meta):\n    def __init__(self): called()\n"
        "class Needless:\n    name = layer = 'x'\n    annotate = property(called)\n    __init__ = called\n"
        "instance = object.__new__(Needless)\n"
    )
    with pytest.raises(UnknownAnnotator, match=why):
        find(name, beside=tmp_path)
    assert not (tmp_path / "CALLED").exists()


@pytest.mark.parametrize(("field", "value"), [("layer", "../out"), ("layer", "articles"), ("layer", "Quotes"),
                                              ("needs", "quotes"), ("name", 3)])  # fmt: skip
def test_an_annotator_says_a_proper_name_layer_and_needs(
    field: str, value: object
) -> None:
    parts = {"name": "x", "layer": "x", "needs": (), "annotate": lambda *_: ()}
    with pytest.raises(UnknownAnnotator, match=field):
        annotator(type("Own", (), parts | {field: value}), {})


def test_an_annotator_that_cannot_be_made_is_a_mistake_of_the_file(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(
        project(["Anne."]), MODULE + "\n    def __init__(self): raise SystemExit(0)\n"
    )
    with pytest.raises(
        ConfigError,
        match=r"run\.yaml:5:14 annotators\.0: annotator Own cannot be made: SystemExit: 0",
    ):
        read(yaml)


def test_the_status_and_the_site_import_no_annotator(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(project(["Anne."]), "raise SystemExit('imported')\n")
    assert read(yaml, with_annotators=False).corpus == yaml.parent / "corpus"
    command = [sys.executable, "-m", "pressmark", "run", str(yaml), "--status"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, "no run is under way" in said.stdout) == (0, True)


# What it may yield.


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"start": 0.0}, "start is a value of type float"),
        ({"end": True}, "end is a value of type bool"),
        ({"label": "\ud800"}, "label holds half a character"),
        ({"label": None}, "label is None"),
        ({"label": " "}, "label is empty"),
        ({"rule": 3}, "rule is a value of type int"),
        ({"score": float("nan")}, "score is nan"),
        ({"score": 1.5}, "score is 1.5"),
        ({"score": "high"}, "score is a value of type str"),
        ({"attributes": [1]}, "attributes is a value of type list"),
        ({"attributes": {1: 2}}, "has the key a value of type int"),
        (
            {"attributes": {"a": {"\ud800": 1}}},
            "a key of attributes.a holds half a character",
        ),
        ({"attributes": {"a": b"x"}}, "attributes.a is a value of type bytes"),
        ({"attributes": {"a": {1, 2}}}, "attributes.a is a value of type set"),
        (
            {"attributes": {"a": [Decimal("1.5")]}},
            r"attributes.a\[0\] is a value of type Decimal",
        ),
        ({"attributes": {"a": float("inf")}}, "attributes.a is inf"),
        ({"attributes": {"a": 10**5000}}, "cannot be written"),
    ],
)
def test_a_value_that_cannot_be_written_is_said(
    fields: dict[str, Any], why: str
) -> None:
    with pytest.raises(SpanError, match=why):
        check_spans(
            "own",
            [CustomSpan(**{"start": 0, "end": 1, "text": "A", "label": "x"} | fields)],
        )


@pytest.mark.parametrize("spans", [None, "x", b"x", {}, 3, ["x"], [None]])
def test_what_is_no_list_of_spans_is_said(spans: object) -> None:
    with pytest.raises(SpanError, match=r"`annotate` (gave|yielded)"):
        check_spans("own", spans)


def test_a_span_of_another_layer_is_said() -> None:
    entity = Entity(
        start=0, end=1, text="A", label="PER", mention_start=0, mention_end=1, name="A"
    )
    with pytest.raises(SpanError, match="a span of the layer 'own' is a CustomSpan"):
        check_spans("own", [entity])
    with pytest.raises(SpanError, match="a span of the layer 'entities' is a Entity"):
        check_spans("entities", [CustomSpan(start=0, end=1, text="A", label="PER")])
    assert check_spans("entities", [entity]) == [entity]


def test_an_attribute_that_never_ends_is_said() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    with pytest.raises(SpanError, match="nested more than"):
        check_spans(
            "own", [CustomSpan(start=0, end=1, text="A", label="x", attributes=endless)]
        )


def test_numbers_of_numpy_and_days_are_plain_values() -> None:
    attributes = {
        "f": np.float32(1.5),
        "b": np.bool_(True),
        "day": datetime.date(2026, 3, 1),
        "pair": (1, 2),
    }
    span = CustomSpan(
        start=np.int64(0),
        end=np.int8(1),
        text="A",
        label="x",
        score=np.float32(0.5),
        attributes=attributes,
    )
    (plain,) = check_spans("own", [span])
    assert (type(plain.start), type(plain.end), type(plain.score)) == (int, int, float)
    assert isinstance(plain, CustomSpan)
    kept = '{"f": 1.5, "b": true, "day": "2026-03-01", "pair": [1, 2]}'
    assert json.dumps(dict(plain.attributes)) == kept


# What it may raise and do.

RAISES = """
import sys
from pressmark import CustomSpan

class Mute(Exception):
    def __str__(self):
        raise ValueError

class Own:
    name = layer = "own"
    needs = ()

    def annotate(self, article, doc):
        raised = {
            "exit": SystemExit(0), "base": BaseException("x"), "closed": GeneratorExit(), "stop": StopIteration(),
            "memory": MemoryError(), "mute": Mute(), "half": ValueError("\\ud800"), "deep": RecursionError(),
        }.get(article.text)
        if raised:
            raise raised
        doc[0].lemma_ = "changed"
        article.extra["page"] = 99
        return [CustomSpan.cut(article.text, 0, 1, "x")]

class Late(Own):
    name = layer = "late"
    needs = ("own",)

    def annotate(self, article, doc):
        return [CustomSpan.cut(article.text, 0, 1, doc[0].lemma_ or "none", attributes={"page": article.extra["page"]})]
"""
RAISED = ["exit", "base", "closed", "stop", "memory", "mute", "half", "deep"]


def test_whatever_an_annotator_raises_costs_its_article(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(
        project([*RAISED, "Anne."], shard=20), RAISES, annotators="[own:Own, own:Late]"
    )
    outcome = made(yaml)
    assert (outcome.seen, outcome.kept, outcome.rejected, outcome.may_pass) == (
        9,
        1,
        8,
        8,
    )
    reasons = [
        row["reason"].partition(" (own.py")[0]
        for row in pressmark.load(outcome.corpus).table("rejected")
    ]
    assert reasons[:2] == ["SystemExit: 0", "BaseException: x"]
    assert reasons[5:7] == ["Mute, whose message cannot be read", "ValueError: \\ud800"]
    (late,) = pressmark.load(outcome.corpus)["a8"].layer("late")
    assert isinstance(late, CustomSpan)
    assert (late.label, late.attributes) == (
        "none",
        {"page": 8},
    )  # nothing that Own changed


def test_ctrl_c_within_an_annotator_ends_the_run(project: Callable[..., Path]) -> None:
    yaml = with_module(
        project(["Anne."]),
        MODULE.replace("yield", "raise KeyboardInterrupt\n        yield"),
    )
    with pytest.raises(KeyboardInterrupt):
        made(yaml)


HARD_FILES = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
HARD_SIZE = resource.getrlimit(resource.RLIMIT_FSIZE)[1]


def _tracer(*_: object) -> None:
    pass


def _stdout_closed() -> None:
    sys.stdout.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda: os.chdir("/"),
        lambda: sys.setrecursionlimit(150),
        gc.disable,
        lambda: locale.setlocale(locale.LC_ALL, "C"),
        lambda: os.umask(0o777),
        lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        lambda: sys.path.clear(),  # noqa: PLW0108 - of the path as it is by then
        _stdout_closed,
        lambda: setattr(sys, "stderr", None),
        lambda: signal.alarm(100),
        lambda: signal.setitimer(signal.ITIMER_PROF, 100, 1),
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}),
        lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (12, HARD_FILES)),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, HARD_SIZE)),
        lambda: sys.setprofile(lambda *_: None),
        lambda: sys.settrace(_tracer),
    ],
)
def test_what_foreign_code_changes_in_the_process_is_undone(
    change: Callable[[], object],
) -> None:
    locale.setlocale(locale.LC_ALL, "")
    before = state()
    with process_restored():
        change()
    assert state() == before


def state() -> tuple[object, ...]:
    mask = os.umask(0o022)
    os.umask(mask)
    streams = sys.stdout, sys.stderr, sys.stdout.closed
    limits = (
        sys.getrecursionlimit(),
        gc.isenabled(),
        locale.setlocale(locale.LC_ALL),
        mask,
    )
    signals = (
        signal.getsignal(signal.SIGINT),
        signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        signal.getitimer(signal.ITIMER_REAL),
        signal.getitimer(signal.ITIMER_PROF),
    )
    resources = (
        resource.getrlimit(resource.RLIMIT_NOFILE),
        resource.getrlimit(resource.RLIMIT_FSIZE),
        sys.getprofile(),
        sys.gettrace(),
    )
    return Path.cwd(), limits, streams, signals, resources, list(sys.path)


def test_a_timer_of_the_caller_s_own_goes_on_around_foreign_code() -> None:
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, 100)
        with process_restored():
            pass
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 50
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def test_a_process_that_foreign_code_forks_ends_where_the_code_does(
    tmp_path: Path,
) -> None:
    with process_restored():
        child = os.fork()
    (tmp_path / f"went on {os.getpid()}").touch()
    assert os.waitpid(child, 0)[1] == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"went on {os.getpid()}"]


def test_code_that_swallows_the_end_of_its_time_hears_it_again() -> None:
    swallowed = 0
    with pytest.raises(TimeUp), time_limit(0.05):
        while True:
            try:
                signal.pause()
            except BaseException:
                swallowed += 1
                if swallowed == 2:
                    raise
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_annotator_that_takes_no_end_costs_its_article(
    project: Callable[..., Path],
) -> None:
    waits = MODULE.replace(
        "yield", "while 'WAIT' in article.text: pass\n        yield"
    ).replace("LABEL", "'x'")
    outcome = made(with_module(project(["Anne.", "WAIT", "Bob."], limit=0.2), waits))
    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert (row["id"], row["step"]) == ("a1", "annotate: own")
    assert (
        row["reason"]
        == "own took longer than 0.2 seconds; `limit` under `run` says how long it may"
    )
    assert (outcome.kept, outcome.may_pass) == (2, 1)


ENDS = """
import os, re, time
from pressmark import CustomSpan

class Own:
    name = layer = "own"
    needs = ()

    def annotate(self, article, doc):
        print("PRINTED")
        os.write(1, b"PRINTED")
        if "HOLD" in article.text:
            re.match(r"(a|a)*$", "a" * 60 + "b")
        if "DIE" in article.text:
            os._exit(3)
        yield CustomSpan.cut(article.text, 0, 1, "x")
"""


def test_one_worker_neither_dies_nor_hangs_with_its_annotator(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(project(["Anne.", "HOLD", "Bob."], workers=1, limit=0.5), ENDS)
    command = [sys.executable, "-m", "pressmark", "annotate", str(yaml), "--json"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120
    )
    said = json.loads(ended.stdout)
    assert (
        ended.returncode,
        said["seen"],
        said["kept"],
        said["rejected"],
        said["may_pass"],
    ) == (
        1,
        3,
        2,
        1,
        1,
    )
    assert "PRINTED" in ended.stderr
    assert (
        "1 article was rejected by an error that may pass; try it again with --retry"
        in ended.stderr
    )


def test_a_thread_that_an_annotator_leaves_behind_keeps_no_run_from_its_end(
    project: Callable[..., Path],
) -> None:
    leaves = MODULE.replace("import os", "import threading").replace(
        "yield",
        "threading.Thread(target=threading.Event().wait).start()\n        yield",
    )
    yaml = with_module(project(["Anne.", "Bob."]), leaves.replace("LABEL", "'x'"))
    command = [sys.executable, "-m", "pressmark", "annotate", str(yaml), "--json"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ended.returncode, json.loads(ended.stdout)["kept"]) == (0, 2)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a process's children")
def test_a_process_that_an_annotator_leaves_behind_ends_with_the_run(
    project: Callable[..., Path],
) -> None:
    leaves = MODULE.replace("import os", "import os, subprocess, time").replace(
        "yield",
        "if article.text == 'Anne.' and not os.fork():\n"
        "            time.sleep(600)\n"
        "        if article.text == 'Bob.':\n"
        "            subprocess.Popen(['sleep', '600'])\n"
        "        yield",
    )
    yaml = with_module(project(["Anne.", "Bob."]), leaves.replace("LABEL", "'x'"))
    command = [sys.executable, "-m", "pressmark", "annotate", str(yaml), "--json"]
    # Its stderr is read to the end: until nobody holds it any more.
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ended.returncode, json.loads(ended.stdout)["kept"]) == (0, 2)


def test_a_process_whose_files_an_annotator_closed_costs_nothing_that_is_done(
    project: Callable[..., Path],
) -> None:
    closes = MODULE.replace("yield", "os.closerange(1, 300)\n        yield")
    yaml = with_module(project(["Anne.", "Bob."]), closes.replace("LABEL", "'x'"))
    command = [sys.executable, "-m", "pressmark", "annotate", str(yaml), "--json"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ended.returncode, json.loads(ended.stdout)["kept"]) == (0, 2)
    assert labels(yaml.parent / "corpus") == {"x"}


# What decides its layer.


HERE = "from pathlib import Path\nhere = Path(__file__).parent\n"


@pytest.mark.parametrize(
    ("source", "helper"),
    [
        ("from helper import LABEL\n", "helper.py"),
        ("import helper\nLABEL = helper.LABEL\n", "helper.py"),
        (
            "from importlib import import_module\nLABEL = import_module('helper').LABEL\n",
            "helper.py",
        ),
        ("from parts.inner import LABEL\n", "parts/inner.py"),
        ("from between import LABEL\n", "helper.py"),
        (HERE + "LABEL = (here / 'words.txt').read_text()[9:10]\n", "words.txt"),
        (
            HERE + "LABEL = (here / 'lists' / 'w.txt').read_text()[9:10]\n",
            "lists/w.txt",
        ),
        (
            HERE + "LABEL = next(here.glob('*.lst')).read_text()[9:10]\n",
            "words.lst",
        ),
        (
            HERE + "LABEL = Path(__file__).with_suffix('.csv').read_text()[9:10]\n",
            "own.csv",
        ),
    ],
)
def test_a_helper_or_word_list_that_changed_makes_the_layer_again(
    source: str, helper: str, project: Callable[..., Path]
) -> None:
    yaml = project(["Anne.", "Bob."])
    (yaml.parent / "between.py").write_text("from helper import *\n")
    place = yaml.parent / helper
    place.parent.mkdir(exist_ok=True)
    place.write_text("LABEL = 'a'")
    yaml = with_module(yaml, source + MODULE)
    assert labels(made(yaml).corpus) == {"a"}
    assert made(yaml).annotated == 0

    place.write_text("LABEL = 'b'")
    outcome = made(yaml)
    assert outcome.annotated == 2
    assert labels(outcome.corpus) == {"b"}


def test_a_file_that_an_annotator_does_not_name_is_none_of_its(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(project(["Anne."]), MODULE.replace("LABEL", "'x'"))
    made(yaml)
    (yaml.parent / "notes.txt").write_text("read the paper")
    (yaml.parent / "unused.py").write_text("x = 1")
    assert made(yaml).annotated == 0


def test_any_file_of_its_package_decides_an_annotators_layer(
    project: Callable[..., Path],
) -> None:
    yaml = with_module(project(["Anne."]), "", annotators="['lab.stance:Own']")
    (yaml.parent / "lab" / "data").mkdir(parents=True)
    (yaml.parent / "lab" / "__init__.py").touch()
    (yaml.parent / "lab" / "stance.py").write_text(MODULE.replace("LABEL", "'x'"))
    words = yaml.parent / "lab" / "data" / "words.bin"
    words.write_bytes(b"1")
    made(yaml)
    assert made(yaml).annotated == 0
    words.write_bytes(b"2")
    assert made(yaml).annotated == 1


def test_an_annotator_that_says_what_it_reads_is_believed(
    project: Callable[..., Path],
) -> None:
    source = MODULE.replace("LABEL", "'log.txt'").replace(
        "needs = ()", "needs = ()\n    reads = ('words/*.txt',)"
    )
    yaml = with_module(project(["Anne."]), source)
    (yaml.parent / "words").mkdir()
    (yaml.parent / "words" / "a.txt").write_text("1")
    made(yaml)
    (yaml.parent / "log.txt").write_text("it writes this itself")
    assert made(yaml).annotated == 0
    (yaml.parent / "words" / "a.txt").write_text("2")
    assert made(yaml).annotated == 1


# Again.

FLAKY = """
from pathlib import Path
from pressmark import CustomSpan

class Own:
    name = layer = "own"
    needs = ()
    reads = ()

    def annotate(self, article, doc):
        seen = Path(__file__).parent / "seen"
        with seen.open("a") as file:
            file.write(article.id + " ")
        if "BUSY" in article.text and not (Path(__file__).parent / "up").exists():
            raise ConnectionError("429: too many requests")
        yield CustomSpan.cut(article.text, 0, 1, "x", attributes={"pair": (1, 2)})
"""


def test_articles_that_an_error_kept_out_are_tried_again_alone(
    project: Callable[..., Path],
) -> None:
    texts = ["Anne.", "BUSY", "Bob.", "Cleo.", "BUSY", "Dan."]
    yaml = with_module(project(texts, shard=3), FLAKY)
    first = made(yaml)
    assert (first.kept, first.rejected, first.may_pass) == (4, 2, 2)

    (yaml.parent / "up").touch()
    (yaml.parent / "seen").write_text("")
    still = made(yaml)
    assert (still.kept, still.may_pass, (yaml.parent / "seen").read_text()) == (
        4,
        2,
        "",
    )

    again = run(read(yaml), retry=True)
    assert (again.seen, again.kept, again.rejected, again.may_pass) == (6, 6, 0, 0)
    assert (yaml.parent / "seen").read_text() == "a1 a4 "
    assert pressmark.check(again.corpus) == ()

    fresh = with_module(project(texts, folder="fresh", shard=3), FLAKY)
    (fresh.parent / "up").touch()
    assert tables(again.corpus) == tables(made(fresh).corpus)


def test_a_retry_that_fails_again_loses_nothing(project: Callable[..., Path]) -> None:
    yaml = with_module(project(["Anne.", "BUSY"]), FLAKY)
    before = tables(made(yaml).corpus)
    again = run(read(yaml), retry=True)
    assert (again.kept, again.rejected, again.may_pass) == (1, 1, 1)
    assert tables(again.corpus) == before


def test_what_the_source_rejects_is_not_tried_again(
    project: Callable[..., Path],
) -> None:
    outcome = made(with_module(project(["Anne.", ""]), FLAKY))
    assert (outcome.rejected, outcome.may_pass) == (1, 0)


def test_rejections_of_one_file_and_reason_are_one_line() -> None:
    def row(
        file: str | None, place: str | None, reason: str, id: str | None = None
    ) -> dict[str, Any]:
        return {
            "id": id,
            "file": file,
            "place": place,
            "step": "import",
            "reason": reason,
        }

    rows = [row("t.csv", f"line {n}", "no column `text`") for n in range(2, 52)]
    rows += [
        row("t.csv", "line 60", "no column `text`"),
        row("t.csv", "line 61", "has no text"),
        row("x.pdf", None, "odd"),
    ]
    rows += [row("a\x1b[2J.txt", None, "has\nno text", "a")]
    assert list(group_lines(grouped(rows))) == [
        "t.csv, lines 2–51, 60 (51): no column `text`",
        "t.csv, line 61: has no text",
        "x.pdf: odd",
        "a (a�[2J.txt): has no text",
    ]


def test_the_command_lists_what_was_rejected(project: Callable[..., Path]) -> None:
    from typer.testing import CliRunner

    from pressmark.cli.app import app

    corpus = made(with_module(project(["BUSY", "BUSY", "Anne."]), FLAKY)).corpus
    said = CliRunner().invoke(app, ["rejected", str(corpus)]).stdout
    assert said.startswith(
        "a.jsonl, lines 1–2 (2): ConnectionError: 429: too many requests (own.py:"
    )
    (group,) = json.loads(
        CliRunner().invoke(app, ["rejected", str(corpus), "--json"]).stdout
    )
    assert (group["ids"], group["places"], group["may_pass"]) == (
        ["a0", "a1"],
        ["line 1", "line 2"],
        True,
    )


def test_the_hash_of_every_lexicon_and_gazetteer_stands_in_runs(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne."])
    (yaml.parent / "names.yaml").write_text("- {name: Anne, label: PER}\n")
    yaml = with_module(yaml, "", annotators="[entities: {gazetteer: names.yaml}]")
    runs = pressmark.load(made(yaml).corpus).table("runs")
    (row,) = (row for row in runs if row["step"] == "annotate")
    hashes = json.loads(row["settings"])["files_sha256"]
    assert {"names.yaml", "lexicons/entities.fr.yaml"} <= set(hashes)
    assert all(len(sha256) == 64 for sha256 in hashes.values())
