"""
Measure how large and dense the code is, what is said of it, how things are called: the figures of docs/house.md.

    .venv/bin/python benchmarks/house.py [--root FOLDER] [--words]

`--root` measures another state of the project, or any folder with `corpus`, `annotators` and `site`, by the same
rules; `--words` lists the pro-forms of each folder and the private names that mean many things. What a row counts is
said in the docstring of its function. Code is every `.py` file of the three rooms, tests those of `tests/`; a line is
one of a file.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import statistics
import tokenize
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOMS = ("corpus", "annotators", "site")
BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BROAD = ("Exception", "BaseException")
PRO_FORMS = frozenset(
    "one ones other others found known given said told asked kept made seen taken shown wanted held left written read "
    "standing stands here there at it they what which such both thing things own".split()
)
"""Words that stand for a noun: pronouns, participles, adverbs of place."""
FILLERS = frozenset("doc data obj item items res result results value values".split())
ADJECTIVES = frozenset(
    "LONG LONGER LONGEST SHORT SHORTER SHORTEST NEAR NEARER NEAREST FAR FARTHER FARTHEST MOST MORE LEAST LESS FEW "
    "FEWER MANY MUCH WIDE NARROW HIGH LOW HIGHEST LOWEST LARGE LARGEST SMALL SMALLEST BIG FIRST LAST EARLY LATE PLAIN "
    "STRONG WEAK EMPTY OPEN CLOSED SURE ENOUGH FULL WHOLE CLEAR CLOSE DEEP EARLIEST LATEST".split()
)
"""One word that says how much, not of what: `_LONGEST = 28`."""


@dataclass(frozen=True)
class Module:
    """One file: its path, its text, its syntax."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Lines of the file, blank ones and docstrings too."""
        return len(self.text.splitlines())

    @cached_property
    def comments(self) -> list[tuple[bool, str]]:
        """Each comment, and whether it has its line to itself; `type:`, `noqa`, `fmt:`, `pragma` are none."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        spoken = [
            token
            for token in tokens
            if token.type == tokenize.COMMENT and not _is_directive(token.string)
        ]
        return [
            (not token.line[: token.start[1]].strip(), token.string) for token in spoken
        ]

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions and methods, inner ones too."""
        return [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]


def _is_directive(comment: str) -> bool:
    return bool(re.match(r"#\s*(type:|noqa|fmt:|pragma|!)", comment))


@dataclass(frozen=True)
class House:
    """The code and the tests of one state of the project."""

    root: Path

    @cached_property
    def modules(self) -> list[Module]:
        """The modules of the three rooms."""
        return [
            _module(path)
            for room in ROOMS
            for path in sorted((self.root / room).rglob("*.py"))
        ]

    @cached_property
    def tests(self) -> list[Module]:
        """The modules of the tests."""
        return [_module(path) for path in sorted((self.root / "tests").rglob("*.py"))]

    @property
    def lines(self) -> int:
        """Lines of code."""
        return sum(module.lines for module in self.modules)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions of the code."""
        return [function for module in self.modules for function in module.functions]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the syntax of the code."""
        return [node for module in self.modules for node in ast.walk(module.tree)]

    def per_thousand(self, count: int) -> str:
        """How many in a thousand lines of code."""
        return f"{1000 * count / self.lines:.1f}"


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))


def _spread(values: Sequence[float]) -> str:
    """Median, the value that 90 in 100 do not exceed, and the largest."""
    ordered = sorted(values)
    return f"{statistics.median(ordered):.4g}, {ordered[len(ordered) * 9 // 10]:.4g}, {ordered[-1]:.4g}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / max(whole, 1):.1f} %)"


def module_lines(house: House) -> str:
    """Number of modules; lines of a module, median and longest."""
    sizes = [module.lines for module in house.modules]
    return f"{len(sizes)}; {statistics.median(sizes):.0f} and {max(sizes)}; {house.lines} in all"


def function_lines(house: House) -> str:
    """Lines from `def` to the last, docstring included, decorators not: median, 90 in 100, longest."""
    return _spread(
        [
            (function.end_lineno or 0) - function.lineno + 1
            for function in house.functions
        ]
    )


def function_nodes(house: House) -> str:
    """Syntax nodes in a function, its docstring, annotations and decorators left out: median, 90 in 100, most."""
    return _spread([_body_nodes(function) for function in house.functions])


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The statements of a function after its docstring."""
    return (
        function.body[1:]
        if ast.get_docstring(function, clean=False) is not None
        else function.body
    )


def _body_nodes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return sum(1 for statement in _body(function) for _ in ast.walk(statement))


def nodes_a_line(house: House) -> str:
    """
    Syntax nodes to each line of a function's body: median over the functions that have a body.

    A body is what follows the docstring; its lines run from its first statement to its last, blank ones and comments
    left out. Contexts (`Load`, `Store`), operators and every other node of the tree that `ast` gives are counted.
    """
    densities = []
    for module in house.modules:
        lines = module.text.splitlines()
        for function in module.functions:
            if body := _body(function):
                inside = lines[body[0].lineno - 1 : body[-1].end_lineno]
                coded = [
                    line
                    for line in inside
                    if line.strip() and not line.lstrip().startswith("#")
                ]
                densities.append(_body_nodes(function) / max(len(coded), 1))
    return f"{statistics.median(densities):.1f}"


def branches(function: ast.AST) -> int:
    """How many ways lead through a function: one, and one more for each condition, loop and caught error."""
    inner = list(ast.walk(function))
    joined = sum(len(node.values) - 1 for node in inner if isinstance(node, ast.BoolOp))
    filtered = sum(
        len(node.ifs) for node in inner if isinstance(node, ast.comprehension)
    )
    return 1 + sum(isinstance(node, BRANCHES) for node in inner) + joined + filtered


def complexity(house: House) -> str:
    """Branches of a function, every `and`, `or`, filter and inner function counted: median, 90 in 100, most."""
    return _spread([branches(function) for function in house.functions])


def branching_functions(house: House) -> str:
    """Functions with more than ten branches, by room."""
    shares = []
    for room in ROOMS:
        functions = [
            f
            for m in house.modules
            if m.path.is_relative_to(house.root / room)
            for f in m.functions
        ]
        many = sum(branches(function) > 10 for function in functions)
        shares.append(f"{room} {100 * many / max(len(functions), 1):.1f} %")
    return ", ".join(shares)


def return_types(house: House) -> str:
    """Functions whose return type is annotated."""
    return _share(
        sum(function.returns is not None for function in house.functions),
        len(house.functions),
    )


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def public_docstrings(house: House) -> str:
    """Functions at a module's top, and methods of its classes, without a leading underscore that have a docstring."""
    public = [function for function, is_public in _outer(house) if is_public]
    return _share(
        sum(ast.get_docstring(function) is not None for function in public), len(public)
    )


def private_docstrings(house: House) -> str:
    """The same of those with a leading underscore, or in a class with one; dunders are private."""
    private = [function for function, is_public in _outer(house) if not is_public]
    return _share(
        sum(ast.get_docstring(function) is not None for function in private),
        len(private),
    )


def _outer(
    house: House,
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """Functions at the top of a module or of a class there, and whether they are public."""
    for module in house.modules:
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node, _is_public(node.name)
            elif isinstance(node, ast.ClassDef):
                methods = (
                    inner
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
                )
                yield from (
                    (method, _is_public(method.name) and _is_public(node.name))
                    for method in methods
                )


def examples(house: House) -> str:
    """`>>>` lines in docstrings, and the functions, classes and modules that have one."""
    documented = (ast.AsyncFunctionDef, ast.FunctionDef, ast.ClassDef, ast.Module)
    docstrings = [
        ast.get_docstring(node) or ""
        for node in house.nodes
        if isinstance(node, documented)
    ]
    counts = [len(re.findall(r"^\s*>>> ", docstring, re.M)) for docstring in docstrings]
    return f"{sum(counts)} in {sum(count > 0 for count in counts)} docstrings"


def broad_excepts(house: House) -> str:
    """Handlers that catch `Exception`, `BaseException`, or everything."""
    handlers = [node for node in house.nodes if isinstance(node, ast.ExceptHandler)]
    return str(
        sum(
            not _caught(handler) or bool(_caught(handler) & {*BROAD})
            for handler in handlers
        )
    )


def _caught(handler: ast.ExceptHandler) -> set[str]:
    return (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
        if handler.type
        else set()
    )


def tests_to_code(house: House) -> str:
    """Lines of `tests/*.py` to lines of code."""
    lines = sum(module.lines for module in house.tests)
    return f"{lines / house.lines:.2f} ({lines} to {house.lines})"


def test_functions(house: House) -> str:
    """Functions called `test_…`; `assert` statements in all test files; uses of `parametrize`."""
    count = sum(
        function.name.startswith("test_")
        for module in house.tests
        for function in module.functions
    )
    asserts = sum(
        isinstance(node, ast.Assert)
        for module in house.tests
        for node in ast.walk(module.tree)
    )
    return f"{count} functions, {asserts} asserts, {_occurring(house.tests, 'mark.parametrize')} parametrized"


def generated_tests(house: House) -> str:
    """Test files that import hypothesis."""
    return str(sum("hypothesis" in module.text for module in house.tests))


def _occurring(modules: Sequence[Module], text: str) -> int:
    return sum(module.text.count(text) for module in modules)


def monkeypatching(house: House) -> str:
    """Test files that name `monkeypatch`."""
    return str(sum("monkeypatch" in module.text for module in house.tests))


def comment_lines(house: House) -> str:
    """Lines that hold a comment and nothing else."""
    return _share(
        sum(alone for module in house.modules for alone, _ in module.comments),
        house.lines,
    )


def trailing_comments(house: House) -> str:
    """Comments that follow code on its line."""
    return _share(
        sum(not alone for module in house.modules for alone, _ in module.comments),
        house.lines,
    )


def bound_names(tree: ast.AST) -> Iterator[str]:
    """
    The names that are bound: assignments, loop variables, `with … as`, `:=` and those of comprehensions.

    A name bound twice counts twice; attributes, parameters and `except … as` do not count.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _bound(house: House, folder: str = "") -> Counter[str]:
    inside = house.root / folder
    modules = (module for module in house.modules if module.path.is_relative_to(inside))
    return Counter(name for module in modules for name in bound_names(module.tree))


def _of(names: Counter[str], belongs: Callable[[str], bool]) -> str:
    count = sum(number for name, number in names.items() if belongs(name))
    return f"{100 * count / max(names.total(), 1):.1f} %"


def pro_forms(house: House) -> str:
    """Bound names (see `bound_names`) that are one of PRO_FORMS, after `_` in front is taken off; in all, by room."""
    shares = [f"{room} {_of(_bound(house, room), _is_pro_form)}" for room in ROOMS]
    return f"{_of(_bound(house), _is_pro_form)}; {', '.join(shares)}"


def _is_pro_form(name: str) -> bool:
    return name.lstrip("_") in PRO_FORMS


def pro_form_parameters(house: House) -> str:
    """Parameters of functions that are one of PRO_FORMS; `other` of a comparison left out."""
    parameters = [
        node
        for node in house.nodes
        if isinstance(node, ast.arg) and node.arg not in ("self", "other")
    ]
    return _share(
        sum(_is_pro_form(parameter.arg) for parameter in parameters), len(parameters)
    )


def one_letter_names(house: House) -> str:
    """Bound names of one letter; `_` is none."""
    return _of(_bound(house), lambda name: len(name) == 1 and name != "_")


def filler_names(house: House) -> str:
    """Bound names that are one of FILLERS."""
    return _of(_bound(house), FILLERS.__contains__)


def comprehensions(house: House) -> str:
    """Comprehensions and generator expressions in 1,000 lines."""
    return house.per_thousand(
        sum(isinstance(node, COMPREHENSIONS) for node in house.nodes)
    )


def ternaries(house: House) -> str:
    """Conditional expressions (`a if b else c`) in 1,000 lines, and how many stand within another."""
    inner = [node for node in house.nodes if isinstance(node, ast.IfExp)]
    nested = sum(
        any(
            isinstance(below, ast.IfExp) and below is not node
            for below in ast.walk(node)
        )
        for node in inner
    )
    return f"{house.per_thousand(len(inner))}; {nested} hold another"


def private_names(house: House) -> dict[str, int]:
    """Private functions, methods and constants at a module's top: in how many modules each is made."""
    modules: dict[str, set[Path]] = defaultdict(set)
    for module in house.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                modules[node.name].add(module.path)
        for name in _constants(module):
            modules[name].add(module.path)
    return {
        name: len(paths)
        for name, paths in modules.items()
        if name.startswith("_") and not name.endswith("__")
    }


def many_meanings(house: House) -> str:
    """Private names (see `private_names`) that are made in five modules or more, with the first ten."""
    many = {name: count for name, count in private_names(house).items() if count >= 5}
    first = sorted(many.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    return f"{len(many)}: {', '.join(f'{name} {count}' for name, count in first)}"


def _constants(module: Module) -> Iterator[str]:
    """Names bound at a module's top level by an assignment, if they are written in capitals."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield from (
                name
                for name in bound_names(node)
                if re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name)
            )


def bare_adjectives(house: House) -> str:
    """Constants at a module's top whose name is one of ADJECTIVES and no more."""
    names = Counter(
        name
        for m in house.modules
        for name in _constants(m)
        if name.lstrip("_") in ADJECTIVES
    )
    return f"{names.total()}: {', '.join(f'{name} {count}' for name, count in names.most_common(6))}"


def namesakes(house: House) -> str:
    """Modules with a function at their top of the same name."""
    named = [
        module.path.stem
        for module in house.modules
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name == module.path.stem
    ]
    return str(len(named))


def rooms_at_the_top(house: House) -> str:
    """Modules and packages directly in `corpus/`; `__init__`, `__main__` and `py.typed` are none."""
    top = house.root / "corpus"
    modules = [path for path in top.glob("*.py") if not path.stem.startswith("__")]
    packages = [path for path in top.iterdir() if (path / "__init__.py").exists()]
    return f"{len(modules) + len(packages)} ({len(modules)} modules, {len(packages)} packages)"


def duplicate_classes(house: House) -> str:
    """Class names, a leading underscore taken off, that two or more classes have."""
    names = Counter(
        node.name.lstrip("_") for node in house.nodes if isinstance(node, ast.ClassDef)
    )
    twice = sorted(name for name, count in names.items() if count > 1)
    return f"{len(twice)}: {', '.join(twice)}" if twice else "0"


def any_lines(house: House) -> str:
    """Lines that hold the word `Any` as code, in 1,000; imports count."""
    lines = sum(len(set(_lines_with_any(module.tree))) for module in house.modules)
    return f"{lines} ({house.per_thousand(lines)} in 1,000)"


def _lines_with_any(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if (isinstance(node, ast.Name) and node.id == "Any") or (
            isinstance(node, ast.alias) and node.name == "Any"
        ):
            yield node.lineno


def isinstance_calls(house: House) -> str:
    """Calls of `isinstance` in 1,000 lines."""
    calls = [node for node in house.nodes if isinstance(node, ast.Call)]
    count = sum(
        isinstance(call.func, ast.Name) and call.func.id == "isinstance"
        for call in calls
    )
    return f"{count} ({house.per_thousand(count)} in 1,000)"


def many_parameters(house: House) -> str:
    """Functions with more than five parameters, `self` and `cls` left out, and the most."""
    counts = [_parameters(function) for function in house.functions]
    return f"{sum(count > 5 for count in counts)}, at most {max(counts)}"


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in every)


def raises(house: House) -> str:
    """`raise` statements with a call or a name, and how many of them raise the bare base class `PressmarkError`."""
    raised = [
        node
        for node in house.nodes
        if isinstance(node, ast.Raise) and node.exc is not None
    ]
    bare = sum(
        bool(re.match(r"PressmarkError\b", ast.unparse(node.exc)))
        for node in raised
        if node.exc
    )
    return f"{len(raised)}, {bare} of the base class"


def public_exports(house: House) -> str:
    """Names in all `__all__` lists; those of the package `pressmark` itself."""
    listed = {module.path: list(_exported(module.tree)) for module in house.modules}
    return f"{sum(map(len, listed.values()))}; {len(listed[house.root / 'corpus' / '__init__.py'])} from pressmark"


def _exported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and "__all__" in bound_names(node):
            yield from (
                str(part.value)
                for part in ast.walk(node.value)
                if isinstance(part, ast.Constant)
            )


def ignored_types(house: House) -> str:
    """`# type: ignore` in code and in tests."""
    return f"{_occurring(house.modules, '# type: ignore')} and {_occurring(house.tests, '# type: ignore')}"


def workflow(house: House) -> str:
    """Whether an outsider's platform runs checks: files in `.github/workflows`."""
    return (
        str(len(list((house.root / ".github" / "workflows").glob("*.y*ml"))))
        + " workflows"
    )


def coverage(house: House) -> str:
    """The floor of coverage that `pyproject.toml` sets (`fail_under`)."""
    text = (house.root / "pyproject.toml").read_text(encoding="utf-8")
    floor = re.search(r"^fail_under = (\d+)", text, re.M)
    return f"at least {floor.group(1)} %" if floor else "not measured"


ROWS: dict[str, Callable[[House], str]] = {
    "1   modules; lines median and longest": module_lines,
    "2   lines of a function, median 90 most": function_lines,
    "2   nodes of a function, median 90 most": function_nodes,
    "3   branches of a function, median 90 most": complexity,
    "3   functions of more than ten branches": branching_functions,
    "4   return types": return_types,
    "5   public docstrings": public_docstrings,
    "5   private docstrings": private_docstrings,
    "5   examples (>>>)": examples,
    "6   broad excepts": broad_excepts,
    "7   lines of tests to lines of code": tests_to_code,
    "7   tests": test_functions,
    "8   rooms at the top of corpus/": rooms_at_the_top,
    "10  class names of two classes": duplicate_classes,
    "13  functions of more than five parameters": many_parameters,
    "14  raises": raises,
    "17  exported names": public_exports,
    "19  test files with generated input": generated_tests,
    "22  test files that monkeypatch": monkeypatching,
    "25  lines with Any": any_lines,
    "25  type: ignore, code and tests": ignored_types,
    "31  isinstance": isinstance_calls,
    "35  comment lines": comment_lines,
    "35  trailing comments": trailing_comments,
    "36  pro-forms among bound names": pro_forms,
    "36  pro-forms among parameters": pro_form_parameters,
    "36  one-letter names": one_letter_names,
    "36  result, data, item, value …": filler_names,
    "37  comprehensions in 1,000 lines": comprehensions,
    "37  ternaries in 1,000 lines": ternaries,
    "38  nodes a line of body, median": nodes_a_line,
    "39  private names made in 5 modules or more": many_meanings,
    "39  constants that are a bare adjective": bare_adjectives,
    "40  modules with a function of their name": namesakes,
    "41  continuous integration": workflow,
    "42  coverage": coverage,
}
"""The rows that can be measured from the files, under the numbers of the points of a longer comparison."""


def words(house: House) -> Iterator[str]:
    """The pro-forms of each folder with how often each is bound, then private names with many meanings."""
    for folder in sorted({module.path.parent for module in house.modules}):
        name = str(folder.relative_to(house.root))
        bound = Counter(
            n
            for m in house.modules
            if m.path.parent == folder
            for n in bound_names(m.tree)
        )
        if counts := Counter(
            {word: count for word, count in bound.items() if _is_pro_form(word)}
        ):
            listed = ", ".join(
                f"{word} {count}" for word, count in counts.most_common()
            )
            yield f"{name} ({100 * counts.total() / bound.total():.1f} %): {listed}"
    for name, count in sorted(
        private_names(house).items(), key=lambda pair: (-pair[1], pair[0])
    ):
        if count >= 3:
            yield f"{name}: {count} modules"


def main() -> None:
    """Print the rows of a state of the project."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(__file__).resolve().parent.parent,
        help="the project's folder",
    )
    parser.add_argument(
        "--words", action="store_true", help="list the words that rows 36 and 39 count"
    )
    options = parser.parse_args()
    house = House(options.root)
    for name, row in ROWS.items():
        print(f"{name:45} {row(house)}")
    if options.words:
        print(*words(house), sep="\n")


if __name__ == "__main__":
    main()
