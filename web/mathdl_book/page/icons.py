"""Icons are glyphs of a small font in the style sheet, which all pages share.

In a page stands an empty element with a name. The sheet gives it its glyph, in the size
and colour of the text. A picture for each icon would be a document of its own for the
browser, and a page shows a dozen of them before anything else.
"""

import base64
import functools
import io
import re
from collections.abc import Iterable

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.timeTools import epoch_diff
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib.tables._g_l_y_f import Glyph
from sphinx.errors import ExtensionError

from mathdl_book.ground import node

PLACEHOLDER = re.compile(r"<(i|span)\b(?P<attributes>[^>]*\bfa-[^>]*)>\s*</\1>")
CLASSES = re.compile(r'class="([^"]*)"')
TITLE = re.compile(r'\stitle="[^"]*"')
DRAWING = re.compile(r'viewBox="0 0 (\d+) (\d+)".*?<path\b.*?\bd="([^"]+)"', re.DOTALL)

NAMED = re.compile(r'class="icon icon-(solid|regular|brands)-([\w-]+)')

STYLES = {
    "fas": "solid",
    "fa-solid": "solid",
    "far": "regular",
    "fa-regular": "regular",
    "fab": "brands",
    "fa-brands": "brands",
}
SIZES = {"fa-lg", "fa-fw", "fa-sm", "fa-xs"}

FAMILY = "Book_Icons"
# An icon is as high as the em, of which an eighth stands below the line of the text.
EM, BELOW = 512, 64
# The first of the characters that Unicode leaves to private use.
PRIVATE = 0xE000


def marked(page: str) -> str:
    """Return a page in which every ``<i class="fa-…">`` has the name of its glyph."""
    return PLACEHOLDER.sub(_marked, page)


def sheet(pages: Iterable[str]) -> str:
    """Return the style rules that draw the icons of some pages, with their font."""
    names = sorted({name for page in pages for name in NAMED.findall(page)})
    if not names:
        return ""
    data = base64.b64encode(_font(names)).decode()
    face = (
        f"@font-face{{font-family:{FAMILY};"
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}\n'
    )
    return face + "".join(
        f'.icon-{style}-{name}::before{{content:"\\{PRIVATE + place:x}"}}\n'
        for place, (style, name) in enumerate(names)
    )


def _marked(placeholder: re.Match) -> str:
    attributes = TITLE.sub("", placeholder["attributes"])
    classes = CLASSES.search(attributes)[1].split()
    style = next((STYLES[c] for c in classes if c in STYLES), "solid")
    names = [c for c in classes if c.startswith("fa-") and c not in {*STYLES, *SIZES}]
    if len(names) != 1:
        raise ExtensionError(f"An icon has one name, not {names}: {placeholder[0]}")
    name = names[0].removeprefix("fa-")
    _drawing(style, name)  # which says so, if there is none
    kept = " ".join(c for c in classes if c not in STYLES and c not in names)
    own = f"icon icon-{style}-{name} {kept}".strip()
    attributes = CLASSES.sub(f'class="{own}"', attributes)
    return f'<span{attributes} aria-hidden="true"></span>'


def _font(names: list[tuple[str, str]]) -> bytes:
    """Return a font whose glyphs, from the first private character on, are icons."""
    drawn = {"-".join(name): _glyph(*name) for name in names}
    builder = FontBuilder(EM)
    builder.setupGlyphOrder([".notdef", *drawn])
    builder.setupCharacterMap(dict(enumerate(drawn, PRIVATE)))
    builder.setupGlyf({".notdef": Glyph()} | {n: g for n, (g, _) in drawn.items()})
    builder.setupHorizontalMetrics(
        {".notdef": (EM, 0)} | {n: (width, g.xMin) for n, (g, width) in drawn.items()}
    )
    builder.setupHorizontalHeader(ascent=EM - BELOW, descent=-BELOW)
    builder.setupOS2(sTypoAscender=EM - BELOW, sTypoDescender=-BELOW, sTypoLineGap=0)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupPost()
    # A date of its own would make the sheet another one with each build.
    builder.font["head"].created = builder.font["head"].modified = -epoch_diff
    builder.font.recalcTimestamp = False
    builder.font.flavor = "woff2"
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


def _glyph(style: str, name: str) -> tuple[Glyph, int]:
    """Return the outline of an icon, as TrueType wants it, and its width."""
    width, height, path = _drawing(style, name)
    outline = TTGlyphPen(None)
    # TrueType's curves are quadratic; to half a unit, a hundredth of a pixel, it's one.
    pen = Cu2QuPen(outline, max_err=0.5, reverse_direction=True)
    scale = EM / height
    upright = TransformPen(pen, (scale, 0, 0, -scale, 0, EM - BELOW))
    parse_path(path, upright)
    glyph = outline.glyph()
    glyph.recalcBounds(None)
    return glyph, round(width * scale)


@functools.cache
def _drawing(style: str, name: str) -> tuple[int, int, str]:
    """Return width, height and path of an icon."""
    folder = node.package("@fortawesome/fontawesome-free") / "svgs" / style
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise ExtensionError(f"Font Awesome has no {style} icon called {name!r}.")
    width, height, path = DRAWING.search(file.read_text("utf-8")).groups()
    return int(width), int(height), path
