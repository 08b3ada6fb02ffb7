"""The fonts of the formulas, cut to the glyphs that the book uses, in the style sheet.

KaTeX's fonts hold thousands of signs, of which a book uses a few hundred. What is left
is small enough to stand in the sheet itself, so a formula has its shape when it is
first painted, and nothing moves afterwards. The fonts' licence, the SIL Open Font
License 1.1, lets them be cut if what results has another name and keeps the notices:
``KaTeX_Main`` becomes ``Book_Main``.
"""

import base64
import html
import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset

from mathdl_book.ground import node

logging.getLogger("fontTools.subset").setLevel(logging.WARNING)

FORMULA = '<span class="katex-html" aria-hidden="true">'
# The begin of a span with its classes, its end, or text.
TOKEN = re.compile(r'<span(?: class="([^"]*)")?[^>]*>|(</span>)|<[^>]*>|([^<]+)')
RULE = re.compile(r"([^{}]+){([^{}]*)}")
FACE = re.compile(r"@font-face{[^}]*}")
ADDRESS = re.compile(r"url\(([^)]*)\)")
OLD_FONT = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)')
DISPLAY = re.compile(r"font-display:[^;}]*;?")

FAMILY, WEIGHT, STYLE = "font-family", "font-weight", "font-style"
PLAIN = {FAMILY: "KaTeX_Main", WEIGHT: "400", STYLE: "normal"}
# Of a font's own table of names: copyright, its names, licence, where that stands.
NOTICES = [0, 1, 2, 4, 6, 13, 14]
THEIRS, OURS = "KaTeX_", "Book_"


def sheet() -> str:
    """Return KaTeX's style sheet, with fonts of one format as files."""
    file = node.package("katex") / "dist" / "katex.min.css"
    return OLD_FONT.sub("", file.read_text("utf-8"))


def embedded(css: str, folder: Path, pages: Iterable[str]) -> str:
    """Return KaTeX's style sheet with the fonts in it that some pages need.

    Parameters
    ----------
    css : str
        The sheet, whose fonts are files.
    folder : Path
        Where the addresses in the sheet start from.
    pages : iterable of str
        Pages with typeset formulas.
    """
    faces = [_declared(face) for face in FACE.findall(css)]
    needed = _needed(css, pages, faces)

    def face(rule: re.Match) -> str:
        characters = needed[_key(_declared(rule[0]))]
        if not characters:
            return ""
        file = folder / ADDRESS.search(rule[0])[1]
        data = base64.b64encode(cut(file, characters)).decode()
        return ADDRESS.sub(
            f"url(data:font/woff2;base64,{data})", DISPLAY.sub("", rule[0])
        )

    return FACE.sub(face, css).replace(THEIRS, OURS)


def cut(file: Path, characters: set[str]) -> bytes:
    """Return a font with the glyphs of some characters, under a name of its own."""
    options = subset.Options(flavor="woff2", name_IDs=NOTICES, notdef_outline=True)
    font = subset.load_font(io.BytesIO(file.read_bytes()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
    for entry in font["name"].names:
        if entry.nameID in (1, 4, 6):
            entry.string = str(entry).replace(THEIRS, OURS)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


def texts(page: str) -> dict[tuple[str, ...], set[str]]:
    """Return the texts of a page's formulas, by the classes of what they stand in."""
    found = defaultdict(set)
    for formula in page.split(FORMULA)[1:]:
        around: list[tuple[str, ...]] = [()]
        for token in TOKEN.finditer(formula):
            classes, end, text = token.groups()
            if text:
                found[around[-1]].add(text)
            elif end and len(around) == 1:  # that of the formula
                break
            elif end:
                around.pop()
            elif token[0].startswith("<span"):
                around.append((*around[-1], classes) if classes else around[-1])
    return found


def _needed(css: str, pages: Iterable[str], faces: list[dict]) -> dict[tuple, set[str]]:
    """Return the characters that are set in each face."""
    choices = list(_choices(css))
    found = defaultdict(set)
    for page in pages:
        for around, written in texts(page).items():
            found[around] |= written
    needed = defaultdict(set)
    for around, written in found.items():
        wanted = dict(PLAIN)
        for classes in map(str.split, around):
            for asked, chosen in choices:
                wanted |= chosen if asked.issubset(classes) else {}
        # What no face has, a browser makes from a face of the same family.
        family = [f for f in faces if f[FAMILY] == wanted[FAMILY]]
        for face in [wanted] if wanted in family else family:
            needed[_key(face)].update(*map(html.unescape, written))
    return needed


def _choices(css: str) -> Iterator[tuple[set[str], dict[str, str]]]:
    """Yield the rules that choose a font: the classes asked for, and the choice."""
    for selectors, body in RULE.findall(FACE.sub("", css)):
        chosen = _declared(body)
        for selector in selectors.split(",") if chosen else ():
            asked = selector.replace(">span", "").split()[-1]
            if asked != ".katex":
                yield set(asked.split(".")[1:]), chosen


def _declared(body: str) -> dict[str, str]:
    found = re.findall(rf"({FAMILY}|{WEIGHT}|{STYLE}):([^;}}]+)", body)
    return dict(found)


def _key(face: dict[str, str]) -> tuple[str, ...]:
    return face[FAMILY], face[WEIGHT], face[STYLE]
