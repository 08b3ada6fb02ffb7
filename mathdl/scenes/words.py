"""Numbers and sentences as the reader gets them, the same here as in the page."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from string import Formatter

from mathdl.scenes.expressions import as_condition, as_entries, as_expression, is_vector

UNDEFINED = "–"
LARGE = 1e6
EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as text: a true minus sign, no −0, "–" where it is undefined.

    The exact binary value is rounded, halves away from zero, as JavaScript's
    ``toFixed`` does (and ``toExponential`` from 1e6 on).
    """
    if value is None or not math.isfinite(value):
        return UNDEFINED
    size = Decimal(abs(value))
    if size >= LARGE:
        power = size.adjusted()
        lead = _rounded(size.scaleb(-power, EXACT), digits)
        if lead >= 10:  # 9.999 is 10.00
            power, lead = power + 1, _rounded(size.scaleb(-power - 1, EXACT), digits)
        text = f"{lead:f}e+{power}"
    else:
        text = f"{_rounded(size, digits):f}"
    return f"−{text}" if value < 0 and Decimal(text) != 0 else text


def _rounded(size: Decimal, digits: int) -> Decimal:
    return size.quantize(Decimal(1).scaleb(-digits), context=EXACT)


def written(values: list, digits: int = 2) -> str:
    """Return a number, or a vector in brackets: "(1.20, −0.50)"."""
    told = [number(value, digits) for value in values]
    return told[0] if len(told) == 1 else f"({', '.join(told)})"


@dataclass
class Number:
    """A readout with its own number of digits, and a unit."""

    value: object
    digits: int = 2
    unit: str = ""


def template(told: object, pen) -> dict:
    """Return a text and its values as the specification holds it.

    Parameters
    ----------
    told : str, or (str, *values)
        ``{}`` stands for a value, ``{:3}`` for one with three digits.
    pen
        Writes expressions down.

    Raises
    ------
    ValueError
        If there are more or fewer values than places for them.
    """
    text, *values = [told] if isinstance(told, str) else told
    if not isinstance(text, str):
        raise TypeError(f"{text!r}: expected a text with {{}} for each value")
    parts, digits = [], []
    for before, name, shape, _ in Formatter().parse(text):
        parts.append(before)
        if name is not None:
            parts.append(f"{{{len(digits)}}}")
            digits.append(_digits(name, shape, text))
    if len(digits) != len(values):
        raise ValueError(
            f"{text!r} has {len(digits)} places for values and gets {len(values)}"
        )
    pairs = zip(values, digits, strict=True)
    return {"text": "".join(parts), "values": [[pen.entries(v), d] for v, d in pairs]}


def _digits(name: str, shape: str, text: str) -> int:
    if name or not (shape == "" or shape.isdigit()) or int(shape or 2) > 12:
        raise ValueError(f"{text!r}: expected {{}}, or {{:3}} for three digits")
    return int(shape or 2)


def cases(told: object, pen, what: str) -> list:
    """Return ``[(condition, template, *values), …]`` as the specification holds it."""
    found = []
    for case in told:
        if not isinstance(case, tuple) or len(case) < 2:
            raise TypeError(f"{what} has {case!r}: expected (condition, text, *values)")
        condition, *text = case
        as_condition(condition, f"a case of {what}")
        found.append([pen.condition(condition), template(tuple(text), pen)])
    return found


def readout(name: str, told: object, pen) -> dict:
    """Return one readout as the specification holds it."""
    if isinstance(told, list) and told and isinstance(told[0], tuple):
        return {"name": name, "cases": cases(told, pen, f"readout {name}")}
    if isinstance(told, tuple) and len(told) == 2 and isinstance(told[1], str):
        told = Number(told[0], unit=told[1])
    told = told if isinstance(told, Number) else Number(told)
    value = pen.entries(told.value, f"readout {name}")
    return {"name": name, "unit": told.unit, "digits": told.digits, "value": value}


@dataclass
class Pen:
    """Writes expressions of a scene into its forest."""

    forest: object

    def value(self, value: object, what: str = "a value"):
        """Return the node of one number."""
        return self.forest.node(as_expression(value, what))

    def values(self, values: object) -> list:
        """Return the nodes of several numbers."""
        return [self.value(value) for value in values]

    def entries(self, value: object, what: str = "a value") -> list:
        """Return the nodes of a vector, or the one of a number, as a list."""
        if is_vector(value) and getattr(value, "shape", None) != (1, 1):
            return self.values(as_entries(value, what))
        return [self.value(value, what)]

    def condition(self, value: object):
        """Return the node of a condition."""
        return self.forest.node(as_condition(value, "a condition"))

    def template(self, told: object) -> dict:
        """Return a text and its values."""
        return template(told, self)

    def body(self, symbols: list, expressions: list, single: bool = False):
        """Return what is computed along symbols that run."""
        return self.forest.body(symbols, expressions, single=single)

    def rows(self, data: object, expressions: list, single: bool = False):
        """Return what is computed for each row of data."""
        data = self.forest.meet(data)
        return self.forest.rows(data, expressions, single=single)

    def along(self, orbit: object, expressions: list, single: bool = False) -> tuple:
        """Return a run, and what is computed at each of its states."""
        run = self.forest.run(orbit)
        body = self.forest.along(run.args[0], orbit, expressions)
        body.single = single
        return run, body
