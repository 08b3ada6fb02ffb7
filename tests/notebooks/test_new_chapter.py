"""`make chapter` lays out a chapter that passes the tests, and overwrites nothing."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tools import chapter, contents, notebooks

TOC = """\
format: jb-book
root: intro
parts:
  - caption: Back matter
    chapters:
      - file: backmatter/notation
"""
PLAN = """\
opening:
  name: start
  title: Start
  question: Where?
  needs: []
parts:
  - name: linear-algebra
    title: Linear algebra
    about: What a layer does.
    chapters:
      - name: linear-maps
        question: What can a layer do?
      - name: vectors
        title: Vectors and more
        question: When are two pictures alike?
        needs:
         [linear-maps]
      - name: norms
        question: How long?
  - name: networks
    title: Networks
    about: All of it.
    chapters:
      - name: layers
        question: How many?
"""
WRITTEN = ["linear-algebra/linear-maps", "linear-algebra/norms", "networks/layers"]


@pytest.fixture
def copy(tmp_path):
    """The repository without its pages, and with nothing planned."""
    for name in ("mathdl", "tools", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(notebooks.ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(notebooks.ROOT / name, tmp_path)
    about, _, _ = PLAN.partition("  - name: linear-algebra")
    return with_contents(tmp_path, about)


def with_contents(root, plan=PLAN):
    """Give a folder a table of contents and a plan."""
    (root / "chapters").mkdir()
    (root / "chapters/plan.yml").write_text(plan, "utf-8")
    (root / "_toc.yml").write_text(TOC, "utf-8")
    return root


def python(copy, *words):
    path = os.pathsep.join([str(copy), str(notebooks.ROOT / "web")])
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )


NEW = [
    "chapters/calculus/mean-values-and-theorems.ipynb",
    "mathdl/exercises/mean_values_and_theorems.py",
    "tests/exercises/wrong/mean_values_and_theorems.py",
]
PAGE = "mean-values-and-theorems.ipynb"
DUE = {
    f"test_a_chapter_has_8_to_12_exercises_and_5_answer_back[{PAGE}]": (
        f"{PAGE} has 2: 8 to 12 are due"
    ),
    f"test_chapter[{PAGE}-says_nothing_of_the_layout]": (
        "A question about a real network that this chapter answers, i'… is the layout's"
    ),
}


def test_a_new_chapter_lacks_what_its_writer_must_do_and_is_told(copy):
    laid = python(
        copy, "tools.chapter", "calculus/mean-values-and-theorems", "Mean values"
    )
    assert laid.returncode == 0, laid.stderr
    written, _, then = laid.stdout.partition("Next, in this order:")
    assert written.split()[1:] == [*NEW, "chapters/plan.yml", "_toc.yml"]
    for said in (
        "make fast ch=mean-values-and-theorems",
        "8 to 12",
        "wrong/mean_values_and_theorems.py",
    ):
        assert said in then
    form = python(copy, "ruff", "check", *NEW)
    assert form.returncode == 0, form.stdout
    form = python(copy, "ruff", "format", "--check", *NEW)
    assert form.returncode == 0, form.stdout

    where = ["tests/notebooks/test_house_rules.py", "tests/claims", "tests/exercises"]
    own = ("-p", "no:cacheprovider", "-k", PAGE.removesuffix(".ipynb"))
    tested = python(copy, "pytest", *own, *where, "chapters")
    failed = re.findall(r"^FAILED \S+::(.+?)(?: - .*)?$", tested.stdout, re.MULTILINE)
    assert sorted(failed) == sorted(DUE), tested.stdout
    for said in DUE.values():
        assert said in tested.stdout


def lay_out(root, place="linear-algebra/vectors", title="Vectors"):
    return chapter.lay_out(place, title, root)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with a small book, where notebooks are written but not run."""
    monkeypatch.setattr(notebooks, "store", lambda path: True)
    with_contents(tmp_path)
    for place in WRITTEN:
        page = new_notebook(cells=[new_markdown_cell("# A title")])
        page.metadata["mathdl"] = {"needs": []}
        path = tmp_path / f"chapters/{place}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(notebooks.text(page), "utf-8")
    return tmp_path


def contents_of(root):
    """Return what stands in every file of a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def listed(root):
    return re.findall(r"file: (?:chapters/)?(.*)", (root / "_toc.yml").read_text())


def plan_of(root):
    return (root / "chapters/plan.yml").read_text("utf-8")


def test_a_chapter_comes_where_the_plan_has_it(root):
    lay_out(root)
    linear, norms, layers = WRITTEN
    order = [linear, "linear-algebra/vectors", norms, layers, "backmatter/notation"]
    assert listed(root) == order
    toc = (root / "_toc.yml").read_text("utf-8")
    assert '- caption: "Linear algebra: what a layer does"\n    numbered: 2\n' in toc


def test_a_chapter_that_is_not_planned_comes_last_in_its_part(root):
    lay_out(root, "linear-algebra/tensors")
    linear, norms, layers = WRITTEN
    order = [linear, norms, "linear-algebra/tensors", layers, "backmatter/notation"]
    assert listed(root) == order
    assert plan_of(root) == PLAN.replace(
        "How long?\n",
        f"How long?\n      - name: tensors\n        question: {chapter.QUESTION}\n",
    )


def test_what_the_plan_said_moves_into_the_notebook(root):
    lay_out(root, title="")
    assert plan_of(root) == PLAN.replace(
        "        title: Vectors and more\n", ""
    ).replace("        needs:\n         [linear-maps]\n", "")
    notebook = nbformat.read(root / "chapters/linear-algebra/vectors.ipynb", 4)
    assert notebook.metadata["mathdl"] == {"needs": ["linear-maps"]}
    assert notebook.cells[0].source.startswith("# Vectors and more\n")


def test_a_new_part_comes_after_the_others(root):
    lay_out(root, "game-theory/minimax")
    assert listed(root)[-2:] == ["game-theory/minimax", "backmatter/notation"]
    new = "  - name: game-theory\n    title: Game theory\n"
    assert plan_of(root).startswith(f"{PLAN}{new}")


@pytest.mark.parametrize(
    "taken",
    [
        "chapters/linear-algebra/vectors.ipynb",
        "mathdl/exercises/vectors.py",
        "tests/exercises/wrong/vectors.py",
    ],
)
def test_what_is_there_is_never_overwritten(root, taken):
    (root / taken).parent.mkdir(parents=True, exist_ok=True)
    (root / taken).write_text("mine", "utf-8")
    before = contents_of(root)
    with pytest.raises(chapter.ChapterError, match=re.escape(taken)):
        lay_out(root)
    assert contents_of(root) == before


@pytest.mark.parametrize(
    "place", ["vectors", "Linear Algebra/vectors", "a/b/c", "../a/b", "a/", "a/b.ipynb"]
)
def test_a_place_that_is_none_is_refused(root, place):
    before = contents_of(root)
    with pytest.raises(chapter.ChapterError, match="give part/name in kebab-case"):
        lay_out(root, place)
    assert contents_of(root) == before


def fails(path):
    raise notebooks.NotebookError("code cell 1 fails")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (notebooks, "store"),
        (contents, "text"),
    ],
    ids=["run", "contents"],
)
def test_a_chapter_that_fails_leaves_nothing_behind(root, monkeypatch, module, name):
    before = contents_of(root)
    monkeypatch.setattr(module, name, fails)
    with pytest.raises(notebooks.NotebookError):
        lay_out(root)
    assert contents_of(root) == before


def test_a_table_without_back_matter_is_told(root):
    (root / "_toc.yml").write_text("root: intro\n", "utf-8")
    with pytest.raises(contents.ContentsError, match="has no line '- caption: Back"):
        lay_out(root)
