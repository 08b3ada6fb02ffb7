"""The chapters on the first page: the map, and beside it a list of them all.

On other pages the role {chapter}`vectors` names a chapter by its title: a link as soon
as the chapter is written, in italics until then.
"""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole

from mathdl_book.content import plan
from mathdl_book.figures.inline import raw
from mathdl_book.finding import chart

# The script tells here of a chapter; until then it says how the picture is to be read.
MAP = """\
<div class="chart" role="group" aria-label="Map of the chapters">
<div class="chart-frame">{picture}</div>
<p class="chart-said" role="status">Each line leads from a chapter to one that needs it.
Filled chapters are written, the others are to come.</p>
</div>"""


class chapter_map(nodes.General, nodes.Element):
    """The place of the map, whose links depend on the page that it stands on."""


class ChaptersDirective(SphinxDirective):
    """The map of the chapters, and the list of parts and chapters."""

    def run(self) -> list[nodes.Node]:
        """Return a place for the map, and the list."""
        try:
            book = _book(self.env)
        except plan.PlanError as error:
            raise self.error(str(error)) from error
        return [chapter_map(plan=book), self._list(book)]

    def _list(self, book: plan.Plan) -> nodes.Node:
        opening = nodes.paragraph("", "", *self._entry(book.opening), classes=["entry"])
        parts = [self._part(number, part) for number, part in enumerate(book.parts)]
        grid = nodes.container("", *parts, classes=["parts"])
        return nodes.container("", opening, grid, classes=["chart-list"])

    def _part(self, number: int, part: plan.Part) -> nodes.Node:
        title = nodes.strong("", f"{chart.roman(number)}. {part.title}.")
        about = nodes.emphasis("", part.about)
        items = nodes.bullet_list("")
        for chapter in part.chapters:
            text = nodes.paragraph("", "", *self._entry(chapter))
            items += nodes.list_item("", text, classes=["entry"])
        heading = nodes.paragraph("", "", title, nodes.Text(" "), about)
        return nodes.container("", heading, items)

    def _entry(self, chapter: plan.Chapter) -> Iterator[nodes.Node]:
        name = nodes.inline("", f"{chapter.title}.")
        link = _link(self.env, chapter.page, name) if chapter.page else name
        yield nodes.strong("", "", link)
        yield nodes.Text(f" {chapter.question}")


class ChapterRole(SphinxRole):
    """A chapter's title: a link if it is written, in italics if it is to come."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the title, or say that there is no such chapter."""
        try:
            chapters = _book(self.env).chapters
        except plan.PlanError as error:
            return self._refused(str(error))
        chapter = next((one for one in chapters if one.name == self.text), None)
        if not chapter:
            return self._refused(f"{plan.FILE} has no chapter {self.text!r}")
        if not chapter.page:
            return [nodes.emphasis("", chapter.title)], []
        return [_link(self.env, chapter.page, nodes.inline("", chapter.title))], []

    def _refused(self, said: str) -> tuple[list, list]:
        return [], [self.inliner.reporter.error(said, line=self.lineno)]


def _book(env: BuildEnvironment) -> plan.Plan:
    """Return the plan, and let the page be made anew when it changes."""
    if plan.FILE not in env.temp_data:
        root = Path(env.srcdir)
        env.temp_data[plan.FILE] = book = plan.read(root)
        for path in (root / plan.FILE, *plan.notebooks(root, book)):
            env.note_dependency(str(path))
    return env.temp_data[plan.FILE]


def _link(env: BuildEnvironment, page: str, text: nodes.Node) -> nodes.Node:
    return addnodes.pending_xref(
        "",
        text,
        refdomain="std",
        reftype="doc",
        reftarget=f"/{page}",
        refdoc=env.docname,
        refexplicit=True,
        refwarn=True,
    )


def _resolve(app: Sphinx, document: nodes.document, page: str) -> None:
    for place in list(document.findall(chapter_map)):
        addresses = {
            chapter.name: app.builder.get_relative_uri(page, chapter.page)
            for chapter in place["plan"].chapters
            if chapter.page
        }
        picture = chart.svg(place["plan"], addresses)
        place.replace_self(raw(MAP.format(picture=picture)))


def setup(app: Sphinx) -> None:
    """Add the directive and the role."""
    app.add_node(chapter_map)
    app.add_role("chapter", ChapterRole())
    app.add_directive("chapters", ChaptersDirective)
    app.connect("doctree-resolved", _resolve)
