"""An SVG drawing that says the same in a third of the bytes.

What matplotlib writes is meant for drawing programs too: six digits, an id and a group
for each part. On a page a hundredth of a unit is an eightieth of a pixel. Here paths
are rounded to that and told step by step, what draws nothing goes, and the ticks of an
axis or the lines of a grid are one path: a browser shows that sooner, too.
"""

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from mathdl_book.figures.strokes import number, shortened, through

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
DECIMAL = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")
REFERENCE = re.compile(r"#([^\s\"');]+)")
TURNED_BY_NOTHING = re.compile(r"\s*rotate\(-?0 [^)]*\)")
LINE = re.compile(r"M(?P<x>-?[\d.]+) ?(?P<y>-?[\d.]+)(?P<step>(?P<way>[hv])-?[\d.]+)")
APART = 4  # units: further than a line is wide
GLOBAL = "*{stroke-linejoin: round; stroke-linecap: butt}"

# The properties that an element has from the group that it stands in.
INHERITED = {
    *("fill", "fill-opacity", "fill-rule", "text-anchor", "font"),
    *("font-family", "font-size", "font-style", "font-weight"),
    *("stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width"),
}

Style = dict[str, str]


def lightened(svg: str, alone: bool = False) -> str:
    """Return a drawing that looks the same and is shorter.

    Parameters
    ----------
    svg : str
        The drawing, beginning with ``<svg``. What is no well-formed XML stays as it is.
    alone : bool
        Whether it will be read as a file; in a page it needs no name space.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return svg
    _make_local(root)
    for element in root.iter():
        _shorten(element)
    _draw_ticks(root)
    _drop_unseen(root, _referred(root))
    for parent in root.iter():
        _join_lines(parent)
    _share_font(root)
    for place, group in enumerate(root.iter(f"{SVG}g")):
        _share_style(group)
        _share_mark(group, f"marks-{place}")
    if alone:
        root.set("xmlns", SVG.strip("{}"))
    return "".join(_written(root))


def _make_local(root: ElementTree.Element) -> None:
    """Turn matplotlib's rule for all of a page's lines into one for this drawing."""
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{SVG}style" and (child.text or "").strip() == GLOBAL:
                parent.remove(child)
                root.set("stroke-linejoin", "round")


def _referred(root: ElementTree.Element) -> set[str]:
    texts = (
        text
        for element in root.iter()
        for text in (*element.attrib.values(), element.text or "")
    )
    return {name for text in texts for name in REFERENCE.findall(text)}


def _drop_unseen(parent: ElementTree.Element, referred: set[str]) -> None:
    """Take out ids that nothing refers to, and elements that draw nothing."""
    if parent.get("id") not in referred:
        parent.attrib.pop("id", None)
    kept = []
    for child in list(parent):
        _drop_unseen(child, referred)
        is_bare = child.tag in (f"{SVG}g", f"{SVG}defs") and not child.attrib
        if is_bare and (child.tag == f"{SVG}g" or not len(child)):
            kept += list(child)
        elif len(child) or not _is_empty(child, parent):
            kept.append(child)
    parent[:] = kept


def _is_empty(element: ElementTree.Element, parent: ElementTree.Element) -> bool:
    if "id" in element.attrib:
        return False
    if element.tag in (f"{SVG}g", f"{SVG}defs"):
        return True
    if element.tag != f"{SVG}path":
        return False
    return parent.tag == f"{SVG}defs" or _style(element) == {"fill": "none"}


def _shorten(element: ElementTree.Element) -> None:
    """Write numbers, styles and references in fewer letters."""
    if LINK in element.attrib:
        element.set("href", element.attrib.pop(LINK))
    for name, value in list(element.attrib.items()):
        if name == "d":
            element.set(name, shortened(value))
        elif name == "transform" and not TURNED_BY_NOTHING.sub("", value):
            del element.attrib[name]
        elif name == "style":
            _put_style(element, _style(element))
        elif name in ("x", "y", "width", "height", "viewBox", "points", "r"):
            element.set(name, DECIMAL.sub(lambda n: number(float(n[0]), 3), value))
    element.attrib.pop("version", None)


def _style(element: ElementTree.Element) -> Style:
    parts = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in parts if value.strip()}


def _put_style(element: ElementTree.Element, style: Style) -> None:
    element.set("style", ";".join(f"{name}:{value}" for name, value in style.items()))
    if not style:
        del element.attrib["style"]


def _line(element: ElementTree.Element) -> re.Match | None:
    """Return how a path goes that is one line along an axis, where it is drawn."""
    is_path = element.tag == f"{SVG}path" and "transform" not in element.attrib
    return LINE.fullmatch(element.get("d", "")) if is_path else None


def _draw_ticks(root: ElementTree.Element) -> None:
    """Draw marks that are a line themselves: to a browser, a use is three elements."""
    marks = {
        mark.get("id"): (line["step"], _style(mark))
        for defs in root.iter(f"{SVG}defs")
        for mark in defs
        if (line := _line(mark))
        and line["x"] == line["y"] == "0"
        and set(mark.attrib) <= {"id", "d", "style"}
    }
    for use in root.iter(f"{SVG}use"):
        step, style = marks.get(use.get("href", "").lstrip("#"), ("", {}))
        if step:
            del use.attrib["href"]
            x, y = (number(float(use.attrib.pop(name, 0))) for name in "xy")
            use.tag = f"{SVG}path"
            use.set("d", f"M{x} {y}{step}")
            _put_style(use, {**_style(use), **style})


def _join_lines(parent: ElementTree.Element) -> None:
    """Draw parallel lines that look the same as one path; text may stand between."""
    kept, run, first = [], [], {}
    for child in parent:
        line = _line(child)
        if not line:
            kept.append(child)
            if child.tag != f"{SVG}text":
                run, first = [], {}
            continue
        if run and line["way"] != run[0]["way"]:
            run, first = [], {}
        looks = frozenset((name, v) for name, v in child.attrib.items() if name != "d")
        if looks in first and not any(_meet(line, other) for other in run):
            first[looks].set("d", first[looks].get("d") + line[0])
        else:
            first[looks] = child
            kept.append(child)
        run.append(line)
    parent[:] = kept


def _meet(line: re.Match, other: re.Match) -> bool:
    """Whether parallel lines lie on each other: then it matters which is drawn last."""
    along, across = "xy" if line["way"] == "h" else "yx"
    (low, high), (left, right) = (
        sorted([float(one[along]), float(one[along]) + float(one["step"][1:])])
        for one in (line, other)
    )
    is_near = abs(float(line[across]) - float(other[across])) < APART
    return is_near and low < right and left < high


def _share_font(root: ElementTree.Element) -> None:
    """Name the family of all text once, where it is one."""
    texts = list(root.iter(f"{SVG}text"))
    families = {_style(text).get("font-family") for text in texts}
    if len(families) != 1 or None in families:
        return
    for text in texts:
        style = _style(text)
        del style["font-family"]
        _put_style(text, style)
    _put_style(root, {**_style(root), "font-family": families.pop()})


def _share_style(group: ElementTree.Element) -> None:
    """Give a group the style that all its elements have."""
    styles = {child.get("style") for child in group}
    if len(group) < 2 or len(styles) != 1 or None in styles or "style" in group.attrib:
        return
    style = _style(group[0])
    if set(style) <= INHERITED:
        _put_style(group, style)
        for child in group:
            del child.attrib["style"]


def _share_mark(group: ElementTree.Element, name: str) -> None:
    """Draw one mark at many places as the mark of a path through these places."""
    tags = {child.tag for child in group}
    marks = {child.get("href") for child in group}
    plain = all(set(child.attrib) == {"href", "x", "y"} for child in group)
    if len(group) < 4 or tags != {f"{SVG}use"} or len(marks) > 1 or not plain:
        return
    places = [(float(child.get("x")), float(child.get("y"))) for child in group]
    group[:] = []
    marker = ElementTree.SubElement(group, f"{SVG}marker", id=name, overflow="visible")
    marker.set("markerUnits", "userSpaceOnUse")
    ElementTree.SubElement(marker, f"{SVG}use", href=marks.pop())
    path = ElementTree.SubElement(group, f"{SVG}path", d=through(places))
    path.set("style", f"fill:none;stroke:none;marker:url(#{name})")


def _written(element: ElementTree.Element) -> Iterator[str]:
    name = element.tag.removeprefix(SVG)
    pairs = (f' {key}="{_escaped(v)}"' for key, v in element.attrib.items())
    text = (element.text or "").strip() if len(element) else (element.text or "")
    yield f"<{name}{''.join(pairs)}"
    if not len(element) and not text.strip():
        yield "/>"
        return
    yield f">{html.escape(text, quote=False)}"
    for child in element:
        yield from _written(child)
        if (child.tail or "").strip():
            yield html.escape(child.tail, quote=False)
    yield f"</{name}>"


def _escaped(value: str) -> str:
    return html.escape(value, quote=False).replace('"', "&quot;")
