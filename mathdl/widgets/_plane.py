"""The arithmetic of a map of the plane, for matrices of shape (2, 2).

`js/linear_map.math.js` computes the same numbers with the same operations, so that the
page and Python agree to the last digits; a test compares them.
"""

from math import sqrt

TOLERANCE = 1e-12
"""What counts as zero, as a fraction of the matrix' own size."""

Matrix = list[list[float]]
Vector = list[float]
BASIS = [[1.0, 0.0], [0.0, 1.0]]


def _squares(A: Matrix) -> float:
    (a, b), (c, d) = A
    return a * a + b * b + c * c + d * d


def determinant(A: Matrix) -> float:
    """Return the determinant, exactly 0 where rounding alone keeps it from 0."""
    (a, b), (c, d) = A
    value = a * d - b * c
    return 0.0 if abs(value) <= TOLERANCE * _squares(A) else value


def rank(A: Matrix) -> int:
    """Return the dimension of the image."""
    if determinant(A) != 0:
        return 2
    return 1 if _squares(A) > 0 else 0


def _direction(vector: Vector) -> Vector:
    """Return the vector with length 1, its first entry that is not zero positive."""
    x, y = vector
    length = sqrt(x * x + y * y)
    u, v = x / length, y / length
    sign = -1 if u < -TOLERANCE or (abs(u) <= TOLERANCE and v < 0) else 1
    return [0.0 if abs(entry) <= TOLERANCE else sign * entry for entry in (u, v)]


def _longer(v: Vector, w: Vector) -> Vector:
    return v if v[0] * v[0] + v[1] * v[1] >= w[0] * w[0] + w[1] * w[1] else w


def kernel(A: Matrix) -> list[Vector]:
    """Return vectors that span the kernel: none, one of length 1, or the basis."""
    if (r := rank(A)) != 1:
        return [] if r == 2 else BASIS
    a, b = _longer(A[0], A[1])
    return [_direction([-b, a])]


def image(A: Matrix) -> list[Vector]:
    """Return vectors that span the image: the basis, one of length 1, or none."""
    if (r := rank(A)) != 1:
        return BASIS if r == 2 else []
    (a, b), (c, d) = A
    return [_direction(_longer([a, c], [b, d]))]


def eigenvalues(A: Matrix) -> list[complex]:
    """Return both eigenvalues, the larger one or the one above the axis first."""
    (a, b), (c, d) = A
    mean, half = (a + d) / 2, (a - d) / 2
    spread = half * half + b * c
    if abs(spread) <= TOLERANCE * _squares(A):
        return [mean, mean]
    root = sqrt(abs(spread))
    if spread < 0:
        return [complex(mean, root), complex(mean, -root)]
    # The one of larger size by adding, the other by the determinant: nothing cancels.
    far = mean - root if mean < 0 else mean + root
    near = determinant(A) / far
    return [far, near] if far > near else [near, far]


def eigenvectors(A: Matrix) -> list[Vector]:
    """Return a vector of length 1 for each line of real eigenvectors."""
    (a, b), (c, d) = A
    first, second = eigenvalues(A)
    if isinstance(first, complex):
        return []
    small = TOLERANCE * sqrt(_squares(A))
    if first == second and max(abs(a - d), abs(b), abs(c)) <= small:
        return BASIS
    rows = (
        [[a - value, b], [c, d - value]] for value in dict.fromkeys((first, second))
    )
    return [_direction([-q, p]) for p, q in (_longer(*pair) for pair in rows)]


def _product(B: Matrix, A: Matrix) -> Matrix:
    return [[row[0] * A[0][j] + row[1] * A[1][j] for j in (0, 1)] for row in B]


def _norm(A: Matrix) -> float:
    return sqrt(_squares(A))


def composed(A: Matrix, B: Matrix) -> dict:
    """Return both products, how far apart they are, and whether they are equal."""
    BA, AB = _product(B, A), _product(A, B)
    rows = zip(BA, AB, strict=True)
    gap = _norm([[x - y for x, y in zip(*pair, strict=True)] for pair in rows])
    commute = gap <= TOLERANCE * _norm(A) * _norm(B)
    return {"BA": BA, "AB": AB, "gap": 0.0 if commute else gap, "commute": commute}


def verdict(A: Matrix) -> str:
    """Return what the map does to areas, in one sentence."""
    size = abs(determinant(A))
    if rank(A) == 0:
        return "Everything goes to the origin: the map has rank 0."
    if size == 0:
        return "The plane is flattened onto a line: the map is singular."
    kept = abs(size - 1) < 5e-4
    areas = "are kept" if kept else "grow" if size > 1 else "shrink"
    orientation = "kept" if determinant(A) > 0 else "reversed"
    return f"Areas {areas}; orientation is {orientation}."


def words(A: Matrix) -> str:
    """Return a matrix as rows of short numbers."""
    rows = ", ".join("(" + ", ".join(f"{x + 0.0:.3g}" for x in row) + ")" for row in A)
    return f"[{rows}]"


def picture(matrices: list[Matrix], titles: list[str] | None = None):
    """Return a figure with one panel a map: moved grid, unit square and columns."""
    import numpy as np

    from mathdl import plot

    width = "half" if len(matrices) == 1 else "text"
    figure, axes = plot.figure(width=width, panels=len(matrices), aspect=1)
    for k, (A, ax) in enumerate(zip(matrices, np.atleast_1d(axes), strict=True)):
        largest = max(abs(entry) for row in A for entry in row)
        plot.plane(ax, extent=max(3, largest * 1.1))
        plot.grid_map(A, ax=ax, extent=max(3, largest * 1.1))
        plot.arrows(
            np.transpose(A), ax=ax, colors=[plot.PALETTE["a"], plot.PALETTE["b"]]
        )
        if titles:
            ax.set_title(titles[k])
    return figure
