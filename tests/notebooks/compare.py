"""Compare a notebook's stored outputs with fresh ones, as a reader would.

A pytest plugin (the root's conftest loads it): nbval executes the cells, and asks here
whether what they show now is what the notebook holds. Text is compared as words and
numbers, a figure as the elements of its SVG, pixels block by block, a widget as its
state and its still picture. Then the kernel that has run them all runs them once more,
as who goes back to the top does, and each must show what it has just shown. What may
differ is what another processor changes:

==================================  ==============================================
a whole number                      nothing
any other number in text            1e-6 of its size, or 1e-14
one printed with enough digits      one unit in its last printed place, where that is
                                    at most 1/2000 of the number (0.9375, 0.9376:
                                    rounding may go either way at a tie)
a coordinate of a figure            0.02 points
a colour, or a block of pixels      3 of 255 levels (a step of a colour map)
spaces beside numbers               their count (numpy pads columns)
==================================  ==============================================
"""

import base64
import copy
import functools
import html.parser
import io
import json
import re
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import numpy as np
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile
from PIL import Image

from tools.notebooks import normal_outputs

RELATIVE = 1e-6
ABSOLUTE = 1e-14
LAST_PLACE = 5e-4
POINTS = 0.02
LEVELS = 3
BLOCK = 8

SHOWN_AT_MOST = 5

# A number stands alone or before the j of a complex one; digits in a name
# (x1, 2d, 1.2.3) are part of its text.
TOKEN = re.compile(
    r"(?P<colour>#[0-9a-fA-F]{6}\b)"
    r"|(?P<number>(?<![\w.#])[-+\u2212]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?:[eE][-+]?[0-9]+)?(?=j\b|(?!\w|\.[0-9])))"
)
GEOMETRY = {
    *("d", "points", "transform", "viewBox", "width", "height"),
    *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy"),
}
DATA_URI = re.compile(
    r"data:(?P<mime>[\w/+.-]+)[^,]*?(?P<base64>;base64)?,(?P<data>.*)", re.S
)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Let the cells of a notebook be followed by the same cells once more."""
    report = yield
    if isinstance(collector, IPyNbFile):
        report.result += [_again(cell) for cell in report.result]
    return report


def _again(cell: IPyNbCell) -> IPyNbCell:
    """Return a cell as it runs for the second time, where nothing is left out."""
    again = IPyNbCell.from_parent(
        cell.parent,
        name=f"{cell.name} again",
        cell_num=cell.cell_num,
        cell=cell.cell,
        options=copy.copy(cell.options) | {"check": True},
    )
    again.before = cell
    return again


def pytest_itemcollected(item) -> None:
    """Let every cell that nbval runs be compared by this module."""
    if isinstance(item, IPyNbCell):
        item.compare_outputs = functools.partial(_compare, item)


def _compare(item: IPyNbCell, fresh: list, stored: list) -> bool:
    before = getattr(item, "before", None)
    found = list(differences(before.test_outputs if before else stored, fresh))
    more = len(found) - SHOWN_AT_MOST
    item.comparison_traceback = found[:SHOWN_AT_MOST]
    if more > 0:
        item.comparison_traceback.append(f"and {more} more differences")
    return not found


def differences(stored: list, fresh: list) -> Iterator[str]:
    """Say in what fresh outputs of a cell differ from the stored ones."""
    stored, fresh = normal_outputs(stored), normal_outputs(fresh)
    kinds = [_kind(output) for output in stored], [_kind(output) for output in fresh]
    if kinds[0] != kinds[1]:
        yield f"stored are {_listed(kinds[0])}; now there are {_listed(kinds[1])}"
        return
    for one, other in zip(stored, fresh, strict=True):
        yield from _output_differences(one, other)


def _kind(output) -> str:
    if output.output_type == "stream":
        return output.name
    if output.output_type == "error":
        return "an error"
    return f"{output.output_type} ({', '.join(sorted(output.data))})"


def _listed(kinds: list[str]) -> str:
    return " and ".join(kinds) or "no outputs"


def _output_differences(stored, fresh) -> Iterator[str]:
    if stored.output_type == "stream":
        yield from text_differences(stored.text, fresh.text, stored.name)
    elif stored.output_type == "error":
        both = (f"{o.ename}: {o.evalue}" for o in (stored, fresh))
        yield from text_differences(*both, "error")
    else:
        for mime in sorted(stored.data):
            if mime == "image/png" and "image/svg+xml" in stored.data:
                continue  # the same figure, for those who can't show an SVG
            yield from _data_differences(mime, stored.data[mime], fresh.data[mime])


def _data_differences(mime: str, stored, fresh, where: str = "") -> Iterator[str]:
    where = where or mime
    if mime == "image/svg+xml":
        yield from svg_differences(stored, fresh, where)
    elif mime in ("image/png", "image/jpeg"):
        decoded = base64.b64decode(stored), base64.b64decode(fresh)
        yield from pixel_differences(*decoded, where)
    elif mime == "text/html":
        yield from html_differences(stored, fresh, where)
    elif isinstance(stored, str) and isinstance(fresh, str):
        yield from text_differences(stored, fresh, where)
    else:
        yield from json_differences(stored, fresh, where)


# Numbers and text


def number_difference(stored: str, fresh: str) -> str | None:
    """Say by how much two numbers, as printed, differ if that is too much."""
    if _is_whole(stored) or _is_whole(fresh):
        if stored == fresh:
            return None
        if _is_whole(stored) != _is_whole(fresh):
            return f"stored {stored}, now {fresh}: only one is a whole number"
    one, other = _value(stored), _value(fresh)
    gap, size = abs(one - other), max(abs(one), abs(other))
    if not _is_whole(stored):
        unit = 10.0 ** min(_last_place(stored), _last_place(fresh))
        allowed = max(ABSOLUTE, RELATIVE * size)
        if unit <= LAST_PLACE * size:
            allowed = max(allowed, 1.001 * unit)  # 0.9376 - 0.9375 is a little over
        if gap <= allowed:
            return None
    relative = f" ({gap / size:.1e} of its size)" if size else ""
    return f"stored {stored}, now {fresh}: {gap:.3g} apart{relative}"


def _is_whole(number: str) -> bool:
    return number.lstrip("+-\u2212").isdigit()


def _value(number: str) -> float:
    return float(number.replace("\u2212", "-"))


def _last_place(number: str) -> int:
    """Return the power of ten of the last digit printed: -4 for 0.9375."""
    digits, _, exponent = number.lower().partition("e")
    return int(exponent or 0) - len(digits.partition(".")[2])


def text_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    """Compare words exactly and numbers by `number_difference`."""
    ours, theirs = _tokens(stored), _tokens(fresh)
    for (kind, one, place), (other_kind, other, other_place) in zip(
        ours, theirs, strict=False
    ):
        if kind != other_kind or (kind == "text" and one != other):
            lines = _line(stored, place), _line(fresh, other_place)
            yield f"{where}: stored {lines[0]!r}, now {lines[1]!r}"
            return
        if kind == "number" and (said := number_difference(one, other)):
            yield f"{where}: {said}, in {_line(stored, place)!r}"
        if kind == "colour" and (said := _colour_difference(one, other)):
            yield f"{where}: {said}"
    if len(ours) != len(theirs):
        yield f"{where}: stored …{stored[-80:]!r}, now …{fresh[-80:]!r}"


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """Split a text into (kind, token, where it starts): text, number, text, …"""
    found, start = [], 0
    for match in TOKEN.finditer(text):
        found.append(("text", _spaced(text[start : match.start()]), start))
        found.append((match.lastgroup, match[0], match.start()))
        start = match.end()
    return [*found, ("text", _spaced(text[start:]), start)]


def _spaced(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip(" ")


def _line(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else None]
    return line if len(line) <= 80 else f"…{text[max(place - 40, 0) : place + 40]}…"


def _colour_difference(stored: str, fresh: str) -> str | None:
    one, other = (
        np.frombuffer(bytes.fromhex(c[1:]), np.uint8) for c in (stored, fresh)
    )
    gap = np.abs(one.astype(int) - other).max()
    if gap <= LEVELS:
        return None
    return f"stored colour {stored}, now {fresh}: {gap} levels apart"


# Pictures


def svg_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    """Compare two figures element by element."""
    roots = ET.fromstring(stored), ET.fromstring(fresh)
    names = tuple(_names(root) for root in roots)
    yield from _element_differences(*roots, names, where)


def _names(root: ET.Element) -> dict[str, str]:
    """Number the ids, which may be hashes of coordinates, in order of appearance."""
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    return {name: str(number) for number, name in enumerate(ids)}


def _element_differences(one, other, names, where: str) -> Iterator[str]:
    tag = one.tag.rpartition("}")[2]
    where = f"{where} {one.get('id') or tag}" if tag == "g" else where
    if one.tag != other.tag or set(one.attrib) != set(other.attrib):
        yield f"{where}: stored {_shown(one)}, now {_shown(other)}"
        return
    if len(one) != len(other):
        yield f"{where}: stored with {len(one)} parts, now with {len(other)}"
        return
    for key in one.attrib:
        values = one.get(key), other.get(key)
        yield from _attribute_differences(key, *values, names, f"{where}, {tag}")
    for one_text, other_text in ((one.text, other.text), (one.tail, other.tail)):
        yield from text_differences(one_text or "", other_text or "", where)
    for child, other_child in zip(one, other, strict=True):
        yield from _element_differences(child, other_child, names, where)


def _shown(element: ET.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    return f"<{tag}> with {', '.join(sorted(element.attrib)) or 'no attributes'}"


def _attribute_differences(key, stored, fresh, names, where) -> Iterator[str]:
    key = key.rpartition("}")[2]
    if key == "id":
        return  # `_names` compares what ids are for
    if stored.startswith("data:"):
        yield from uri_differences(stored, fresh, where)
    elif key in GEOMETRY:
        yield from _geometry_differences(stored, fresh, f"{where} {key}")
    else:
        stored, fresh = (
            re.sub(r"#([\w.-]+)", lambda m, n=n: f"#{n.get(m[1], m[1])}", value)
            for value, n in zip((stored, fresh), names, strict=True)
        )
        yield from text_differences(stored, fresh, f"{where} {key}")


def _geometry_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    number = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
    if number.sub("0", stored) != number.sub("0", fresh):
        yield f"{where}: stored {stored[:60]!r}, now {fresh[:60]!r}"
        return
    one, other = (np.array(number.findall(s), float) for s in (stored, fresh))
    gaps = np.abs(one - other)
    if np.any(gaps > POINTS):
        worst = gaps.argmax()
        yield (
            f"{where}: stored {one[worst]:g}, now {other[worst]:g}: "
            f"{gaps[worst]:.3g} points apart, {POINTS} allowed"
        )


def uri_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    """Compare what two data URIs hold."""
    one, other = DATA_URI.fullmatch(stored), DATA_URI.fullmatch(fresh)
    if not one or not other or one["mime"] != other["mime"]:
        yield f"{where}: stored {stored[:40]!r}…, now {fresh[:40]!r}…"
    elif one["mime"].startswith("image/") and one["mime"] != "image/svg+xml":
        yield from pixel_differences(_decoded(one), _decoded(other), where)
    else:
        texts = (_decoded(match).decode() for match in (one, other))
        yield from _data_differences(one["mime"], *texts, f"{where}, {one['mime']}")


def _decoded(match: re.Match) -> bytes:
    data = urllib.parse.unquote_to_bytes(match["data"])
    return base64.b64decode(data) if match["base64"] else data


def pixel_differences(stored: bytes, fresh: bytes, where: str) -> Iterator[str]:
    """Compare two pictures by the root mean square of each block of pixels."""
    one, other = _pixels(stored), _pixels(fresh)
    if one.shape != other.shape:
        yield f"{where}: stored {_size(one)} pixels, now {_size(other)}"
        return
    squares = np.max((one - other) ** 2, axis=2)
    blocks = np.add.reduceat(squares, range(0, len(squares), BLOCK), axis=0)
    blocks = np.add.reduceat(blocks, range(0, squares.shape[1], BLOCK), axis=1)
    worst = np.sqrt(blocks.max()) / BLOCK
    if worst > LEVELS:
        row, column = np.unravel_index(blocks.argmax(), blocks.shape)
        yield (
            f"{where}: pixels near row {row * BLOCK}, column {column * BLOCK} differ "
            f"by {worst:.3g} of 255 levels, {LEVELS} allowed"
        )


def _pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"), float)


def _size(pixels: np.ndarray) -> str:
    return f"{pixels.shape[1]}×{pixels.shape[0]}"


# Widgets and other HTML


def html_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    """Compare two pieces of HTML tag by tag, and what their attributes hold."""
    ours, theirs = _Pieces.of(stored), _Pieces.of(fresh)
    if [tag for tag, _, _ in ours] != [tag for tag, _, _ in theirs]:
        yield f"{where}: stored {stored[:80]!r}…, now {fresh[:80]!r}…"
        return
    for (tag, one, text), (_, other, other_text) in zip(ours, theirs, strict=True):
        yield from text_differences(text, other_text, f"{where} <{tag}>")
        if set(one) != set(other):
            yield f"{where} <{tag}>: stored with {sorted(one)}, now {sorted(other)}"
            continue
        for key in one:
            values = one[key] or "", other[key] or ""
            yield from _html_attribute_differences(key, *values, f"{where} <{tag}>")


def _html_attribute_differences(key, stored, fresh, where) -> Iterator[str]:
    if key == "data-state":
        yield from json_differences(json.loads(stored), json.loads(fresh), "state")
    else:
        yield from _value_differences(stored, fresh, f"{where} {key}")


class _Pieces(html.parser.HTMLParser):
    """The tags of a piece of HTML, each with its attributes and the text after it."""

    def __init__(self):
        super().__init__()
        self.found = [("", {}, "")]

    @classmethod
    def of(cls, text: str) -> list[tuple[str, dict, str]]:
        pieces = cls()
        pieces.feed(text)
        pieces.close()
        return pieces.found

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), ""))

    def handle_endtag(self, tag):
        self.found.append((f"/{tag}", {}, ""))

    def handle_data(self, data):
        tag, attributes, text = self.found[-1]
        self.found[-1] = (tag, attributes, text + data)


def _value_differences(stored: str, fresh: str, where: str) -> Iterator[str]:
    """Compare two strings by what they hold: a picture or text."""
    if stored.startswith("data:") and fresh.startswith("data:"):
        yield from uri_differences(stored, fresh, where)
    elif all(value.lstrip().startswith(("<svg", "<?xml")) for value in (stored, fresh)):
        yield from svg_differences(stored, fresh, where)
    else:
        yield from text_differences(stored, fresh, where)


def json_differences(stored: object, fresh: object, where: str) -> Iterator[str]:
    """Compare two states: the same keys and lengths, and values that agree."""
    if (
        isinstance(stored, dict)
        and isinstance(fresh, dict)
        and set(stored) == set(fresh)
    ):
        for key in stored:
            yield from json_differences(stored[key], fresh[key], f"{where}.{key}")
    elif (
        isinstance(stored, list)
        and isinstance(fresh, list)
        and len(stored) == len(fresh)
    ):
        for number, pair in enumerate(zip(stored, fresh, strict=True)):
            yield from json_differences(*pair, f"{where}[{number}]")
    elif isinstance(stored, str) and isinstance(fresh, str):
        yield from _value_differences(stored, fresh, where)
    elif _is_number(stored) and _is_number(fresh):
        if said := number_difference(repr(stored), repr(fresh)):
            yield f"{where}: {said}"
    elif stored is not fresh:
        yield f"{where}: stored {_brief(stored)}, now {_brief(fresh)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _brief(value: object) -> str:
    shown = json.dumps(value)
    return shown if len(shown) <= 80 else f"{shown[:80]}…"
