"""Checks of the coded exercises of the chapter on gradient descent."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(21)


def _symmetric(rng, n, low=0.5, high=4.0):
    """Draw a symmetric matrix with eigenvalues between two ends."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return Q * rng.uniform(low, high, size=n) @ Q.T


def parabola(x):
    """Return the sum of squares."""
    return float(x @ x)


def parabola_gradient(x):
    """Return its gradient."""
    return 2 * x


def bowl(x):
    """Return a function that is round at the bottom and straight far out."""
    return float(np.sum(np.sqrt(1 + 9 * x**2)))


def bowl_gradient(x):
    """Return its gradient."""
    return 9 * x / np.sqrt(1 + 9 * x**2)


# Answers


def _largest_step(A):
    return 2 / np.linalg.eigvalsh(A)[-1]


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


def _matrices():
    rng = _rng()
    yield (np.array([[2.0]]),)
    yield (np.array([[6.0, 2.0], [2.0, 6.0]]),)
    for n in (2, 3, 5, 8):
        yield (_symmetric(rng, n),)


def _problems():
    return [(k, d) for k in (1.5, 2, 10, 100, 1000) for d in (1, 3, 6)]


def _balls():
    rng = _rng()
    for n, steps in [(1, 1), (1, 2), (2, 3), (3, 10), (4, 25)]:
        yield _symmetric(rng, n), rng.normal(size=n), 0.2, 0.5, steps


def _directions():
    return [
        (eta, lam, beta)
        for eta, lam in [(0.1, 1.0), (0.5, 2.0), (1.0, 2.5), (0.7, 4.0)]
        for beta in (0.0, 0.3, 0.9)
    ]


def _searches():
    rng = _rng()
    for eta in (0.1, 1.0, 7.0):
        for n in (1, 2, 4):
            x = rng.normal(size=n) + 1
            yield parabola, x, parabola_gradient(x), eta
            yield bowl, x, bowl_gradient(x), eta


def _wide():
    rng = _rng()
    yield np.array([[1.0, 1.0]]), np.array([2.0]), np.array([1.0, -1.0])
    for m, n in [(1, 2), (1, 3), (2, 3), (2, 5)]:
        yield rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(size=n)


EXERCISES = [
    Exercise(
        label="ex-gradient-descent-stable",
        answer=_largest_step,
        names=("A",),
        cases=_matrices,
        tried="matrices from 1×1 to 8×8",
        mistakes=(
            Mistake(
                lambda A: 1 / np.linalg.eigvalsh(A)[-1],
                "1/L is a safe step; steps are stable up to twice that.",
            ),
            Mistake(
                lambda A: 2 / np.linalg.eigvalsh(A)[0],
                "the steepest direction limits the step, not the flattest.",
            ),
            Mistake(
                lambda A: 2 / (np.linalg.eigvalsh(A)[0] + np.linalg.eigvalsh(A)[-1]),
                "this is the best step; larger ones are stable too.",
            ),
            Mistake(
                lambda A: 2 / np.trace(A),
                "the trace is the sum of all eigenvalues; the largest alone counts.",
            ),
            Mistake(
                lambda A: 2 / np.abs(A).max(),
                "the largest entry is not the largest eigenvalue.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-steps",
        answer=_steps,
        names=("kappa", "digits"),
        cases=_problems,
        tried="condition numbers and 1, 3 and 6 digits",
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
        tried="runs of 1 to 25 steps in one to four dimensions",
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
            ),
        ),
    ),
    Exercise(
        label="ex-gradient-descent-radius",
        answer=_rho,
        names=("eta", "lam", "beta"),
        cases=_directions,
        tried="triples of step size, curvature and momentum",
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
        tried="two functions in one to four dimensions, three first trials each",
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
        cases=_wide,
        tried="systems with more unknowns than equations",
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
