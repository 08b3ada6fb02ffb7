"""A volume of the book as one document for paper, made from the built pages.

A part of the book is a volume, with contents, solutions and sources of its own; pages
that belong to no part, such as the glossary, are one more. Wherever an element has
``data-of``, the page number of the place so called belongs: it is known once the
document has been printed.
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mathdl_book.ground import node
from mathdl_book.paper.leaves import (
    Leaf,
    data,
    element,
    order,
    place,
    read,
    soup,
    text,
    words,
)

SHEET = Path(__file__).with_name("paper.css")
FONTS = ("source-serif-4", "source-sans-3", "source-code-pro")
FACES = ("400.css", "400-italic.css", "700.css", "700-italic.css")
FONT_FILE = re.compile(r"src: url\(\./([^)]*\.woff2)\)[^;}]*")

CHAPTERS = "chapters/"
COMPANION = "companion"
SOURCES = "backmatter/bibliography"
SOLUTIONS = "solutions"


@dataclass(frozen=True)
class About:
    """What the title pages say."""

    title: str
    authors: str
    version: str
    licences: str


@dataclass(frozen=True)
class Volume:
    """A volume: its name in files and in references, its title and its pages."""

    name: str
    called: str
    title: str
    pages: tuple[str, ...]


def volumes(site: Path) -> list[Volume]:
    """Return the volumes of a built book: its parts, and what belongs to none."""
    parts: dict[str, list[Leaf]] = {}
    for leaf in order(site):
        folder = leaf.name.removeprefix(CHAPTERS).partition("/")[0]
        is_chapter = leaf.name.startswith(CHAPTERS)
        parts.setdefault(folder if is_chapter else COMPANION, []).append(leaf)
    companion = parts.pop(COMPANION)
    found = [
        Volume(name, f"volume {number}", leaves[0].part, _names(leaves))
        for number, (name, leaves) in enumerate(parts.items(), 1)
    ]
    title = "Prologue, notation, glossary and sources"
    return [*found, Volume(COMPANION, COMPANION, title, _names(companion))]


def _names(leaves: Iterable[Leaf]) -> tuple[str, ...]:
    return tuple(leaf.name for leaf in leaves)


def compose(site: Path, volume: Volume, about: About) -> str:
    """Return a volume as one HTML document that needs no other file.

    Parameters
    ----------
    site : Path
        The folder of the built pages.
    volume : Volume
        One of `volumes`.
    about : About
        What the title page says.
    """
    others = volumes(site)
    leaves = _read(site, volume, others)
    body = [
        _title_page(about, volume),
        _contents(leaves, [one for one in others if one != volume]),
        *(str(leaf.article) for leaf in leaves),
    ]
    styles = [
        *(text(site / "_static" / name) for name in ("formulas.css", "book.css")),
        *fonts(),
        text(SHEET),
        *(_running_title(leaf) for leaf in leaves),
    ]
    return (
        '<!doctype html><html lang="en" data-theme="light"><head>'
        f'<meta charset="utf-8"><title>{html.escape(_title(about, volume))}</title>'
        + "".join(f"<style>{style}</style>" for style in styles)
        + f'</head><body class="bd-article-container">{"".join(body)}</body></html>'
    )


def _title(about: About, volume: Volume) -> str:
    return f"{about.title}, {volume.called}. {volume.title}"


def _read(site: Path, volume: Volume, others: list[Volume]) -> list[Leaf]:
    """Return the pages of a volume, ready for paper, solutions and sources last."""
    pages = order(site)
    known = {page: one.called for one in others for page in one.pages}
    inside = {*volume.pages, SOURCES} & set(known)
    known |= dict.fromkeys(inside, "")
    leaves = [leaf for leaf in pages if leaf.name in volume.pages]
    for leaf in leaves:
        # Its part is the volume.
        leaf.part = leaf.part if volume.name == COMPANION else ""
        read(leaf, site, known)
        if leaf.name == pages[0].name:
            # The first page bears the title of the book, which has a page of its own.
            leaf.article.h1.string = "About this book"
    leaves.append(_solutions(leaves))
    if SOURCES in inside - set(volume.pages):
        leaves.append(_sources(site, leaves, known))
    return [leaf for leaf in leaves if leaf.name != SOLUTIONS or leaf.article.h2]


def _sources(site: Path, leaves: list[Leaf], known: dict[str, str]) -> Leaf:
    """Return the bibliography with what the other pages cite."""
    sources = Leaf(SOURCES)
    read(sources, site, known)
    cited = {
        link["href"][1:]
        for leaf in leaves
        for link in leaf.article.select('a[href^="#"]')
    }
    for entry in sources.article.select("div.citation"):
        if entry["id"] not in cited:
            entry.decompose()
    return sources


def _solutions(leaves: list[Leaf]) -> Leaf:
    """Return the last page, with all solutions, by chapter."""
    last = Leaf(SOLUTIONS)
    last.article = soup(
        '<article class="bd-article" id="solutions"><section>'
        "<h1>Solutions</h1></section></article>"
    ).article
    for leaf in leaves:
        if leaf.solutions:
            section = soup(f'<section id="solutions--{place(leaf.name)}"></section>')
            section.section.extend([element("h2", leaf.title), *leaf.solutions])
            last.article.section.append(section)
    return last


def _title_page(about: About, volume: Volume) -> str:
    called = volume.called.capitalize()
    lines = [
        f"<h1>{html.escape(about.title)}</h1>",
        f'<p class="volume">{called}. {html.escape(volume.title)}</p>',
        *(
            f'<p class="{name}">{html.escape(getattr(about, name))}</p>'
            for name in ("authors", "version", "licences")
        ),
    ]
    return f'<section class="title-page">{"".join(lines)}</section>'


def _contents(leaves: list[Leaf], others: list[Volume]) -> str:
    lines = []
    for leaf in leaves:
        if leaf.part:
            lines.append(f'<p class="part">{html.escape(leaf.part)}</p>')
        lines.append(_line("chapter", leaf.title, leaf.article["id"]))
        lines += [_line("section", words(h), h["id"]) for h in leaf.sections]
    lines += ['<p class="part">In other volumes</p>'] * bool(others)
    for one in others:
        line = html.escape(f"{one.called.capitalize()}. {one.title}")
        lines.append(f'<p class="other">{line}</p>')
    return (
        '<section class="contents bd-article"><h1>Contents</h1>'
        f"{''.join(lines)}</section>"
    )


def _line(kind: str, title: str, target: str) -> str:
    return (
        f'<a class="{kind}" href="#{target}"><span>{html.escape(title)}</span>'
        f'<span class="leader"></span><span data-of="{target}"></span></a>'
    )


def _running_title(leaf: Leaf) -> str:
    """Return the style that prints a page's title at the foot, on the inner side."""
    name, title = place(leaf.name), json.dumps(leaf.title, ensure_ascii=False)
    return (
        f"#{name} {{ page: {name}; }}"
        f"@page {name}:left {{ @bottom-right {{ content: {title}; }} }}"
        f"@page {name}:right {{ @bottom-left {{ content: {title}; }} }}"
    )


def fonts() -> list[str]:
    """Return the style sheets of the fonts, with the fonts in them."""
    sheets = []
    for name in FONTS:
        folder = node.package(f"@fontsource/{name}")

        def embedded(file: re.Match, folder: Path = folder) -> str:
            return f'src: url("{data("font/woff2", folder / file[1])}")'

        sheets += [FONT_FILE.sub(embedded, text(folder / face)) for face in FACES]
    return sheets
