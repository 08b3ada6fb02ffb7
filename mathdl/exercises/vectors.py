"""Checks of the coded exercises of the chapter on vectors."""

from math import comb

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(64)


def _orthonormal(A):
    """Return an orthonormal list for the span of the columns, as rows."""
    Q = np.zeros((0, A.shape[0]))
    for a in A.T:
        r = a - Q.T @ (Q @ a)
        r = r - Q.T @ (Q @ r)
        if np.linalg.norm(r) > 1e-9 * np.linalg.norm(a):
            Q = np.vstack([Q, r / np.linalg.norm(r)])
    return Q


def _project(x, A):
    Q = _orthonormal(A)
    return Q.T @ (Q @ x)


def _shadows_of_the_columns(x, A):
    return A @ (A.T @ x)


def _shadows_scaled(x, A):
    lengths = np.linalg.norm(A, axis=0)
    units = A[:, lengths > 0] / lengths[lengths > 0]
    return units @ (units.T @ x)


def _coordinates(x, A):
    return np.linalg.lstsq(A, x)[0]


def _spans():
    """Yield points and matrices: also dependent, with zero columns, of one column."""
    rng = _rng()
    yield np.array([2.0, -1.5]), np.array([[1.0, 1.0], [0.0, 2.0]])[:, :1]
    yield np.array([0.3, -1.2]), np.array([[1.0, 2.0], [2.0, 4.0]])
    yield np.array([-2.5]), np.array([[0.5, -1.0]])
    yield np.array([1.0, 2.0, -4.5]), np.array([[0.0, 1.0], [0.0, -1.0], [0.0, 2.0]])
    for n, k in [(3, 2), (4, 2), (5, 3), (6, 4), (4, 4)]:
        yield rng.normal(size=n), rng.normal(size=(n, k))
    for n, k, d in [(4, 3, 2), (5, 5, 2), (6, 4, 3)]:
        yield rng.normal(size=n), rng.normal(size=(n, d)) @ rng.normal(size=(d, k))
    yield np.array([0.1, -0.4, 7.0]), np.array([[1.0, 0.5], [2.0, 0.0], [3.0, -1.0]])


def _unexplained(x, y):
    xc, yc = x - x.mean(), y - y.mean()
    if np.linalg.norm(xc) > 1e-9 * np.linalg.norm(x):
        yc = yc - (xc @ yc) / (xc @ xc) * xc
    return np.linalg.norm(yc)


def _brightness_alone(x, y):
    return np.linalg.norm(y - y.mean())


def _contrast_alone(x, y):
    return np.linalg.norm(y - (x @ y) / (x @ x) * x) if x.any() else np.linalg.norm(y)


def _one_shadow_after_the_other(x, y):
    return np.linalg.norm(y - y.mean() - ((x @ y) / (x @ x) * x if x.any() else 0))


def _unexplained_squared(x, y):
    return _unexplained(x, y) ** 2


def _lamps():
    """Yield pairs of pictures: constant, of one pixel, related, and not."""
    rng = _rng()
    yield np.array([1.0, 2.0, 4.0]), np.array([0.5, -1.0, 3.5])
    yield np.full(4, 0.5), np.array([0.1, 0.7, 0.2, 1.4])
    yield np.zeros(3), np.array([2.5, 0.5, -1.0])
    yield np.array([0.7]), np.array([2.2])
    for n in (3, 4, 6, 9):
        yield rng.normal(size=n), rng.normal(size=n)
        yield 20 + rng.normal(size=n), rng.normal(size=n) - 7
    x = rng.uniform(size=6)
    yield x, 3.1 - 0.8 * x + 0.01 * rng.normal(size=6)
    yield np.array([-0.3, 0.9, 24.0]), np.array([1.5, 0.25, -30.0])


def _first_reached(W, b, x, order=1):
    z = W @ x + b
    y = z.argmax()
    others = np.arange(len(z)) != y
    D = W[y] - W[others]
    steps = (z[y] - z[others]) / np.linalg.norm(D, ord=order, axis=1)
    k = steps.argmin()
    return np.array([steps[k], steps[k] * np.sqrt(np.count_nonzero(D[k]))])


def _by_length(W, b, x):
    return _first_reached(W, b, x, order=2)


def _by_largest(W, b, x):
    return _first_reached(W, b, x, order=np.inf)


def _second_best(W, b, x):
    z = W @ x + b
    k, y = np.argsort(z)[-2:]
    D = W[y] - W[k]
    step = (z[y] - z[k]) / np.abs(D).sum()
    return np.array([step, step * np.sqrt(np.count_nonzero(D))])


def _every_pixel_moves(W, b, x):
    step = _first_reached(W, b, x)[0]
    return np.array([step, step * np.sqrt(W.shape[1])])


def _without_bias(W, b, x):
    return _first_reached(W, 0 * b, x)


def _classifiers():
    """Yield classifiers of 2 to 6 classes; in some, rows share entries."""
    rng = _rng()
    yield np.array([[1.5], [-0.5]]), np.array([0.25, 0.0]), np.array([0.75])
    yield (
        np.array([[2.0, 1.0], [0.5, 1.0]]),
        np.array([0.1, 0.3]),
        np.array([1.0, -0.4]),
    )
    for K, n in [(2, 2), (3, 3), (3, 5), (4, 4), (5, 3), (6, 8), (10, 4)]:
        for _ in range(3):
            W = rng.normal(size=(K, n)) * rng.uniform(0.1, 3, size=(K, 1))
            W[:, : n // 3] = W[0, : n // 3]
            yield W, 2 * rng.normal(size=K), rng.normal(size=n)
    for K in (2, 3):
        W = np.outer(rng.normal(size=K), rng.normal(size=3))
        yield W, rng.normal(size=K), np.array([0.2, -0.7, 9.0])


def _most_lowered(w, x, eps):
    room = np.where(w > 0, x, 1 - x)
    return np.sum(np.abs(w) * np.minimum(eps, room))


def _out_of_range(w, x, eps):
    return eps * np.sum(np.abs(w))


def _raised(w, x, eps):
    return _most_lowered(-w, x, eps)


def _both_ways_closed(w, x, eps):
    return np.sum(np.abs(w) * np.minimum(eps, np.minimum(x, 1 - x)))


def _downward(w, x, eps):
    return -_most_lowered(w, x, eps)


def _pixels():
    """Yield weights and pictures with pixels at and near both ends."""
    rng = _rng()
    yield np.array([3.0, -1.0, 2.0, -2.5]), np.array([0.0, 1.0, 0.5, 0.9]), 0.25
    yield np.array([-1.5]), np.array([0.8]), 0.125
    yield np.array([0.0, 2.0]), np.array([0.3, 0.05]), 0.1
    for n, eps in [(3, 0.1), (5, 0.125), (5, 0.4), (8, 0.7), (16, 0.0), (16, 1.5)]:
        x = np.clip(rng.uniform(-0.3, 1.3, size=n), 0, 1)
        yield rng.normal(size=n), x, eps
    yield np.array([0.5, -0.2, 20.0]), np.array([0.2, 0.4, 0.95]), 0.3


def _share(n, m):
    far = [k for k in range(n + 1) if abs(n - 2 * k) >= m]
    return sum(comb(n, k) for k in far) / 2**n


def _share_beyond(n, m):
    return sum(comb(n, k) for k in range(n + 1) if abs(n - 2 * k) > m) / 2**n


def _share_one_side(n, m):
    return sum(comb(n, k) for k in range(n + 1) if n - 2 * k >= m) / 2**n


def _share_of_one_side_twice(n, m):
    return 2 * _share_one_side(n, m)


def _share_of_counts(n, m):
    return sum(comb(n, k) for k in range(n + 1) if k >= m) / 2**n


def _share_bound(n, m):
    return 2 * np.exp(-(m**2) / (2 * n))


def _counted():
    """Yield dimensions and sums, the ends and both parities among them."""
    yield from [(2, 0), (6, 0)]  # the middle belongs to both sides
    yield from [(1, 0), (1, 1), (1, 2), (2, 2), (4, 2), (4, 3), (5, 3), (7, 7), (9, 4)]
    yield from [(10, 6), (16, 8), (64, 12), (64, 32), (100, 21), (500, 40)]


EXERCISES = [
    Exercise(
        label="ex-vectors-project",
        answer=_project,
        names=("x", "A"),
        cases=_spans,
        tried="spans of 1 to 5 columns in 1 to 6 dimensions, some of them dependent",
        invariant={"A negated": "the span stays"},
        mistakes=(
            Mistake(
                _shadows_of_the_columns,
                "this takes the columns for orthonormal ones; they have other lengths "
                "and angles.",
            ),
            Mistake(
                _shadows_scaled,
                "of length 1 they are now, but not at right angles: what two share is "
                "counted twice.",
            ),
            Mistake(
                _coordinates,
                "these are the multiples of the columns; the point is asked for.",
            ),
        ),
    ),
    Exercise(
        label="ex-vectors-lamp",
        answer=_unexplained,
        names=("x", "y"),
        cases=_lamps,
        tried="pairs of pictures of 1 to 9 pixels, constant ones among them",
        invariant={
            "x negated": "the factor may have any sign",
            "y negated": "a length is asked for",
            "answer absolute": "a length is never negative",
            "answer clipped": "a length is never negative",
        },
        mistakes=(
            Mistake(
                _brightness_alone, "the mean is out, but the factor a is not used."
            ),
            Mistake(_contrast_alone, "the factor a is used, but no grey is added."),
            Mistake(
                _one_shadow_after_the_other,
                "x and the vector of ones are not at right angles: centre x first.",
            ),
            Mistake(_unexplained_squared, "this is the square of the length."),
        ),
    ),
    Exercise(
        label="ex-vectors-flip",
        answer=_first_reached,
        names=("W", "b", "x"),
        cases=_classifiers,
        tried="classifiers of 2 to 10 classes in 1 to 8 dimensions",
        invariant={
            "W with one row": "there are two classes or more",
            "b of length 1": "there are two classes or more",
            "W moved": "a pixel whose weights agree stays, others move",
            "answer absolute": "both are sizes",
            "answer clipped": "both are sizes",
        },
        mistakes=(
            Mistake(
                _by_length,
                "this divides by the length of the difference; the change is measured "
                "by its largest entry.",
            ),
            Mistake(
                _by_largest,
                "this divides by the same norm; its partner, the dual one, is needed.",
            ),
            Mistake(
                _second_best,
                "the class with the second-best score is not always reached first.",
            ),
            Mistake(
                _every_pixel_moves,
                "a pixel whose two weights agree need not move.",
            ),
            Mistake(_without_bias, "the bias belongs to the scores."),
        ),
    ),
    Exercise(
        label="ex-vectors-range",
        answer=_most_lowered,
        names=("w", "x", "eps"),
        cases=_pixels,
        tried="pictures of 1 to 16 pixels, white and black ones among them",
        invariant={
            "x absolute": "no pixel is negative",
            "eps absolute": "a budget is not negative",
            "answer absolute": "it is never negative",
            "answer clipped": "it is never negative",
        },
        mistakes=(
            Mistake(_out_of_range, "some pixels leave the range from 0 to 1."),
            Mistake(
                _raised,
                "this is how far the score can be raised.",
                changes=("w negated",),
            ),
            Mistake(
                _both_ways_closed,
                "each pixel moves one way only; the room on its other side is free.",
            ),
            Mistake(_downward, "how far it is lowered is asked for, 0 or more."),
        ),
    ),
    Exercise(
        label="ex-vectors-share",
        answer=_share,
        names=("n", "m"),
        cases=_counted,
        tried="dimensions from 1 to 500",
        invariant={
            "n zero": "there is at least one dimension",
            "answer absolute": "a share is never negative",
            "answer clipped": "a share is never negative",
        },
        mistakes=(
            Mistake(_share_beyond, "the vectors with exactly m belong to it."),
            Mistake(_share_one_side, "the product may be negative too: take its size."),
            Mistake(
                _share_of_one_side_twice,
                "for m = 0 the product 0 lies on both sides and is counted twice.",
            ),
            Mistake(
                _share_of_counts,
                "k counts the entries that are -1; the product is then n - 2k.",
            ),
            Mistake(_share_bound, "this is the bound of the theorem; count exactly."),
        ),
    ),
]
