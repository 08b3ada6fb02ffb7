"""Gradient descent and momentum in a valley, as one point of a phase diagram."""

import math
from numbers import Real

import traitlets

from mathdl.linalg import as_vector
from mathdl.widgets import _descent
from mathdl.widgets._base import Explorable, svg


class Within(traitlets.TraitType):
    """A finite number between two ends."""

    def __init__(self, low: float, high: float, default: object) -> None:
        super().__init__(default)
        self.low, self.high = low, high

    def validate(self, widget, value) -> float:
        """Return the number, or say where it has to lie."""
        real = isinstance(value, Real) and not isinstance(value, bool)
        if not real or not math.isfinite(value):
            raise TypeError(f"{self.name} is {value!r}: expected a finite number")
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{self.name} is {value!r}: expected {self.low:g} to {self.high:g}"
            )
        return float(value)


class Place(Within):
    """A point of the plane whose two entries lie between two ends."""

    def validate(self, widget, value) -> list[float]:
        """Return the point as a list, or say what is wrong with it."""
        point = as_vector(value, self.name)
        if point.shape != (2,):
            raise ValueError(f"{self.name} is {value!r}: expected a point (x, y)")
        return [Within.validate(self, widget, entry) for entry in point.tolist()]


class Descent(Explorable, stem="descent"):
    """Steps down f(x) = (p² + q² / kappa) / 2, with p across and q along a valley.

    Drag the start, tilt and stretch the valley, and move the point of step size and
    momentum through its phase diagram. Beside it stands the error in both directions
    after each of 60 steps: measured as dots, predicted from the roots as lines.

    Parameters
    ----------
    kappa : float
        The condition number, from 1 to 100; the steep direction has curvature 1.
    tilt : float
        The angle of the valley in degrees, from -90 to 90.
    start : array_like of shape (2,)
        Where the run begins, at rest, with entries from -3 to 3.
    eta : float
        The step size, from 0.01 to 4; without momentum 2 is the limit.
    beta : float
        The momentum, from 0 to 0.99.

    Raises
    ------
    ValueError, TypeError
        If one of these is no finite number, or lies outside.

    Examples
    --------
    >>> round(Descent(kappa=100, eta=2 / 1.01, beta=0).readout()["rate"], 6)
    0.980198
    """

    kappa = Within(1.0, 100.0, 10.0).tag(sync=True)
    tilt = Within(-90.0, 90.0, 25.0).tag(sync=True)
    start = Place(-3.0, 3.0, [-2.4, 1.2]).tag(sync=True)
    eta = Within(0.01, 4.0, 1.5).tag(sync=True)
    beta = Within(0.0, 0.99, 0.0).tag(sync=True)

    def readout(self) -> dict:
        """Return rates and regimes of both directions, and the best parameters."""
        return _descent.readout(self.kappa, self.eta, self.beta)

    def errors(self) -> dict:
        """Return the errors ``measured`` and ``predicted``, by direction."""
        return _descent.errors(**self.state())

    def still(self) -> str:
        """Return the valley, the phase diagram and the errors, an SVG as text."""
        return svg(_descent.picture(**self.state()))

    def alt(self) -> str:
        """Return what the run does."""
        return (
            f"Three panels for step size {self.eta:g} and momentum {self.beta:g} in a "
            f"valley of condition number {self.kappa:g}: the run, the phase diagram, "
            "and the errors. " + _descent.verdict(self.kappa, self.eta, self.beta)
        )
