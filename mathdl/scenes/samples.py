"""Marks that are sampled: graphs, level lines, fields, histograms, data, runs."""

from mathdl.scenes.expressions import (
    Named,
    Orbit,
    as_entries,
    as_expression,
    as_symbol,
)
from mathdl.scenes.shapes import TONES, Mark, between, count_of

MOST_CELLS = 150


class Graph(Mark):
    """The graph of a function: ``Graph(sin(x), (x, 0, 6))``."""

    kind = "graph"

    def __init__(self, f: object, bounds: tuple, n: int = 200, **look: object) -> None:
        super().__init__(**look)
        name = type(self).__name__
        self.f = as_expression(f, f"the function of a {name}")
        self.x, self.low, self.high = between(bounds, f"a {name}")
        self.n = count_of(n)

    def own(self, pen) -> dict:
        """Return the variable, its bounds, and the value."""
        body = self._body(pen)
        ends = {"low": pen.value(self.low), "high": pen.value(self.high)}
        return {"x": body.variables[0], **ends, "n": self.n, "value": body}

    def _body(self, pen):
        return pen.body([self.x], [self.f], single=True)


class Area(Graph):
    """The region between a graph and another one, by default the x-axis."""

    kind = "area"
    stroke = 0.0
    shade = 0.2

    def __init__(
        self, f: object, bounds: tuple, to: object = 0, n: int = 200, **look: object
    ) -> None:
        super().__init__(f, bounds, n, **look)
        self.to = as_expression(to, "the other side of an Area")

    def _body(self, pen):
        return pen.body([self.x], [self.to, self.f])


class OverPlane(Mark):
    """What is sampled all over a panel."""

    def __init__(self, f: object, axes: tuple, n: int, **look: object) -> None:
        super().__init__(**look)
        name = type(self).__name__
        if len(axes) != 2:
            raise ValueError(f"{name} has axes {axes!r}: expected (x, y)")
        self.axes = [as_symbol(axis, name) for axis in axes]
        self.f, self.n = self._told(f), count_of(n, MOST_CELLS)

    def _told(self, f: object) -> list:
        return [as_expression(f, f"the function of {type(self).__name__}")]

    def own(self, pen) -> dict:
        """Return both variables and the value."""
        body = pen.body(self.axes, self.f, single=len(self.f) == 1)
        x, y = body.variables
        return {"x": x, "y": y, "n": self.n, "value": body}


class Contours(OverPlane):
    """The level lines of f(x, y): ``Contours(f, (x, y), levels=[1, 2, 4])``."""

    kind = "contours"
    stroke = 1.0

    def __init__(
        self, f: object, axes: tuple, levels: object, n: int = 60, **look: object
    ) -> None:
        super().__init__(f, axes, n, **{"tone": "muted", **look})
        self.levels = as_entries(levels, "the levels of Contours")

    def own(self, pen) -> dict:
        """Return variables, value and levels."""
        return {**super().own(pen), "levels": pen.values(self.levels)}


class Heat(OverPlane):
    """The values of f(x, y) as shades, empty at ``low`` and full at ``high``."""

    kind = "heat"
    shade = 0.7

    def __init__(
        self,
        f: object,
        axes: tuple,
        low: object,
        high: object,
        n: int = 40,
        **look: object,
    ) -> None:
        super().__init__(f, axes, n, **look)
        self.low = as_expression(low, "low of a Heat")
        self.high = as_expression(high, "high of a Heat")

    def own(self, pen) -> dict:
        """Return variables, value, and which values are drawn empty and full."""
        ends = {"low": pen.value(self.low), "high": pen.value(self.high)}
        return {**super().own(pen), **ends}


class Field(OverPlane):
    """Arrows of a vector field: ``Field((fx, fy), (x, y))``."""

    kind = "field"
    stroke = 1.5

    def __init__(self, f: object, axes: tuple, n: int = 12, **look: object) -> None:
        super().__init__(f, axes, n, **{"tone": "muted", **look})

    def _told(self, f: object) -> list:
        return as_entries(f, "the vector of a Field", 2)


class Histogram(Mark):
    """How many rows of data have a value in each bin: ``bins=(low, high, n)``.

    With ``density=True`` the areas of all bars add up to 1 (less what lies outside).
    """

    kind = "histogram"
    stroke = 1.0
    shade = 0.4

    def __init__(
        self,
        f: object,
        data: object,
        bins: tuple,
        density: bool = False,
        **look: object,
    ) -> None:
        super().__init__(**look)
        self.f, self.data = as_expression(f, "what a Histogram counts"), _data(data)
        low, high, n = bins
        self.ends = as_entries([low, high], "the bins of a Histogram", 2)
        self.n, self.density = count_of(n), bool(density)

    def own(self, pen) -> dict:
        """Return data, value and bins."""
        low, high = pen.values(self.ends)
        body = pen.rows(self.data, [self.f], single=True)
        told = {"low": low, "high": high, "n": self.n, "density": self.density}
        return {"data": self.data.name, "value": body, **told}


class Scatter(Mark):
    """The rows of data as points; ``of`` gives two expressions of a row's symbols.

    ``tones`` names a tone for each row; ``stems=True`` joins each to the x-axis.
    """

    kind = "scatter"

    def __init__(
        self,
        data: object,
        of: object = None,
        tones: object = None,
        size: float = 3.5,
        stems: bool = False,
        **look: object,
    ) -> None:
        super().__init__(**look)
        self.data, self.stems = _data(data), bool(stems)
        of = [*self.data.row, 0][:2] if of is None else of
        self.of, self.size = as_entries(of, "the points of a Scatter", 2), float(size)
        self.tones = None if tones is None else list(tones)
        if self.tones and (
            len(self.tones) != len(self.data) or not set(self.tones) <= set(TONES)
        ):
            raise ValueError(f"tones: expected one for each of {len(self.data)} rows")

    def own(self, pen) -> dict:
        """Return data, place and tones."""
        body = pen.rows(self.data, self.of)
        told = {"tones": self.tones, "size": self.size, "stems": self.stems}
        return {"data": self.data.name, "value": body, **told}


class Path(Mark):
    """The states of a run as points joined by lines.

    ``of`` is a function of the state that gives two expressions; ``upto`` says after
    how many steps the path ends, ``dots`` whether each state is a dot.
    """

    kind = "path"
    size = 2

    def __init__(
        self,
        run: Orbit,
        of=None,
        upto: object = None,
        dots: bool = True,
        **look: object,
    ) -> None:
        super().__init__(**look)
        if not isinstance(run, Orbit):
            raise TypeError(f"{type(self).__name__} of {run!r}: expected an Orbit")
        self.run, self.dots = run, bool(dots)
        of = of or (lambda state: list(state)[:2])
        self.of = run.of(of, f"what a {type(self).__name__} shows", self.size)
        self.upto = None if upto is None else as_expression(upto, "upto")

    def own(self, pen) -> dict:
        """Return the run, what is shown of each state, and how far."""
        run, body = pen.along(self.run, self.of, single=self.size is None)
        upto = None if self.upto is None else pen.value(self.upto)
        return {"run": run, "value": body, "upto": upto, "dots": self.dots}


class Series(Path):
    """A number of each state of a run, over its step: ``Series(run, f)``."""

    kind = "series"
    size = None

    def __init__(
        self, run: Orbit, of, upto: object = None, dots: bool = True, **look: object
    ) -> None:
        super().__init__(run, of, upto, dots, **look)


def _data(data: object):
    if not isinstance(getattr(data, "table", None), Named):
        raise TypeError(f"{data!r}: expected Data or Points")
    return data
