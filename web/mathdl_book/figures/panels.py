"""A drawing of several panels in a row, as a drawing for each, and one for its legend.

Side by side they look as before; on a phone they stand below one another, where half of
a wide drawing would lie beyond the edge. What is told apart is what matplotlib groups:
the axes, and legends that stand beside theirs.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
FONT_SIZE = re.compile(r"\b([\d.]+)px")
PLACED = re.compile(r"translate\((\S+) (\S+)\)")
REFERENCE = re.compile(r'#([^\s"\')]+)')
NARROW = 320  # units: a drawing that has room on a phone
THIN = 40  # units: what stands beside a panel, such as a bar of colours, is of it
SMALL = 11  # a usual height of letters
LETTER = 0.6  # of the height of a font: how wide a letter is, about
TOUCH = 12  # units that estimates of two neighbours may overlap
MOST = 4
MARGIN = 4

ElementTree.register_namespace("", SVG.strip("{}"))
ElementTree.register_namespace("xlink", LINK.partition("}")[0].strip("{"))


@dataclass
class Box:
    """What a part of a drawing takes: from left to right, and from top to bottom."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass
class Part:
    """Some groups of a drawing, and where they stand."""

    box: Box
    groups: list[Element]
    is_legend: bool = False


def apart(svg: str) -> list[str]:
    """Return a drawing's panels and legends; itself where it is narrow, or no row."""
    try:
        root = ElementTree.fromstring(svg.encode())
    except ElementTree.ParseError:
        return [svg]
    figure = root.find(f"{SVG}g")
    width, height = _size(root)
    if figure is None or width <= NARROW or not _is_of_axes(figure):
        return [svg]
    parts = _joined(list(_parts(root, figure)))
    if not 1 < len(parts) <= MOST or not _is_row(parts):
        return [svg]
    middles = [(a.box.right + b.box.left) / 2 for a, b in pairwise(parts)]
    edges = [0.0, *middles, width]
    return [
        _drawing(root, part, Box(left, right, 0, _low(part, height)))
        for part, (left, right) in zip(parts, pairwise(edges), strict=True)
    ]


def _size(root: Element) -> tuple[float, float]:
    box = [float(number) for number in root.get("viewBox", "0 0 0 0").split()]
    return box[2], box[3]


def _is_of_axes(figure: Element) -> bool:
    """Return whether there is nothing between the panels, such as a title of all."""
    ground, *others = [child.get("id", "") for child in figure]
    return ground.startswith("patch") and all(n.startswith("axes") for n in others)


def _parts(root: Element, figure: Element) -> Iterator[Part]:
    """Yield the axes, and the legends beside them, which are taken out."""
    clips = {clip.get("id"): clip[0] for clip in root.iter(f"{SVG}clipPath")}
    for axes in list(figure)[1:]:
        inside = [g for g in axes if not g.get("id", "").startswith("legend")]
        box = _box(inside, clips)
        if box is None:
            continue
        yield Part(box, [axes])
        for legend in [g for g in axes if g not in inside]:
            place = _box([legend], clips)
            if place and place.left > box.right - TOUCH and place.top < box.bottom / 3:
                axes.remove(legend)
                yield Part(place, [legend], is_legend=True)


def _joined(parts: list[Part]) -> list[Part]:
    """Return the parts from left to right; a thin panel belongs to its neighbour."""
    found: list[Part] = []
    for part in sorted(parts, key=lambda one: one.box.left):
        if found and not part.is_legend and part.box.right - part.box.left < THIN:
            found[-1].box.right = max(found[-1].box.right, part.box.right)
            found[-1].groups += part.groups
        else:
            found.append(part)
    return found


def _is_row(parts: list[Part]) -> bool:
    """Return whether parts stand side by side, at one height."""
    beside = all(b.box.left > a.box.right - TOUCH for a, b in pairwise(parts))
    panels = [part.box for part in parts if not part.is_legend]
    highest, lowest = max(b.top for b in panels), min(b.bottom for b in panels)
    return beside and all(lowest - highest > (b.bottom - b.top) / 2 for b in panels)


def _low(part: Part, height: float) -> float:
    return part.box.bottom + MARGIN if part.is_legend else height


def _box(groups: list[Element], clips: dict[str | None, Element]) -> Box | None:
    """Return about how much room some groups take."""
    points = [point for group in groups for point in _points(group, clips)]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), max(xs), min(ys), max(ys))


def _points(
    part: Element, clips: dict[str | None, Element]
) -> Iterator[tuple[float, float]]:
    """Yield points that a part of a drawing reaches, of what is cut its frame."""
    clip = REFERENCE.search(part.get("clip-path", ""))
    if clip and clip[1] in clips:
        yield from _own_points(clips[clip[1]])
    elif place := PLACED.match(part.get("transform", "")):
        x, y = map(float, place.groups())  # of a formula, turned or not
        turned = "rotate(-90" in part.get("transform", "")
        length = _length(part, SMALL)
        yield x, y
        yield (x - SMALL, y - length) if turned else (x + length, y - SMALL)
    elif part.tag not in (f"{SVG}defs", f"{SVG}clipPath"):
        yield from _own_points(part)
        for child in part:
            yield from _points(child, clips)


def _own_points(shape: Element) -> Iterator[tuple[float, float]]:
    if shape.tag == f"{SVG}path":
        numbers = [float(number) for number in NUMBER.findall(shape.get("d", ""))]
        yield from zip(numbers[::2], numbers[1::2], strict=False)
    elif shape.tag == f"{SVG}text":
        yield from _text_points(shape)
    elif "x" in shape.attrib and "y" in shape.attrib:
        x, y = float(shape.get("x", 0)), float(shape.get("y", 0))
        yield x, y
        yield x + float(shape.get("width", 0)), y + float(shape.get("height", 0))


def _length(text: Element, size: float) -> float:
    return LETTER * size * len(" ".join("".join(text.itertext()).split()))


def _text_points(text: Element) -> Iterator[tuple[float, float]]:
    """Yield the ends of a line of text, about."""
    style = text.get("style", "")
    turned = [float(number) for number in NUMBER.findall(text.get("transform", "0"))]
    x = float(text.get("x", turned[-2] if len(turned) > 2 else 0))
    y = float(text.get("y", turned[-1] if len(turned) > 2 else 0))
    size = float(found[1]) if (found := FONT_SIZE.search(style)) else SMALL
    length = _length(text, size)
    if abs(turned[0]) > 1 and "rotate" in text.get("transform", ""):
        yield x - size, y
        yield x + size / 3, y
        return
    share = {"middle": 0.5, "end": 1.0}
    start = next((s for word, s in share.items() if f"anchor: {word}" in style), 0.0)
    yield x - start * length, y - size
    yield x + (1 - start) * length, y + size / 3


def _drawing(root: Element, part: Part, box: Box) -> str:
    """Return one part as a drawing, with all that it refers to."""
    wide, high = box.right - box.left, box.bottom - box.top
    size = {"width": f"{wide:.6g}pt", "height": f"{high:.6g}pt"}
    view = f"{box.left:.6g} {box.top:.6g} {wide:.6g} {high:.6g}"
    one = Element(f"{SVG}svg", {**root.attrib, **size, "viewBox": view})
    one.append(copy.deepcopy(root[0]))
    one.extend(copy.deepcopy(part.groups))
    things = {thing.get("id"): thing for thing in root.iter() if thing.get("id")}
    held = {thing.get("id") for thing in one.iter()}
    for name in sorted((_referred(one) & things.keys()) - held):
        one[0].append(copy.deepcopy(things[name]))
    return ElementTree.tostring(one, "unicode")


def _referred(drawing: Element) -> set[str]:
    values = (value for part in drawing.iter() for value in part.attrib.values())
    return {name for value in values for name in REFERENCE.findall(value)}
