"""The map of the chapters: a picture of what builds on what, drawn as the page is made.

A part is a column and its chapters stand in it in reading order, so that a line from a
chapter to one that needs it always leads on: to the right, or down. A long line runs
between the rows. Lines that others imply are left out: what a chapter needs of another
by way of a third is seen without one more.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from mathdl_book.content.plan import Chapter, Part, Plan

BOX_WIDTH, BOX_HEIGHT = 106, 40
GUTTER, GAP = 30, 13
MARGIN = 24
BAR_HEIGHT = 30
TOP = 116  # of the first row: above it stand the opening and the parts' names
LINE = 12.5
# Text breaks where it gets wider than its box in the widest of the usual system fonts.
LETTER = 12
PADDING = 3
NARROW, THIN, WIDE = "ijl.,' ", "frt", "mw"
# Lines that share the space between two rows lie side by side.
TRACKS = (0, -3, 3, -5, 5)
BULGE, WIDEST_BULGE = 8, 30


@dataclass(frozen=True)
class Box:
    """A chapter's place in the picture."""

    chapter: Chapter
    column: int
    row: int
    x: int
    y: int
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def right(self) -> int:
        """Where the box ends."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Half the way down the box, where lines begin and end."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A line from a chapter to one that needs it, and its way in SVG's words."""

    start: Box
    end: Box
    way: str


def boxes(plan: Plan) -> dict[str, Box]:
    """Return the place of every chapter: a column a part, the opening above all."""
    width = len(plan.parts) * (BOX_WIDTH + GUTTER) - GUTTER
    opening = Box(plan.opening, 0, -1, MARGIN, 1, width, BAR_HEIGHT)
    places = {plan.opening.name: opening}
    for column, part in enumerate(plan.parts):
        x = MARGIN + column * (BOX_WIDTH + GUTTER)
        for row, chapter in enumerate(part.chapters):
            y = TOP + row * (BOX_HEIGHT + GAP)
            places[chapter.name] = Box(chapter, column, row, x, y)
    return places


def implied(plan: Plan, chapter: Chapter) -> set[str]:
    """Return what a chapter needs by way of something else that it needs."""
    return {name for need in chapter.needs for name in plan.behind(need)}


def lines(plan: Plan) -> Iterator[Line]:
    """Yield a line for each need that no other needs imply."""
    places = boxes(plan)
    tracks: dict[int, Iterator[int]] = {}
    for chapter in plan.chapters:
        end = places[chapter.name]
        for need in chapter.needs:
            if need not in implied(plan, chapter):
                start = places[need]
                yield Line(start, end, _way(start, end, tracks))


def _way(start: Box, end: Box, tracks: dict) -> str:
    if start.column == end.column:
        return _down(start, end)
    begin = f"M{start.right} {start.middle:g}"
    if end.column == start.column + 1:
        return begin + _swing(start.right, start.middle, end.x, end.middle)
    return begin + _between_rows(start, end, tracks)


def _down(start: Box, end: Box) -> str:
    """Return the way within a column: straight to the next row, else at the left."""
    if end.row == start.row + 1:
        return f"M{start.x + start.width // 2} {start.y + start.height}V{end.y}"
    reach = start.x - min(BULGE + 4 * (end.row - start.row), WIDEST_BULGE)
    return (
        f"M{start.x} {start.middle:g}"
        f"C{reach} {start.middle:g} {reach} {end.middle:g} {end.x} {end.middle:g}"
    )


def _between_rows(start: Box, end: Box, tracks: dict) -> str:
    """Return the way through columns in between, beside the row where it ends."""
    above = start.row < end.row
    edge = end.y - GAP / 2 if above else end.y + end.height + GAP / 2
    track = tracks.setdefault(edge, count())
    y = edge + TRACKS[next(track) % len(TRACKS)]
    first, last = start.right + GUTTER, end.x - GUTTER
    return (
        _swing(start.right, start.middle, first, y)
        + f"H{last}"
        + _swing(last, y, end.x, end.middle)
    )


def _swing(x: float, y: float, to_x: float, to_y: float) -> str:
    """Return a curve that leaves and arrives sideways."""
    half = (x + to_x) / 2
    return f"C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"


def svg(plan: Plan, addresses: dict[str, str]) -> str:
    """Return the picture.

    Parameters
    ----------
    plan : Plan
        The book.
    addresses : dict
        The way from the page to each chapter that is written, by name.
    """
    places = boxes(plan)
    width = max(box.right for box in places.values()) + 1
    height = max(box.y + box.height for box in places.values()) + 1
    drawn = "".join(
        f'<path{_kind(line)} d="{line.way}" data-from="{line.start.chapter.name}" '
        f'data-to="{line.end.chapter.name}"/>'
        for line in sorted(lines(plan), key=_kind)  # what is written, on top
    )
    opening = _box(places[plan.opening.name], addresses)
    parts = (
        _part(number, part, places, addresses) for number, part in enumerate(plan.parts)
    )
    return (
        f'<svg viewBox="0 0 {width} {height}"><g class="chart-lines">{drawn}</g>'
        f"{opening}{''.join(parts)}</svg>"
    )


def _kind(line: Line) -> str:
    """Return the class of a line that can be followed today."""
    both = line.start.chapter.page and line.end.chapter.page
    return ' class="written"' if both else ""


def _part(number: int, part: Part, places: dict, addresses: dict) -> str:
    x = places[part.chapters[0].name].x
    title = html.escape(f"{roman(number)}. {part.title}")
    about = wrapped(part.about, BOX_WIDTH + GUTTER / 2)
    chapters = (_box(places[chapter.name], addresses) for chapter in part.chapters)
    return (
        f'<g class="chart-column">'
        f'<text class="chart-part" x="{x}" y="{TOP - 54}">{title}</text>'
        f'<g class="chart-about">{_rows(about, x, TOP - 38)}</g>'
        f"{''.join(chapters)}</g>"
    )


def roman(number: int) -> str:
    """Return the number of a part, counted from 0, as the book writes it."""
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number]


def _box(box: Box, addresses: dict[str, str]) -> str:
    chapter = box.chapter
    address = addresses.get(chapter.name)
    kind = "written" if address else "planned"
    name = html.escape(chapter.title + ("" if address else ", to come"))
    link = (
        f'href="{html.escape(address)}"'
        if address
        else 'role="link" aria-disabled="true"'
    )
    text = wrapped(chapter.title, box.width - 2 * PADDING)
    first = box.middle - (len(text) - 1) * LINE / 2 + 4
    return (
        f'<a class="{kind}" {link} aria-label="{name}" data-name="{chapter.name}" '
        f'data-needs="{" ".join(chapter.needs)}"><rect x="{box.x}" y="{box.y}" '
        f'width="{box.width}" height="{box.height}" rx="5"/>'
        f"{_rows(text, box.x + box.width // 2, first)}</a>"
    )


def _rows(text: list[str], x: float, y: float) -> str:
    """Return rows of text; the space between them keeps their words apart for all."""
    return " ".join(
        f'<text x="{x:g}" y="{y + number * LINE:g}">{html.escape(row)}</text>'
        for number, row in enumerate(text)
    )


def wrapped(text: str, width: float) -> list[str]:
    """Return a text in lines that are no wider, if its words allow."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and extent(longer) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def extent(text: str) -> float:
    """Return about how wide a text is, in units of the picture."""
    return LETTER * sum(map(_share, text))


def _share(letter: str) -> float:
    """Return how wide a letter is, in parts of the height of the font."""
    if letter in NARROW:
        return 0.32
    if letter in THIN:
        return 0.4
    if letter in WIDE:
        return 0.95
    return 0.7 if letter.isupper() else 0.6
