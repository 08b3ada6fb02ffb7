"""A field over a long list, of which it leaves those entries that hold some words.

The directive stands once on a page, for all of its lists: words of the glossary, rows
of tables, sources. Without scripts there is no field, and the lists are whole.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from mathdl_book.figures.inline import raw

FIELD = """\
<search class="filter"><label>Show only what holds
<input type="search" autocomplete="off" spellcheck="false"></label>
<output></output></search>"""


class FilterDirective(SphinxDirective):
    """The field; filter.js does what it says."""

    def run(self) -> list[nodes.Node]:
        """Return the field."""
        return [raw(FIELD)]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("filter", FilterDirective)
