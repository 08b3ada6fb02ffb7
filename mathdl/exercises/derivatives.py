"""Checks of the coded exercises of the chapter on derivatives."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(28)


def _function(a, b, w):
    def f(x):
        return a * np.sin(w * x) + b * x**3 + np.exp(0.3 * x)

    f.__doc__ = "a smooth function of one number"
    return f


def _functions():
    """Yield smooth functions, all of one name, and points of both signs."""
    rng = _rng()
    for _ in range(6):
        yield _function(*rng.uniform(0.5, 2, size=3)), rng.normal()
    yield _function(1.0, -0.5, 2.0), -1.7


def _central(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def _slope(f, x, delta, M):
    return _central(f, x, np.sqrt(2 * delta / M))


def _slope_with_the_forward_step(f, x, delta, M):
    return _central(f, x, 2 * np.sqrt(delta / M))


def _slope_to_one_side(f, x, delta, M):
    h = 2 * np.sqrt(delta / M)
    return (f(x + h) - f(x)) / h


def _slope_to_one_side_at_the_central_step(f, x, delta, M):
    h = np.sqrt(2 * delta / M)
    return (f(x + h) - f(x)) / h


def _slope_as_if_smoother(f, x, delta, M):
    return _central(f, x, (3 * delta / M) ** (1 / 3))


def _slope_over_h(f, x, delta, M):
    return 2 * _slope(f, x, delta, M)


def _rough():
    rng = _rng()
    for f, x in _functions():
        yield f, x, rng.uniform(0.01, 0.3), rng.uniform(0.5, 3)


def _sigmoid_slope(z):
    e = np.exp(-abs(z))
    return e / (1 + e) ** 2


def _sigmoid_slope_one_minus(z):
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def _sigmoid_slope_overflows(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2


def _sigmoid_slope_not_squared(z):
    e = np.exp(-abs(z))
    return e / (1 + e)


def _sigmoid_slope_far_out(z):
    return np.exp(-abs(z))


def _levels():
    """Yield numbers from 0 to 700 in size, of both signs."""
    for z in (0.3, 0.0, 1.25, -2.5, 17.1, -36.2, 38.4, 40.0, -360.5, 512.25, 700.0):
        yield (z,)


def _richardson(f, x, h):
    return (4 * _central(f, x, h / 2) - _central(f, x, h)) / 3


def _richardson_of_first_order(f, x, h):
    return 2 * _central(f, x, h / 2) - _central(f, x, h)


def _richardson_exchanged(f, x, h):
    return (4 * _central(f, x, h) - _central(f, x, h / 2)) / 3


def _richardson_outwards(f, x, h):
    return (4 * _central(f, x, h) - _central(f, x, 2 * h)) / 3


def _richardson_not_divided(f, x, h):
    return 4 * _central(f, x, h / 2) - _central(f, x, h)


def _with_steps():
    rng = _rng()
    for f, x in _functions():
        yield f, x, rng.uniform(0.2, 0.9)


def _dead_units(W, b, X):
    return int(np.sum(np.all(X @ W.T + b <= 0, axis=0)))


def _dead_somewhere(W, b, X):
    return int(np.sum(np.any(X @ W.T + b <= 0, axis=0)))


def _dead_below_zero(W, b, X):
    return int(np.sum(np.all(X @ W.T + b < 0, axis=0)))


def _samples_without_units(W, b, X):
    return int(np.sum(np.all(X @ W.T + b <= 0, axis=1)))


def _dead_without_bias(W, b, X):
    return int(np.sum(np.all(X @ W.T <= 0, axis=0)))


def _share_dead(W, b, X):
    return _dead_units(W, b, X) / len(b)


def _layers():
    """Yield layers and data: with units at exactly 0, and of one row or column."""
    rng = _rng()
    yield np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0.0, -1.5]), np.eye(2)
    yield np.array([[1.25]]), np.array([0.4]), np.array([[-2.0]])
    yield np.array([[-0.5]]), np.array([0.4]), np.array([[2.0], [0.3]])
    yield np.array([[0.5, -1.2]]), np.array([-0.3]), np.array([[-1.0, 0.4]])
    for m, n, N in [(3, 2, 4), (5, 3, 3), (8, 2, 6), (4, 4, 4), (6, 1, 5), (9, 3, 2)]:
        for _ in range(3):
            W, b = rng.normal(size=(m, n)), rng.normal(size=m) - 0.5
            W[0], b[0] = 0, 0  # exactly 0 on every sample
            yield W, b, rng.normal(size=(N, n))
    for m in (4, 7):
        W, X = np.outer(rng.normal(size=m), [1, -2, 0.5]), rng.normal(size=(5, 1))
        yield W, np.append(rng.normal(size=m - 1), 3.7), X * np.array([0.3, 1.0, 2.0])
        yield W, np.append(3.9, rng.normal(size=m - 1) - 1), X * np.ones(3)


def _reach(z, x):
    ink = x > 0
    return np.min(np.abs(z[ink]) / x[ink])


def _reach_to_the_right(z, x):
    with np.errstate(divide="ignore", invalid="ignore"):
        kinks = np.where(x > 0, -z / x, np.inf)
    kinks = kinks[kinks > 0]
    return np.min(kinks) if len(kinks) else 1e6


def _reach_undivided(z, x):
    return np.min(np.abs(z[x > 0]))


def _reach_farthest(z, x):
    ink = x > 0
    return np.max(np.abs(z[ink]) / x[ink])


def _reach_signed(z, x):
    ink = x > 0
    return np.min(-z[ink] / x[ink])


def _pictures():
    """Yield pre-activations and ink, with pictures that have none."""
    rng = _rng()
    yield np.array([-1.5, 0.75, 4.0]), np.array([0.5, 0.0, 1.0])
    yield np.array([-0.7]), np.array([0.25])
    yield np.array([1.3, -8.0]), np.array([0.5, 1.0])
    for n in (2, 4, 6, 9):
        for _ in range(2):
            x = rng.uniform(0.1, 1, size=n) * rng.integers(0, 2, size=n)
            x[rng.integers(n)] = 0.9
            yield rng.normal(size=n) * 2, x
    yield np.array([0.5, -0.6, 30.0]), np.array([0.2, 0.1, 24.0])
    yield np.array([30.0, -0.6, 0.5]), np.array([24.0, 0.1, 0.2])


_SIGNLESS = {
    "answer absolute": "it is never negative",
    "answer clipped": "it is never negative",
}
_POSITIVE_STEP = {
    "h absolute": "both sides are used alike",
    "h negated": "both sides are used alike",
}

EXERCISES = [
    Exercise(
        label="ex-derivatives-slope",
        answer=_slope,
        names=("f", "x", "delta", "M"),
        cases=_rough,
        tried="smooth functions at points of both signs, delta from 0.01 to 0.3",
        invariant={
            "delta absolute": "a bound of errors is positive",
            "M absolute": "a Lipschitz constant is not negative",
        },
        mistakes=(
            Mistake(
                _slope_with_the_forward_step,
                "this is the best step of a quotient to one side.",
            ),
            Mistake(_slope_to_one_side, "go to both sides of x."),
            Mistake(
                _slope_to_one_side_at_the_central_step,
                "the step is right, but only one side of x is used.",
            ),
            Mistake(
                _slope_as_if_smoother,
                "this step is for an f″ that is Lipschitz; only f′ is.",
            ),
            Mistake(_slope_over_h, "the two points are 2h apart."),
        ),
    ),
    Exercise(
        label="ex-derivatives-sigmoid",
        answer=_sigmoid_slope,
        names=("z",),
        cases=_levels,
        tried="numbers from 0 to 700 in size, of both signs",
        invariant={
            "z absolute": "the slope is even",
            "z negated": "the slope is even",
            **_SIGNLESS,
        },
        mistakes=(
            Mistake(
                _sigmoid_slope_one_minus,
                "far out 1 - s is rounded to 0; avoid the difference.",
            ),
            Mistake(
                _sigmoid_slope_overflows,
                "for negative z far out the exponential, or its square, overflows.",
            ),
            Mistake(
                _sigmoid_slope_not_squared,
                "the denominator has to be squared.",
            ),
            Mistake(
                _sigmoid_slope_far_out, "this is an upper bound, good only far out."
            ),
        ),
    ),
    Exercise(
        label="ex-derivatives-richardson",
        answer=_richardson,
        names=("f", "x", "h"),
        cases=_with_steps,
        tried="smooth functions at points of both signs",
        invariant=_POSITIVE_STEP,
        mistakes=(
            Mistake(
                _richardson_of_first_order,
                "this removes an error of order h; here the error is of order h².",
            ),
            Mistake(
                _richardson_exchanged,
                "the two steps are exchanged: the shorter one weighs more.",
            ),
            Mistake(_richardson_outwards, "the steps asked for are h and h/2."),
            Mistake(_richardson_not_divided, "the weights have to add to 1."),
        ),
    ),
    Exercise(
        label="ex-derivatives-dead",
        answer=_dead_units,
        names=("W", "b", "X"),
        cases=_layers,
        tried="layers of 1 to 9 units, some of them at exactly 0",
        invariant={"X permuted": "samples have no order", **_SIGNLESS},
        mistakes=(
            Mistake(_dead_somewhere, "these are off for some sample, not for all."),
            Mistake(_dead_below_zero, "at exactly 0 a unit passes on nothing too."),
            Mistake(
                _samples_without_units,
                "this counts samples for which all units are off; mind the axis.",
            ),
            Mistake(_dead_without_bias, "the bias belongs to the pre-activation."),
            Mistake(_share_dead, "the number of units is asked for, not the share."),
        ),
    ),
    Exercise(
        label="ex-derivatives-reach",
        answer=_reach,
        names=("z", "x"),
        cases=_pictures,
        tried="1 to 9 pictures, some of them without ink",
        invariant={
            "z absolute": "a kink on either side counts",
            "z negated": "a kink on either side counts",
            "x absolute": "ink is not negative",
            **_SIGNLESS,
        },
        mistakes=(
            Mistake(_reach_to_the_right, "kinks to the left of 0 count too."),
            Mistake(
                _reach_undivided,
                "the turn that switches a ReLU depends on the ink: divide by it.",
            ),
            Mistake(_reach_farthest, "the nearest kink is asked for."),
            Mistake(_reach_signed, "a distance is not negative: take its size."),
        ),
    ),
]
