"""Data over whose rows expressions run: given from NumPy, or points to drag."""

import numpy as np
import sympy

from mathdl.scenes.expressions import Named
from mathdl.scenes.inputs import Source, as_name, as_numbers, as_tone

MOST_NUMBERS = 5000


class Data(Source):
    """Numbers from NumPy, over whose rows `Sum`, `Mean`, … run.

    Parameters
    ----------
    name : str
    array : array_like, shape (n,) or (n, k)
        At most 5,000 finite numbers. ``data[0]`` (or ``data.x``) and ``data[1]``
        (``data.y``) stand for the numbers of a row.

    Raises
    ------
    ValueError, TypeError
        If there are too many numbers, or one is not finite.
    """

    movable = False

    def __init__(self, name: str, array: object) -> None:
        self.rows = _rows(array, name)
        self._remember(as_name(name), self.rows)
        self._name_rows(len(self.rows[0]))

    def _name_rows(self, width: int) -> None:
        """Make the symbols that stand for the numbers of a row."""
        self.row = [
            Named(f"{self.name}_{k}", f"{self.name}.{k}", self, self.settings)
            for k in range(width)
        ]
        self.table = Named(self.name, self.name, self, self.settings)

    def __getitem__(self, k: int) -> sympy.Symbol:
        """Return the symbol of the k-th number of a row."""
        return self.row[k]

    @property
    def x(self) -> sympy.Symbol:
        """The first number of a row."""
        return self.row[0]

    @property
    def y(self) -> sympy.Symbol:
        """The second number of a row."""
        if len(self.row) < 2:
            raise AttributeError(f"the rows of {self.name} have one number: no y")
        return self.row[1]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)


class Points(Data):
    """Data points to drag, over whose rows `Sum`, `Mean`, … run as over `Data`.

    Parameters
    ----------
    name : str
    at : array_like, shape (n, 2) or (n,)
        Where they begin; of shape (n,), they move along the x-axis alone.
    least, most : int
        How many points there may be (``most``: by default as many as there are).
    step, tone, label, within
        As for `Point`.
    """

    form = "points"
    movable = True

    def __init__(
        self,
        name: str,
        at: object,
        least: int = 1,
        most: int | None = None,
        step: float = 0.1,
        tone: str = "c",
        label: str | None = None,
        within: object = None,
        digits: int = 2,
    ) -> None:
        self.rows = self.at = _rows(at, name)
        if (width := len(self.rows[0])) > 2:
            raise ValueError(f"{name} has {width} columns: points have one or two")
        self.least, self.most = least, most or len(self.rows)
        if not least <= len(self.rows) <= self.most:
            raise ValueError(
                f"{name} has {len(self.rows)} points: expected {least} to {self.most}"
            )
        within = None if within is None else as_numbers(within, "within", 4)
        self.told = {"label": label or name, "tone": as_tone(tone), "step": step}
        self.told |= {"within": within, "digits": digits, "flat": width == 1}
        self.told |= {"least": self.least, "most": self.most}
        self._remember(as_name(name), (self.at, self.told))
        self._name_rows(width)

    def draft(self, pen) -> dict:
        """Return the points as the specification holds them."""
        return {"kind": self.form, "name": self.name, "at": self.at, **self.told}

    def check(self, value: object) -> list[list[float]]:
        """Return a state of the points, or say what is wrong with it."""
        array = np.asarray(value, float)
        width = len(self.row)
        rows = array.reshape(-1, 1) if width == 1 else array
        if rows.ndim != 2 or rows.shape[1] != width or not np.isfinite(rows).all():
            raise ValueError(
                f"{self.name} has shape {array.shape}: expected finite numbers of "
                f"shape (n, {width})"
            )
        if not self.least <= len(rows) <= self.most:
            raise ValueError(
                f"{len(rows)} points in {self.name}: expected {self.least} to "
                f"{self.most}"
            )
        return rows.tolist()


def _rows(array: object, name: str) -> list[list[float]]:
    try:
        found = np.asarray(array, float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name}: expected numbers, in rows of one length") from error
    if found.ndim not in (1, 2) or found.size == 0:
        raise ValueError(f"{name} has shape {found.shape}: expected (n,) or (n, k)")
    if found.size > MOST_NUMBERS:
        raise ValueError(f"{name} has {found.size} numbers: at most {MOST_NUMBERS:,}")
    if not np.isfinite(found).all():
        raise ValueError(f"{name} holds numbers that are not finite")
    return found.reshape(len(found), -1).tolist()
