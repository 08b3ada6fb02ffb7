"""What marks are drawn on: planes with equal units, and charts."""

import sympy

from mathdl.scenes.data import Points
from mathdl.scenes.expressions import as_entries
from mathdl.scenes.inputs import Point
from mathdl.scenes.shapes import Mark

ROUND = (5, 10, 20, 50, 100, 200, 500, 1000)


class Panel:
    """A rectangle of the plane, with its marks and its handles."""

    kind = ""
    aspect = 1.0

    def __init__(self, marks, x, y, title="", note="", drag=None, grid=True) -> None:
        name = type(self).__name__
        self.marks, self.title, self.note = list(marks), str(title), str(note)
        for mark in self.marks:
            if not isinstance(mark, Mark):
                raise TypeError(f"{mark!r} is no mark of a {name}, such as Arrow(u)")
        self.x = as_entries(x, f"x of a {name}", 2)
        self.y = as_entries(y, f"y of a {name}", 2)
        for axis, (low, high) in (("x", self.x), ("y", self.y)):
            if low.is_number and high.is_number and not low < high:
                raise ValueError(f"{axis} of a {name} has no room: {low} to {high}")
        self.drag = None if drag is None else [_dragged(point) for point in drag]
        self.grid = bool(grid)

    def draft(self, pen) -> dict:
        """Return the panel as the specification holds it."""
        told = {"kind": self.kind, "title": self.title, "note": self.note}
        told |= {"x": pen.values(self.x), "y": pen.values(self.y)}
        told |= {"aspect": self.aspect, "xlabel": "", "ylabel": "", "grid": self.grid}
        return {**told, "marks": [mark.draft(pen) for mark in self.marks]}


def _dragged(point: object) -> object:
    if isinstance(point, Point):
        return point.source
    if isinstance(point, Points):
        return point
    raise TypeError(f"drag has {point!r}: expected a Point or Points")


class Plane(Panel):
    """A plane with equal units in both directions.

    Parameters
    ----------
    marks : sequence of marks
        Drawn in this order, one over the other.
    extent : number
        Shows [-extent, extent] both ways, where ``x`` and ``y`` are not given.
    hold : sequence of vectors, optional
        Shows as much more as it takes to see these points: 5, 10, 20, 50, … both ways.
    x, y : (low, high), optional
        What is shown; may be expressions.
    title, note : str
    drag : sequence of Point or Points, optional
        What has its handle here; by default all that no other panel names.
    grid : bool
        Whether the grid of whole numbers is drawn.
    """

    kind = "plane"

    def __init__(
        self,
        marks,
        extent=3,
        hold=(),
        x=None,
        y=None,
        title="",
        note="",
        drag=None,
        grid=True,
    ) -> None:
        half = _roomy(extent, hold) if hold else extent
        around = (-half, half)
        super().__init__(marks, x or around, y or around, title, note, drag, grid)


def _roomy(least: float, hold: object) -> sympy.Expr:
    """Return half of what a plane shows: a round number, and a tenth for handles."""
    points = [as_entries(point, "a point that a Plane holds", 2) for point in hold]
    far = sympy.Max(*(sympy.Abs(entry) for point in points for entry in point))
    steps = [least, *(step for step in ROUND if step > least)]
    more = sympy.Rational(11, 10)
    cases = [(more * step, far <= step) for step in steps]
    return sympy.Piecewise(*cases, (more * far, True))


class Chart(Panel):
    """A chart, whose axes have units of their own.

    Parameters
    ----------
    marks : sequence of marks
    x, y : (low, high)
        What is shown; may be expressions.
    xlabel, ylabel : str
    aspect : float
        Height as a fraction of the width.
    title, note : str
    drag : sequence of Point or Points, optional
    grid : bool
        Whether the grid and the numbers of the axes are drawn.
    """

    kind = "chart"

    def __init__(
        self,
        marks,
        x,
        y,
        xlabel="",
        ylabel="",
        aspect=0.62,
        title="",
        note="",
        drag=None,
        grid=True,
    ) -> None:
        super().__init__(marks, x, y, title, note, drag, grid)
        self.xlabel, self.ylabel, self.aspect = str(xlabel), str(ylabel), float(aspect)

    def draft(self, pen) -> dict:
        """Return the chart as the specification holds it."""
        names = {"xlabel": self.xlabel, "ylabel": self.ylabel}
        return {**super().draft(pen), **names}
