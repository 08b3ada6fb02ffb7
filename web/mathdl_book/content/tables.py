"""Tables of the whole book: pages with one are made anew when any page changes."""

from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

TELLS_OF_ALL = "mathdl_tells_of_all"


def setup(app: Sphinx) -> None:
    """Watch what changes."""
    app.connect("env-get-outdated", _outdated)


def tell_of_all(env: BuildEnvironment) -> None:
    """Let the page that is being read be made anew when any page has changed."""
    env.metadata[env.docname][TELLS_OF_ALL] = True


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set
) -> list[str]:
    pages = sorted(page for page, said in env.metadata.items() if TELLS_OF_ALL in said)
    return pages if added or changed or removed else []


def reading_order(env: BuildEnvironment, page: str) -> Iterator[str]:
    """Yield a page and all below it, in the order of the book's contents."""
    yield page
    for below in env.toctree_includes.get(page, []):
        yield from reading_order(env, below)


def row(*contents: Iterable[nodes.Node]) -> nodes.row:
    """Return a row: of each cell, what stands in it."""
    entries = (nodes.entry("", nodes.paragraph("", "", *c)) for c in contents)
    return nodes.row("", *entries)


def table(
    headings: Sequence[str], widths: Sequence[int], rows: list[nodes.row]
) -> list[nodes.table]:
    """Return a table in a list, which is empty if there are no rows."""
    if not rows:
        return []
    group = nodes.tgroup("", cols=len(headings))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", row(*([nodes.Text(text)] for text in headings)))
    group += nodes.tbody("", *rows)
    return [nodes.table("", group)]
