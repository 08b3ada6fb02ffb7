"""A page loads what stands in this book's tables, from its own origin, and no more.

Themes and extensions ask for scripts and style sheets on every page: in the head, in
the body, inline, from other hosts. All of them are taken out here, and what the book
needs is put in: a style sheet, a script, and a few files for pages that use them.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util import logging

from mathdl_book.content import colours
from mathdl_book.figures import pictures
from mathdl_book.formulas import later
from mathdl_book.ground import markup
from mathdl_book.page import assets, icons

LOGGER = logging.getLogger(__name__)

SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>\n?", re.DOTALL | re.IGNORECASE)
LINK = re.compile(r'<link\b[^>]*\brel="(?:stylesheet|preload)"[^>]*>\n?')
HIDING = re.compile(r"<noscript>\s*<style>.*?</style>\s*</noscript>\n?", re.DOTALL)
# For paper, the theme repeats title and contents; print.css has paper do without.
REPEATED = '<div id="jb-print-docs-body"'
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Keeps a line break at the begin of code, where there is one.
FIRST = re.compile(r"(?<=<pre>)<span></span>(?!\n)")
EXPLORABLE = re.compile(
    r'<figure\b[^>]*\bclass="explorable\b[^>]*\bdata-widget="(\w+)"'
)
HUB_LINK = '<form class="hub-link"'

# A browser reads a long page in one go, half a second of a slow machine, in which it
# answers nothing; but behind a script it looks soon whether there is something to do.
# This one is data, and empty. It stands between two blocks, where no style asks for it.
PAUSE = '<script type="text/plain"></script>'
STRETCH = 20_000  # characters, at least, from pause to pause
SEAM = re.compile(
    r'<(?:(?<=</p>\n<)|(?<=</div>\n<))(?=p>|div class="(?:cell|formula|proof)\b)'
)

# The names that the theme gives to controls, against what they show.
MENDED = [
    # Without a script the page is light; with one, early.js sets what the reader wants.
    (re.compile(r'data-theme="auto"'), 'data-theme="light"'),
    # Visible text must be part of the name: "Search Ctrl+K" is named by what it shows.
    (
        re.compile(
            r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"'
        ),
        r"\1",
    ),
    # A folded cell is named by its line, "Show code cell source".
    (re.compile(r'<summary aria-label="Toggle hidden content"'), "<summary"),
    # An entry of a list is a list item, whatever else it is.
    (re.compile(r'role="doc-biblioentry"'), 'role="listitem"'),
    # Everything in a page belongs to a landmark; the sidebar's logo did not.
    (
        re.compile(r'<div id="pst-primary-sidebar"'),
        '<div id="pst-primary-sidebar" role="region" aria-label="Book"',
    ),
    # "Proof." is a name of what follows, as "Theorem 1.2" is.
    (
        re.compile(r'(<div class="proof admonition"[^>]*>\s*<p>)Proof\.'),
        r"\1<em>Proof.</em>",
    ),
    # A source is shown in a preview; a tooltip over it would say the same.
    (
        re.compile(
            r'(<a class="[^"]*" href="[^"]*bibliography.html#[^"]*") title="[^"]*"'
        ),
        r"\1",
    ),
    # A corner of a table that says nothing heads nothing.
    (re.compile(r'<th class="head[^"]*">\s*(?:<p>\s*</p>)?\s*</th>'), "<td></td>"),
    # Each proof, and each box of a theorem or an exercise, repeats these ids.
    (re.compile(r' id="(?:proof|(?:proof|exercise|solution)-content)"'), ""),
]

FORMULA = 'class="katex'
MAP = '<div class="chart"'

STYLES = ["_static/book.css"]
FORMULAS = ["_static/formulas.css"]
# Not deferred: the ground must be right before anything is painted.
EARLY = "_static/early.js"
SCRIPTS = ["_static/book.js"]
EXPLORABLES = "_static/explorable-{}.js"  # of the kinds that stand on a page
CHART = ["_static/chart.js"]
HUB = ["_static/hub.js"]
SEARCH = [
    *("_static/searchtools.js", "_static/language_data.js", "searchindex.js"),
    *("_static/entries.js", "_static/search.js"),
]


def clean(
    page: str,
    root: str = "./",
    search: bool = False,
    version: str = "",
) -> str:
    """Return a page that loads the book's own files alone.

    Parameters
    ----------
    page : str
        The page as the theme wrote it.
    root : str
        The way from the page to the root of the site, such as ``"../../"``.
    search : bool
        Whether this is the search page.
    version : str
        Put behind each address, so that a file that changed is fetched anew.
    """
    for unwanted in (SCRIPT, LINK, HIDING):
        page = _without(unwanted, page)
    page = _once(page)
    for fault, mended in MENDED:
        page = fault.sub(mended, page)
    page = icons.marked(page)
    deferred = SCRIPTS + SEARCH * search + HUB * (HUB_LINK in page)
    if kinds := sorted(set(EXPLORABLE.findall(page))):
        deferred.append(EXPLORABLES.format("-".join(kinds)))
    if MAP in page:
        deferred += CHART
    styles = FORMULAS * (FORMULA in page) + STYLES
    tags = [
        *(
            f'<link rel="stylesheet" href="{root}{path}?v={version}">'
            for path in styles
        ),
        f'<script src="{root}{EARLY}?v={version}"></script>',
        *(
            f'<script defer src="{root}{path}?v={version}"></script>'
            for path in deferred
        ),
    ]
    head = "".join(f"{tag}\n" for tag in tags)
    return _paused(_dense(page.replace("</head>", f"{head}</head>", 1)))


def _without(unwanted: re.Pattern, page: str) -> str:
    """Return a page without some elements and the space in front of them.

    A pattern that began with space would be tried at every space of the page.
    """
    *before, rest = unwanted.split(page)
    return "".join([*(text.rstrip(" \t") for text in before), rest])


def _once(page: str) -> str:
    """Return a page without what it says twice."""
    start = page.find(REPEATED)
    return page if start < 0 else page.replace(markup.element(page, start), "", 1)


def _dense(page: str) -> str:
    """Return a page without comments, indents, and marks that change nothing."""
    parts = PREFORMATTED.split(page)
    parts[::2] = [_unindented(COMMENT.sub("", text)) for text in parts[::2]]
    parts[1::2] = [colours.lean(FIRST.sub("", code)) for code in parts[1::2]]
    return "".join(parts)


def _unindented(text: str) -> str:
    """Return a text in which all space around a line break is that line break."""
    first, *inner = text.split("\n")
    if not inner:
        return text
    last = inner.pop().lstrip()
    return "\n".join([first.rstrip(), *filter(None, map(str.strip, inner)), last])


def _paused(page: str) -> str:
    """Return a page with pauses for the browser that reads it."""
    parts, begin = [], 0
    for seam in SEAM.finditer(page):
        if seam.start() - begin >= STRETCH:
            parts.append(page[begin : seam.start()])
            begin = seam.start()
    return PAUSE.join([*parts, page[begin:]])


class Pages(BuiltinTemplateLoader):
    """Sphinx's templates, with each page cleaned as it is written."""

    def init(self, builder: Builder, *args: Any, **options: Any) -> None:
        """Remember where the site is written."""
        super().init(builder, *args, **options)
        self.site = Path(builder.outdir)

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Return a page, cleaned, with what is far down in it in files."""
        page = super().render(template, context)
        if not template.endswith(".html"):
            return page
        root, name = context["content_root"], context["pagename"]
        page = clean(page, root, search=name == "search", version=assets.digest())
        shelf = pictures.Shelf(self.site, name, root)
        return later.apart(pictures.apart(page, shelf), shelf)


def setup(app: Sphinx) -> None:
    """Let every page of the book be cleaned."""
    app.connect("config-inited", _configure)
    app.connect("doctree-read", _tell_of_scripts)


def _tell_of_scripts(app: Sphinx, document: nodes.document) -> None:
    for raw in document.findall(nodes.raw):
        if "<script" in raw.astext().lower():
            LOGGER.warning(
                "this text or output holds a script, and pages of the book run none; "
                "show something that needs no script",
                location=raw,
            )


def _configure(app: Sphinx, config) -> None:
    config.template_bridge = f"{__name__}.Pages"
    config.html_context.setdefault("default_mode", "auto")
    options = config.html_theme_options
    options.setdefault("article_header_end", ["book-buttons.html"])
    # The sidebar and the buttons above the page do all that a bar at the top would.
    options.setdefault("navbar_persistent", [])
    # All of a page's contents show: opening and closing parts would move the others.
    options["show_toc_level"] = max(3, int(options.get("show_toc_level", 0)))
