"""Pages of the site, made ready for paper.

What only a screen can use goes; links lead to places in the same volume, or say by name
in which other one they lead; solutions are taken out, to stand at the volume's end.
"""

import base64
import html
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from mathdl_book.figures.inline import PIXELS
from mathdl_book.formulas import later
from mathdl_book.ground import markup

UNPRINTED = "a.headerlink, button, script, details.hide"
HEADINGS = ["h1", "h2", "h3", "h4"]
MARK = re.compile(r"[.,;:!?)\]’”]+")
# What an exercise says to who has not answered: here none can.
NOT_ATTEMPTED = "· ex-"
WIDTH = re.compile(r"\bwidth: ([\d.]+)(pt|px|in)?")
PIXELS_PER_REM = 16
REFERENCE = re.compile(r"url\(#([^)]+)\)")


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
        return words(self.article.h1)

    @property
    def sections(self) -> list[Tag]:
        """The headings of a chapter's numbered sections."""
        return [
            heading
            for heading in self.article.select("section > section > h2[id]")
            if heading.select_one(".section-number")
        ]


def order(site: Path) -> list[Leaf]:
    """Return the pages in the order of the contents, not read yet."""
    contents = soup(text(site / "search.html")).select_one("nav.bd-links")
    leaves, part = [], ""
    for tag in contents.select("summary, a.reference.internal"):
        if tag.name == "summary":
            part = words(tag)
        else:
            leaves.append(Leaf(tag["href"].removesuffix(".html"), part))
            part = ""
    return leaves


def read(leaf: Leaf, site: Path, volumes: Mapping[str, str]) -> None:
    """Read a page and make it ready for paper.

    Parameters
    ----------
    leaf : Leaf
        The page, which gets its article and its solutions.
    site : Path
        The folder of the built pages.
    volumes : mapping
        By the names of the pages that are printed: nothing if they stand in the same
        volume, else what the one in which they stand is called.
    """
    page = later.read(site / f"{leaf.name}.html", site)
    leaf.article = soup(markup.MATHML.sub("", page)).find("article")
    folder = (site / leaf.name).parent
    _strip(leaf.article)
    _inline_drawings(leaf.article, folder)
    _embed_pictures(leaf.article, folder)
    _unfold(leaf.article)
    _size_figures(leaf.article)
    _mark_headings(leaf.article)
    _hold_punctuation(leaf.article)
    _rename(leaf.article, leaf.name, volumes)
    leaf.article["id"] = place(leaf.name)
    leaf.solutions = _take_solutions(leaf.article)
    if leaf.part:
        leaf.article.insert(0, element("p", leaf.part, "part"))


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
        if words(output).startswith(NOT_ATTEMPTED):
            output.decompose()
    for cell in article.select("div.cell"):
        if not cell.find(True):
            cell.decompose()


def _inline_drawings(article: Tag, folder: Path) -> None:
    """Put drawings that are files back where the first of a page stands."""
    for image in article.select("img.drawing"):
        file = folder / unquote(urlsplit(image["src"]).path)
        drawing = soup(text(file)).svg
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
            picture["src"] = data(kind, file)


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
    for formula in article.select(".katex.notranslate"):
        after = formula.next_sibling
        boxes = formula.select(".katex-base")
        mark = MARK.match(after) if isinstance(after, NavigableString) else None
        if boxes and mark:
            boxes[-1].append(element("span", mark[0], "held"))
            after.replace_with(after[mark.end() :])


def _rename(article: Tag, page: str, volumes: Mapping[str, str]) -> None:
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
                _lead(tag, key, page, volumes)


def _lead(tag: Tag, key: str, page: str, volumes: Mapping[str, str]) -> None:
    """Let one link lead into the document; nowhere, if its page is not in it."""
    target = urlsplit(tag[key])
    if target.scheme or target.netloc:
        return
    there = page
    if target.path:
        path = posixpath.join(posixpath.dirname(page), unquote(target.path))
        there = posixpath.normpath(path).removesuffix(".html")
    volume = volumes.get(there)
    if volume == "":
        tag[key] = f"#{place(there, unquote(target.fragment))}"
        return
    # A word of the glossary is read well without.
    if volume and "term-link" not in tag.get("class", ()):
        tag.insert_after(_named(volume))
    tag.unwrap()


def _named(volume: str) -> Tag:
    return element("small", f"\N{NO-BREAK SPACE}({volume})", "elsewhere")


def _take_solutions(article: Tag) -> list[Tag]:
    """Move the solutions out of a page; they and their exercises link to each other."""
    solutions = article.select("div.solution")
    for solution in solutions:
        exercise = solution.find_previous(class_="exercise")
        solution.extract()
        way = see("Solution", solution["id"])
        exercise.append(soup(f'<p class="solved">{way}</p>'))
        title = solution.select_one(".admonition-title")
        name = html.escape(words(exercise.select_one(".admonition-title")))
        title.clear()
        title.append(soup(see(name, exercise["id"])))
    return solutions


def see(text: str, target: str) -> str:
    """Return a link that says on which page its target stands."""
    return f'<a href="#{target}">{text}, page <span data-of="{target}"></span></a>'


def data(kind: str, file: Path) -> str:
    """Return an address that holds the file itself."""
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def soup(page: str) -> BeautifulSoup:
    """Return a page as a tree; as in browsers, of two attributes the first counts."""
    return BeautifulSoup(page, "html.parser", on_duplicate_attribute="ignore")


def element(name: str, content: str, kind: str = "") -> Tag:
    """Return an element that holds text."""
    made = Tag(name=name, attrs={"class": kind} if kind else {})
    made.string = content
    return made


def words(tag: Tag) -> str:
    """Return what is read in an element, in one line."""
    return " ".join(tag.get_text().split())


def text(path: Path) -> str:
    """Return what a file holds."""
    return path.read_text("utf-8")
