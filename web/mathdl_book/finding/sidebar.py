"""The list of all pages beside each page is made once, and marked for one at a time.

The theme makes it anew for every page, from the tables of contents of all of them: in a
book of twice the pages each page takes twice as long. Yet two pages' lists differ only
in the ways to the other pages, and in what is marked as leading to this one.

Forty chapters are two screens: parts are folded to their titles, but that of the page.
"""

import re
from typing import Any

from pydata_sphinx_theme.toctree import add_toctree_functions
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

from mathdl_book.ground import markup

THEIRS = "sbt-sidebar-nav.html"
# The theme writes a part of a page once more to see whether it is empty, and spares
# those whose names end like this.
OURS = "book-sidebar-nav-bs.html"
LIST = "generate_toctree_html"
# A page without a name: it stands at the root of the site, and in no list.
NOWHERE = ""

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?\w+")
LINK = re.compile(r'<a class="reference internal" href="([^"#]+)"')
LEVEL = re.compile(r"toctree-l\d+")
PART = re.compile(
    r'<p\b[^>]*\bclass="caption"[^>]*><span class="caption-text">(.*?)</span></p>\s*'
    r'(?=<ul class="(current )?)',
    re.DOTALL,
)
# As the theme has it, the title of a part is a heading.
FOLD = """\
<details{state}><summary class="caption">
<span class="caption-text" role="heading" aria-level="2">{title}</span></summary>
{pages}</details>
"""


class Sidebar:
    """A list of pages as HTML, seen from the root of the site."""

    def __init__(self, markup: str) -> None:
        self._parts = TAG.split(markup)  # text, tag, text, and so on
        self._links: list[tuple[int, str]] = []
        self._branches: dict[str, set[int]] = {}
        self._read()

    def _read(self) -> None:
        """Note where links are, and which tags lead to each page."""
        around: list[int] = []
        folds: dict[int, int] = {}  # of entries that have others below them
        for place in range(1, len(self._parts), 2):
            tag = self._parts[place]
            name = NAME.match(tag)
            if name and name[0] in ("<ul", "<li"):
                around.append(place)
            elif name and name[0] in ("</ul", "</li"):
                around.pop()
            elif name and name[0] == "<details":
                folds[around[-1]] = place
            elif link := LINK.match(tag):
                self._links.append((place, link[1]))
                self._branches.setdefault(link[1], set()).update(around, [place])
        for branch in self._branches.values():
            branch.update([folds[place] for place in branch if place in folds])

    def on(self, page: str) -> str:
        """Return the list for a page.

        Parameters
        ----------
        page : str
            Its address from the root of the site.
        """
        parts = list(self._parts)
        for place, address in self._links:
            way = relative_uri(page, address) or "#"
            parts[place] = parts[place].replace(f'"{address}"', f'"{way}"', 1)
        for place in self._branches.get(page, ()):
            parts[place] = _marked(parts[place])
        return "".join(parts)


def _marked(tag: str) -> str:
    """Return a tag as one that leads to the current page, in the theme's words."""
    if tag.startswith("<li"):
        return LEVEL.sub(r"\g<0> current active", tag, count=1)
    if tag.startswith("<details"):
        return '<details open="open">'
    return tag.replace('class="', 'class="current ', 1).replace(
        "<ul>", '<ul class="current">'
    )


def folded(contents: str) -> str:
    """Return a list whose parts are folded, but one that leads to the current page."""

    def fold(_: int, part: re.Match) -> tuple[str, str]:
        title, current = part.groups()
        pages = markup.element(contents, part.end())
        state = " open" if current else ""
        return part[0] + pages, FOLD.format(state=state, title=title, pages=pages)

    return markup.replaced(contents, PART.finditer(contents), fold)


def setup(app: Sphinx) -> None:
    """Put this list in place of the theme's."""
    made: dict[tuple, Sidebar] = {}

    def put(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
        _put(app, page, context, made)

    app.connect("env-updated", lambda app, env: made.clear())
    app.connect("html-page-context", _name, priority=400)  # the theme comes at 500
    app.connect("html-page-context", put, priority=600)


def _name(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Let the theme leave the list alone until it is known how it is made."""
    if THEIRS in context.get("sidebars", ()):
        context["folded"] = folded
        context["sidebars"] = [
            OURS if name == THEIRS else name for name in context["sidebars"]
        ]


def _put(
    app: Sphinx, page: str, context: dict[str, Any], made: dict[tuple, Sidebar]
) -> None:
    """Give a page's template the list that was made before, where it is the same."""
    theirs = context.get(LIST)

    def ours(**asked: Any) -> object:
        if not _is_alike(asked):
            return theirs(**asked)
        key = tuple(sorted(asked.items()))
        if key not in made:
            made[key] = Sidebar(_whole(app, asked))
        return made[key].on(app.builder.get_target_uri(page))

    if theirs and app.builder.name == "html":
        context[LIST] = ours


def _is_alike(asked: dict[str, Any]) -> bool:
    """Return whether all pages have the same entries, and parts are not folded."""
    return (
        (asked.get("kind"), asked.get("startdepth")) == ("sidebar", 0)
        and asked.get("titles_only", False)
        and not asked.get("collapse", True)
        and asked.get("show_nav_level", 1) > 0
    )


def _whole(app: Sphinx, asked: dict[str, Any]) -> str:
    """Return the list as the theme makes it for a page that is not in it."""

    def toctree(**options: Any) -> str:
        tree = global_toctree_for_doc(app.env, NOWHERE, app.builder, **options)
        return app.builder.render_partial(tree)["fragment"]

    context = {"toctree": toctree}
    add_toctree_functions(app, NOWHERE, "", context, None)
    return str(context[LIST](**asked))
