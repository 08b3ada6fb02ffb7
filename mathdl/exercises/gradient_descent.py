"""Checks of the coded exercises of the chapter on gradient descent."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(21)


def _symmetric(rng, n, low=0.5, high=4.0):
    """Draw a symmetric matrix with eigenvalues between two ends."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return Q * rng.uniform(low, high, size=n) @ Q.T


def _parabola(curvatures):
    """Return a function with some curvatures along the axes, and its gradient."""

    def f(x):
        return float(np.sum(curvatures * np.square(x)) / 2)

    f.__doc__ = "a quadratic function"
    return f, lambda x: curvatures * x


def _bowl(slope):
    """Return a function that is straight far out, and its gradient."""

    def f(x):
        return float(np.sum(np.sqrt(1 + np.square(slope * np.asarray(x)))))

    f.__doc__ = "a function that is round at the bottom and straight far out"
    return f, lambda x: slope**2 * x / np.sqrt(1 + (slope * x) ** 2)


# Answers


def _steps(kappa, digits):
    rate = (kappa - 1) / (kappa + 1)
    return int(np.ceil(digits * np.log(10) / -np.log(rate)))


def _roll(A, x, eta, beta, steps):
    v = np.zeros_like(x)
    for _ in range(steps):
        v = beta * v + A @ x
        x = x - eta * v
    return x


def _roots(eta, lam, beta):
    return np.roots([1, -(1 + beta - eta * lam), beta])


def _rho(eta, lam, beta):
    return np.abs(_roots(eta, lam, beta)).max()


def _armijo(f, x, g, eta):
    while f(x - eta * g) > f(x) - eta / 2 * (g @ g):
        eta = eta / 2
    return eta


def _limit(B, b, x0):
    P = np.linalg.pinv(B)
    return P @ b + x0 - P @ (B @ x0)


# Usual mistakes


def _average(A, x, eta, beta, steps):
    v = np.zeros_like(x)
    for _ in range(steps):
        v = beta * v + (1 - beta) * (A @ x)
        x = x - eta * v
    return x


def _no_memory(A, x, eta, beta, steps):
    for _ in range(steps):
        x = x - eta * (A @ x)
    return x


def _position_first(A, x, eta, beta, steps):
    v = np.zeros_like(x)
    for _ in range(steps):
        x, v = x - eta * v, beta * v + A @ x
    return x


def _looks_ahead(A, x, eta, beta, steps):
    v = np.zeros_like(x)
    for _ in range(steps):
        v = beta * v + A @ (x - eta * beta * v)
        x = x - eta * v
    return x


def _any_decrease(f, x, g, eta):
    while f(x - eta * g) >= f(x):
        eta = eta / 2
    return eta


# Cases


def _problems():
    return [
        *((k, d) for k in (1.02, 1.5, 2, 2.7, 10, 37.5, 100, 1000) for d in (0, 1, 6)),
        (2.7, 12),
        (1e4, 3),
        (30000.5, 6),
    ]


def _balls():
    rng = _rng()
    for n, steps, eta, beta in [
        (1, 1, 0.2, 0.5),
        (1, 0, 0.3, 0.7),
        (1, 2, 0.4, 0.9),
        (2, 3, 0.1, 0.25),
        (2, 2, 0.2, 0.0),
        (2, 2, 0.7, 0.3),
        (3, 10, 0.35, 0.8),
        (4, 25, 0.05, 0.6),
        (2, 60, 0.15, 0.95),
    ]:
        yield _symmetric(rng, n), rng.normal(size=n), eta, beta, steps
    yield np.array([[1.0, 1.0], [1.0, 1.0]]), rng.normal(size=2), 0.45, 0.4, 4


def _directions():
    steps = [(0.1, 1.0), (0.5, 2.0), (1.0, 2.5), (0.7, 4.0), (0.02, 0.3), (1.3, 4.6)]
    return [(*step, beta) for step in steps for beta in (0.3, 0.0, 0.62, 0.9, 0.99)]


def _searches():
    rng = _rng()
    # On a parabola of curvature L steps up to 1/L are taken: just above and below.
    for curvature, first in [(1.0, 1.0003), (5.0, 0.9997), (0.3, 13.0), (300.0, 1.9)]:
        f, gradient = _parabola(np.full(1, curvature))
        x = rng.normal(size=1)
        yield f, x, gradient(x), first / curvature
    # The first trial may be far too large.
    for n, eta in [(1, 0.1), (2, 0.9), (2, 7.3), (3, 1e3), (4, 3e7), (2, 1e12)]:
        f, gradient = _parabola(rng.uniform(0.5, 20, size=n))
        x = rng.normal(size=n) + 1
        yield f, x, gradient(x), eta
        f, gradient = _bowl(rng.uniform(1, 4))
        yield f, x, gradient(x), eta
    f, gradient = _parabola(np.array([2.0, 30.0]))
    x = np.array([-0.7, 11.0])
    yield f, x, gradient(x), 0.8


def _systems():
    rng = _rng()
    yield np.array([[2.0]]), np.array([3.0]), np.array([-1.3])
    yield np.array([[1.0, 1.0]]), np.array([2.0]), np.array([1.0, -1.0])
    yield np.array([[1.0], [2.0]]), np.array([2.0, 1.0]), np.array([4.0])
    for m, n in [(1, 2), (1, 3), (2, 2), (2, 3), (2, 3), (2, 5), (4, 2)]:
        yield rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(size=n)
    # Rows that depend on one another, with right sides that don't.
    for rows in (
        [[1, 1], [1, 1]],
        [[1, 2, 0], [2, 4, 0]],
        [[0.5, -1, 2], [0, 0, 0]],
        [[1, 0, 1], [1, 0, 1], [0, 2, 0], [1, 2, 1]],
    ):
        B = np.array(rows, float)
        m, n = B.shape
        yield B, rng.normal(size=m), rng.normal(size=n)
    yield (
        np.array([[0.5, 3.0], [1.0, -2.0]]),
        np.array([-5.0, 20.0]),
        np.array([-30.0, 50.0]),
    )
    yield np.array([[0.5, 3.0]]), np.array([20.0]), np.array([-30.0, 50.0])


# What can't be or makes no difference

_POSITIVE = {
    "answer absolute": "it is positive",
    "answer clipped": "it is positive",
}
_STEP = {"eta absolute": "a step size is positive"}


EXERCISES = [
    Exercise(
        label="ex-gradient-descent-steps",
        answer=_steps,
        names=("kappa", "digits"),
        cases=_problems,
        tried="condition numbers up to 30,000 and up to 12 digits",
        invariant=_POSITIVE | {"kappa absolute": "a condition number is positive"},
        mistakes=(
            Mistake(
                lambda kappa, digits: int(
                    digits * np.log(10) / -np.log((kappa - 1) / (kappa + 1))
                ),
                "this rounds down, and so stops one step too early.",
            ),
            Mistake(
                lambda kappa, digits: int(
                    np.ceil(digits / -np.log((kappa - 1) / (kappa + 1)))
                ),
                "a digit is a factor of 10, so log(10) of the natural logarithm.",
            ),
            Mistake(
                lambda kappa, digits: int(
                    np.ceil(digits * np.log(10) / -np.log(1 - 1 / kappa))
                ),
                "this is the rate of the step 1/L; the best step is 2/(L + mu).",
            ),
            Mistake(
                lambda kappa, digits: _steps(np.sqrt(kappa), digits),
                "this is the rate of momentum, with the root of kappa.",
            ),
            Mistake(
                lambda kappa, digits: int(
                    np.ceil(
                        digits * np.log(10) / (-2 * np.log((kappa - 1) / (kappa + 1)))
                    )
                ),
                "the square of the rate belongs to the value of f, not the distance.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-ball",
        answer=_roll,
        names=("A", "x", "eta", "beta", "steps"),
        cases=_balls,
        tried="runs of 0 to 60 steps in one to four dimensions",
        invariant=_STEP | {"beta absolute": "momentum is not negative"},
        mistakes=(
            Mistake(
                _average,
                "the gradient is added whole; here it is multiplied by 1 - beta.",
            ),
            Mistake(_no_memory, "the velocity is lost: keep beta times the last one."),
            Mistake(
                _position_first,
                "first the velocity takes in the gradient, then the point moves by it.",
            ),
            Mistake(
                _looks_ahead,
                "this is Nesterov's: the heavy ball takes the gradient where it is.",
            ),
            Mistake(
                lambda A, x, eta, beta, steps: _roll(A, x, -eta, beta, steps),
                "this climbs: the velocity is subtracted.",
                changes=("A negated", "eta negated"),
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-radius",
        answer=_rho,
        names=("eta", "lam", "beta"),
        cases=_directions,
        tried="triples of step size, curvature and momentum",
        invariant=_POSITIVE
        | _STEP
        | {
            "lam absolute": "curvatures are positive here",
            "beta absolute": "momentum is not negative",
        },
        mistakes=(
            Mistake(
                lambda eta, lam, beta: np.sqrt(beta),
                "that holds only where the roots are not real, or double.",
            ),
            Mistake(
                lambda eta, lam, beta: np.abs(_roots(eta, lam, beta)).min(),
                "the larger of the two sizes counts in the long run.",
            ),
            Mistake(
                lambda eta, lam, beta: np.real(_roots(eta, lam, beta)).max(),
                "take the absolute value: roots may be negative or complex.",
            ),
            Mistake(
                lambda eta, lam, beta: np.abs(np.real(_roots(eta, lam, beta))).max(),
                "the size of a complex number takes in its imaginary part.",
            ),
            Mistake(
                lambda eta, lam, beta: abs(1 - eta * lam),
                "this is the factor without momentum.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-backtrack",
        answer=_armijo,
        names=("f", "x", "g", "eta"),
        cases=_searches,
        tried="functions of one to four variables, with first trials up to 10¹²",
        invariant=_POSITIVE | _STEP,
        mistakes=(
            Mistake(
                _any_decrease,
                "f has to fall by eta/2 times the squared length of g, not just fall.",
            ),
            Mistake(
                lambda f, x, g, eta: _armijo(f, x, g, eta / 2),
                "the first trial is eta itself.",
            ),
            Mistake(
                lambda f, x, g, eta: eta,
                "the first trial is not always good enough: shrink it until it is.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-limit",
        answer=_limit,
        names=("B", "b", "x0"),
        cases=_systems,
        tried="systems with fewer and more equations than unknowns, and dependent ones",
        invariant={"B moved": "the rank jumps where rows depend on one another"},
        mistakes=(
            Mistake(
                lambda B, b, x0: np.linalg.pinv(B) @ b,
                "that is the limit from the origin; what x0 has in the kernel stays.",
            ),
            Mistake(
                lambda B, b, x0: np.linalg.pinv(B) @ b + x0,
                "only the part of x0 in the kernel of B stays.",
            ),
            Mistake(
                lambda B, b, x0: np.linalg.pinv(B) @ (b + B @ x0),
                "this keeps the part of x0 that the gradient moves, not the other.",
            ),
            Mistake(lambda B, b, x0: x0, "f is not least at x0: the point moves."),
        ),
    ),
]
