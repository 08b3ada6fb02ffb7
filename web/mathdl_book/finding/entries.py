"""What a reader can search for by name: results, exercises, figures, terms, symbols.

The search page gets a list of all of them, each with its kind, its number, and the part
of the book in which it stands. Symbols are found by how they are read aloud.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx

from mathdl_book.formulas import later
from mathdl_book.ground import markup

READ_ALOUD = "read aloud"
SIDEBAR = re.compile(r'<nav class="bd-links[^>]*>.*?</nav>', re.DOTALL)
PART = re.compile(
    r'<span class="caption-text"[^>]*>(.*?)</span>.*?(<ul\b.*?</ul>)', re.DOTALL
)
CHAPTER = re.compile(r'<a class="[^"]*\binternal"[^>]* href="([^"#]+)"')
BOX = re.compile(
    r'<(?:div|details) class="[^"]*\badmonition\b[^"]*" id="([^"]+)">\s*'
    r'<p class="admonition-title"><span class="caption-number">\s*(\w+) ([\d.]+)\s*'
    r"</span>(.*?)</p>",
    re.DOTALL,
)
FIGURE = re.compile(
    r'<figure class="align-default" id="([^"]+)">(?:(?!</figcaption>).)*?'
    r'<span class="caption-number">Fig\. ([\d.]+) </span>'
    r'<span class="caption-text">(.*?)</span><a class="headerlink"',
    re.DOTALL,
)
SECTION = re.compile(
    r'<section\b[^>]*\bid="([^"]+)"[^>]*>\s*(?:<span id="[^"]*"></span>\s*)*'
    r'<h([1-3])>(?:<span class="section-number">([\d.]+?)\.? </span>)?(.*?)</h\2>',
    re.DOTALL,
)
TERM = re.compile(r'<dt id="(term-[^"]+)">(.*?)</dt>', re.DOTALL)
SYMBOL = re.compile(r'<tr\b[^>]*id="(symbol-[^"]+)"[^>]*>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td\b[^>]*>(?:<p>)?(.*?)(?:</p>)?</td>", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """Something with a name: its kind, where it stands, what else it is called."""

    kind: str
    number: str
    name: str
    address: str
    part: str
    words: str = ""


def setup(app: Sphinx) -> None:
    """Write the list when all pages are there."""
    app.connect("doctree-read", _name_symbols)
    app.connect("build-finished", _write, priority=600)


def _name_symbols(app: Sphinx, document: nodes.document) -> None:
    """Give each row of a table of symbols an id, after how the symbol is read."""
    for table in document.findall(nodes.table):
        head, body = table.next_node(nodes.thead), table.next_node(nodes.tbody)
        titles = [entry.astext() for entry in head.findall(nodes.entry)] if head else []
        if READ_ALOUD in titles:
            for row in body.findall(nodes.row):
                spoken = row[titles.index(READ_ALOUD)].astext()
                row["ids"].append("symbol-" + nodes.make_id(spoken))


def _write(app: Sphinx, exception: Exception | None) -> None:
    site = Path(app.outdir)
    root = site / f"{app.config.root_doc}.html"
    if exception or app.builder.format != "html" or not root.is_file():
        return
    parts = _parts(root.read_text("utf-8"))
    found = [
        astuple(entry)
        for page in (root.name, *parts)
        for entry in entries(
            page, later.read(site / unquote(page), site), parts.get(page, "")
        )
    ]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (site / "_static" / "entries.js").write_text(f"bookEntries = {text};", "utf-8")


def _parts(root: str) -> dict[str, str]:
    """Return the part in which each page stands, in reading order."""
    sidebar = SIDEBAR.search(root)
    nav = sidebar[0] if sidebar else ""
    found = dict.fromkeys(CHAPTER.findall(nav), "")
    for caption, chapters in PART.findall(nav):
        found |= dict.fromkeys(CHAPTER.findall(chapters), markup.plain(caption))
    return found


def entries(page: str, text: str, part: str) -> Iterator[Entry]:
    """Yield what can be found by name on a page.

    Parameters
    ----------
    page : str
        Its address.
    text : str
        The page itself.
    part : str
        The part of the book in which it stands.
    """
    for anchor, kind, number, title in BOX.findall(text):
        name = markup.plain(title).removeprefix("(").removesuffix(")")
        yield _entry(kind, number, name, f"{page}#{anchor}", part)
    for anchor, number, caption in FIGURE.findall(text):
        yield _entry("Figure", number, markup.plain(caption), f"{page}#{anchor}", part)
    for anchor, level, number, title in SECTION.findall(text):
        kind, address = (
            ("Section", f"{page}#{anchor}") if level > "1" else ("Page", page)
        )
        kind = "Chapter" if kind == "Page" and page.startswith("chapters/") else kind
        yield _entry(kind, number, markup.plain(title), address, part)
    for anchor, term in TERM.findall(text):
        yield _entry("Term", "", markup.plain(term), f"{page}#{anchor}", part)
    for anchor, row in SYMBOL.findall(text):
        symbol, spoken, *meaning = (markup.plain(c) for c in CELL.findall(row))
        name = f"{symbol}: {meaning[0]}" if meaning else symbol
        yield _entry("Symbol", "", name, f"{page}#{anchor}", part, spoken)


def _entry(kind: str, number: str, name: str, address: str, part: str, words: str = ""):
    greek = " ".join(spoken(name))
    return Entry(kind, number, name, address, part, f"{words} {greek}".strip())


def spoken(text: str) -> Iterator[str]:
    """Yield the names of the Greek letters and mathematical signs in a text.

    Examples
    --------
    >>> list(spoken("κ = L / μ"))
    ['kappa', 'mu']
    >>> list(spoken("∇f"))
    ['nabla']
    """
    for sign in unicodedata.normalize("NFKC", text):
        name = unicodedata.name(sign, "")
        if name.startswith("GREEK"):
            yield name.split(" LETTER ")[-1].split()[0].lower()
        elif unicodedata.category(sign) == "Sm" and not sign.isascii():
            yield name.lower()
