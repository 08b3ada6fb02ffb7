"""The value of a tree, with NumPy: for one state, or along whole arrays at once.

IEEE numbers throughout: nothing is raised, what is undefined is NaN or infinite. The
page computes the same, operation by operation.
"""

import math
from functools import reduce

import numpy as np

CELLS = 200
HALVINGS = 60
TIE = 1e-9


def _each(function) -> object:
    """Return a function of a float as one of arrays, NaN where it is not defined."""

    def safe(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError):
            return math.nan

    return np.vectorize(safe, otypes=[float])


def _gamma(x: float) -> float:
    return math.inf if x > 171.7 else math.gamma(x)


def _loggamma(x: float) -> float:
    return math.lgamma(x) if x > 0 else math.nan


def _mod(a, b):
    return a - b * np.floor(a / b)


FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "Abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceiling": np.ceil,
    "Mod": _mod,
    "Pow": np.power,
    "erf": _each(math.erf),
    "erfc": _each(math.erfc),
    "gamma": _each(_gamma),
    "loggamma": _each(_loggamma),
    "Lt": np.less,
    "Le": np.less_equal,
    "Gt": np.greater,
    "Ge": np.greater_equal,
    "Eq": np.equal,
    "Ne": lambda a, b: ~(np.isnan(a) | np.isnan(b)) & (a != b),
    "Not": np.logical_not,
    "True": lambda: np.True_,
    "False": lambda: np.False_,
}
REPEATED = {
    "Add": np.add,
    "Mul": np.multiply,
    "Max": np.maximum,
    "Min": np.minimum,
    "And": np.logical_and,
    "Or": np.logical_or,
}


class Names(dict):
    """The values of variables; ``tables`` holds rows of data and states of runs."""

    def __init__(self, variables: dict, tables: dict) -> None:
        super().__init__(variables)
        self.tables = tables

    def but(self, **more: object) -> "Names":
        """Return the same with more variables, or others."""
        return Names({**self, **more}, self.tables)

    def wider(self) -> "Names":
        """Return the same with room for one more axis, of what runs inside."""
        wide = {k: v[..., None] if np.ndim(v) else v for k, v in self.items()}
        return Names(wide, self.tables)

    def rows(self, data: str) -> "Names":
        """Return the same with the numbers of all rows of data along a last axis."""
        table = self.tables[data]
        return self.wider().but(**{f"{data}.{k}": x for k, x in enumerate(table.T)})


def value(tree: object, names: Names) -> np.ndarray:
    """Return the value of a tree.

    Parameters
    ----------
    tree : number, str or list
        As a scene stores it.
    names : Names
        Variables are numbers, or arrays of one shape.

    Returns
    -------
    float or ndarray
        In the shape of the variables that the tree names.
    """
    if isinstance(tree, str):
        return names[tree]
    if not isinstance(tree, list):
        return np.float64(tree)
    op, *args = tree
    if op in FORMS:
        return FORMS[op](names, *args)
    found = [value(arg, names) for arg in args]
    return reduce(REPEATED[op], found) if op in REPEATED else FUNCTIONS[op](*found)


def body(tree: object, names: Names) -> np.ndarray:
    """Return the value of what runs."""
    if not isinstance(tree, dict):
        return value(tree, names)
    return value(tree["value"], _with_lets(tree, names))


def bodies(tree: dict, names: Names) -> list:
    """Return the values of what runs, where it holds several."""
    names = _with_lets(tree, names)
    return [value(one, names) for one in tree["value"]]


def _with_lets(tree: dict, names: Names) -> Names:
    names = names.but()
    for name, told in tree["let"]:
        names[name] = value(told, names)
    return names


def _over_rows(reduced):
    """Return how a tree over rows is computed, from what is done with all values."""

    def form(names: Names, data: str, tree: object):
        found = np.asarray(body(tree, names.rows(data)))
        count = (len(names.tables[data]),)
        shape = np.broadcast_shapes(found.shape, count)
        return reduced(np.broadcast_to(found, shape))[()]

    return form


def _total(found: np.ndarray):
    if found.shape[-1] == 0:
        return np.zeros(found.shape[:-1])
    return np.add.accumulate(found.astype(float), axis=-1)[..., -1]


def _mean(found: np.ndarray):
    return _total(found) / np.float64(found.shape[-1])


def _largest(found: np.ndarray):
    return np.max(found, axis=-1, initial=-np.inf)


def _smallest(found: np.ndarray):
    return np.min(found, axis=-1, initial=np.inf)


def _median(found: np.ndarray):
    n = found.shape[-1]
    if n == 0:
        return np.full(found.shape[:-1], np.nan)
    ranked = np.sort(found, axis=-1)  # NaN comes last
    middle = (ranked[..., (n - 1) // 2] + ranked[..., n // 2]) / 2
    return np.where(np.isnan(ranked[..., -1]), np.nan, middle)


def _piecewise(names: Names, *cases: list):
    conditions = [np.asarray(value(condition, names)) for condition, _ in cases]
    values = [np.asarray(value(told, names), float) for _, told in cases]
    shape = np.broadcast_shapes(*(part.shape for part in conditions + values))
    found = np.full(shape, np.nan)
    for condition, told in zip(conditions[::-1], values[::-1], strict=True):
        found = np.where(condition, told, found)
    return found if shape else found[()]


def _at(names: Names, run: str, k: object, entry: int):
    states = names.tables[run]
    steps = np.asarray(value(k, names), float)
    near = np.clip(np.floor(np.nan_to_num(steps) + 0.5), 0, len(states) - 1)
    return np.where(np.isnan(steps), np.nan, states[near.astype(int), entry])[()]


def _arg_max(names: Names, t: str, tree, derivative, low, high):
    low, high = value(low, names), value(high, names)
    share = np.arange(CELLS + 1) / CELLS
    places = np.asarray(low)[..., None] + np.asarray(high - low)[..., None] * share
    found = np.asarray(body(tree, names.wider().but(**{t: places})), float)
    found = np.broadcast_to(found, np.broadcast_shapes(found.shape, places.shape))
    first, last = _peak(found)
    places = np.broadcast_to(places, found.shape)
    left, right = (
        np.take_along_axis(places, k[..., None], -1)[..., 0] for k in (first, last)
    )
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        rises = np.asarray(body(derivative, names.but(**{t: middle}))) > 0
        left, right = np.where(rises, middle, left), np.where(rises, right, middle)
    undefined = np.isnan(found).all(axis=-1)
    return np.where(undefined, np.nan, (left + right) / 2)[()]


def _peak(found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places before and after the first of the largest values."""
    known = np.where(np.isnan(found), -np.inf, found)
    best = known.max(axis=-1, keepdims=True)
    near = np.where(np.isfinite(best), TIE * np.maximum(1, np.abs(best)), 0)
    ties = known >= best - near
    first = ties.argmax(axis=-1)
    after = np.arange(CELLS + 1) > first[..., None]
    ends = after & ~ties
    last = np.where(ends.any(axis=-1), ends.argmax(axis=-1), CELLS)
    return np.maximum(first - 1, 0), last


FORMS = {
    "Piecewise": _piecewise,
    "Sum": _over_rows(_total),
    "Mean": _over_rows(_mean),
    "Largest": _over_rows(_largest),
    "Smallest": _over_rows(_smallest),
    "Median": _over_rows(_median),
    "Count": _over_rows(_total),
    "ArgMax": _arg_max,
    "At": _at,
}
