"""Lay out a new chapter: ``python -m tools.chapter linear-algebra/vectors "Vectors"``.

It writes the notebook, the module of its exercises and that of the wrong answers to
them, and adds the chapter to the table of contents. What the plan said of it, its
title and its needs, moves into the notebook. What is there is never overwritten:
either all of it is laid out, or nothing.
"""

import argparse
import contextlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import jupytext
import yaml

from tools import notebooks

TEMPLATE = Path(__file__).parent / "template"
PLAN = "chapters/plan.yml"
QUESTION = "A question about a real network that this chapter answers?"


class ChapterError(Exception):
    """A chapter that can't be laid out; the message says why."""


def lay_out(place: str, title: str, root: Path = notebooks.ROOT) -> list[Path]:
    """Lay out the chapter ``part/name`` and return the files that were written."""
    part, name = _split(place)
    toc, plan = root / "_toc.yml", root / PLAN
    before = toc.read_text("utf-8")
    after_plan, planned = without_promise(plan.read_text("utf-8"), part, name)
    title = title or planned.get("title", _sentence(name))
    files = _files(part, name, title, planned.get("needs", []), root)
    _overwrite_nothing(files, root)
    entry = f"chapters/{part}/{name}"
    after = with_entry(before, entry, _sentence(part), _order(after_plan, part))
    notebook = root / f"{entry}.ipynb"
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        notebooks.store(notebook)
        notebooks.write(toc, after.encode())
        notebooks.write(plan, after_plan.encode())
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others' chapters stand in the folder
            notebook.parent.rmdir()
        raise
    return [*files, toc, plan]


def _overwrite_nothing(files: Iterable[Path], root: Path) -> None:
    if taken := [str(path.relative_to(root)) for path in files if path.exists()]:
        raise ChapterError(f"nothing was written: {', '.join(taken)} is there")


def _split(place: str) -> tuple[str, str]:
    word = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    match = re.fullmatch(rf"({word})/({word})", place)
    if not match:
        raise ChapterError(
            f"{place!r} is no place for a chapter: give part/name in kebab-case, "
            "such as linear-algebra/vectors"
        )
    return match[1], match[2]


def _sentence(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _files(
    part: str, name: str, title: str, needs: list[str], root: Path
) -> dict[Path, str]:
    """Return what is to be written, and where."""
    module = f"{name.replace('-', '_')}.py"
    page = jupytext.reads(_filled("chapter.md", name, title), fmt="md:myst")
    page.metadata["mathdl"] = {"needs": needs}
    return {
        root / f"chapters/{part}/{name}.ipynb": notebooks.text(page),
        root / "mathdl/exercises" / module: _filled("exercises.py", name, title),
        root / "tests/exercises/wrong" / module: _filled("wrong.py", name, title),
    }


def _filled(template: str, name: str, title: str) -> str:
    text = (TEMPLATE / template).read_text("utf-8")
    return text.replace("CHAPTER", name).replace("TITLE", title)


def without_promise(plan: str, part: str, name: str) -> tuple[str, dict]:
    """Return the plan once a chapter is written, and what it said of the chapter.

    The plan keeps the question alone. A chapter that nobody has planned comes last in
    its part.
    """
    start = rf"^ *- name: {re.escape(name)}\n"
    if found := re.search(rf"{start}((?: {{8}}.*\n)+)", plan, re.MULTILINE):
        about = yaml.safe_load(found[1])
        kept = re.sub(
            r"^ {8}(?:title|needs):.*\n(?: {9}.*\n)*", "", found[1], flags=re.M
        )
        return plan[: found.start(1)] + kept + plan[found.end(1) :], about
    entry = f"      - name: {name}\n        question: {QUESTION}\n"
    for known in re.finditer(r"^  - name: (.+)\n(?: {4}.*\n)+", plan, re.MULTILINE):
        if known[1] == part:
            return plan[: known.end()] + entry + plan[known.end() :], {}
    title = f"  - name: {part}\n    title: {_sentence(part)}\n"
    about = "    about: What this part is about.\n    chapters:\n"
    return f"{plan}{title}{about}{entry}", {}


def _order(plan: str, part: str) -> list[str]:
    """Return the names of a part's chapters as the plan orders them."""
    parts = {part["name"]: part["chapters"] for part in yaml.safe_load(plan)["parts"]}
    return [chapter["name"] for chapter in parts[part]]


def with_entry(toc: str, entry: str, caption: str, order: list[str]) -> str:
    """Return the table of contents with a chapter more, at its place in its part.

    A part that has no chapter yet comes after the last part that has one.
    """
    if re.search(rf"file: {re.escape(entry)}(?![\w-])", toc):
        raise ChapterError(f"nothing was written: _toc.yml has {entry} already")
    part, _, name = entry.rpartition("/")
    pattern = rf"^( *)- file: {re.escape(part)}/([\w-]+).*$"
    same = list(re.finditer(pattern, toc, re.MULTILINE))
    later = [one for one in same if one[2] in order[order.index(name) :]]
    if later:
        return (
            f"{toc[: later[0].start()]}{later[0][1]}- file: {entry}\n"
            + (toc[later[0].start() :])
        )
    if same:
        return _inserted(toc, same[-1].end(), f"{same[-1][1]}- file: {entry}")
    others = list(re.finditer(r"^( *)- file: chapters/.*$", toc, re.MULTILINE))
    captions = list(re.finditer(r"^( *)- caption: .*$", toc, re.MULTILINE))
    if not others or not captions:
        raise ChapterError("nothing was written: _toc.yml has no part with chapters")
    outer, inner = captions[0][1], others[-1][1]
    lines = f"{outer}- caption: {caption}\n{outer}  chapters:\n{inner}- file: {entry}"
    return _inserted(toc, others[-1].end(), lines)


def _inserted(text: str, place: int, lines: str) -> str:
    return f"{text[:place]}\n{lines}{text[place:]}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("tools.chapter", description=__doc__)
    parser.add_argument("place", help="part/name, such as linear-algebra/vectors")
    parser.add_argument("title", nargs="?", default="", help="the chapter's title")
    given = parser.parse_args(arguments)
    try:
        for path in lay_out(given.place, given.title):
            print(path.relative_to(notebooks.ROOT))
    except (ChapterError, notebooks.NotebookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
