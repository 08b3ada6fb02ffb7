"""The checks of a chapter, out of its notebook, and small changes of what they say.

A check is run without the rest of its chapter: of the other cells only those run that
define a name which it needs, directly or through others.
"""

import ast
import builtins
import contextlib
import copy
import inspect
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np

from mathdl.verify import VerificationError, verify
from mathdl.verify._check import Check
from tests.book import Page

DEFAULTS = {
    name: parameter.default
    for name, parameter in inspect.signature(verify).parameters.items()
    if parameter.kind is parameter.KEYWORD_ONLY and name != "wrong"
}


@dataclass
class Statement:
    """One call of `verify`: what it checks, and where its text stands."""

    label: str
    statement: Callable
    options: dict
    text: ast.FunctionDef | None
    names: dict  # in which the text means what it says

    def passes(self, statement: Callable | None = None, **options) -> bool:
        """Tell whether the check accepts itself, or another text, or another seed."""
        try:
            with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
                verify(
                    self.label, statement or self.statement, **self.options, **options
                )
        except Exception:  # a changed text may fail in any way
            return False
        return True

    def holds(self, seed: int) -> bool:
        """Tell whether the statement holds in the cases of a seed."""
        given = {k: v for k, v in self.options.items() if k != "wrong"}
        check = Check(self.label, self.statement, **{**DEFAULTS, **given, "seed": seed})
        try:
            check.run()
        except VerificationError:
            return False
        return True


def _defined(cell: ast.Module) -> set[str]:
    found = set()
    for node in cell.body:
        for one in ast.walk(node):
            if isinstance(one, ast.FunctionDef | ast.ClassDef):
                found.add(one.name)
            elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                found.add(one.id)
            elif isinstance(one, ast.alias):
                found.add((one.asname or one.name).split(".")[0])
    return found


def _needed(cell: ast.Module) -> set[str]:
    loaded = {
        node.id
        for node in ast.walk(cell)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return loaded - set(dir(builtins))


def _is_check(cell: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "verify"
        for node in ast.walk(cell)
    )


def needed_cells(cells: list[ast.Module]) -> list[bool]:
    """Tell which cells the checks of a chapter need."""
    needed = [_is_check(cell) for cell in cells]
    last = max((k for k, is_needed in enumerate(needed) if is_needed), default=-1)
    before: list[bool] = []
    while needed != before:
        before = needed
        used = [
            cell for cell, is_needed in zip(cells, needed, strict=True) if is_needed
        ]
        wanted = set().union(*map(_needed, used))
        needed = [
            is_needed or (place < last and bool(_defined(cell) & wanted))
            for place, (cell, is_needed) in enumerate(zip(cells, needed, strict=True))
        ]
    return needed


def statements(page: Page) -> list[Statement]:
    """Return all checks of a chapter, ready to be run."""
    cells = [ast.parse(cell.source) for cell in page.code]
    names: dict = {"__name__": page.name}
    functions: dict[str, ast.FunctionDef] = {}
    found: list[Statement] = []

    def note(label, statement, **options):
        text = functions.get(getattr(statement, "__name__", ""))
        found.append(Statement(label, statement, options, text, names))

    for cell, is_needed in zip(cells, needed_cells(cells), strict=True):
        if not is_needed:
            continue
        functions |= {f.name: f for f in cell.body if isinstance(f, ast.FunctionDef)}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell, page.name, "exec"), names)
            names["verify"] = note
        plt.close("all")  # a needed cell may draw too
    return found


# Small changes of a statement

SWAPPED = {
    "max": "mean", "min": "max", "mean": "max", "sum": "mean",
    "maximum": "minimum", "minimum": "maximum", "prod": "sum",
}  # fmt: skip
CALMED = {"abs", "sqrt", "square"}
COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


def mutants(text: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield changed statements, each with what was changed in words.

    What draws the case is left alone: a line in which ``rng`` stands, and the condition
    of a branch. So is the scale, with the names that stand in it alone.
    """
    spared = set(_spared(text))
    for place, node in enumerate(ast.walk(text)):
        if id(node) in spared:
            continue
        for change in _changes(node):
            changed = copy.deepcopy(text)
            twin = next(n for k, n in enumerate(ast.walk(changed)) if k == place)
            before = ast.unparse(twin)
            change(twin)
            yield f"{before} → {ast.unparse(twin)}", changed


def _spared(text: ast.FunctionDef) -> Iterator[int]:
    for node in ast.walk(text):
        draws = isinstance(node, ast.Call | ast.stmt) and not isinstance(
            node, ast.FunctionDef | ast.If | ast.For | ast.While | ast.With
        )
        if draws and any(getattr(n, "id", "") == "rng" for n in ast.walk(node)):
            yield from map(id, ast.walk(node))
        if isinstance(node, ast.If | ast.While):
            yield from map(id, ast.walk(node.test))
        if isinstance(node, ast.Subscript):
            yield from map(id, ast.walk(node.slice))
    yield from _of_scales(text)


def _of_scales(text: ast.FunctionDef) -> Iterator[int]:
    pairs = [
        node.value.elts
        for node in ast.walk(text)
        if isinstance(node, ast.Return | ast.Yield)
        and isinstance(node.value, ast.Tuple)
    ]
    scales = [pair[2] for pair in pairs if len(pair) == 3]
    claimed = _names(side for pair in pairs for side in pair[:2])
    for node in ast.walk(text):
        if isinstance(node, ast.Assign) and _names(node.targets) <= (
            _names(scales) - claimed
        ):
            scales.append(node)
    for scale in scales:
        yield from map(id, ast.walk(scale))


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    walked = (one for node in nodes for one in ast.walk(node))
    return {one.id for one in walked if isinstance(one, ast.Name)}


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield lambda n: _become(n, n.value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda n: _become(n, n.operand)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        yield lambda n: n.ops.__setitem__(0, COMPARED[type(n.ops[0])]())


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _of_operation(node: ast.BinOp) -> Iterator[Callable[[ast.AST], None]]:
    if isinstance(node.op, ast.Pow):
        yield lambda n: _add(n.right, 0.05)
    elif isinstance(node.op, ast.Add | ast.Sub):
        yield lambda n: setattr(n, "op", _other(n.op))
    if isinstance(node.op, ast.Mult | ast.Div):
        for side in ("left", "right"):
            if _is_number(getattr(node, side)):
                yield lambda n, side=side: _scale(getattr(n, side), 1.01)


def _other(op: ast.operator) -> ast.operator:
    return ast.Sub() if isinstance(op, ast.Add) else ast.Add()


def _of_call(node: ast.Call) -> Iterator[Callable[[ast.AST], None]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in SWAPPED and isinstance(node.func, ast.Attribute):
        yield lambda n: setattr(n.func, "attr", SWAPPED[name])
    if name in CALMED and len(node.args) == 1:
        yield lambda n: _become(n, n.args[0])


def _become(node: ast.AST, other: ast.AST) -> None:
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def _add(node: ast.AST, step: float) -> None:
    old = copy.deepcopy(node)
    _become(node, ast.BinOp(old, ast.Add(), ast.Constant(step)))


def _scale(node: ast.AST, factor: float) -> None:
    _become(node, ast.Constant(node.value * factor))


def built(statement: Statement, text: ast.FunctionDef) -> Callable:
    """Return a changed statement as a function, in the names of its chapter."""
    module = ast.Module([text], type_ignores=[])
    names = dict(statement.names)
    exec(compile(ast.fix_missing_locations(module), "changed", "exec"), names)
    return names[text.name]


def survivors(statement: Statement) -> tuple[int, list[str]]:
    """Return how many changes were made, and those that the check would accept."""
    if statement.text is None:
        return 0, []
    made = dict(mutants(statement.text))
    alive = [
        change
        for change, text in made.items()
        if statement.passes(built(statement, text))
    ]
    return len(made), alive
