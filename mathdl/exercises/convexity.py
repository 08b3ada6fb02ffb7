"""Checks of the coded exercises of the chapter on convexity."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(26)


def _slope(W, X, y, lam):
    Z = X @ W.T
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    return (P - np.eye(len(W))[y]).T @ X / len(X) + lam * W


def _still(W, X, y, lam):
    return np.sum(_slope(W, X, y, lam) ** 2) / (2 * lam)


def _length_not_squared(W, X, y, lam):
    return np.linalg.norm(_slope(W, X, y, lam)) / (2 * lam)


def _half_forgotten(W, X, y, lam):
    return 2 * _still(W, X, y, lam)


def _decay_forgotten(W, X, y, lam):
    return np.sum(_slope(W, X, y, 0.0) ** 2) / (2 * lam)


def _sum_for_mean(W, X, y, lam):
    decay = lam * W
    G = len(X) * (_slope(W, X, y, lam) - decay) + decay
    return np.sum(G**2) / (2 * lam)


def _largest_for_length(W, X, y, lam):
    return np.linalg.norm(_slope(W, X, y, lam), 2) ** 2 / (2 * lam)


def _regressions():
    """Yield weights, samples, classes and decay, some with huge scores."""
    rng = _rng()
    for K, n, N in [(3, 2, 4), (1, 2, 3), (2, 1, 1), (3, 3, 3), (4, 3, 5), (3, 3, 1)]:
        W, X = rng.normal(size=(K, n)), 2 * rng.normal(size=(N, n))
        yield W, X, rng.integers(K, size=N), rng.uniform(0.01, 2)
    W, X = rng.normal(size=(3, 3)), rng.normal(size=(4, 3))
    yield 400 * W, X, np.array([0, 1, 2, 0]), 0.4
    outer = np.outer([1.3, -0.6, 2.1, 0.4], [0.7, 1.9, -1.2])
    yield (
        np.outer([0.3, -1.4, 2.6], [1.2, 0.4, -0.7]),
        outer,
        np.array([2, 0, 1, 1]),
        0.7,
    )
    yield rng.normal(size=(3, 1)), rng.normal(size=(4, 1)), np.array([1, 2, 0, 0]), 0.1


def _safe_step(X, lam):
    Z = np.column_stack([X, np.ones(len(X))])
    return 1 / (np.linalg.norm(Z, 2) ** 2 / len(Z) / 4 + lam)


def _without_bias(X, lam):
    return 1 / (np.linalg.norm(X, 2) ** 2 / len(X) / 4 + lam)


def _step_of_softmax(X, lam):
    Z = np.column_stack([X, np.ones(len(X))])
    return 1 / (np.linalg.norm(Z, 2) ** 2 / len(Z) / 2 + lam)


def _step_of_least_squares(X, lam):
    Z = np.column_stack([X, np.ones(len(X))])
    return 1 / (np.linalg.norm(Z, 2) ** 2 / len(Z) + lam)


def _without_decay(X, lam):
    return _safe_step(X, 0.0)


def _not_divided_by_N(X, lam):
    Z = np.column_stack([X, np.ones(len(X))])
    return 1 / (np.linalg.norm(Z, 2) ** 2 / 4 + lam)


def _value_not_squared(X, lam):
    Z = np.column_stack([X, np.ones(len(X))])
    return 1 / (np.linalg.norm(Z, 2) / len(Z) / 4 + lam)


def _curvature_returned(X, lam):
    return 1 / _safe_step(X, lam)


def _samples():
    """Yield samples and decay."""
    rng = _rng()
    for N, n in [(4, 2), (1, 3), (3, 1), (3, 3), (6, 4), (2, 5)]:
        yield 2 * rng.normal(size=(N, n)), rng.uniform(0.05, 3)
    yield np.outer([1.4, -0.6, 2.2], [0.7, 1.3, -0.4]), 0.3
    yield np.array([[90.5, 3.4], [-2.6, 71.3]]), 1.7


def _on_the_way(V, W, order, X, t):
    V = (1 - t) * V + t * V[order]
    W = (1 - t) * W + t * W[:, order]
    return np.maximum(X @ V.T, 0) @ W.T


def _outgoing_left(V, W, order, X, t):
    return np.maximum(X @ ((1 - t) * V + t * V[order]).T, 0) @ W.T


def _outgoing_back(V, W, order, X, t):
    V = (1 - t) * V + t * V[order]
    W = (1 - t) * W + t * W[:, np.argsort(order)]
    return np.maximum(X @ V.T, 0) @ W.T


def _outputs_mixed(V, W, order, X, t):
    return np.maximum(X @ V.T, 0) @ W.T


def _walked_back(V, W, order, X, t):
    return _on_the_way(V, W, order, X, 1 - t)


def _no_relu(V, W, order, X, t):
    V = (1 - t) * V + t * V[order]
    W = (1 - t) * W + t * W[:, order]
    return X @ V.T @ W.T


def _walks():
    """Yield networks, orders, samples and shares of the way."""
    rng = _rng()
    sizes = [(3, 2, 2, 4), (1, 2, 3, 2), (4, 4, 4, 4), (5, 3, 1, 2), (4, 1, 2, 3)]
    for h, n, K, N in [*sizes, (6, 2, 3, 1), (3, 1, 1, 1), (3, 2, 2, 4)]:
        V, W, X = (rng.normal(size=s) for s in [(h, n), (K, h), (N, n)])
        yield V, W, np.roll(rng.permutation(h), 1), X, rng.uniform(0.1, 0.45)
    V, W, X = (rng.normal(size=s) for s in [(4, 2), (3, 4), (5, 2)])
    yield V, W, np.array([1, 2, 3, 0]), X, 1.7
    V = np.outer([1.3, -0.4, 2.2], [0.6, 1.7, -0.8, 0.3])
    W = np.outer([0.7, -1.6, 0.4, 1.2], [1.4, -0.7, 0.6])
    X = np.outer([1.1, -2.3, 0.6], [0.4, 1.3, 0.7, -1.2])
    yield V, W, np.array([1, 2, 0]), X, -0.4


def _fill(x, f):
    low = np.array(f, dtype=float)
    for i in range(len(x)):
        for k in range(i + 1, len(x)):
            for j in range(i, k + 1):
                t = (x[j] - x[i]) / (x[k] - x[i])
                low[j] = min(low[j], (1 - t) * f[i] + t * f[k])
    return low


def _neighbours_alone(x, f):
    low = np.array(f, dtype=float)
    for j in range(1, len(x) - 1):
        t = (x[j] - x[j - 1]) / (x[j + 1] - x[j - 1])
        low[j] = min(f[j], (1 - t) * f[j - 1] + t * f[j + 1])
    return low


def _one_chord(x, f):
    return f[0] + (f[-1] - f[0]) * (x - x[0]) / max(x[-1] - x[0], 1e-9)


def _steps_for_places(x, f):
    return _fill(np.arange(len(x), dtype=float), f)


def _from_above(x, f):
    return -_fill(x, -f)


def _nothing_filled(x, f):
    return np.array(f, dtype=float)


def _curves():
    """Yield places and values, with dents of one point and of many."""
    rng = _rng()
    x = np.array([-2.3, -1.1, -0.6, 0.4, 1.7, 2.2])
    yield x, (x**2 - 1) ** 2
    yield np.array([1.3]), np.array([-0.4])
    yield np.array([0.3, 1.9]), np.array([2.4, -0.7])
    for n in (3, 4, 4, 7, 9):
        yield np.cumsum(rng.uniform(0.2, 2, size=n)) - 3, 2 * rng.normal(size=n)
    yield np.array([-3.4, -2.2, 0.7, 1.1, 4.6]), np.array([3.2, 5.1, 6.7, 4.4, 7.3])


def _nearest(x, a, b):
    way = b - a
    square = way @ way
    t = np.clip((x - a) @ way / square, 0, 1) if square > 0 else 0.0
    return a + t * way


def _on_the_line(x, a, b):
    way = b - a
    return a + (x - a) @ way / max(way @ way, 1e-300) * way


def _on_the_ray(x, a, b):
    way = b - a
    return a + max((x - a) @ way / max(way @ way, 1e-300), 0.0) * way


def _nearer_end(x, a, b):
    return a if np.linalg.norm(x - a) < np.linalg.norm(x - b) else b


def _from_origin(x, a, b):
    way = b - a
    return a + np.clip(x @ way / max(way @ way, 1e-300), 0, 1) * way


def _not_normalised(x, a, b):
    way = b - a
    return a + np.clip((x - a) @ way, 0, 1) * way


def _segments():
    """Yield points and segments: beside, before, behind, and single points."""
    rng = _rng()
    a, b = np.array([-1.2, 0.4, 2.3]), np.array([1.6, -0.7, 3.4])
    for t in (-0.6, 0.3, 0.7, 1.8):
        yield a + t * (b - a) + np.array([0.2, -0.4, 0.3]), a, b
    for n in (1, 1, 2, 4, 6):
        yield tuple(2 * rng.normal(size=(3, n)))
    yield np.array([2.6]), np.array([-1.4]), np.array([7.3])
    yield np.array([0.3, -0.6]), np.array([1.4, 2.7]), np.array([1.4, 2.7])


EXERCISES = [
    Exercise(
        label="ex-convexity-gain",
        answer=_still,
        names=("W", "X", "y", "lam"),
        cases=_regressions,
        tried="1 to 4 classes, some with scores around 1,000",
        mistakes=(
            Mistake(_length_not_squared, "the length of the gradient is squared."),
            Mistake(_half_forgotten, "this is twice as much: divide by 2μ, not by μ."),
            Mistake(_decay_forgotten, "the decay has a gradient too."),
            Mistake(_sum_for_mean, "the loss is a mean over samples, this adds them."),
            Mistake(
                _largest_for_length,
                "the gradient's entries are all squared and added, also in a matrix.",
            ),
        ),
        invariant={
            "lam absolute": "a decay is positive",
            "answer absolute": "what is still to gain is never negative",
            "answer clipped": "what is still to gain is never negative",
        },
    ),
    Exercise(
        label="ex-convexity-step",
        answer=_safe_step,
        names=("X", "lam"),
        cases=_samples,
        tried="1 to 6 samples with 1 to 5 entries",
        mistakes=(
            Mistake(_without_bias, "the bias is a weight too, of an input 1."),
            Mistake(_step_of_softmax, "for two classes and one score it is a quarter."),
            Mistake(_step_of_least_squares, "the slope of σ is at most a quarter."),
            Mistake(_without_decay, "the decay bends the loss too."),
            Mistake(_not_divided_by_N, "the loss is a mean: divide by N."),
            Mistake(_value_not_squared, "the largest singular value is to be squared."),
            Mistake(_curvature_returned, "this is L; the step is 1/L."),
        ),
        invariant={
            "X negated": "turns the axes of the weights round, and no curvature",
            "X permuted": "a mean has no order",
            "lam absolute": "a decay is positive",
            "answer absolute": "a step is positive",
            "answer clipped": "a step is positive",
        },
    ),
    Exercise(
        label="ex-convexity-walk",
        answer=_on_the_way,
        names=("V", "W", "order", "X", "t"),
        cases=_walks,
        tried="1 to 6 hidden units, and places beyond both ends",
        mistakes=(
            Mistake(
                _outgoing_left, "W stays as it was; a unit takes its column along."
            ),
            Mistake(
                _outgoing_back, "the columns of W need the same order as V's rows."
            ),
            Mistake(
                _outputs_mixed, "mix weights, not outputs: those agree at both ends."
            ),
            Mistake(
                _walked_back,
                "this is the way back: t counts from the network, and unit i of the "
                "copy is its unit order[i], not the other way round.",
            ),
            Mistake(_no_relu, "the ReLU is missing."),
        ),
    ),
    Exercise(
        label="ex-convexity-fill",
        answer=_fill,
        names=("x", "f"),
        cases=_curves,
        tried="1 to 9 points, some with dents of several points",
        mistakes=(
            Mistake(_neighbours_alone, "a dent may be wider than one point."),
            Mistake(_one_chord, "only dents are filled; points below the chord stay."),
            Mistake(_steps_for_places, "the distances between the points count."),
            Mistake(_from_above, "this is the band from above."),
            Mistake(_nothing_filled, "no dent is filled yet."),
        ),
        invariant={"x negated": "in a mirror all chords are as high"},
    ),
    Exercise(
        label="ex-convexity-segment",
        answer=_nearest,
        names=("x", "a", "b"),
        cases=_segments,
        tried="segments in 1 to 6 dimensions, and single points",
        mistakes=(
            Mistake(_on_the_line, "this point may lie beyond the ends."),
            Mistake(_on_the_ray, "beyond b the segment has ended."),
            Mistake(_nearer_end, "between the ends there are nearer points."),
            Mistake(_from_origin, "measure x from a, not from the origin."),
            Mistake(_not_normalised, "divide by the squared length of the segment."),
        ),
    ),
]
