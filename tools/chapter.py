"""Lay out a new chapter: ``python -m tools.chapter linear-algebra/vectors "Vectors"``.

It writes the notebook, the module of its exercises and that of the wrong answers to
them, and the table of contents anew. What the plan said of the chapter, its title and
its needs, moves into the notebook. What is there is never overwritten: either all of it
is laid out, or nothing. At the end it says what is to be done next, in order.
"""

import argparse
import contextlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jupytext
import yaml
from nbformat import NotebookNode

from mathdl_book.content import plan as plans
from tools import contents, notebooks

TEMPLATE = Path(__file__).parent / "template"

# What a chapter must have; the tests hold it.
EXERCISES = range(8, 13)
ANSWERING = 5  # exercises that answer back, at least
WRONG = 3  # wrong answers to each of these, at least

# What stands in the plan until somebody writes it.
QUESTION = "A question about a real network that this chapter answers?"
ABOUT = "What this part is about."

# Fences, options, headings and labels.
FRAME = re.compile(r":|```|#|\+\+\+|\(\w")
# Fewer words than these may be the same in any two chapters.
OWN_WORDS = 8


class ChapterError(Exception):
    """A chapter that can't be laid out; the message says why."""


def lay_out(place: str, title: str, root: Path = notebooks.ROOT) -> list[Path]:
    """Lay out the chapter ``part/name`` and return the files that were written."""
    part, name = _split(place)
    plan, toc = root / plans.FILE, root / contents.FILE
    before = {path: path.read_bytes() for path in (plan, toc)}
    after, planned = without_promise(plan.read_text("utf-8"), part, name)
    title = title or planned.get("title", _sentence(name))
    files = _files(part, name, title, planned.get("needs", []), root)
    _overwrite_nothing(files, root)
    notebook = root / f"chapters/{part}/{name}.ipynb"
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        notebooks.store(notebook)
        notebooks.write(plan, after.encode())
        contents.write(root)
    except BaseException:
        for path, content in before.items():
            notebooks.write(path, content)
        for path in files:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others' chapters stand in the folder
            notebook.parent.rmdir()
        raise
    return [*files, plan, toc]


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
    page = laid_out(name, title)
    page.metadata["mathdl"] = {"needs": needs}
    return {
        root / f"chapters/{part}/{name}.ipynb": notebooks.text(page),
        root / "mathdl/exercises" / module: _filled("exercises.py", name, title),
        root / "tests/exercises/wrong" / module: _filled("wrong.py", name, title),
    }


def laid_out(name: str, title: str) -> NotebookNode:
    """Return a chapter as it is laid out, before it has been run."""
    return jupytext.reads(_filled("chapter.md", name, title), fmt="md:myst")


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
    return f"{plan}{title}    about: {ABOUT}\n    chapters:\n{entry}", {}


# What is left of the layout


def left_of_layout(notebook: NotebookNode, name: str) -> list[str]:
    """Return the passages of a chapter that are still those of the layout."""
    title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
    layout = set(passages(laid_out(name, title)))
    return [passage for passage in passages(notebook) if passage in layout]


def passages(notebook: NotebookNode) -> Iterator[str]:
    """Yield what somebody must have written: paragraphs, captions, and pieces of code.

    Headings, labels, formulas and imports are left out: they may well be the same.
    """
    for cell in notebook.cells:
        about = cell.metadata.get("mystnb", {})
        texts = (
            cell.source,
            about.get("figure", {}).get("caption", ""),
            about.get("image", {}).get("alt", ""),
        )
        for text in texts:
            yield from filter(_is_own, map(_without_signs, text.split("\n\n")))


def _without_signs(text: str) -> str:
    """Return a paragraph in one line, without the marks that frame it."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(line for line in lines if not FRAME.match(line))


def _is_own(passage: str) -> bool:
    plain = re.sub(r"\$+[^$]*\$+|`[^`]*`|\"[^\"]*\"", "", passage)
    imports = passage.startswith(("import ", "from "))
    return not imports and len(re.findall(r"[A-Za-z]{2,}", plain)) >= OWN_WORDS


# The command line


def next_steps(place: str) -> str:
    """Return what is to be done with a chapter that has just been laid out."""
    _, name = _split(place)
    text = (TEMPLATE / "next.txt").read_text("utf-8")
    return text.format(
        place=place,
        name=name,
        module=name.replace("-", "_"),
        least=EXERCISES.start,
        most=EXERCISES.stop - 1,
        answering=ANSWERING,
        wrong=WRONG,
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("tools.chapter", description=__doc__)
    parser.add_argument("place", help="part/name, such as linear-algebra/vectors")
    parser.add_argument("title", nargs="?", default="", help="the chapter's title")
    given = parser.parse_args(arguments)
    known = (
        *(ChapterError, contents.ContentsError),
        *(notebooks.NotebookError, plans.PlanError, OSError),
    )
    try:
        written = lay_out(given.place, given.title)
    except known as error:
        print(error, file=sys.stderr)
        return 1
    print(
        "Written:", *(f"  {p.relative_to(notebooks.ROOT)}" for p in written), sep="\n"
    )
    print(f"\n{next_steps(given.place)}", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
