"""Checks of the coded exercises of the chapter on random matrices."""

import numpy as np
from scipy import integrate, stats

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(71)


def _spread(n, L, a):
    return (1 + (6 * (1 + a**4) / (1 + a**2) ** 2 - 1) / n) ** L


def _spread_at_variance_two(n, L, a):
    square, fourth = (1 + a**2) / 2, 3 * (1 + a**4) / 2
    return ((4 / n) * (fourth - square**2) + (2 * square) ** 2) ** L


def _spread_of_one_layer(n, L, a):
    return _spread(n, 1, a)


def _spread_of_relu(n, L, a):
    return (1 + 5 / n) ** L


def _spread_without_square(n, L, a):
    return (1 + 6 * (1 + a**4) / (1 + a**2) ** 2 / n) ** L


def _spread_less_one(n, L, a):
    return _spread(n, L, a) - 1


def _networks():
    """Yield width, depth and slope below zero."""
    rng = _rng()
    yield 7, 3, 0.8
    yield 64, 50, 0.0
    yield 20, 0, 0.3
    yield 1, 2, -0.4
    for _ in range(5):
        yield int(rng.integers(2, 300)), int(rng.integers(1, 30)), rng.normal()
    yield 30, 4, 3.7


def _dead(n, L):
    return -np.expm1(L * np.log1p(-(0.5**n)))


def _dead_rounded(n, L):
    return 1 - (1 - 2.0**-n) ** L


def _dead_alive(n, L):
    return (1 - 2.0**-n) ** L


def _dead_in_one_layer(n, L):
    return 2.0**-n


def _dead_added(n, L):
    return L * 2.0**-n


def _dead_last_layer_first(n, L):
    return 2.0 ** (-n * L)


def _depths():
    """Yield width and depth, from very narrow to wide."""
    yield from [(1, 3), (2, 0), (3, 7), (5, 50), (12, 200), (60, 50), (90, 7)]
    yield from [(2, 1), (4, 30)]


def _fewest(N, eps, delta):
    pairs, k = N * (N - 1) / 2, 1
    most = 2 * np.log(N**2 / delta) / (eps**2 / 2 - eps**3 / 3)
    k = np.arange(1, int(most) + 2)
    above, below = _tails(k, eps)
    return int(k[(pairs * (above + below) <= delta).argmax()])


def _tails(k, eps):
    return stats.chi2.sf((1 + eps) * k, k), stats.chi2.cdf((1 - eps) * k, k)


def _first(pairs, eps, delta, chance):
    k = np.arange(1, 40_000)
    return int(k[(pairs * chance(*_tails(k, eps)) <= delta).argmax()])


def _fewest_by_theorem(N, eps, delta):
    return int(np.ceil(2 * np.log(N**2 / delta) / (eps**2 / 2 - eps**3 / 3)))


def _fewest_for_one_pair(N, eps, delta):
    return _first(1, eps, delta, np.add)


def _fewest_above_alone(N, eps, delta):
    return _first(N * (N - 1) / 2, eps, delta, lambda above, below: above)


def _fewest_pairs_twice(N, eps, delta):
    return _first(N * (N - 1), eps, delta, np.add)


def _fewest_for_lengths(N, eps, delta):
    k = np.arange(1, 10_000)
    above = stats.chi2.sf((1 + eps) ** 2 * k, k)
    below = stats.chi2.cdf((1 - eps) ** 2 * k, k)
    return int(k[(N * (N - 1) / 2 * (above + below) <= delta).argmax()])


def _promises():
    """Yield numbers of points, tolerances, and chances to fail."""
    yield from [(200, 0.3, 0.01), (2, 0.5, 0.1), (2, 0.93, 0.6), (30, 0.7, 0.3)]
    yield from [(1000, 0.25, 0.05), (12, 0.4, 0.001), (5, 0.61, 0.9)]


def _samples(p, kappa):
    root = np.sqrt(kappa)
    return p * ((root + 1) / (root - 1)) ** 2


def _samples_of_condition(p, kappa):
    return p * ((kappa + 1) / (kappa - 1)) ** 2


def _samples_upside_down(p, kappa):
    root = np.sqrt(kappa)
    return p * ((root - 1) / (root + 1)) ** 2


def _samples_not_squared(p, kappa):
    root = np.sqrt(kappa)
    return p * (root + 1) / (root - 1)


def _samples_for_each(p, kappa):
    return _samples(1, kappa)


def _conditions():
    """Yield numbers of variables and condition numbers."""
    yield from [(100, 2.0), (1, 9.3), (7, 1.2), (64, 100.4), (300, 3.6)]


def _share(c, gamma):
    if c < 0:
        return 0.0
    return max(1 - 1 / gamma, 0) + _bulk(c, gamma)


def _bulk(c, gamma):
    def mass(angle):
        x = 1 + gamma + 2 * np.sqrt(gamma) * np.cos(angle)
        return 2 * np.sin(angle) ** 2 / (np.pi * x)

    cosine = (c - 1 - gamma) / (2 * np.sqrt(gamma))
    start = np.arccos(np.clip(cosine, -1, 1))
    return integrate.quad(mass, start, np.pi, epsabs=1e-12)[0]


def _share_without_atom(c, gamma):
    return 0.0 if c < 0 else _bulk(c, gamma)


def _share_above(c, gamma):
    return 1 - _share(c, gamma)


def _share_shape_inverted(c, gamma):
    return _share(c, 1 / gamma)


def _share_of_singular_values(c, gamma):
    return _share(c * abs(c), gamma)


def _thresholds():
    """Yield thresholds inside, at both sides of the bulk, and below zero."""
    yield from [(1.0, 0.5), (0.8, 0.5), (3.5, 0.5), (0.05, 0.5), (-0.7, 0.5)]
    yield from [(0.3, 1.0), (2.6, 1.0), (0.1, 2.3), (3.4, 2.3), (9.2, 2.3)]
    yield from [(-1.4, 2.3), (1.07, 0.02), (0.91, 0.13)]


def _uniform(G):
    Q, R = np.linalg.qr(G)
    return Q * np.sign(np.diag(R))


def _uniform_rows_turned(G):
    Q, R = np.linalg.qr(G)
    return Q * np.sign(np.diag(R))[:, None]


def _uniform_left(G):
    return np.linalg.qr(G)[0]


def _uniform_polar(G):
    U, _, Vt = np.linalg.svd(G)
    return U @ Vt


def _uniform_transposed(G):
    return _uniform(G).T


def _squares():
    """Yield square invertible matrices with rows in every order of size."""
    rng = _rng()
    yield (np.array([[0.4, -1.3], [2.2, 0.9]]),)
    yield (np.array([[-0.7]]),)
    yield (np.array([[1.6]]),)
    for n in (2, 3, 4, 6):
        yield (rng.normal(size=(n, n)),)


EXERCISES = [
    Exercise(
        label="ex-random-matrices-spread",
        answer=_spread,
        names=("n", "L", "a"),
        cases=_networks,
        tried="widths from 1 to 300, depths from 0 to 50, slopes of both signs",
        mistakes=(
            Mistake(
                _spread_at_variance_two,
                "the variance is still 2/n; with a slope below zero the mean is kept "
                "by another one.",
            ),
            Mistake(
                _spread_of_one_layer,
                "this is what one layer does; factors of L layers multiply.",
            ),
            Mistake(_spread_of_relu, "this is the ReLU's; the slope a counts too."),
            Mistake(
                _spread_without_square,
                "the variance of a square is the mean of its square less the square "
                "of its mean.",
            ),
            Mistake(
                _spread_less_one,
                "one less than asked: the mean of the fourth power is not a variance.",
            ),
        ),
        invariant={
            "a absolute": "only even powers of the slope count",
            "a negated": "only even powers of the slope count",
            "answer absolute": "it is at least 1",
            "answer clipped": "it is at least 1",
            "n zero": "a layer has a unit",
        },
    ),
    Exercise(
        label="ex-random-matrices-dead",
        answer=_dead,
        names=("n", "L"),
        cases=_depths,
        tried="widths from 1 to 90, depths from 0 to 200",
        mistakes=(
            Mistake(
                _dead_rounded,
                "right on paper; for wide layers 1 - 2**-n rounds to 1. See np.log1p "
                "and np.expm1.",
            ),
            Mistake(_dead_alive, "this is the probability that the signal lives."),
            Mistake(
                _dead_in_one_layer,
                "this is one layer's; there are L in which the signal may die.",
            ),
            Mistake(
                _dead_added,
                "probabilities of events that may happen together do not add up.",
            ),
        ),
        invariant={
            "answer absolute": "a probability is not negative",
            "answer clipped": "a probability is not negative",
            "n zero": "a layer has a unit",
        },
    ),
    Exercise(
        label="ex-random-matrices-fewest",
        answer=_fewest,
        names=("N", "eps", "delta"),
        cases=_promises,
        tried="2 to 1,000 points, tolerances from 0.25 to 0.93",
        mistakes=(
            Mistake(
                _fewest_by_theorem,
                "this is the theorem's bound; ask for the exact tails of chi-squared.",
            ),
            Mistake(
                _fewest_for_one_pair,
                "this is for one pair; with N points there are N(N - 1)/2.",
            ),
            Mistake(
                _fewest_above_alone,
                "a pair may fail on both sides: too long, or too short.",
            ),
            Mistake(
                _fewest_pairs_twice,
                "this counts each pair twice.",
            ),
            Mistake(
                _fewest_for_lengths,
                "this keeps lengths within 1 ± eps; it is squares that are to be kept.",
            ),
        ),
        invariant={
            "N zero": "there are at least two points",
            "eps absolute": "a tolerance is positive",
            "delta absolute": "a probability is positive",
            "answer absolute": "a count is positive",
            "answer clipped": "a count is positive",
        },
    ),
    Exercise(
        label="ex-random-matrices-samples",
        answer=_samples,
        names=("p", "kappa"),
        cases=_conditions,
        tried="1 to 300 variables, condition numbers from 1.2 to 100",
        mistakes=(
            Mistake(
                _samples_of_condition,
                "edges of eigenvalues are squares: the quotient of the roots is "
                "sqrt(kappa).",
            ),
            Mistake(
                _samples_upside_down,
                "the shape is p/n: this has it upside down.",
            ),
            Mistake(
                _samples_not_squared,
                "this solves for the root of the shape; square it.",
            ),
            Mistake(_samples_for_each, "this is for one variable; there are p."),
        ),
        invariant={
            "p zero": "there is a variable",
            "kappa absolute": "a condition number is at least 1",
            "answer absolute": "a number of samples is positive",
            "answer clipped": "a number of samples is positive",
        },
    ),
    Exercise(
        label="ex-random-matrices-share",
        answer=_share,
        names=("c", "gamma"),
        cases=_thresholds,
        tried="thresholds inside and outside of the bulk, shapes from 0.02 to 2.3",
        mistakes=(
            Mistake(
                _share_without_atom,
                "for gamma > 1 some eigenvalues are exactly 0, and count.",
            ),
            Mistake(_share_above, "this is the share above c."),
            Mistake(
                _share_shape_inverted,
                "the shape is p/n; this has it upside down.",
            ),
            Mistake(
                _share_of_singular_values,
                "this asks for singular values at most c; eigenvalues are asked for.",
            ),
        ),
        invariant={
            "gamma absolute": "a shape is positive",
            "answer absolute": "a share is not negative",
            "answer clipped": "a share is not negative",
        },
    ),
    Exercise(
        label="ex-random-matrices-signs",
        answer=_uniform,
        names=("G",),
        cases=_squares,
        tried="invertible matrices of 1 to 6 rows",
        mistakes=(
            Mistake(
                _uniform_left,
                "the library's Q: its R may have negative entries on the diagonal.",
            ),
            Mistake(
                _uniform_rows_turned,
                "it is columns of Q that turn with the rows of R; this turns rows.",
            ),
            Mistake(
                _uniform_polar,
                "orthogonal, but not the Q of a triangle: this is the nearest one.",
            ),
            Mistake(_uniform_transposed, "this is the transpose of Q."),
        ),
        invariant={
            "G dependent": "the matrix is invertible",
        },
    ),
]
