"""The table of a numbered result, on a second page: its one source is the chapter."""

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from mathdl_book.content import tables

logger = logging.getLogger(__name__)


def _book(env: BuildEnvironment) -> dict[str, tuple[str, list[nodes.table]]]:
    """Return the page and the tables of each result, of the pages read so far."""
    if not hasattr(env, "mathdl_excerpts"):
        env.mathdl_excerpts = {}
    return env.mathdl_excerpts


def _read(app: Sphinx, document: nodes.document) -> None:
    """Keep copies of the tables that stand in numbered results."""
    for box in document.findall(nodes.Admonition):
        if found := [table.deepcopy() for table in box.findall(nodes.table)]:
            _book(app.env)[box.get("label")] = (app.env.docname, found)


class table_of(nodes.General, nodes.Element):
    """The place of a result's table, which is filled when all pages have been read."""


class TableOfDirective(SphinxDirective):
    """The tables of a numbered result, by its label: ``{table-of} thm-one-table``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place for them."""
        tables.tell_of_all(self.env)
        place = table_of(label=self.arguments[0])
        self.set_source_info(place)
        return [place]


class Fill(SphinxPostTransform):
    """Put the tables in their places."""

    default_priority = 5  # before references are resolved, those in tables too

    def run(self, **kwargs: object) -> None:
        """Fill the places of one page."""
        for place in list(self.document.findall(table_of)):
            _, found = _book(self.env).get(place["label"], ("", []))
            if not found:
                said = "no result with the label %r holds a table"
                logger.warning(said, place["label"], location=place)
            copies = [table.deepcopy() for table in found]
            for reference in _references(copies):
                reference["refdoc"] = self.env.docname
            place.replace_self(copies)


def _references(copies: list[nodes.table]) -> Iterator[addnodes.pending_xref]:
    """Yield what still leads from the page of the result."""
    for table in copies:
        yield from table.findall(addnodes.pending_xref)


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    known = _book(env)
    for label in [label for label, (home, _) in known.items() if home == page]:
        del known[label]


def setup(app: Sphinx) -> None:
    """Add the directive, and watch what the pages hold."""
    app.add_node(table_of)
    app.add_directive("table-of", TableOfDirective)
    app.add_post_transform(Fill)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", _purge)
