"""Checks of the coded exercises of the chapter on singular values."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(45)


def _svd(A):
    return np.linalg.svd(A, full_matrices=False)


def _of_values(rng, m, n, s):
    """Return a matrix (m, n) with the singular values s."""
    U = np.linalg.qr(rng.normal(size=(m, len(s))))[0]
    V = np.linalg.qr(rng.normal(size=(n, len(s))))[0]
    return (U * np.asarray(s)) @ V.T


def _smallest_rank(A, eps):
    squares = _svd(A)[1] ** 2
    left = [squares[k:].sum() for k in range(len(squares) + 1)]
    return next(k for k, rest in enumerate(left) if rest <= eps**2 * left[0])


def _rank_by_stretch(A, eps):
    s = _svd(A)[1]
    return int(np.sum(s > eps * s[0]))


def _rank_without_squares(A, eps):
    s = _svd(A)[1]
    left = [s[k:].sum() for k in range(len(s) + 1)]
    return next(k for k, rest in enumerate(left) if rest <= eps * left[0])


def _rank_by_share(A, eps):
    squares = _svd(A)[1] ** 2
    left = [squares[k:].sum() for k in range(len(squares) + 1)]
    return next(k for k, rest in enumerate(left) if rest <= eps * left[0])


def _rank_absolute(A, eps):
    squares = _svd(A)[1] ** 2
    left = [squares[k:].sum() for k in range(len(squares) + 1)]
    return next(k for k, rest in enumerate(left) if rest <= eps**2)


def _approximated():
    """Yield matrices with flat and with steep singular values, and tolerances."""
    rng = _rng()
    yield np.array([[3.0, 0.0], [4.0, 5.0]]), 0.4
    yield np.array([[3.0, 0.0], [4.0, 5.0]]), 0.25
    yield np.array([[1.5, -2.0, 0.5]]), 0.3
    yield np.array([[1.5], [-2.5]]), 1.5
    for m, n in [(4, 4), (6, 3), (3, 7), (8, 8)]:
        for eps in (0.05, 0.3, 0.7):
            yield 3 * rng.normal(size=(m, n)), eps
        yield _of_values(rng, m, n, [4.0, 1.0, 0.3]), 0.2
        yield _of_values(rng, m, n, [0.2, 0.1]), 0.3


def _strangeness(X, x, k):
    mean = X.mean(axis=0)
    V = _svd(X - mean)[2][:k].T
    return np.linalg.norm(x - mean - V @ (V.T @ (x - mean)))


def _through_zero(X, x, k):
    V = _svd(X)[2][:k].T
    return np.linalg.norm(x - V @ (V.T @ x))


def _sample_not_centred(X, x, k):
    V = _svd(X - X.mean(axis=0))[2][:k].T
    return np.linalg.norm(x - V @ (V.T @ x))


def _last_directions(X, x, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean)[2][::-1][:k].T
    return np.linalg.norm(x - mean - V @ (V.T @ (x - mean)))


def _length_of_the_shadow(X, x, k):
    mean = X.mean(axis=0)
    return np.linalg.norm(_svd(X - mean)[2][:k] @ (x - mean))


def _distance_squared(X, x, k):
    return _strangeness(X, x, k) ** 2


def _samples():
    """Yield samples far from zero, a new one, and a dimension, 0 among them."""
    rng = _rng()
    yield np.array([[1.0, 2.0], [3.5, 2.5], [2.0, 0.5]]), np.array([0.4, 4.0]), 1
    yield np.array([[1.5, -2.0, 0.3]]), np.array([0.5, 1.0, 2.7]), 0
    yield np.array([[1.5], [-0.5], [2.2]]), np.array([0.7]), 0
    shapes = [
        (5, 3, 2),
        (5, 3, 1),
        (4, 4, 1),
        (8, 5, 3),
        (9, 4, 2),
        (6, 6, 3),
        (7, 3, 0),
    ]
    for N, n, k in [*shapes, (7, 3, 0)]:
        X = 4 * rng.normal(size=n) + rng.normal(size=(N, n)) * np.arange(n, 0, -1)
        yield X, rng.normal(size=n), k
    X = np.outer(rng.normal(size=5), rng.normal(size=4))
    yield X, np.array([0.3, -0.2, 0.9, 8.0]), 1


def _align(X, Y):
    U, s, Vt = np.linalg.svd(Y.T @ X)
    signs = np.ones(len(s))
    signs[-1] = np.sign(np.linalg.det(U @ Vt))
    return (U * signs) @ Vt


def _align_with_reflections(X, Y):
    U, _, Vt = np.linalg.svd(Y.T @ X)
    return U @ Vt


def _align_backwards(X, Y):
    return _align(Y, X)


def _align_flips_first(X, Y):
    U, s, Vt = np.linalg.svd(Y.T @ X)
    signs = np.ones(len(s))
    signs[0] = np.sign(np.linalg.det(U @ Vt))
    return (U * signs) @ Vt


def _align_by_least_squares(X, Y):
    return np.linalg.lstsq(X, Y, rcond=1e-10)[0].T


def _clouds():
    """Yield pairs of clouds: turned, mirrored, and with noise."""
    rng = _rng()
    X = np.array([[1.0, 0.2], [0.3, 1.5], [-0.7, 0.4]])
    yield X, X @ np.array([[0.6, 0.8], [-0.8, 0.6]]) + 0.1 * rng.normal(size=(3, 2))
    yield np.array([[1.5, 0.5]]), np.array([[0.2, -2.5]])
    yield np.array([[1.5], [0.5]]), np.array([[0.7], [-2.5]])
    X, Y = np.array([[0.3, 1.2], [0.6, 2.4]]), np.array([[1.1, 0.4], [0.3, -0.9]])
    yield X, Y
    yield Y, X
    for N, n in [(4, 2), (4, 2), (5, 3), (3, 3), (7, 4), (6, 2), (8, 3), (4, 4)]:
        X = rng.normal(size=(N, n)) * np.arange(n, 0, -1)
        turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
        turn = turn * np.append(np.ones(n - 1), np.linalg.det(turn))
        yield X, X @ turn + 0.2 * rng.normal(size=(N, n))
        mirrored = turn * np.append(np.ones(n - 1), -1)
        yield X, X @ mirrored + 0.2 * rng.normal(size=(N, n))


def _solve(A, b, tol):
    U, s, Vt = _svd(A)
    keep = s > tol * s[0]
    return Vt[keep].T @ ((U[:, keep].T @ b) / s[keep])


def _solve_all(A, b, tol):
    return np.linalg.pinv(A, rcond=1e-12) @ b


def _solve_absolute(A, b, tol):
    U, s, Vt = _svd(A)
    keep = s > tol
    return Vt[keep].T @ ((U[:, keep].T @ b) / s[keep])


def _solve_ridge(A, b, tol):
    U, s, Vt = _svd(A)
    lam = (tol * s[0]) ** 2
    return Vt.T @ (s / (s**2 + lam) * (U.T @ b))


def _solve_multiplied(A, b, tol):
    U, s, Vt = _svd(A)
    keep = s > tol * s[0]
    return Vt[keep].T @ ((U[:, keep].T @ b) * s[keep])


def _systems():
    """Yield systems with values on both sides of the threshold, and dependent rows."""
    rng = _rng()
    yield np.array([[3.0, 0.0], [4.0, 5.0]]), np.array([1.0, 2.5]), 0.5
    yield np.array([[1.5, 1.5], [4.5, 4.5]]), np.array([1.0, 3.5]), 0.1
    yield np.array([[2.0, -0.5, 1.0]]), np.array([1.5]), 0.2
    yield np.array([[2.0], [-0.5]]), np.array([1.5, 0.3]), 0.2
    for m, n in [(4, 3), (3, 5), (4, 4), (6, 4)]:
        for tol in (0.01, 0.1, 0.3):
            for scale in (0.1, 10.0):
                A = _of_values(rng, m, n, scale * np.array([1.7, 0.4, 0.05]))
                yield A, rng.normal(size=m), tol
    yield rng.normal(size=(3, 3)), np.array([0.2, -0.4, 9.0]), 0.15


def _repair_rank(order):
    seen, rank = set(), 0
    for start in range(len(order)):
        place = int(start)
        while place not in seen:
            seen.add(place)
            place = int(order[place])
            rank += place not in seen
    return rank


def _moved_inputs(order):
    return sum(i != j for i, j in enumerate(order))


def _number_of_cycles(order):
    return len(order) - _repair_rank(order)


def _without_real_cycles(order):
    """Subtract the cycles of length two or more only."""
    fixed = len(order) - _moved_inputs(order)
    return len(order) - (_number_of_cycles(order) - fixed)


def _shuffles():
    """Yield permutations: the identity, swaps, one long cycle, many fixed points."""
    rng = _rng()
    yield from [([0],), ([0, 1, 2],), ([1, 0],), ([1, 2, 0],), ([2, 0, 1, 3],)]
    yield from [([1, 0, 3, 2, 4],), ([4, 0, 1, 2, 3],), ([0, 2, 1, 3],)]
    for n in (6, 9, 20, 300):
        yield ([int(i) for i in rng.permutation(n)],)
        yield ([*range(1, n), 0],)


def _bottleneck(X, Y, k):
    L = np.linalg.lstsq(X, Y, rcond=1e-12)[0]
    V = _svd(X @ L)[2][:k].T
    return L @ V @ V.T


def _solution_cut(X, Y, k):
    U, s, Vt = _svd(np.linalg.lstsq(X, Y, rcond=1e-12)[0])
    return (U[:, :k] * s[:k]) @ Vt[:k]


def _targets_cut(X, Y, k):
    U, s, Vt = _svd(Y)
    return np.linalg.lstsq(X, (U[:, :k] * s[:k]) @ Vt[:k], rcond=1e-12)[0]


def _inputs_cut(X, Y, k):
    V = _svd(X)[2][:k].T
    return V @ np.linalg.lstsq(X @ V, Y, rcond=1e-12)[0]


def _no_bottleneck(X, Y, k):
    return np.linalg.lstsq(X, Y, rcond=1e-12)[0]


def _regressions():
    """Yield samples of very unequal columns, targets with noise, and ranks."""
    rng = _rng()
    yield np.array([[1.0, 0.5], [0.0, 2.0]]), np.array([[0.4, 1.5], [2.5, -1.0]]), 1
    yield np.array([[1.5], [-0.5]]), np.array([[0.3], [0.8]]), 1
    yield np.array([[2.5]]), np.array([[0.3, -0.8]]), 0
    for N, n, q, k in [(6, 3, 3, 1), (8, 4, 3, 2), (7, 2, 4, 2), (5, 5, 5, 3)]:
        X = rng.normal(size=(N, n)) * 10.0 ** rng.uniform(-1, 1, size=n)
        yield X, rng.normal(size=(N, q)), k
        yield X, X @ rng.normal(size=(n, q)) + rng.normal(size=(N, q)), k
    X = rng.normal(size=(6, 3))
    yield X, np.outer(rng.normal(size=6), rng.normal(size=4)), 1


EXERCISES = [
    Exercise(
        label="ex-svd-rank",
        answer=_smallest_rank,
        names=("A", "eps"),
        cases=_approximated,
        tried="matrices of up to 8 rows and columns, with flat and steep values",
        invariant={
            "A negated": "only sizes count",
            "A permuted": "the order of rows does not count",
            "eps absolute": "a tolerance is positive",
            "eps negated": "a tolerance is positive",
            "answer absolute": "a rank is never negative",
            "answer clipped": "a rank is never negative",
        },
        mistakes=(
            Mistake(
                _rank_by_stretch,
                "this compares each value with the largest; the squares of all that "
                "is left out are added.",
            ),
            Mistake(
                _rank_without_squares,
                "the Frobenius norm adds squares of singular values, not the values.",
            ),
            Mistake(
                _rank_by_share,
                "the squares left out are compared with eps; both sides are to be "
                "squared.",
            ),
            Mistake(_rank_absolute, "eps is relative to the size of A."),
        ),
    ),
    Exercise(
        label="ex-svd-stranger",
        answer=_strangeness,
        names=("X", "x", "k"),
        cases=_samples,
        tried="up to 9 samples of 1 to 6 numbers, far from zero",
        invariant={
            "answer absolute": "a distance is never negative",
            "answer clipped": "a distance is never negative",
            "X permuted": "samples have no order",
        },
        mistakes=(
            Mistake(
                _through_zero,
                "the best affine subspace goes through the mean, not through zero.",
            ),
            Mistake(
                _sample_not_centred,
                "the mean is taken from X, but not from the new sample.",
            ),
            Mistake(
                _last_directions,
                "these are the directions in which the samples vary least.",
            ),
            Mistake(
                _length_of_the_shadow,
                "this is the part inside the subspace; the part outside is asked for.",
            ),
            Mistake(_distance_squared, "this is the square of the distance."),
        ),
    ),
    Exercise(
        label="ex-svd-align",
        answer=_align,
        names=("X", "Y"),
        cases=_clouds,
        tried="clouds of 1 to 8 points in 1 to 4 dimensions, some of them mirrored",
        mistakes=(
            Mistake(
                _align_with_reflections,
                "some of these have determinant -1: they are reflections.",
            ),
            Mistake(
                _align_backwards,
                "this turns Y onto X; R is to turn X onto Y.",
            ),
            Mistake(
                _align_flips_first,
                "the determinant is right, but the loudest direction was given up.",
            ),
            Mistake(
                _align_by_least_squares,
                "this is the best matrix of all; only rotations are allowed.",
            ),
        ),
    ),
    Exercise(
        label="ex-svd-threshold",
        answer=_solve,
        names=("A", "b", "tol"),
        cases=_systems,
        tried="systems of 1 to 6 equations, large and small, some of low rank",
        invariant={
            "tol absolute": "a threshold is positive",
        },
        mistakes=(
            Mistake(
                _solve_all,
                "values below the threshold are still divided by.",
            ),
            Mistake(
                _solve_absolute,
                "the threshold is tol times the largest singular value.",
            ),
            Mistake(
                _solve_ridge,
                "this is a soft cut, as ridge makes it; a hard one is asked for.",
            ),
            Mistake(
                _solve_multiplied,
                "this multiplies by the singular values; to undo A, divide.",
            ),
        ),
    ),
    Exercise(
        label="ex-svd-shuffle",
        answer=_repair_rank,
        names=("order",),
        cases=_shuffles,
        tried="shuffles of 1 to 300 inputs, the one that moves nothing among them",
        invariant={
            "answer absolute": "a rank is never negative",
            "answer clipped": "a rank is never negative",
        },
        mistakes=(
            Mistake(
                _moved_inputs,
                "this counts the inputs that moved; a cycle costs one less.",
            ),
            Mistake(
                _number_of_cycles,
                "this is the number of cycles, the dimension of the kernel.",
            ),
            Mistake(
                _without_real_cycles,
                "an input that stays is a cycle too, of length one.",
            ),
        ),
    ),
    Exercise(
        label="ex-svd-bottleneck",
        answer=_bottleneck,
        names=("X", "Y", "k"),
        cases=_regressions,
        tried="up to 8 samples, ranks from 0 to 3",
        invariant={"X dependent": "the columns are independent"},
        mistakes=(
            Mistake(
                _solution_cut,
                "this is the matrix nearest to the least squares solution; its outputs "
                "count.",
            ),
            Mistake(
                _targets_cut,
                "cut the fitted targets, not the targets: what cannot be fitted does "
                "not count.",
            ),
            Mistake(
                _inputs_cut,
                "this cuts the inputs to their loudest directions, blind to the "
                "targets.",
            ),
            Mistake(_no_bottleneck, "the rank of this matrix may be more than k."),
        ),
    ),
]
