"""What a reader takes hold of, and what is given: symbols for SymPy's expressions."""

import math
from itertools import count

import numpy as np
import sympy
from sympy.matrices.immutable import ImmutableDenseMatrix

from mathdl.scenes.expressions import Named
from mathdl.scenes.shapes import TONES, Line

MADE = count()


def as_name(name: object) -> str:
    """Return the name of an input, or say what names look like."""
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise ValueError(
            f"the name {name!r}: expected letters and digits, as in scene.at(name=…)"
        )
    if name.startswith("run") and name[3:].isdigit():
        raise ValueError(f"the name {name!r} is kept for runs")
    return name


def as_tone(tone: str) -> str:
    """Return a tone of the palette, or say which there are."""
    if tone not in TONES:
        raise ValueError(f"tone {tone!r}: expected one of {', '.join(TONES)}")
    return tone


def as_finite(value: object, what: str) -> float:
    """Return a finite number, or say that it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{what} is {value!r}: expected a number") from error
    if not math.isfinite(number):
        raise ValueError(f"{what} is {value}: expected a finite number")
    return number


def as_numbers(values: object, what: str, size: int) -> list[float]:
    """Return so many finite numbers, or say what shape there is."""
    if np.shape(values) != (size,):
        raise ValueError(
            f"{what} has shape {np.shape(values)}: expected {size} numbers"
        )
    return [as_finite(value, what) for value in values]


class Source:
    """What all inputs have: a name, and the state in which they begin."""

    movable = True
    order: dict[tuple, int] = {}

    def _remember(self, name: str, settings: object) -> None:
        """Keep the settings, and in which order the inputs of a cell were made."""
        self.name, self.settings = name, repr(settings)
        self.order[type(self).__name__, name, self.settings] = next(MADE)

    @property
    def made(self) -> int:
        """Return a number that grows from one input to the next that is made."""
        return self.order[type(self).__name__, self.name, self.settings]


class Point(ImmutableDenseMatrix):
    """A point to drag, in expressions a column vector of SymPy.

    Parameters
    ----------
    name : str
    at : (x, y), or a number where the point moves ``on`` something
        Where it begins; on a segment 0 to 1, on a line in units of q − p, on a circle
        the angle in radians, on a curve its parameter.
    on : Segment, Line, Circle, Curve or Lattice, optional
        What the point stays on; then ``point.t`` is the number that places it.
    within : (xmin, xmax, ymin, ymax), optional
        Where it may go; by default all that the panel shows.
    step : float
        How far an arrow key moves it.
    tone : {"a", …, "f", "ink", "muted"}
    label, names : str, and (str, str)
        What the reader is told the point and its coordinates are.
    digits : int
        How many digits its coordinates are told with.
    snap : sequence of Line
        Lines on which the point is put where it comes near.

    Raises
    ------
    ValueError, TypeError
        If something is not of this form.
    """

    def __new__(cls, name: str, *at: object, **settings: object):
        """Return the point; SymPy calls the class to make other vectors."""
        if not isinstance(name, str):
            return ImmutableDenseMatrix(name, *at, **settings)
        return cls._made(as_name(name), *at, **settings)

    def __init__(self, *args: object, **settings: object) -> None:
        """Do nothing: all is done when the point is made."""

    @classmethod
    def _made(
        cls,
        name,
        at=(1, 1),
        on=None,
        within=None,
        step=0.1,
        tone="a",
        label=None,
        names=("x", "y"),
        digits=2,
        snap=(),
    ):
        told = {"label": label or name, "tone": as_tone(tone), "step": step}
        told |= {"names": list(names), "digits": digits}
        told["within"] = None if within is None else as_numbers(within, "within", 4)
        bound = on is not None and not isinstance(on, Lattice)
        at = as_finite(at, "at") if bound else as_numbers(at, f"the place of {name}", 2)
        source = Held(name, at, on, list(snap), told)
        entries = source.position
        matrix = ImmutableDenseMatrix(entries)
        self = ImmutableDenseMatrix._fromrep.__func__(cls, matrix._rep)
        self.source, self.x, self.y = source, *entries
        if bound:
            self.t = source.symbols[0]
        return self

    @classmethod
    def _new(cls, *args: object, **settings: object):
        return ImmutableDenseMatrix._new(*args, **settings)

    @classmethod
    def _fromrep(cls, rep: object):
        return ImmutableDenseMatrix._fromrep(rep)


class Held(Source):
    """What a scene knows of a point."""

    form = "point"

    def __init__(self, name: str, at: object, on, snap: list, told: dict) -> None:
        self.at, self.on, self.snap, self.told = at, on, snap, told
        self._remember(name, (at, on, snap, told))
        if self.bound:
            self.symbols = [Named(name, name, self, self.settings)]
            self.position = on.place(self.symbols[0])
        else:
            self.symbols = [
                Named(f"{name}_{axis}", f"{name}.{k}", self, self.settings)
                for k, axis in enumerate(told["names"])
            ]
            self.position = list(self.symbols)

    @property
    def bound(self) -> bool:
        """Tell whether the state is one number: a place on a line or on a curve."""
        return self.on is not None and not isinstance(self.on, Lattice)

    def draft(self, pen) -> dict:
        """Return the point as the specification holds it."""
        on = None if self.on is None else self.on.rail(pen)
        snap = [caught(line, pen) for line in self.snap]
        place = [pen.value(entry) for entry in self.position]
        told = {"at": self.at, **self.told, "on": on, "position": place, "snap": snap}
        return {"kind": self.form, "name": self.name, **told}

    def check(self, value: object) -> object:
        """Return a state of the point, or say what is wrong with it."""
        if self.bound:
            return as_finite(value, self.name)
        return as_numbers(value, self.name, 2)


def caught(line: Line, pen) -> dict:
    """Return a line that catches points, as the specification holds it."""
    if not isinstance(line, Line):
        raise TypeError(f"snap has {line!r}: expected a Line")
    return {"p": pen.values(line.p), "q": pen.values(line.q)}


class Lattice:
    """The points whose coordinates are multiples of ``step``, for ``Point(on=…)``."""

    def __init__(self, step: float = 1) -> None:
        if not step > 0:
            raise ValueError(f"step {step} of the lattice: expected a positive number")
        self.step = step

    def __repr__(self) -> str:
        """Return what was written."""
        return f"Lattice({self.step})"

    def rail(self, pen) -> dict:
        """Return the lattice as the specification holds it."""
        return {"kind": "lattice", "step": self.step}


class Control(Source, Named):
    """A symbol that is one number which the reader chooses."""

    def __new__(cls, name: str, *args: object, **settings: object):
        """Return the symbol, with all its settings in it."""
        at, told = cls._checked(as_name(name), *args, **settings)
        self = Named.__new__(cls, name, name, None, (cls.__name__, at, told))
        self.source, self.at, self.told = self, at, told
        self._remember(name, (at, told))
        return self

    def _remember(self, name: str, settings: object) -> None:
        self.order[type(self).__name__, name, self.settings] = next(MADE)

    def draft(self, pen) -> dict:
        """Return the control as the specification holds it."""
        return {"kind": self.form, "name": self.name, "at": self.at, **self.told}


class Slider(Control):
    """A number between two bounds, in expressions a symbol of SymPy.

    Parameters
    ----------
    name : str
    low, high, value : float
        The bounds, and the number at the beginning.
    step : float, optional
        By default about a hundredth of the way.
    unit, label : str, optional
    log : bool
        Whether equal steps are equal factors.
    whole : bool
        Whether the numbers are whole.
    digits : int, optional
        How many digits are told.
    play : bool
        Whether a button lets it run by itself.

    Raises
    ------
    ValueError, TypeError
        If there is no room between the bounds, or ``value`` is outside.
    """

    form = "slider"

    @classmethod
    def _checked(
        cls,
        name,
        low,
        high,
        value,
        step=None,
        unit="",
        label=None,
        log=False,
        whole=False,
        digits=None,
        play=False,
    ) -> tuple[float, dict]:
        what = f"slider {name}"
        low, high, at = (as_finite(x, what) for x in (low, high, value))
        if not low < high:
            raise ValueError(f"{what} has no room: it goes from {low:g} to {high:g}")
        if not low <= at <= high:
            raise ValueError(f"{what} begins at {at:g}: expected {low:g} to {high:g}")
        if log and low <= 0:
            raise ValueError(f"{what} begins at {low:g}: a log slider stays above 0")
        if step is not None and not 0 < step <= high - low:
            raise ValueError(f"{what} has step {step}: expected 0 to {high - low:g}")
        step = _step(low, high, step, log, whole)
        digits = _digits(low, step, whole) if digits is None else digits
        told = {"label": label or name, "low": low, "high": high, "step": step}
        told |= {"unit": unit, "digits": digits, "log": log, "play": play}
        return at, told

    def check(self, value: object) -> float:
        """Return a state of the slider, or say what is wrong with it."""
        number, low, high = (
            as_finite(value, self.name),
            self.told["low"],
            self.told["high"],
        )
        if not low <= number <= high:
            raise ValueError(f"{self.name} = {number:g}: expected {low:g} to {high:g}")
        return number


def _step(low: float, high: float, step, log: bool, whole: bool) -> float | None:
    if step is not None or log:
        return step
    if whole:
        return 1
    raw = (high - low) / 100
    unit = 10.0 ** math.floor(math.log10(raw))
    best = next(m for m in (1, 2, 5, 10) if m * unit >= raw * 0.999)
    return float(f"{best * unit:.12g}")


def _digits(low: float, step: float | None, whole: bool) -> int:
    if whole:
        return 0
    smallest = step or low
    return max(0, min(6, 1 - math.floor(math.log10(smallest) + 1e-9) - bool(step)))


class Menu(Control):
    """A choice of words, in expressions a symbol of SymPy.

    Parameters
    ----------
    name : str
    options : sequence of str, or dict of str to number
        The words; their values are 0, 1, … where none are given.
    value : str or number, optional
        The choice at the beginning, by default the first.
    label : str, optional
    """

    form = "menu"

    @classmethod
    def _checked(cls, name, options, value=None, label=None) -> tuple[float, dict]:
        if not isinstance(options, dict):
            options = {word: k for k, word in enumerate(options)}
        values = {
            str(word): as_finite(x, f"menu {name}") for word, x in options.items()
        }
        if len(values) < 2 or len(set(values.values())) < len(values):
            raise ValueError(
                f"menu {name} has {len(values)} choices that differ: "
                "expected two or more"
            )
        told = {"label": label or name, "options": [list(o) for o in values.items()]}
        return _choice(name, values, value), told

    def is_(self, word: str) -> sympy.Basic:
        """Return the condition that this word is chosen."""
        return sympy.Eq(self, sympy.sympify(self.check(word)))

    def check(self, value: object) -> float:
        """Return a state of the menu, or say what is wrong with it."""
        return _choice(self.name, dict(self.told["options"]), value)


def _choice(name: str, values: dict, value: object) -> float:
    if value is None:
        return next(iter(values.values()))
    if value in values:
        return values[value]
    if not isinstance(value, str) and float(value) in values.values():
        return float(value)
    raise ValueError(f"{name} is {value!r}: expected one of {', '.join(values)}")


class Tick(Control):
    """Yes or no: a symbol of SymPy that is 1 or 0; ``tick.on`` is a condition."""

    form = "tick"

    @classmethod
    def _checked(cls, name, value=False, label=None) -> tuple[int, dict]:
        return int(bool(value)), {"label": label or name}

    @property
    def on(self) -> sympy.Basic:
        """The condition that there is a tick."""
        return sympy.Ne(self, 0)

    def check(self, value: object) -> int:
        """Return a state of the tick, or say what is wrong with it."""
        if value not in (0, 1):
            raise ValueError(f"{self.name} is {value!r}: expected True or False")
        return int(value)
