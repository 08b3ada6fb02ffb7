"""The plan of the book: its parts and chapters, and which chapter needs which.

What is to come stands in ``chapters/plan.yml``. What is written says in its notebook,
by ``mathdl: {needs: [...], mentions: [...]}`` in the metadata, on which chapters it
builds and to which others it points; its title is the notebook's first heading.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = "chapters/plan.yml"


class PlanError(Exception):
    """A plan with a fault; the message says which."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: its page, or None while it is to come, and the names of its needs."""

    name: str
    title: str
    question: str
    page: str | None
    needs: tuple[str, ...]
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of the book, with its chapters in reading order."""

    name: str
    title: str
    about: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Plan:
    """The whole book in reading order."""

    opening: Chapter
    parts: tuple[Part, ...]

    @property
    def chapters(self) -> list[Chapter]:
        """All chapters in reading order."""
        return [self.opening, *(c for part in self.parts for c in part.chapters)]

    def behind(self, name: str) -> set[str]:
        """Return the names of all that a chapter needs, and what that needs in turn."""
        needs = {chapter.name: chapter.needs for chapter in self.chapters}
        found: set[str] = set()
        waiting = list(needs[name])
        while waiting:
            need = waiting.pop()
            if need not in found:
                found.add(need)
                waiting += needs.get(need, ())
        return found


def read(root: Path) -> Plan:
    """Read the plan of the book in a folder.

    Raises
    ------
    PlanError
        If the file can't be read, or the plan has a fault.
    """
    try:
        given = yaml.safe_load((root / FILE).read_text("utf-8"))
        opening = _chapter(root, given["opening"], given["opening"]["name"])
        parts = tuple(_part(root, part) for part in given["parts"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise PlanError(f"{FILE}: {type(error).__name__}, {error}") from error
    plan = Plan(opening, parts)
    if found := list(faults(plan)):
        raise PlanError("; ".join(found))
    return plan


def notebooks(root: Path, plan: Plan) -> list[Path]:
    """Return the notebooks that hold a part of the plan."""
    return [root / f"{c.page}.ipynb" for c in plan.chapters if c.page]


def _part(root: Path, given: dict) -> Part:
    chapters = (
        _chapter(root, chapter, f"chapters/{given['name']}/{chapter['name']}")
        for chapter in given["chapters"]
    )
    return Part(given["name"], given["title"], given["about"], tuple(chapters))


def _chapter(root: Path, given: dict, page: str) -> Chapter:
    """Return a chapter as its notebook has it or, while there is none, as planned."""
    notebook = root / f"{page}.ipynb"
    if not notebook.is_file():
        needs = tuple(given["needs"])
        return Chapter(
            given["name"], given["title"], given["question"], None, needs, ()
        )
    if twice := {"title", "needs"} & set(given):
        raise PlanError(
            f"{FILE}: {given['name']} is written: only its notebook says its "
            f"{' and '.join(sorted(twice))}"
        )
    title, about = _notebook(notebook)
    if "needs" not in about:
        raise PlanError(f"{page}.ipynb has no mathdl.needs in its metadata")
    needs, mentions = tuple(about["needs"]), tuple(about.get("mentions", ()))
    return Chapter(given["name"], title, given["question"], page, needs, mentions)


def _notebook(path: Path) -> tuple[str, dict]:
    """Return a notebook's title and what its metadata says for this book."""
    notebook = json.loads(path.read_text("utf-8"))
    heading = "".join(notebook["cells"][0]["source"]).splitlines()[0]
    return heading.removeprefix("#").strip(), notebook["metadata"].get("mathdl", {})


def faults(plan: Plan) -> Iterator[str]:
    """Yield what is wrong in a plan: names that are none, and needs that come later."""
    order = [chapter.name for chapter in plan.chapters]
    yield from (f"there are two chapters {n!r}" for n in _repeated(order))
    for place, chapter in enumerate(plan.chapters):
        for name in (*chapter.needs, *chapter.mentions):
            if name not in order:
                yield f"{chapter.name} names {name!r}, which is no chapter"
        for need in chapter.needs:
            if need in order[place:]:
                yield f"{chapter.name} needs {need}, which does not come before it"
        for name in _repeated([*chapter.needs, *chapter.mentions]):
            yield f"{chapter.name} names {name} twice"


def _repeated(names: Iterable[str]) -> list[str]:
    names = list(names)
    return sorted({name for name in names if names.count(name) > 1})
