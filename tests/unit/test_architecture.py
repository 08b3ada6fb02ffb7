"""The design's arrows and sizes, held where nobody can forget them."""

import ast

import pytest

from tools import notebooks

ROOT = notebooks.ROOT
NUMERICS = {"tree", "linalg", "autodiff", "nn", "optim", "prob", "data"}

# What each part may import of this project.
MAY = {
    "numerics": {f"mathdl.{name}" for name in NUMERICS},
    "upper": {f"mathdl.{name}" for name in NUMERICS},
    "widgets": {f"mathdl.{name}" for name in NUMERICS} | {"mathdl.plot"},
    "scenes": {f"mathdl.{name}" for name in NUMERICS}
    | {"mathdl.plot", "mathdl.widgets._base"},
    "web": {"mathdl", "mathdl_book"},
    "tools": {"mathdl", "mathdl_book.paper", "mathdl_book.content.plan", "tools"},
}
# The rooms of the code that makes the pages, from the ground up, and their modules:
# each may import those that stand before it.
ROOMS = {
    "ground": ("node", "packages", "markup"),
    "content": (
        *("plan", "tables", "folds", "colours", "checked", "excerpts", "exercises"),
        "terms",
    ),
    "figures": ("strokes", "drawings", "panels", "inline", "pictures", "explorables"),
    "formulas": ("typeset", "glyphs", "later"),
    "page": ("icons", "purge", "assets", "clean"),
    "finding": ("chart", "chapters", "filter", "sidebar", "entries", "previews"),
    "ways_out": ("links", "live", "hub", "offline"),
    "paper": ("leaves", "document"),
}
FLOORS = [f"mathdl_book.{room}.{name}" for room in ROOMS for name in ROOMS[room]]
OUTSIDE = {"numerics": {"numpy", "sklearn"}}
MODULES = sorted(
    path
    for folder in ("mathdl", "web/mathdl_book", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "template" not in path.parts
)


def part(path) -> str:
    where = path.relative_to(ROOT).parts
    if where[0] != "mathdl":
        return where[0]
    if where[1] in ("widgets", "scenes"):
        return where[1]
    name = where[1].removesuffix(".py")
    return "numerics" if name in NUMERICS else "upper"


def imported(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def functions(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_point_down(path):
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts[:2])
    for name in imported(path):
        if name.split(".")[0] not in ("mathdl", "mathdl_book", "tools", "tests"):
            continue
        allowed = MAY[part(path)] | {own}
        assert any(name == a or name.startswith(f"{a}.") for a in allowed), name


def test_every_module_of_the_pages_stands_in_a_room():
    web = ROOT / "web"
    found = {path.relative_to(web) for path in (web / "mathdl_book").rglob("*.py")}
    names = {".".join(p.with_suffix("").parts) for p in found if p.stem[0] != "_"}
    assert names == set(FLOORS)


@pytest.mark.parametrize("module", FLOORS)
def test_rooms_stand_on_those_below(module):
    path = ROOT / "web" / f"{module.replace('.', '/')}.py"
    above = FLOORS[FLOORS.index(module) :]
    for name in imported(path):
        assert not any(name == one or name.startswith(f"{one}.") for one in above), name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_numerics_stand_on_numpy_alone(path):
    if part(path) != "numerics":
        return
    import sys

    outside = {name.split(".")[0] for name in imported(path)} - {"mathdl"}
    outside -= set(sys.stdlib_module_names)
    assert outside <= OUTSIDE["numerics"]


def test_scenes_alone_use_sympy():
    users = {p for p in MODULES if "sympy" in {n.split(".")[0] for n in imported(p)}}
    assert users
    assert {part(path) for path in users} == {"scenes"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_are_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 450
    for function in functions(path):
        body = function.body[ast.get_docstring(function) is not None :]
        if body:
            lines = body[-1].end_lineno - body[0].lineno + 1
            assert lines <= 25, f"{function.name} has {lines} lines"


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p.is_relative_to(ROOT / "mathdl")],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_public_functions_are_documented_and_few(path):
    public = list(functions(path))
    assert len(public) <= 14
    for function in public:
        assert ast.get_docstring(function), f"{function.name} has no docstring"
