"""What a scene adds to SymPy: sums over data, states of runs, places of a maximum.

Each is an expression like any other, until a scene writes it down.
"""

from inspect import signature
from itertools import count

import sympy
from sympy.logic.boolalg import Boolean
from sympy.matrices.immutable import ImmutableDenseMatrix

MOST_STEPS = 2000
MOST_DIMENSIONS = 8


class Named(sympy.Symbol):
    """A real symbol that stands for a thing of the scene, its ``source``.

    SymPy keeps what it has computed, and finds it by equality. So all that makes the
    thing what it is belongs to the symbol: a slider that is made again with another
    range is another symbol.
    """

    __slots__ = ("settings", "source", "variable")

    def __new__(cls, name: str, variable: str, source: object, settings: object):
        """Return the symbol ``name``, which the tree calls ``variable``."""
        self = sympy.Symbol.__xnew__(cls, name, real=True)
        self.variable, self.source = variable, source
        self.settings = repr((variable, settings))
        return self

    def __init__(self, *args: object, **settings: object) -> None:
        """Do nothing: all is done when the symbol is made."""

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.settings)


def as_expression(value: object, what: str) -> sympy.Expr:
    """Return a value as a SymPy expression, or say what is wrong with it."""
    try:
        found = sympy.sympify(value)
    except (sympy.SympifyError, TypeError) as error:
        raise TypeError(f"{what} is {value!r}: expected an expression") from error
    if isinstance(found, sympy.MatrixBase) and found.shape == (1, 1):
        found = found[0]
    if isinstance(found, sympy.MatrixBase):
        raise ValueError(f"{what} has shape {found.shape}: expected one number")
    if isinstance(value, str) or not isinstance(found, sympy.Expr):
        raise TypeError(f"{what} is {value!r}: expected an expression")
    return found


def as_condition(value: object, what: str) -> sympy.Basic:
    """Return a condition, such as ``x > 0``, or say what is wrong with it."""
    if hasattr(value, "dtype"):
        value = value.item()
    found = sympy.sympify(value)
    if isinstance(found, Boolean) and not isinstance(found, sympy.Symbol):
        return found
    raise TypeError(f"{what} is {value!r}: expected a condition, such as x > 0")


def as_matrix(value: object, what: str) -> ImmutableDenseMatrix:
    """Return a matrix of expressions."""
    try:
        found = ImmutableDenseMatrix(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{what} is {value!r}: expected a matrix") from error
    for entry in found:
        as_expression(entry, f"an entry of {what}")
    return found


def is_vector(value: object) -> bool:
    """Tell whether a value has several entries."""
    return isinstance(value, sympy.MatrixBase | tuple | list | sympy.Tuple) or (
        getattr(value, "ndim", 0) > 0
    )


def as_entries(value: object, what: str, size: int | None = None) -> list[sympy.Expr]:
    """Return the entries of a vector as expressions, or say what shape it has."""
    if not is_vector(value):
        raise TypeError(f"{what} is {value!r}: expected {size or 'some'} numbers")
    if isinstance(value, sympy.MatrixBase) and 1 not in value.shape:
        raise ValueError(f"{what} has shape {value.shape}: expected a vector")
    entries = [as_expression(entry, f"an entry of {what}") for entry in value]
    if size is not None and len(entries) != size:
        raise ValueError(f"{what} has {len(entries)} entries: expected {size}")
    return entries


class OverRows(sympy.Expr):
    """An expression that runs over the rows of given data."""

    is_commutative = True
    is_real = True

    def __new__(cls, expression: object, data: object):
        """Return the expression over all rows of ``data`` (`Data` or `Points`)."""
        table = getattr(data, "table", data)
        if not isinstance(table, Named):
            raise TypeError(f"{cls.__name__} over {data!r}: expected Data or Points")
        return sympy.Expr.__new__(cls, cls.checked(expression), table)

    @classmethod
    def checked(cls, expression: object) -> sympy.Basic:
        """Return what runs over the rows."""
        return as_expression(expression, f"what {cls.__name__} runs over")

    @property
    def free_symbols(self) -> set:
        """The symbols of the expression, without those of the rows."""
        return self.args[0].free_symbols - set(self.args[1].source.row)

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        raise ValueError(f"{type(self).__name__} has no derivative in a scene")

    def _sympystr(self, printer: object) -> str:
        """Write it as a call: by its name alone SymPy takes a `Sum` for its own."""
        told = ", ".join(printer.doprint(arg) for arg in self.args)
        return f"{type(self).__name__}({told})"


class Sum(OverRows):
    """The sum of an expression over the rows of data: ``Sum((data.x - m)**2, data)``.

    The sum over no rows is 0. Its derivative is the sum of the derivatives.
    """

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        return self.func(self.args[0].diff(symbol), self.args[1])


class Mean(Sum):
    """The mean of an expression over the rows of data; of no rows it is undefined."""


class Largest(OverRows):
    """The largest value of an expression over the rows of data."""


class Smallest(OverRows):
    """The smallest value of an expression over the rows of data."""


class Median(OverRows):
    """The median of an expression over the rows; of an even number, half way."""


class Count(OverRows):
    """The number of rows for which a condition is true: ``Count(data.x > 0, data)``."""

    def __new__(cls, condition: object, data: object):
        """Return the number of rows of ``data`` for which ``condition`` is true."""
        return OverRows.__new__(cls, condition, data)

    @classmethod
    def checked(cls, expression: object) -> sympy.Basic:
        """Return the condition that is counted."""
        return as_condition(expression, "what Count counts")


class ArgMax(sympy.Expr):
    """Where an expression in t is largest: ``ArgMax(f, (t, 0, 1))``.

    Searched at 201 places, then by bisection on the sign of the derivative.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, expression: object, bounds: tuple):
        """Return the place; ``bounds`` are the symbol and where it begins and ends."""
        symbol, low, high = bounds
        expression = as_expression(expression, f"what {cls.__name__} looks at")
        ends = [as_expression(end, f"an end of {cls.__name__}") for end in (low, high)]
        where = sympy.Tuple(as_symbol(symbol, cls.__name__), *ends)
        return sympy.Expr.__new__(cls, expression, where)

    @property
    def free_symbols(self) -> set:
        """The symbols on which the place depends."""
        symbol, low, high = self.args[1]
        inside = self.args[0].free_symbols - {symbol}
        return inside | low.free_symbols | high.free_symbols

    def _eval_subs(self, old: object, new: object) -> object:
        """Leave the symbol that runs inside as it is."""
        return self if old == self.args[1][0] else None

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        raise ValueError(f"{type(self).__name__} has no derivative in a scene")


class ArgMin(ArgMax):
    """Where an expression in t is smallest: ``ArgMin(f, (t, 0, 1))``."""


class At(sympy.Expr):
    """One entry of the state of a run after k steps: what `Orbit.at` returns."""

    is_commutative = True
    is_real = True

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        raise ValueError("a run has no derivative in a scene")


def as_symbol(value: object, what: str) -> sympy.Symbol:
    """Return the symbol that runs in a graph, a curve, …, or say that it is none."""
    if not isinstance(value, sympy.Symbol) or isinstance(value, Named):
        raise TypeError(f"{what} runs over {value!r}: expected a Symbol of SymPy")
    return value


class Orbit:
    """A map that is applied again and again: ``run = Orbit(start, step, n)``.

    Parameters
    ----------
    start : expression, or vector of up to 8
        The state at the beginning.
    step : callable
        ``step(x)`` takes the state (as ``start``: a symbol, or a vector of symbols) and
        returns the next one; ``step(x, k)`` gets the number of steps done too, and
        ``step(x, k, z)`` the entries of a row of ``noise``.
    n : int
        How many steps, at most 2,000.
    noise : array_like, shape (n,) or (n, m), optional
        Random numbers drawn beforehand, one row a step.

    Raises
    ------
    ValueError, TypeError
        If a shape does not fit, or there are too many steps.
    """

    def __init__(self, start: object, step, n: int, noise: object = None) -> None:
        if not 1 <= n <= MOST_STEPS or n != int(n):
            raise ValueError(f"n is {n}: a run has 1 to {MOST_STEPS} steps")
        self.n = int(n)
        self.scalar = not is_vector(start)
        start = [start] if self.scalar else start
        self.start = as_entries(start, "start")
        if len(self.start) > MOST_DIMENSIONS:
            raise ValueError(f"start has {len(self.start)} entries: at most 8")
        self.noise = _noise(noise, self.n)
        self.step = self._told(step)
        self.symbol = Named("run", "run", self, f"{next(SERIAL):09d}")

    @property
    def dimension(self) -> int:
        """How many numbers a state has."""
        return len(self.start)

    @property
    def state(self) -> object:
        """The state as it is given to ``step``: a symbol, or a vector of symbols."""
        return self._shaped([STATE[k] for k in range(self.dimension)])

    def at(self, k: object) -> object:
        """Return the state after k steps, k rounded and kept from 0 to n."""
        k = as_expression(k, "the number of steps")
        entries = (At(self.symbol, k, sympy.Integer(j)) for j in range(self.dimension))
        return self._shaped(list(entries))

    @property
    def last(self) -> object:
        """The state after all steps."""
        return self.at(self.n)

    def of(self, value: object, what: str, size: int | None) -> list[sympy.Expr]:
        """Return what a mark shows of a state: a function of it, told in symbols."""
        told = value(self.state)
        return as_entries(told if size else [told], what, size)

    def _told(self, step) -> list[sympy.Expr]:
        """Ask ``step`` once what it does, on symbols."""
        noise = NOISE[: len(self.noise[0])] if self.noise else NOISE[:0]
        given = [self.state, INDEX, noise[0] if len(noise) == 1 else noise]
        told = step(*given[: max(1, len(signature(step).parameters))])
        return as_entries([told] if self.scalar else told, "step", self.dimension)

    def _shaped(self, entries: list) -> object:
        return entries[0] if self.scalar else ImmutableDenseMatrix(entries)


SERIAL = count()
STATE = [sympy.Symbol(f"state_{k}", real=True) for k in range(MOST_DIMENSIONS)]
NOISE = [sympy.Symbol(f"noise_{k}", real=True) for k in range(64)]
INDEX = sympy.Symbol("step", integer=True, nonnegative=True)


def _noise(noise: object, n: int) -> list[list[float]] | None:
    import numpy as np

    if noise is None:
        return None
    rows = np.asarray(noise, float)
    rows = rows.reshape(len(rows), -1)
    if len(rows) < n or rows.shape[1] > len(NOISE) or not np.isfinite(rows).all():
        raise ValueError(
            f"noise has shape {np.shape(noise)}: expected finite numbers, a row for "
            f"each of {n} steps"
        )
    return rows[:n].tolist()
