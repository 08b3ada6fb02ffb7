"""`make chapter` lays out a chapter that passes the tests, and overwrites nothing."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tools import chapter, notebooks

TOC = """\
format: jb-book
root: intro
parts:
  - caption: Linear algebra
    chapters:
      - file: chapters/linear-algebra/linear-maps
      - file: chapters/linear-algebra/norms  # the last one
  - caption: Networks
    chapters:
      - file: chapters/networks/layers
  - caption: Back matter
    chapters:
      - file: backmatter/notation
"""
PLAN = """\
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
        needs: [linear-maps]
      - name: norms
        question: How long?
  - name: networks
    title: Networks
    about: All of it.
    chapters:
      - name: layers
        question: How many?
"""


@pytest.fixture
def copy(tmp_path):
    """The repository without its pages."""
    for name in ("mathdl", "tools", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(notebooks.ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(notebooks.ROOT / name, tmp_path)
    return with_contents(tmp_path)


def with_contents(root):
    """Give a folder a table of contents and a plan."""
    (root / "_toc.yml").write_text(TOC, "utf-8")
    (root / "chapters").mkdir()
    (root / "chapters/plan.yml").write_text(PLAN, "utf-8")
    return root


def python(copy, *words):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )


def test_a_new_chapter_passes_all_but_the_number_of_its_exercises(copy):
    laid = python(copy, "tools.chapter", "calculus/mean-values", "Mean values")
    assert laid.returncode == 0, laid.stderr
    assert laid.stdout.split() == [
        "chapters/calculus/mean-values.ipynb",
        "mathdl/exercises/mean_values.py",
        "tests/exercises/wrong/mean_values.py",
        "_toc.yml",
        "chapters/plan.yml",
    ]
    form = python(copy, "ruff", "check", *laid.stdout.split()[:3])
    assert form.returncode == 0, form.stdout
    form = python(copy, "ruff", "format", "--check", *laid.stdout.split()[:3])
    assert form.returncode == 0, form.stdout

    where = ["tests/notebooks/test_house_rules.py", "tests/claims", "tests/exercises"]
    tested = python(copy, "pytest", "-p", "no:cacheprovider", *where, "chapters")
    failed = re.findall(r"^FAILED \S+::(.+?)(?: - .*)?$", tested.stdout, re.MULTILINE)
    number = "test_a_chapter_has_8_to_12_exercises_and_5_answer_back[mean-values.ipynb]"
    assert failed == [number], tested.stdout


def lay_out(root, place="linear-algebra/vectors", title="Vectors"):
    return chapter.lay_out(place, title, root)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with a table of contents, where notebooks are written but not run."""
    monkeypatch.setattr(notebooks, "store", lambda path: True)
    return with_contents(tmp_path)


def untouched(root):
    there = {root / "_toc.yml": TOC, root / "chapters/plan.yml": PLAN}
    return {path: path.read_text("utf-8") for path in files(root)} == there


def files(root):
    return {path for path in root.rglob("*") if path.is_file()}


def test_a_chapter_comes_where_the_plan_has_it(root):
    lay_out(root)
    assert (root / "_toc.yml").read_text("utf-8") == TOC.replace(
        "linear-maps\n",
        "linear-maps\n      - file: chapters/linear-algebra/vectors\n",
    )


def test_a_chapter_that_is_not_planned_comes_last_in_its_part(root):
    lay_out(root, "linear-algebra/tensors")
    assert (root / "_toc.yml").read_text("utf-8") == TOC.replace(
        "# the last one\n",
        "# the last one\n      - file: chapters/linear-algebra/tensors\n",
    )
    assert (root / "chapters/plan.yml").read_text("utf-8") == PLAN.replace(
        "How long?\n",
        f"How long?\n      - name: tensors\n        question: {chapter.QUESTION}\n",
    )


def test_what_the_plan_said_moves_into_the_notebook(root):
    lay_out(root, title="")
    assert (root / "chapters/plan.yml").read_text("utf-8") == PLAN.replace(
        "        title: Vectors and more\n", ""
    ).replace("        needs: [linear-maps]\n", "")
    notebook = nbformat.read(root / "chapters/linear-algebra/vectors.ipynb", 4)
    assert notebook.metadata["mathdl"] == {"needs": ["linear-maps"]}
    assert notebook.cells[0].source.startswith("# Vectors and more\n")


def test_a_new_part_comes_after_the_others(root):
    lay_out(root, "game-theory/minimax")
    assert (root / "_toc.yml").read_text("utf-8") == TOC.replace(
        "networks/layers\n",
        "networks/layers\n"
        "  - caption: Game theory\n"
        "    chapters:\n"
        "      - file: chapters/game-theory/minimax\n",
    )
    assert (
        (root / "chapters/plan.yml")
        .read_text("utf-8")
        .startswith(f"{PLAN}  - name: game-theory\n    title: Game theory\n")
    )


@pytest.mark.parametrize(
    "taken",
    [
        "chapters/linear-algebra/vectors.ipynb",
        "mathdl/exercises/vectors.py",
        "tests/exercises/wrong/vectors.py",
    ],
)
def test_what_is_there_is_never_overwritten(root, taken):
    (root / taken).parent.mkdir(parents=True)
    (root / taken).write_text("mine", "utf-8")
    before = files(root)
    with pytest.raises(chapter.ChapterError, match=re.escape(taken)):
        lay_out(root)
    assert files(root) == before
    assert (root / taken).read_text("utf-8") == "mine"
    assert (root / "_toc.yml").read_text("utf-8") == TOC


def test_a_chapter_in_the_table_of_contents_is_refused(root):
    with pytest.raises(chapter.ChapterError, match="linear-algebra/norms already"):
        lay_out(root, "linear-algebra/norms")
    assert untouched(root)


@pytest.mark.parametrize(
    "place", ["vectors", "Linear Algebra/vectors", "a/b/c", "../a/b", "a/", "a/b.ipynb"]
)
def test_a_place_that_is_none_is_refused(root, place):
    with pytest.raises(chapter.ChapterError, match="give part/name in kebab-case"):
        lay_out(root, place)
    assert untouched(root)


def test_a_chapter_that_fails_to_run_leaves_nothing_behind(root, monkeypatch):
    def fail(path):
        raise notebooks.NotebookError("code cell 1 fails")

    monkeypatch.setattr(notebooks, "store", fail)
    with pytest.raises(notebooks.NotebookError):
        lay_out(root)
    assert untouched(root)
    assert (root / "_toc.yml").read_text("utf-8") == TOC


def test_a_table_without_chapters_is_told(root):
    (root / "_toc.yml").write_text("root: intro\n", "utf-8")
    with pytest.raises(chapter.ChapterError, match="no part with chapters"):
        lay_out(root)
