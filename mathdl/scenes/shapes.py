"""Marks that are a few points or numbers: what is drawn on the panels of a scene.

Every mark takes ``tone`` ("a" to "f", "ink", "muted"), ``style`` ("solid", "dashed",
"dotted"), ``width`` (of its line, in pixels), ``fill`` (opacity, 0 to 1), ``label`` (a
text, or a template with its values) and ``show`` (a condition).
"""

import sympy

from mathdl.scenes.expressions import (
    as_condition,
    as_entries,
    as_expression,
    as_matrix,
    as_symbol,
)

TONES = (*"abcdef", "ink", "muted")
STYLES = ("solid", "dashed", "dotted")
MOST_SAMPLES = 2000


class Mark:
    """What all marks have in common: how they look, their label, when they show."""

    kind = ""
    stroke = 2.0
    shade = 0.0

    def __init__(
        self,
        *,
        tone: str = "a",
        style: str = "solid",
        width: float | None = None,
        fill: float | None = None,
        label: object = None,
        show: object = None,
    ) -> None:
        self.tone = _one_of(tone, TONES, "tone")
        self.style = _one_of(style, STYLES, "style")
        self.width = self.stroke if width is None else float(width)
        self.fill = self.shade if fill is None else float(fill)
        if not 0 <= self.fill <= 1 or self.width < 0:
            raise ValueError(
                f"fill is {self.fill}, width {self.width}: expected 0 to "
                "1, and 0 or more"
            )
        self.label = label
        self.show = None if show is None else as_condition(show, "show")

    def own(self, pen) -> dict:
        """Return what this kind of mark has, besides its look."""
        raise NotImplementedError

    def draft(self, pen) -> dict:
        """Return the mark as the specification holds it."""
        look = {"tone": self.tone, "style": self.style}
        look |= {"width": self.width, "fill": self.fill}
        look["label"] = None if self.label is None else pen.template(self.label)
        look["show"] = None if self.show is None else pen.condition(self.show)
        return {"kind": self.kind, **self.own(pen), **look}


def _one_of(value: object, allowed: tuple, what: str) -> str:
    if value not in allowed:
        raise ValueError(f"{what} is {value!r}: expected one of {', '.join(allowed)}")
    return value


def between(bounds: object, what: str) -> tuple:
    """Return symbol, low and high of what runs, ``(x, low, high)``."""
    if not isinstance(bounds, tuple | list) or len(bounds) != 3:
        raise TypeError(f"{what} has {bounds!r}: expected (symbol, low, high)")
    symbol, *ends = bounds
    ends = [as_expression(end, f"where {what} ends") for end in ends]
    return as_symbol(symbol, what), *ends


def count_of(n: int, most: int = MOST_SAMPLES) -> int:
    """Return how many samples are taken, 2 at least."""
    if n != int(n) or not 2 <= n <= most:
        raise ValueError(f"n is {n}: expected a whole number from 2 to {most}")
    return int(n)


class Dot(Mark):
    """A point: ``Dot((x, y))``."""

    kind = "dot"

    def __init__(self, at: object, size: float = 5, **look: object) -> None:
        super().__init__(**look)
        self.at, self.size = as_entries(at, "the place of a Dot", 2), float(size)

    def own(self, pen) -> dict:
        """Return place and radius, in pixels."""
        return {"at": pen.values(self.at), "size": self.size}


class Segment(Mark):
    """The straight line from p to q; also what a `Point` may stay ``on``."""

    kind = "segment"
    ends = ("p", "q")

    def __init__(self, p: object, q: object, **look: object) -> None:
        super().__init__(**look)
        (first, last), name = self.ends, type(self).__name__
        self.p = as_entries(p, f"{first} of {name}", 2)
        self.q = as_entries(q, f"{last} of {name}", 2)

    def __repr__(self) -> str:
        """Return what was written."""
        return f"{type(self).__name__}({self.p}, {self.q})"

    def own(self, pen) -> dict:
        """Return both ends."""
        return {"from": pen.values(self.p), "to": pen.values(self.q)}

    def place(self, t: sympy.Symbol) -> list[sympy.Expr]:
        """Return the point where the share t of the way is done."""
        return [p + t * (q - p) for p, q in zip(self.p, self.q, strict=True)]

    def rail(self, pen) -> dict:
        """Return what a point stays on, as the specification holds it."""
        return {"kind": self.kind, "p": pen.values(self.p), "q": pen.values(self.q)}


class Arrow(Segment):
    """An arrow to ``tip``, from the origin if nothing else is said."""

    kind = "arrow"
    ends = ("start", "tip")
    stroke = 3.0

    def __init__(self, tip: object, start: object = (0, 0), **look: object) -> None:
        super().__init__(start, tip, **look)


class Line(Segment):
    """The whole line through p and q; also what a `Point` may stay ``on``."""

    kind = "line"

    @classmethod
    def where(cls, normal: object, offset: object, **look: object) -> "Line":
        """Return the line of all x with normal · x + offset = 0."""
        normal = as_entries(normal, "the normal of a Line", 2)
        offset = as_expression(offset, "the offset of a Line")
        square = normal[0] ** 2 + normal[1] ** 2
        p = [-offset * entry / square for entry in normal]
        line = cls(p, [p[0] - normal[1], p[1] + normal[0]], **look)
        line.normal, line.offset = normal, offset
        return line

    def own(self, pen) -> dict:
        """Return two points of the line, or its normal and offset."""
        if hasattr(self, "normal"):
            return {
                "normal": pen.values(self.normal),
                "offset": pen.value(self.offset),
            }
        return {"p": pen.values(self.p), "q": pen.values(self.q)}


class Polyline(Mark):
    """Straight lines from each point to the next."""

    kind = "polyline"

    def __init__(self, points: object, **look: object) -> None:
        super().__init__(**look)
        name = type(self).__name__
        self.points = [as_entries(p, f"a point of a {name}", 2) for p in points]
        if len(self.points) < 2:
            raise ValueError(
                f"a {name} of {len(self.points)} points: expected 2 or more"
            )

    def own(self, pen) -> dict:
        """Return the points."""
        return {"points": [pen.values(point) for point in self.points]}


class Polygon(Polyline):
    """The figure with these corners; hatched where ``hatch`` is true."""

    kind = "polygon"
    shade = 0.2

    def __init__(self, points: object, hatch: object = None, **look: object) -> None:
        super().__init__(points, **look)
        self.hatch = None if hatch is None else as_condition(hatch, "hatch")

    def own(self, pen) -> dict:
        """Return corners and the condition."""
        hatch = None if self.hatch is None else pen.condition(self.hatch)
        return {**super().own(pen), "hatch": hatch}


class Circle(Mark):
    """The circle about ``centre``; also what a `Point` may stay ``on``."""

    kind = "circle"

    def __init__(self, centre: object, radius: object, **look: object) -> None:
        super().__init__(**look)
        self.centre = as_entries(centre, "the centre of a Circle", 2)
        self.radius = as_expression(radius, "the radius of a Circle")

    def __repr__(self) -> str:
        """Return what was written."""
        return f"Circle({self.centre}, {self.radius})"

    def own(self, pen) -> dict:
        """Return centre and radius."""
        return {"centre": pen.values(self.centre), "radius": pen.value(self.radius)}

    def place(self, t: sympy.Symbol) -> list[sympy.Expr]:
        """Return the point at the angle t."""
        (x, y), r = self.centre, self.radius
        return [x + r * sympy.cos(t), y + r * sympy.sin(t)]

    def rail(self, pen) -> dict:
        """Return what a point stays on, as the specification holds it."""
        return {"kind": self.kind, **self.own(pen)}


class Curve(Mark):
    """The points (fx, fy) for t from low to high: ``Curve((fx, fy), (t, low, high))``.

    ``head=True`` draws the head of an arrow at its end. Also what a `Point` may stay
    ``on``, where low and high are numbers.
    """

    kind = "curve"

    def __init__(
        self,
        at: object,
        bounds: tuple,
        n: int = 200,
        head: bool = False,
        **look: object,
    ) -> None:
        super().__init__(**look)
        self.at = as_entries(at, "the place of a Curve", 2)
        self.t, self.low, self.high = between(bounds, "a Curve")
        self.n, self.head = count_of(n), bool(head)

    def __repr__(self) -> str:
        """Return what was written."""
        return f"Curve({self.at}, ({self.t}, {self.low}, {self.high}))"

    def own(self, pen) -> dict:
        """Return the variable, its bounds, and the place."""
        body = pen.body([self.t], self.at)
        ends = {"low": pen.value(self.low), "high": pen.value(self.high)}
        told = {"n": self.n, "at": body, "head": self.head}
        return {"t": body.variables[0], **ends, **told}

    def place(self, t: sympy.Symbol) -> list[sympy.Expr]:
        """Return the point with the parameter t."""
        if not (self.low.is_number and self.high.is_number):
            raise ValueError("a Point moves on a Curve whose ends are numbers")
        return [entry.subs(self.t, t) for entry in self.at]

    def rail(self, pen) -> dict:
        """Return what a point stays on, as the specification holds it."""
        told = self.own(pen)
        return {"kind": self.kind, **{k: told[k] for k in ("t", "at", "low", "high")}}


class Text(Mark):
    """A text with live numbers: ``Text((x, y), "area {}", det)``."""

    kind = "text"

    def __init__(self, at: object, template: str, *values: object, **look: object):
        super().__init__(**{"tone": "ink", **look})
        self.at = as_entries(at, "the place of a Text", 2)
        self.text = (template, *values)

    def own(self, pen) -> dict:
        """Return place and template."""
        return {"at": pen.values(self.at), "text": pen.template(self.text)}


class Bars(Mark):
    """Bars of given heights, at 0, 1, 2, … or at given places of the x-axis."""

    kind = "bars"
    stroke = 1.0
    shade = 0.5

    def __init__(
        self, heights: object, at: object = None, width: object = 0.8, **look: object
    ) -> None:
        super().__init__(**look)
        self.heights = as_entries(heights, "the heights of Bars")
        places = range(len(self.heights)) if at is None else at
        self.at = as_entries(list(places), "the places of Bars", len(self.heights))
        self.half = as_expression(width, "the width of Bars") / 2

    def own(self, pen) -> dict:
        """Return left end, right end and height of each bar."""
        bars = zip(self.at, self.heights, strict=True)
        ends = ([x - self.half, x + self.half, h] for x, h in bars)
        return {"bars": [pen.values(bar) for bar in ends]}


class MatrixPicture(Mark):
    """A matrix as a picture: one square an entry, fuller the larger it is."""

    kind = "matrix"

    def __init__(
        self, A: object, low: float = -1, high: float = 1, **look: object
    ) -> None:
        super().__init__(**look)
        self.A = as_matrix(A, "the matrix of a MatrixPicture")
        self.low, self.high = float(low), float(high)
        if not self.low < self.high:
            raise ValueError(f"low {low}, high {high}: expected low below high")

    def own(self, pen) -> dict:
        """Return the entries, and which are drawn empty and full."""
        values = [pen.values(row) for row in self.A.tolist()]
        return {"values": values, "low": self.low, "high": self.high}


class Grid(Mark):
    """The grid of whole numbers, moved by the linear map with matrix A."""

    kind = "grid"
    stroke = 1.0

    def __init__(self, A: object, **look: object) -> None:
        super().__init__(**look)
        self.A = as_matrix(A, "the matrix of a Grid")
        if self.A.shape != (2, 2):
            raise ValueError(
                f"the matrix of a Grid has shape {self.A.shape}: expected (2, 2)"
            )

    def own(self, pen) -> dict:
        """Return the matrix."""
        return {"matrix": [pen.values(row) for row in self.A.tolist()]}
