"""Drawings further down a page are files, which a browser fetches when they come near.

The first one stands in the page, so that it is there when the page is first painted;
each of the others would make every reader wait for something far below. A file takes
the colour of text from the page's colour scheme, light or dark. The state of an
interactive figure goes the same way if it is long.
"""

import hashlib
import html
import re
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from urllib.parse import quote

from mathdl_book.figures.inline import LENGTH, PIXELS, STYLE, UNNAMED
from mathdl_book.ground import markup

DRAWING = re.compile(
    rf'<svg (?:role="img" aria-label="(?P<alt>[^"]*)"|{UNNAMED})(?P<rest>[^>]*)>'
)
VIEW_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
WIDTH = re.compile(r"(?<![-\w])width: ?(\d+)(px)")
KEPT = re.compile(r"min-width: ?\d+px|flex: [^;]*; max-width: \d+px")
SIZES = re.compile(
    r'\s(?:width|height)="[^"]*"|(?:min-|max-)?width: ?\d+px;? ?|flex: [^;]*;? ?'
)
STATE = re.compile(r"\sdata-state='([^']*)'")

LONG = 4000  # characters
# The colours of text in the theme, on light and on dark ground.
INK = (
    "<style>svg{color:#222832}"
    "@media(prefers-color-scheme:dark){svg{color:#ced6dd}}</style>"
)
FOLDER = "_figures"


@dataclass(frozen=True)
class Shelf:
    """Where the files of one page are put, and how the page calls them."""

    site: Path
    page: str  # its name, such as "chapters/calculus/backpropagation"
    root: str  # the way from the page to the root of the site

    def put(self, name: str, text: str) -> str:
        """Write a file; return its address, which changes when its contents do."""
        name = f"{self.page.replace('/', '.')}-{name}"
        file = self.site / FOLDER / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        content = hashlib.sha256(text.encode()).hexdigest()[:8]
        return f"{self.root}{FOLDER}/{quote(name)}?v={content}"


def apart(page: str, shelf: Shelf) -> str:
    """Return a page whose drawings but the first, and long states, are files."""

    def drawing(number: int, found: re.Match) -> tuple[str, str]:
        svg = markup.element(page, found.start())
        if not _size(found["rest"]):
            return svg, svg
        return svg, _image(found, shelf.put(f"{number}.svg", _file(svg, found)))

    def state(number: int, found: re.Match) -> tuple[str, str]:
        if len(found[1]) < LONG:
            return found[0], found[0]
        script = f"figureState({html.unescape(found[1])});"
        address = shelf.put(f"{number}.js", script)
        return found[0], f' data-state-from="{address}"'

    later = dropwhile(lambda found: found["alt"] is None, [*DRAWING.finditer(page)][1:])
    page = markup.replaced(page, later, drawing)
    return markup.replaced(page, [*STATE.finditer(page)], state)


def _image(found: re.Match, address: str) -> str:
    """Return the element that shows a drawing, with the place that it will take."""
    width, height = _size(found["rest"])
    kept = KEPT.search(found["rest"])
    style = f' style="{kept[0]}"' if kept else ""
    alt = found["alt"] or ""
    return (
        f'<img class="drawing" loading="lazy" alt="{alt}" src="{address}"'
        f' width="{width:.0f}" height="{height:.0f}"{style}>'
    )


def _size(attributes: str) -> tuple[float, float] | None:
    """Return width and height of a drawing in pixels, if it says how large it is."""
    box = VIEW_BOX.search(attributes)
    width = WIDTH.search(attributes) or LENGTH.search(attributes)
    if not (box and width):
        return None
    wide, high = map(float, box.groups())
    pixels = float(width[1]) * PIXELS[width[2]]
    return pixels, pixels * high / wide


def _file(svg: str, found: re.Match) -> str:
    """Return a drawing as a document of its own."""
    rest = STYLE.sub(lambda style: _kept(style[1]), SIZES.sub("", found["rest"]))
    begin = f'<svg xmlns="http://www.w3.org/2000/svg"{rest}>{INK}'
    return begin + svg[len(found[0]) :]


def _kept(style: str) -> str:
    return f' style="{style}"' if style.strip() else ""
