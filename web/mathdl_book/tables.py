"""Tables that are made when all pages have been read."""

from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from sphinx.environment import BuildEnvironment


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
