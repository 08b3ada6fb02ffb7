"""The whole book as one document for paper, made from the built pages.

Pages follow one another as in the book's contents. What only a screen can use goes;
links lead to places in the document; solutions move to its end. Wherever an element
has ``data-of``, the page number of the place so called belongs: it is known once the
document has been printed.
"""

import base64
import html
import json
import mimetypes
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from mathdl_book.figures.inline import PIXELS
from mathdl_book.formulas import later
from mathdl_book.ground import markup, node

SHEET = Path(__file__).with_name("paper.css")
FONTS = ("source-serif-4", "source-sans-3", "source-code-pro")
FACES = ("400.css", "400-italic.css", "700.css", "700-italic.css")
FONT_FILE = re.compile(r"src: url\(\./([^)]*\.woff2)\)[^;}]*")

UNPRINTED = "a.headerlink, button, script, details.hide"
HEADINGS = ["h1", "h2", "h3", "h4"]
MARK = re.compile(r"[.,;:!?)\]’”]+")
# What an exercise says to who has not answered: here none can.
NOT_ATTEMPTED = "· ex-"
WIDTH = re.compile(r"\bwidth: ([\d.]+)(pt|px|in)?")
PIXELS_PER_REM = 16
REFERENCE = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True)
class About:
    """What the title page says."""

    title: str
    authors: str
    version: str
    licences: str


@dataclass
class Leaf:
    """One page of the site: its name, and the caption of the part that it begins."""

    name: str
    part: str = ""
    article: Tag = field(default_factory=lambda: Tag(name="article"))
    solutions: list[Tag] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading of the page, as text."""
        return _words(self.article.h1)

    @property
    def sections(self) -> list[Tag]:
        """The headings of a chapter's numbered sections."""
        return [
            heading
            for heading in self.article.select("section > section > h2[id]")
            if heading.select_one(".section-number")
        ]


def compose(site: Path, about: About) -> str:
    """Return the book as one HTML document that needs no other file.

    Parameters
    ----------
    site : Path
        The folder of the built pages.
    about : About
        What the title page says.
    """
    leaves = read(site)
    leaves.append(_solutions(leaves))
    body = [_title_page(about), _contents(leaves), *(str(o.article) for o in leaves)]
    styles = [
        *(_text(site / "_static" / name) for name in ("formulas.css", "book.css")),
        *fonts(),
        _text(SHEET),
        *(_running_title(leaf) for leaf in leaves),
    ]
    return (
        '<!doctype html><html lang="en" data-theme="light"><head>'
        f'<meta charset="utf-8"><title>{html.escape(about.title)}</title>'
        + "".join(f"<style>{style}</style>" for style in styles)
        + f'</head><body class="bd-article-container">{"".join(body)}</body></html>'
    )


def order(site: Path) -> list[Leaf]:
    """Return the pages in the order of the contents, not read yet."""
    contents = _soup(_text(site / "search.html")).select_one("nav.bd-links")
    leaves, part = [], ""
    for tag in contents.select("p.caption, a.reference.internal"):
        if tag.name == "p":
            part = _words(tag)
        else:
            leaves.append(Leaf(tag["href"].removesuffix(".html"), part))
            part = ""
    return leaves


def read(site: Path) -> list[Leaf]:
    """Return the pages of a site, made ready for paper."""
    leaves = order(site)
    names = {leaf.name for leaf in leaves}
    for leaf in leaves:
        page = later.read(site / f"{leaf.name}.html", site)
        page = _soup(markup.MATHML.sub("", page))
        leaf.article = page.find("article")
        _strip(leaf.article)
        _inline_drawings(leaf.article, (site / leaf.name).parent)
        _embed_pictures(leaf.article, (site / leaf.name).parent)
        _unfold(leaf.article)
        _size_figures(leaf.article)
        _mark_headings(leaf.article)
        _hold_punctuation(leaf.article)
        _rename(leaf.article, leaf.name, names)
        leaf.article["id"] = place(leaf.name)
        leaf.solutions = _take_solutions(leaf.article)
        if leaf.part:
            leaf.article.insert(0, _tag("p", leaf.part, "part"))
    # The first page bears the title of the book, which has a page of its own here.
    leaves[0].article.h1.string = "About this book"
    return leaves


def place(page: str, anchor: str = "") -> str:
    """Return what a place in a page is called in the document.

    Examples
    --------
    >>> place("chapters/calculus/backpropagation", "exercises")
    'chapters-calculus-backpropagation--exercises'
    """
    name = page.replace("/", "-")
    return f"{name}--{anchor}" if anchor else name


def _strip(article: Tag) -> None:
    """Take out what can't be used on paper."""
    for tag in article.select(UNPRINTED):
        tag.decompose()
    for figure in article.select("figure.explorable"):
        del figure["data-state"], figure["data-widget"]
    for output in article.select("div.cell_output"):
        if _words(output).startswith(NOT_ATTEMPTED):
            output.decompose()
    for cell in article.select("div.cell"):
        if not cell.find(True):
            cell.decompose()


def _inline_drawings(article: Tag, folder: Path) -> None:
    """Put drawings that are files back where the first of a page stands."""
    for image in article.select("img.drawing"):
        file = folder / unquote(urlsplit(image["src"]).path)
        drawing = _soup(_text(file)).svg
        drawing.find("style").decompose()
        drawing.attrs |= {"role": "img", "aria-label": image["alt"]}
        drawing["width"] = f"{image['width']}px"
        image.replace_with(drawing)


def _embed_pictures(article: Tag, folder: Path) -> None:
    """Put pictures that are files into the document."""
    for picture in article.select("img[src]"):
        if not urlsplit(picture["src"]).scheme:
            file = folder / unquote(picture["src"])
            kind, _ = mimetypes.guess_type(file.name)
            picture["src"] = _data(kind, file)


def _unfold(article: Tag) -> None:
    for fold in article.select("details"):
        fold.name = "div"
        fold.summary.name = "p"


def _size_figures(article: Tag) -> None:
    """Give figures their width in letters of the text, which are smaller on paper."""
    for figure in article.select(".figure-frame > svg, .explorable > svg"):
        style = f"{figure.get('style', '')}; width: {figure.get('width')}"
        width = WIDTH.search(style)
        pixels = float(width[1]) * PIXELS[width[2]]
        figure["style"] = f"width: {pixels / PIXELS_PER_REM:.2f}rem"
        del figure["width"], figure["height"]


def _mark_headings(article: Tag) -> None:
    """Let links to a section lead to its heading: Chromium marks no bare section."""
    for section in article.select("section[id]"):
        if heading := section.find(HEADINGS, recursive=False):
            heading["id"] = section["id"]
            del section["id"]


def _hold_punctuation(article: Tag) -> None:
    """Put what must not begin a line, after a formula, into the formula's last box."""
    for formula in article.select("span.formula"):
        after = formula.next_sibling
        boxes = formula.select(".katex-base")
        mark = MARK.match(after) if isinstance(after, NavigableString) else None
        if boxes and mark:
            boxes[-1].append(_tag("span", mark[0], "held"))
            after.replace_with(after[mark.end() :])


def _rename(article: Tag, page: str, pages: set[str]) -> None:
    """Make ids unique in the document, and let links lead there."""
    for tag in article.find_all(True):
        if tag.get("id"):
            tag["id"] = place(page, tag["id"])
        for key, value in tag.attrs.items():
            if isinstance(value, str) and "url(#" in value:
                tag[key] = REFERENCE.sub(
                    lambda found: f"url(#{place(page, found[1])})", value
                )
        for key in ("href", "xlink:href"):
            if tag.get(key):
                _lead(tag, key, page, pages)


def _lead(tag: Tag, key: str, page: str, pages: set[str]) -> None:
    """Let one link lead into the document; nowhere, if its page is not in it."""
    target = urlsplit(tag[key])
    if target.scheme or target.netloc:
        return
    there = page
    if target.path:
        path = posixpath.join(posixpath.dirname(page), unquote(target.path))
        there = posixpath.normpath(path).removesuffix(".html")
    if there in pages:
        tag[key] = f"#{place(there, unquote(target.fragment))}"
    else:
        tag.unwrap()


def _take_solutions(article: Tag) -> list[Tag]:
    """Move the solutions out of a page; they and their exercises link to each other."""
    solutions = article.select("div.solution")
    for solution in solutions:
        exercise = solution.find_previous(class_="exercise")
        solution.extract()
        way = _see("Solution", solution["id"])
        exercise.append(_soup(f'<p class="solved">{way}</p>'))
        title = solution.select_one(".admonition-title")
        name = html.escape(_words(exercise.select_one(".admonition-title")))
        title.clear()
        title.append(_soup(_see(name, exercise["id"])))
    return solutions


def _see(text: str, target: str) -> str:
    """Return a link that says on which page its target stands."""
    return f'<a href="#{target}">{text}, page <span data-of="{target}"></span></a>'


def _solutions(leaves: list[Leaf]) -> Leaf:
    """Return the last page, with all solutions, by chapter."""
    last = Leaf("solutions")
    last.article = _soup(
        '<article class="bd-article" id="solutions"><section>'
        "<h1>Solutions</h1></section></article>"
    ).article
    for leaf in leaves:
        if leaf.solutions:
            section = _soup(f'<section id="solutions--{place(leaf.name)}"></section>')
            section.section.extend([_tag("h2", leaf.title), *leaf.solutions])
            last.article.section.append(section)
    return last


def _title_page(about: About) -> str:
    lines = [
        f"<h1>{html.escape(about.title)}</h1>",
        *(
            f'<p class="{name}">{html.escape(getattr(about, name))}</p>'
            for name in ("authors", "version", "licences")
        ),
    ]
    return f'<section class="title-page">{"".join(lines)}</section>'


def _contents(leaves: list[Leaf]) -> str:
    lines = []
    for leaf in leaves:
        if leaf.part:
            lines.append(f'<p class="part">{html.escape(leaf.part)}</p>')
        lines.append(_line("chapter", leaf.title, leaf.article["id"]))
        lines += [_line("section", _words(h), h["id"]) for h in leaf.sections]
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
            return f'src: url("{_data("font/woff2", folder / file[1])}")'

        sheets += [FONT_FILE.sub(embedded, _text(folder / face)) for face in FACES]
    return sheets


def _data(kind: str, file: Path) -> str:
    """Return an address that holds the file itself."""
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def _soup(text: str) -> BeautifulSoup:
    # As browsers do: of two attributes of a name, the first counts.
    return BeautifulSoup(text, "html.parser", on_duplicate_attribute="ignore")


def _tag(name: str, text: str, kind: str = "") -> Tag:
    tag = Tag(name=name, attrs={"class": kind} if kind else {})
    tag.string = text
    return tag


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _text(path: Path) -> str:
    return path.read_text("utf-8")
