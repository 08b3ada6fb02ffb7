"""Checks of the coded exercises of the chapter on integration."""

import math

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(177)


def _signed_area(corners):
    p, q = corners, np.roll(corners, -1, axis=0)
    return np.sum(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]) / 2


def _area(corners):
    return abs(_signed_area(corners))


def _open_border(corners):
    p, q = corners[:-1], corners[1:]
    return abs(np.sum(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])) / 2


def _each_edge_positive(corners):
    p, q = corners, np.roll(corners, -1, axis=0)
    return np.sum(np.abs(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])) / 2


def _polygons():
    """Yield triangles and longer polygons, both ways round, some far from 0."""
    rng = _rng()
    yield (np.array([[0.0, 0.0], [1.5, 0.0], [0.0, 2.5]]),)
    yield (np.array([[0.0, 0.0], [0.0, 2.0], [3.0, 2.0], [3.0, 0.0]]),)
    for k in (3, 4, 5, 7, 9):
        angle = np.sort(rng.uniform(0, 2 * np.pi, size=k))
        around = np.column_stack([np.cos(angle), np.sin(angle)])
        corners = rng.uniform(0.3, 2, size=(k, 1)) * around + rng.normal(size=2)
        yield (corners[::-1] if k % 2 else corners,)
    yield (np.array([[-4.0, 30.5], [-3.0, 30.5], [-3.5, 32.0], [-3.6, 31.0]]),)
    yield (np.array([[-1.2, -0.5], [1.4, -0.6], [9.5, 8.5]]),)


def _bell_mean(f, m, sd, n):
    z, w = np.polynomial.hermite_e.hermegauss(int(n))
    return w @ f(m + sd * z) / np.sqrt(2 * np.pi)


def _no_root_of_two(f, m, sd, n):
    z, w = np.polynomial.hermite.hermgauss(int(n))
    return w @ f(m + sd * z) / np.sqrt(np.pi)


def _weights_as_they_are(f, m, sd, n):
    return _bell_mean(f, m, sd, n) * np.sqrt(2 * np.pi)


def _by_variance(f, m, sd, n):
    return _bell_mean(f, m, sd**2, n)


def _jacobian_too(f, m, sd, n):
    return sd * _bell_mean(f, m, sd, n)


def _exact_mean(f, m, sd, n):
    return _bell_mean(f, m, sd, n + 20)


def _powers():
    """Return polynomials, told by what they do, all with one name."""

    def made(c):
        def f(x):
            return np.polynomial.polynomial.polyval(np.asarray(x), c)

        f.__doc__ = f"a polynomial of degree {len(c) - 1}"
        return f

    return made


def _averages():
    """Yield polynomials that the rule does exactly, and one that it does not."""
    rng, made = _rng(), _powers()
    yield made(np.array([0.5, 1.0])), -1.25, 0.5, 1
    for n in (1, 2, 3, 4, 6):
        for sd in (0.4, 1.7):
            f = made(rng.normal(size=2 * n))
            yield f, rng.normal(), sd * rng.uniform(0.8, 1.2), n
    yield made(rng.normal(size=9)), 0.7, 1.3, 3


def _bits(log_p, n, c):
    return (np.log(c) - np.mean(log_p) / n) / np.log(2)


def _bits_wrong_way(log_p, n, c):
    return (-np.log(c) - np.mean(log_p) / n) / np.log(2)


def _bits_one_log(log_p, n, c):
    return (np.log(c) - np.mean(log_p)) / n / np.log(2)


def _nats(log_p, n, c):
    return np.log(c) - np.mean(log_p) / n


def _bits_a_picture(log_p, n, c):
    return n * _bits(log_p, n, c)


def _bits_same_units(log_p, n, c):
    return -np.mean(log_p) / n / np.log(2)


def _ratings():
    """Yield log-densities of one and more pictures, in several units."""
    rng = _rng()
    yield np.array([47.5]), 64, 16.0
    yield np.array([-131.25]), 64, 0.5
    for n, c in [(1, 2.5), (2, 0.3), (9, 7.0), (64, 16.0), (784, 256.0)]:
        yield n * rng.normal(size=rng.integers(2, 6)), n, c
    yield np.array([-3.5, 1.25, 90.5]), 4, 3.3


def _log_q(y, layers):
    x, lost = np.array(y, dtype=float), 0.0
    for s, t, a in layers[::-1]:
        x = np.concatenate([x[:1], x[1:] - a[1:] * x[0]])
        x = (x - t) / np.exp(s)
        lost += np.sum(s)
    return -x @ x / 2 - len(x) / 2 * np.log(2 * np.pi) - lost


def _log_q_gained(y, layers):
    return _log_q(y, layers) + 2 * np.sum(layers[:, 0])


def _log_q_first_layer_first(y, layers):
    return _log_q(y, layers[::-1])


def _log_q_forward(y, layers):
    x = np.array(y, dtype=float)
    for s, t, a in layers:
        x = np.exp(s) * x + t
        x = np.concatenate([x[:1], x[1:] + a[1:] * x[0]])
    return -x @ x / 2 - len(x) / 2 * np.log(2 * np.pi) - np.sum(layers[:, 0])


def _log_q_unchanged_shear(y, layers):
    without = layers.copy()
    without[:, 2] = 0
    return _log_q(y, without)


def _log_q_no_slopes(y, layers):
    return _log_q(y, layers) + np.sum(layers[:, 0])


def _flows():
    """Yield points in 1 to 5 dimensions, with no layer up to four."""
    rng = _rng()
    yield np.array([0.5]), np.array([[[0.7], [1.2], [0.0]]])
    yield np.array([1.3, -0.4]), np.zeros((0, 3, 2))
    for n, depth in [(1, 2), (2, 1), (2, 3), (2, 3), (3, 3), (4, 2), (5, 4)]:
        yield rng.normal(size=n), 0.7 * rng.normal(size=(depth, 3, n))
    yield np.array([0.3, -1.2, 7.5]), 0.5 * rng.normal(size=(2, 3, 3))


def _radius(d):
    return np.exp((math.lgamma(d / 2 + 1) - d / 2 * math.log(math.pi)) / d)


def _radius_overflows(d):
    with np.errstate(all="ignore"):
        ratio = np.float64(np.pi) ** (d / 2) / np.exp(
            np.float64(math.lgamma(d / 2 + 1))
        )
        return np.minimum(ratio ** (-1 / d), 1e9)


def _radius_gamma_of_half(d):
    return np.exp((math.lgamma(d / 2) - d / 2 * math.log(math.pi)) / d)


def _radius_upside_down(d):
    return 1 / _radius(d)


def _radius_no_root(d):
    if d > 300:
        return _radius(d) ** 2
    return _radius(d) ** d


def _dimensions():
    """Yield small dimensions, and some in which the volume underflows."""
    for d in (1, 2, 3, 5, 8, 64, 343, 1000, 5000, 100_000):
        yield (d,)


EXERCISES = (
    Exercise(
        label="ex-integration-area",
        answer=_area,
        names=("corners",),
        cases=_polygons,
        tried="polygons of 3 to 9 corners, both ways round, some far from 0",
        mistakes=(
            Mistake(
                _signed_area,
                "one way round this is negative; an area is not.",
            ),
            Mistake(
                lambda corners: 2 * _area(corners),
                "this is twice the area: the field is half of x.",
            ),
            Mistake(
                _open_border,
                "the last edge leads back to the first corner.",
            ),
            Mistake(
                _each_edge_positive,
                "edges whose normal points towards 0 take area away; keep their signs.",
            ),
        ),
        invariant={
            "corners negated": "a half turn keeps areas",
            "corners permuted": "the other way round has the same area",
            "answer absolute": "an area is not negative",
            "answer clipped": "an area is not negative",
            "corners with one row": "a polygon has three corners",
            "corners with one column": "corners have two coordinates",
            "corners square": "a polygon has three corners",
            "corners dependent": "the rank would be 1: all corners on a line",
        },
    ),
    Exercise(
        label="ex-integration-expectation",
        answer=_bell_mean,
        names=("f", "m", "sd", "n"),
        cases=_averages,
        tried="polynomials with 1 to 6 nodes, and one of too high a degree",
        mistakes=(
            Mistake(
                _no_root_of_two,
                "hermgauss has the weight exp(-z²): its nodes need a factor √2.",
            ),
            Mistake(
                _weights_as_they_are,
                "the weights must add to 1, as the density does.",
            ),
            Mistake(_by_variance, "a node is moved by sd times z, not by sd² times z."),
            Mistake(
                _jacobian_too,
                "sd is in the slope of x and in the density: it cancels.",
            ),
            Mistake(
                _exact_mean,
                "this is the integral itself; a rule with n nodes may miss it.",
            ),
        ),
        invariant={
            "sd absolute": "a standard deviation is positive",
            "sd negated": "nodes lie symmetrically",
            "n zero": "a rule has a node",
        },
    ),
    Exercise(
        label="ex-integration-bits",
        answer=_bits,
        names=("log_p", "n", "c"),
        cases=_ratings,
        tried="one and more pictures of 1 to 784 pixels, in units of 0.3 to 256",
        mistakes=(
            Mistake(
                _bits_wrong_way,
                "multiplying by c thins the mass out: log-densities fall.",
            ),
            Mistake(_bits_one_log, "each of the n pixels is stretched: n log c."),
            Mistake(_nats, "these are nats; a bit is a factor of 2, not of e."),
            Mistake(_bits_a_picture, "this is per picture; divide by the pixels."),
            Mistake(
                _bits_same_units,
                "these are bits in the divided units; go back to the old ones.",
            ),
        ),
        invariant={
            "log_p permuted": "a mean has no order",
            "c absolute": "a unit is positive",
            "n zero": "a picture has pixels",
        },
    ),
    Exercise(
        label="ex-integration-pushed",
        answer=_log_q,
        names=("y", "layers"),
        cases=_flows,
        tried="points in 1 to 5 dimensions, with no layer up to four",
        mistakes=(
            Mistake(
                _log_q_gained,
                "on the way to data a stretch thins the mass out: subtract s.",
            ),
            Mistake(
                _log_q_first_layer_first,
                "y has just left the last layer: undo that one first.",
                changes=("layers permuted",),
            ),
            Mistake(
                _log_q_forward,
                "y is data: the layers must be undone, not done once more.",
            ),
            Mistake(
                _log_q_unchanged_shear,
                "the first entry is still added to the others; take it away.",
            ),
            Mistake(_log_q_no_slopes, "the bell's density alone; count the slopes."),
        ),
    ),
    Exercise(
        label="ex-integration-radius",
        answer=_radius,
        names=("d",),
        cases=_dimensions,
        tried="dimensions from 1 to 100,000",
        mistakes=(
            Mistake(
                _radius_overflows,
                "right while d is small; then the volume underflows: stay in logs.",
            ),
            Mistake(_radius_gamma_of_half, "Γ is taken at d/2 + 1."),
            Mistake(_radius_upside_down, "a small unit ball needs a large radius."),
            Mistake(_radius_no_root, "the volume grows like r to the d: take a root."),
        ),
        invariant={
            "d zero": "a ball has a dimension",
            "answer absolute": "a radius is positive",
            "answer clipped": "a radius is positive",
        },
    ),
)
