"""Which exercises check themselves: a table made from the notebooks.

Nothing is written by hand. An exercise checks itself if a cell of its page calls
``check`` with its label.
"""

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx_exercise.nodes import exercise_enumerable_node

from mathdl_book.content import tables

CHECK = re.compile(r'^check\(\s*"(ex-[\w-]+)"', re.MULTILINE)
OPEN = "(open)"  # how the title of an exercise without a single answer ends
HEADINGS = ("Chapter", "Exercise", "Checks itself")


@dataclass
class Exercise:
    """An exercise: its label, its title, and whether a cell checks the answer."""

    label: str
    title: list[nodes.Node]
    checked: bool

    @property
    def verdict(self) -> str:
        """What the table says of it."""
        if self.checked:
            return "yes"
        last = self.title[-1].astext() if self.title else ""
        return "no: an open question" if last.endswith(OPEN) else "no"


def _book(env: BuildEnvironment) -> dict[str, list[Exercise]]:
    """Return the exercises that the pages read so far hold."""
    if not hasattr(env, "mathdl_exercises"):
        env.mathdl_exercises = {}
    return env.mathdl_exercises


def _read(app: Sphinx, document: nodes.document) -> None:
    """Note the exercises of one page."""
    checked = {
        label
        for code in document.findall(nodes.literal_block)
        if "cell_input" in code.parent.get("classes", [])
        for label in CHECK.findall(code.astext())
    }
    found = [
        Exercise(box["label"], _title(box), box["label"] in checked)
        for box in document.findall(exercise_enumerable_node)
    ]
    if found:
        _book(app.env)[app.env.docname] = found


def _title(box: exercise_enumerable_node) -> list[nodes.Node]:
    """Return what stands behind "Exercise 1.2" in the title of a box."""
    return [part.deepcopy() for own in box[0][1:] for part in own.children]


class exercise_table(nodes.General, nodes.Element):
    """The place of the table, which is made when all pages have been read."""


class ExerciseTableDirective(SphinxDirective):
    """A table of all exercises of the book, and whether they check themselves."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the table."""
        tables.tell_of_all(self.env)
        return [exercise_table()]


def _resolve(app: Sphinx, document: nodes.document, page: str) -> None:
    for place in list(document.findall(exercise_table)):
        place.replace_self(_summary(app, page))


def _summary(app: Sphinx, page: str) -> list[nodes.Node]:
    exercises = _book(app.env)
    order = list(tables.reading_order(app.env, app.config.root_doc))
    chapters = [chapter for chapter in order if chapter in exercises]
    every = [one for chapter in chapters for one in exercises[chapter]]
    said = (
        f"Exercises so far: {len(every)}. "
        f"Checking themselves: {sum(one.checked for one in every)}."
    )
    rows = [row for chapter in chapters for row in _rows(app, page, chapter)]
    return [nodes.paragraph("", said), *tables.table(HEADINGS, (30, 50, 20), rows)]


def _rows(app: Sphinx, page: str, chapter: str) -> list[nodes.row]:
    exercises = _book(app.env)
    name = nodes.inline("", app.env.titles[chapter].astext())
    link = make_refnode(app.builder, page, chapter, "", name)
    rows = []
    for one in exercises[chapter]:
        box = _link(app, page, chapter, one)
        rows.append(tables.row([link.deepcopy()], [box], [nodes.Text(one.verdict)]))
    return rows


def _link(app: Sphinx, page: str, chapter: str, one: Exercise) -> nodes.reference:
    numbers = app.env.toc_fignumbers.get(chapter, {}).get("exercise", {})
    number = ".".join(map(str, numbers.get(one.label, ())))
    title = [part.deepcopy() for part in one.title]
    named = nodes.inline("", f"{number} ", *title)
    return make_refnode(app.builder, page, chapter, one.label, named)


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    _book(env).pop(page, None)


def setup(app: Sphinx) -> None:
    """Add the directive, and watch what the pages hold."""
    app.add_node(exercise_table)
    app.add_directive("exercise-table", ExerciseTableDirective)
    app.connect("doctree-read", _read)
    app.connect("doctree-resolved", _resolve)
    app.connect("env-purge-doc", _purge)
