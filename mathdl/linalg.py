"""Linear algebra from its definitions, for matrices that a reader can follow.

NumPy's routines are faster and more accurate; these show what they compute.
"""

from dataclasses import dataclass

import numpy as np


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
    Entries of at most ``8 * max(m, n) * eps`` times the largest entry of A are taken
    for zero. Rows of very different size should be scaled first.

    Examples
    --------
    >>> eliminate([[1, 2], [2, 4]])
    [[1. 2.]
     [0. 0.]]
    rank 1: pivots in columns [0], free columns [1]
    """
    R = as_matrix(A).copy()
    size = np.abs(R).max()
    R = R / (size or 1.0)  # entries of at most 1: no overflow on the way
    negligible = 8 * max(R.shape) * np.finfo(float).eps
    pivots: list[int] = []
    for j in range(R.shape[1]):
        row = len(pivots)
        if row == R.shape[0]:
            break
        best = row + np.argmax(np.abs(R[row:, j]))
        if np.abs(R[best, j]) <= negligible:
            R[row:, j] = 0
            continue
        R[[row, best]] = R[[best, row]]
        R[row] /= R[row, j]
        others = np.arange(R.shape[0]) != row
        R[others] -= np.outer(R[others, j], R[row])
        R[others, j] = 0
        pivots.append(j)
    R[len(pivots) :] = 0
    return Elimination(R, tuple(pivots))


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
    """Return the matrix that undoes A: eliminate A beside I until A has become I.

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
    n, found = len(A), rank(A)
    if found < n:
        raise ValueError(
            f"matrix A is singular: its rank is {found}, and only a matrix of rank "
            f"{n} has an inverse"
        )
    size = np.abs(A).max()
    beside = np.column_stack([A / size, np.eye(n)])
    return eliminate(beside).R[:, n:] / size


def determinant(A: object) -> float:
    """Return the signed volume of the image of the unit cube under A.

    Elimination leaves volumes unchanged when it subtracts rows; an exchange of two
    rows changes the sign. What is left is a product of pivots.

    Parameters
    ----------
    A : array_like of shape (n, n)

    Notes
    -----
    The determinant of a singular matrix is 0 up to rounding only: 1e-15 or so, and of
    large entries more. Whether a matrix is singular is asked of `rank`, not of this.

    Examples
    --------
    >>> determinant([[0, 1], [1, 0]])
    -1.0
    """
    R = as_square(A).copy()
    volume = 1.0
    for j in range(len(R)):
        best = j + np.argmax(np.abs(R[j:, j]))
        if R[best, j] == 0:
            return 0.0
        if best != j:
            R[[j, best]] = R[[best, j]]
            volume = -volume
        volume *= R[j, j]
        R[j + 1 :] -= np.outer(R[j + 1 :, j] / R[j, j], R[j])
    return float(volume)


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
