"""Linear algebra from its definitions, for matrices that a reader can follow.

NumPy's routines are faster and more accurate; these show what they compute.
"""

from dataclasses import dataclass

import numpy as np

TINY = 1e-12  # in rows and columns of size about 1


@dataclass(frozen=True)
class Elimination:
    """The reduced row echelon form of a matrix.

    Attributes
    ----------
    R : array of shape (m, n)
        The reduced rows: each pivot is 1, and alone in its column.
    pivots : tuple of int
        The columns that hold a pivot, from left to right.
    """

    R: np.ndarray
    pivots: tuple[int, ...]

    @property
    def rank(self) -> int:
        """The number of pivots."""
        return len(self.pivots)

    @property
    def free(self) -> tuple[int, ...]:
        """The columns without a pivot, whose unknowns can be chosen freely."""
        return tuple(j for j in range(self.R.shape[1]) if j not in self.pivots)

    def __repr__(self) -> str:
        """Show the rows, and which unknowns are pivots and which are free."""
        rows = np.array2string(self.R + 0.0, precision=4, suppress_small=True)
        return (
            f"{rows}\nrank {self.rank}: pivots in columns {list(self.pivots)}, "
            f"free columns {list(self.free)}"
        )


def as_matrix(A: object, name: str = "A") -> np.ndarray:
    """Return A as an array of floats of shape (m, n), or say why it is no matrix.

    Parameters
    ----------
    A : array_like
        Finite real numbers in rows of one length.
    name : str
        What the matrix is called in an error message.

    Raises
    ------
    TypeError
        If the entries are not real numbers.
    ValueError
        If there are not two dimensions, no entries, or entries that are not finite.
    """
    array = _as_numbers(A, f"matrix {name}")
    if array.ndim != 2:
        raise ValueError(
            f"matrix {name} has shape {array.shape}: "
            "expected two dimensions (rows, columns)"
        )
    return _as_filled(array, f"matrix {name}")


def as_vector(x: object, name: str = "x") -> np.ndarray:
    """Return x as an array of floats of shape (n,), or say why it is no vector.

    Raises
    ------
    TypeError
        If the entries are not real numbers.
    ValueError
        If there is not one dimension, no entry, or an entry that is not finite.
    """
    array = _as_numbers(x, f"vector {name}")
    if array.ndim != 1:
        raise ValueError(
            f"vector {name} has shape {array.shape}: expected one dimension"
        )
    return _as_filled(array, f"vector {name}")


def apply(A: object, x: object) -> np.ndarray:
    """Return A x, the combination of the columns of A with the entries of x.

    Parameters
    ----------
    A : array_like of shape (m, n)
    x : array_like of shape (n,)

    Returns
    -------
    array of shape (m,)

    Examples
    --------
    >>> apply([[1, 2], [0, 1]], [3, 1])
    array([5., 1.])
    """
    A, x = as_matrix(A), as_vector(x)
    if A.shape[1] != x.size:
        raise ValueError(
            f"matrix A has shape {A.shape} and x has shape {x.shape}: "
            f"A @ x needs x of length {A.shape[1]}"
        )
    return sum(x_j * a_j for x_j, a_j in zip(x, A.T, strict=True))


def eliminate(A: object) -> Elimination:
    """Solve the rows of A for as many unknowns as they determine.

    Rows are exchanged, scaled, and subtracted from one another until each has an
    unknown of its own, its pivot. The largest entry that is left in a column becomes
    the pivot; what is smaller than rounding can have left counts as zero.

    Parameters
    ----------
    A : array_like of shape (m, n)

    Returns
    -------
    Elimination

    Notes
    -----
    Rows and columns are first brought to a size of about 1 by powers of 2. An entry
    that is left counts as zero if it is at most ``8 * max(m, n) * eps`` times the
    largest part that was added to it or subtracted on the way. So the threshold grows
    where small pivots let errors grow, and it does not depend on the units of the rows
    and columns.

    Examples
    --------
    >>> eliminate([[1, 2], [2, 4]])
    [[1. 2.]
     [0. 0.]]
    rank 1: pivots in columns [0], free columns [1]
    """
    A = as_matrix(A)
    rows, columns = _units(A)
    reduced = _reduce(_in_units(A, rows, columns))
    own = columns[list(reduced.pivots)]
    R = reduced.R.copy()
    R[: len(own)] = _in_units(R[: len(own)], own, -columns)
    return Elimination(R, reduced.pivots)


@dataclass(frozen=True)
class _Reduced:
    """Reduced rows R = T A, and the signed volume that T has taken away."""

    R: np.ndarray
    T: np.ndarray
    pivots: tuple[int, ...]
    volume: list[float]  # the pivots, with a sign for each exchange of rows


def _reduce(A: np.ndarray) -> _Reduced:
    """Eliminate in a matrix whose rows and columns have entries of size about 1."""
    m, n = A.shape
    R, T, parts = A.copy(), np.eye(m), np.abs(A)
    rounding = 8 * max(m, n) * np.finfo(float).eps
    pivots, volume = [], []
    for j in range(n):
        row = len(pivots)
        if row == m:
            break
        left = np.abs(R[row:, j])
        left[left <= rounding * parts[row:, j]] = 0
        if not left.any():
            R[row:, j] = 0
            continue
        best = row + np.argmax(left)
        volume.append(R[best, j] if best == row else -R[best, j])
        for M in (R, T, parts):
            M[[row, best]] = M[[best, row]]
        _follow(parts, R, row, j)
        column = R[:, j].copy()
        _subtract(R, row, column)
        _subtract(T, row, column)
        R[:, j] = np.arange(m) == row
        pivots.append(j)
    R[len(pivots) :] = 0
    R[np.abs(R) <= np.minimum(rounding * parts, TINY)] = 0
    return _Reduced(R, T, tuple(pivots), volume)


def _follow(parts: np.ndarray, R: np.ndarray, row: int, j: int) -> None:
    """Note for each entry the largest part that it will have been made of.

    An entry loses ``R[i, j] / R[row, j] * R[row]``; errors of each factor count too.
    """
    pivot, others = np.abs(R[row, j]), np.arange(len(R)) != row
    factors, doubts = np.abs(R[others, j]) / pivot, parts[others, j] / pivot
    lost = np.maximum(np.outer(factors, parts[row]), np.outer(doubts, np.abs(R[row])))
    parts[others] = np.maximum(parts[others], lost)
    parts[row] /= pivot


def _subtract(M: np.ndarray, row: int, column: np.ndarray) -> None:
    """Divide one row by its entry of a column, and subtract it from the others."""
    M[row] /= column[row]
    others = np.arange(len(M)) != row
    M[others] -= np.outer(column[others], M[row])


def _units(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return exponents of 2 that bring each row, then each column, to a size near 1."""
    rows = -np.frexp(np.abs(A).max(axis=1))[1]
    columns = -np.frexp(np.abs(_in_units(A, rows, 0)).max(axis=0))[1]
    return rows, columns


def _in_units(A: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Multiply the rows and columns of A by powers of 2, which is exact."""
    return np.ldexp(A, np.reshape(rows, (-1, 1)) + columns)


def rank(A: object) -> int:
    """Return the dimension of the image of A: its number of pivots."""
    return eliminate(A).rank


def null_space(A: object) -> np.ndarray:
    """Return a basis of the kernel of A: one solution of A x = 0 for each free unknown.

    Parameters
    ----------
    A : array_like of shape (m, n)

    Returns
    -------
    array of shape (n, n - rank)
        The basis vectors are the columns.

    Examples
    --------
    >>> null_space([[1, 2], [2, 4]])
    array([[-2.],
           [ 1.]])
    """
    solved = eliminate(A)
    n = solved.R.shape[1]
    basis = np.zeros((n, n - solved.rank))
    for k, j in enumerate(solved.free):
        basis[j, k] = 1
        basis[list(solved.pivots), k] = 0.0 - solved.R[: solved.rank, j]
    return basis


def column_space(A: object) -> np.ndarray:
    """Return a basis of the image of A: its pivot columns.

    Parameters
    ----------
    A : array_like of shape (m, n)

    Returns
    -------
    array of shape (m, rank)
        The basis vectors are the columns.
    """
    return as_matrix(A)[:, list(eliminate(A).pivots)]


def inverse(A: object) -> np.ndarray:
    """Return the matrix that undoes A: what makes I of A when A is eliminated.

    Parameters
    ----------
    A : array_like of shape (n, n)

    Returns
    -------
    array of shape (n, n)

    Raises
    ------
    ValueError
        If A is not square, or singular; the message tells the rank.

    Examples
    --------
    >>> inverse([[2, 0], [0, 4]])
    array([[0.5 , 0.  ],
           [0.  , 0.25]])
    """
    A = as_square(A)
    rows, columns = _units(A)
    reduced = _reduce(_in_units(A, rows, columns))
    found = len(reduced.pivots)
    if found < len(A):
        raise ValueError(
            f"matrix A is singular: its rank is {found}, and only a matrix of rank "
            f"{len(A)} has an inverse"
        )
    return _in_units(reduced.T, columns, rows) + 0.0


def determinant(A: object) -> float:
    """Return the signed volume of the image of the unit cube under A.

    Elimination leaves volumes unchanged when it subtracts rows; an exchange of two
    rows changes the sign. What is left is a product of pivots. A matrix that counts as
    singular (see `eliminate`) has the determinant 0.

    Parameters
    ----------
    A : array_like of shape (n, n)

    Examples
    --------
    >>> determinant([[0, 1], [1, 0]])
    -1.0
    """
    A = as_square(A)
    rows, columns = _units(A)
    reduced = _reduce(_in_units(A, rows, columns))
    if len(reduced.pivots) < len(A):
        return 0.0
    digits, exponents = np.frexp(reduced.volume)
    product, exponent = np.frexp(np.prod(digits))
    exponent = exponent + exponents.sum() - rows.sum() - columns.sum()
    return float(np.ldexp(product, exponent))


def as_square(A: object, name: str = "A") -> np.ndarray:
    """Return A as an array of floats of shape (n, n), or say why it is not square."""
    A = as_matrix(A, name)
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"matrix {name} has shape {A.shape}: expected a square matrix")
    return A


def _as_numbers(values: object, what: str) -> np.ndarray:
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{what} has rows of different lengths") from None
    if array.dtype.kind == "O" and _is_ragged(values):
        raise ValueError(f"{what} has rows of different lengths")
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{what} holds {array.dtype.name} entries: expected real numbers"
        )
    return array.astype(float)


def _is_ragged(values: object) -> bool:
    rows = [np.size(row) for row in values] if np.iterable(values) else []
    return len(set(rows)) > 1


def _as_filled(array: np.ndarray, what: str) -> np.ndarray:
    if array.size == 0:
        raise ValueError(f"{what} has shape {array.shape}: it has no entries")
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{what} has entries that are not finite (nan or inf)")
    return array
