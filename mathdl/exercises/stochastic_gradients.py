"""Checks of the coded exercises of the chapter stochastic-gradients."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(8)


def _floor(A, Sigma, eta, B):
    lam, U = np.linalg.eigh(A)
    s = np.diag(U.T @ Sigma @ U) / B
    return np.sum(eta * s / (2 * (2 - eta * lam)))


def _floor_by_eigenvalues(A, Sigma, eta, B):
    lam = np.linalg.eigvalsh(A)
    return np.sum(eta * np.linalg.eigvalsh(Sigma) / B / (2 * (2 - eta * lam)))


def _floor_of_short_steps(A, Sigma, eta, B):
    return eta / 4 * np.trace(Sigma) / B


def _spread(A, Sigma, eta, B):
    lam, U = np.linalg.eigh(A)
    s = np.diag(U.T @ Sigma @ U) / B
    return np.sum(eta * s / (lam * (2 - eta * lam)))


def _floor_of_one(A, Sigma, eta, B):
    return B * _floor(A, Sigma, eta, B)


def _valleys():
    """Yield Hessians, covariances (some of low rank), steps and batches."""
    rng = _rng()
    yield np.array([[2.0]]), np.array([[0.7]]), 0.5, 3
    yield np.diag([0.5, 3.0]), np.array([[2.0, -1.0], [-1.0, 0.5]]), 0.6, 1
    for n, B, share in [(1, 1, 1.3), (2, 4, 0.4), (3, 2, 1.9), (4, 10, 1.0)]:
        Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
        lam = rng.uniform(0.3, 4, size=n)
        F = rng.normal(size=(n, max(1, n - 1)))
        yield (Q * lam) @ Q.T, F @ F.T, share / lam.max(), B


def _twin(eta, beta, B, lam):
    room = (1 - beta) * (2 * (1 + beta) - eta * lam)
    p = eta / B * (1 + beta) / room
    return 2 * p / (1 + p * lam)


def _twin_of_short_steps(eta, beta, B, lam):
    return eta / (B * (1 - beta))


def _twin_without_its_curvature(eta, beta, B, lam):
    room = (1 - beta) * (2 * (1 + beta) - eta * lam)
    return 2 * eta / B * (1 + beta) / room


def _twin_with_one_batch(eta, beta, B, lam):
    return _twin(eta, beta, 1, lam)


def _recipes():
    """Yield steps, momenta, batches and curvatures, up to the limit of stability."""
    yield 0.5, 0.0, 3, 2.0
    yield 0.1, 0.9, 1, 1.0
    yield 0.5, 0.9, 16, 2.0
    yield 1.2, 0.5, 4, 2.2
    yield 0.03, 0.99, 7, 0.6
    yield 3.6, 0.95, 2, 1.05
    yield 0.4, 0.0, 32, 4.5


def _noise_scale(q, b, Q, B):
    noise = (q - Q) / (1 / b - 1 / B)
    return noise * (B - b) / (B * Q - b * q)


def _larger_batch_is_exact(q, b, Q, B):
    return b * (q - Q) / Q


def _smaller_batch_is_the_signal(q, b, Q, B):
    return (q - Q) / (1 / b - 1 / B) / q


def _inverted(q, b, Q, B):
    return 1 / _noise_scale(q, b, Q, B)


def _two_batches():
    """Yield mean squared lengths that belong to some signal and some noise."""
    for signal, noise, b, B in [
        (2.0, 3.0, 1, 2),
        (0.5, 20.0, 1, 100),
        (1.7, 0.4, 4, 6),
        (0.03, 2.5, 8, 64),
        (12.0, 700.0, 16, 17),
    ]:
        yield signal + noise / b, b, signal + noise / B, B


def _kaczmarz(A, b, x, rows):
    for i in rows:
        x = x - (A[i] @ x - b[i]) / (A[i] @ A[i]) * A[i]
    return x


def _divided_by_the_length(A, b, x, rows):
    for i in rows:
        x = x - (A[i] @ x - b[i]) / np.linalg.norm(A[i]) * A[i]
    return x


def _not_divided(A, b, x, rows):
    for i in rows:
        x = x - (A[i] @ x - b[i]) * A[i]
    return x


def _all_from_the_start(A, b, x, rows):
    moves = [(A[i] @ x - b[i]) / (A[i] @ A[i]) * A[i] for i in rows]
    return x - np.sum(moves, axis=0) if moves else x


def _each_row_once(A, b, x, rows):
    return _kaczmarz(A, b, x, range(len(b)))


def _equations():
    """Yield systems with and without solutions, a start, and rows in some order."""
    rng = _rng()
    yield np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 4.0]), np.zeros(2), [1, 0]
    yield np.array([[2.0]]), np.array([-3.5]), np.array([0.4]), [0]
    yield np.array([[0.5, -2.0, 1.5]]), np.array([2.2]), np.array([0.1, -1.0, 7.0]), [0]
    yield np.array([[1.5], [-0.5]]), np.array([0.3, 4.6]), np.array([-2.0]), [0, 1, 0]
    yield rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=3), []
    flat = rng.normal(size=(4, 1)) * rng.normal(size=3)
    yield flat, np.array([-0.7, 0.2, 1.4, 6.5]), rng.normal(size=3), [3, 1, 0, 2, 3]
    for m, n, steps in [(3, 3, 9), (3, 3, 9), (5, 2, 40), (4, 6, 200)]:
        rows = rng.integers(m, size=steps).tolist()
        yield rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(size=n), rows


def _decrease(H, G, eta, B, fewer=1, half=0.5):
    N, g = len(G), G.mean(axis=0)
    Sigma = (G - g).T @ (G - g) / N
    noise = np.trace(H @ Sigma) / B * (N - B) / (N - fewer)
    return eta * (g @ g) - half * eta**2 * (g @ H @ g + noise)


def _with_replacement(H, G, eta, B):
    N, g = len(G), G.mean(axis=0)
    Sigma = (G - g).T @ (G - g) / N
    return eta * (g @ g) - eta**2 / 2 * (g @ H @ g + np.trace(H @ Sigma) / B)


def _over_N(H, G, eta, B):
    return _decrease(H, G, eta, B, fewer=0)


def _without_the_half(H, G, eta, B):
    return _decrease(H, G, eta, B, half=1.0)


def _exact_gradient(H, G, eta, B):
    g = G.mean(axis=0)
    return eta * (g @ g) - eta**2 / 2 * (g @ H @ g)


def _samples():
    """Yield Hessians (some singular or with both signs), gradients, steps, batches."""
    rng = _rng()
    yield np.array([[2.0]]), np.array([[1.0], [2.0], [3.0], [6.0]]), 0.25, 2
    yield np.array([[1.5]]), np.array([[0.4], [-1.1]]), 0.7, 1
    for n, N, B in [(2, 2, 1), (2, 2, 1), (3, 5, 2), (2, 6, 6), (4, 4, 3)]:
        F = rng.normal(size=(n, n))
        yield F + F.T, rng.normal(size=(N, n)) + 0.5, rng.uniform(0.2, 2), B
    u = rng.normal(size=3)
    line = rng.normal(size=(4, 1)) * rng.normal(size=3)
    yield np.outer(u, u), line, 0.3, 3


POSITIVE = "a step size is positive"
LOSS = "a mean loss above the least one is not negative"
SIZE = "steps and curvatures are positive"
SHARE = "noise and signal are not negative"
SAMPLE = "a batch holds a picture at least"

EXERCISES = [
    Exercise(
        label="ex-stochastic-gradients-floor",
        answer=_floor,
        names=("A", "Sigma", "eta", "B"),
        cases=_valleys,
        tried="quadratics in 1 to 4 dimensions, batches of 1 to 10",
        invariant={
            "eta absolute": POSITIVE,
            "answer absolute": LOSS,
            "answer clipped": LOSS,
            "A dependent": "a positive definite matrix has full rank",
            "B zero": SAMPLE,
        },
        mistakes=(
            Mistake(
                _floor_by_eigenvalues,
                "these are the eigenvalues of Sigma; take its part along each "
                "eigenvector of A.",
            ),
            Mistake(
                _floor_of_short_steps,
                "this is the rule for short steps; here some are long.",
            ),
            Mistake(
                _spread,
                "this is the mean square of the distance; the loss weighs it by the "
                "curvature.",
            ),
            Mistake(
                _floor_of_one,
                "Sigma belongs to one sample; a batch of B has a B-th of it.",
            ),
        ),
    ),
    Exercise(
        label="ex-stochastic-gradients-twin",
        answer=_twin,
        names=("eta", "beta", "B", "lam"),
        cases=_recipes,
        tried="recipes with short and with long steps",
        invariant={
            "eta absolute": POSITIVE,
            "beta absolute": "momentum is not negative here",
            "lam absolute": SIZE,
            "answer absolute": SIZE,
            "answer clipped": SIZE,
            "B zero": SAMPLE,
        },
        mistakes=(
            Mistake(
                _twin_of_short_steps,
                "that is so for short steps; here both floors have to be exact.",
            ),
            Mistake(
                _twin_without_its_curvature,
                "the plain run's own floor has a denominator too: 2 - eta' lam.",
            ),
            Mistake(
                _twin_with_one_batch,
                "the batch divides the noise by B; the plain run has no batch.",
            ),
        ),
    ),
    Exercise(
        label="ex-stochastic-gradients-noise",
        answer=_noise_scale,
        names=("q", "b", "Q", "B"),
        cases=_two_batches,
        tried="batches of 1 to 100",
        invariant={
            "q absolute": "a squared length is not negative",
            "Q absolute": "a squared length is not negative",
            "answer absolute": SHARE,
            "answer clipped": SHARE,
            "b zero": SAMPLE,
            "B zero": SAMPLE,
        },
        mistakes=(
            Mistake(
                _larger_batch_is_exact,
                "this takes the larger batch's gradient for the exact one; it has "
                "noise as well.",
            ),
            Mistake(
                _smaller_batch_is_the_signal,
                "the noise is right; divide by the signal without noise, not by q.",
            ),
            Mistake(_inverted, "this is signal over noise."),
        ),
    ),
    Exercise(
        label="ex-stochastic-gradients-kaczmarz",
        answer=_kaczmarz,
        names=("A", "b", "x", "rows"),
        cases=_equations,
        tried="systems of 1 to 5 equations, up to 200 projections",
        mistakes=(
            Mistake(
                _divided_by_the_length,
                "divide by the squared length of the row, so that its equation holds "
                "afterwards.",
            ),
            Mistake(
                _not_divided,
                "this is a step of SGD of size 1; after a projection the equation "
                "holds.",
            ),
            Mistake(
                _all_from_the_start,
                "each projection begins where the last one ended.",
            ),
            Mistake(
                _each_row_once,
                "take the rows that are listed, in their order.",
            ),
        ),
    ),
    Exercise(
        label="ex-stochastic-gradients-decrease",
        answer=_decrease,
        names=("H", "G", "eta", "B"),
        cases=_samples,
        tried="2 to 6 samples in 1 to 4 dimensions",
        invariant={
            "G negated": "both terms are quadratic in the gradients",
            "G permuted": "samples have no order",
            "G with one row": "there are two samples at least",
            "eta absolute": POSITIVE,
            "B zero": SAMPLE,
        },
        mistakes=(
            Mistake(
                _with_replacement,
                "this is for draws with replacement; different rows have less noise.",
            ),
            Mistake(
                _over_N,
                "the factor is (N - B)/(N - 1), as Sigma divides by N.",
            ),
            Mistake(
                _without_the_half,
                "the quadratic part of a quadratic has the factor 1/2.",
            ),
            Mistake(
                _exact_gradient,
                "this is the decrease along the mean of all rows; the noise costs too.",
            ),
        ),
    ),
]
