"""Checks of the coded exercises of the chapter on floating point."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(24)


def _round_to(x, t):
    m, e = np.frexp(x)
    return float(np.ldexp(np.round(np.ldexp(m, t)), e - t))


def _ties_up(x, t):
    m, e = np.frexp(x)
    return float(np.ldexp(np.floor(np.ldexp(m, t) + 0.5), e - t))


def _cut_off(x, t):
    m, e = np.frexp(x)
    return float(np.ldexp(np.trunc(np.ldexp(m, t)), e - t))


def _one_digit_more(x, t):
    return _round_to(x, t + 1)


def _places_after_the_point(x, t):
    return float(np.round(x * 2.0**t) / 2.0**t)


def _to_round():
    """Yield numbers of all sizes and signs, ties, zero, and octave edges."""
    rng = _rng()
    yield from [(9.0, 3), (11.0, 3), (-9.0, 3), (-11.0, 3), (0.0, 4), (0.1, 8)]
    yield from [(7.9, 3), (-15.7, 4), (8.0, 3), (-0.3, 2), (1.3, 1), (2.5, 1)]
    for t in (2, 3, 5, 8, 11, 24, 40):
        x = rng.choice([-1, 1]) * 10.0 ** rng.uniform(-12, 12)
        yield float(x), t


def _smaller(b, c):
    return c / (b + np.sqrt(b * b - c))


def _with_cancellation(b, c):
    return b - np.sqrt(b * b - c)


def _larger(b, c):
    return b + np.sqrt(b * b - c)


def _first_term(b, c):
    return c / (2 * b)


def _roots():
    """Yield equations whose roots are near, far, and very far from each other."""
    yield from [(1.5, 1.7), (2.5, 0.3), (10.2, 0.001), (1e4, 0.37), (3e7, 0.21)]
    yield from [(0.7, 0.48), (1e-3, 2.5e-13), (123.4, 5.6e-9), (5.5, 30.2)]


def _together(counts, means, variances):
    p = np.array(counts) / np.sum(counts)
    means, variances = np.array(means), np.array(variances)
    centre = means[0] + np.sum(p * (means - means[0]))
    return np.sum(p * (variances + (means - centre) ** 2))


def _by_squares(counts, means, variances):
    p = np.array(counts) / np.sum(counts)
    means, variances = np.array(means), np.array(variances)
    return np.sum(p * (variances + means**2)) - np.sum(p * means) ** 2


def _within_alone(counts, means, variances):
    return np.sum(np.array(counts) * variances) / np.sum(counts)


def _alike(counts, means, variances):
    return _together(np.ones(len(counts)), means, variances)


def _parts():
    """Yield counts, means, variances: one part, equal parts, means far from zero."""
    rng = _rng()
    yield [3], [0.5], [1.25]
    yield [2, 6], [1.5, -2.25], [0.75, 3.5]
    yield [4, 1, 9], [10000001.5, 10000000.25, 10000002.75], [0.5, 0.0, 1.75]
    for n in (2, 3, 5):
        counts = [int(k) for k in rng.integers(1, 50, size=n)]
        means = [float(v) for v in 1e7 + np.round(rng.normal(size=n), 3)]
        yield counts, means, [float(v) for v in rng.uniform(0.2, 2, size=n)]
    yield [1, 2, 70], [0.5, -1.5, 30.25], [0.125, 1.5, 40.5]
    yield [2, 5, 3], [-0.5, 0.25, -40.75], [0.3, 1.7, 2.9]


def _sides(x, t):
    gap = 2.0 ** (np.frexp(x)[1] - t)
    a = np.floor(x / gap) * gap
    if a == x:
        return np.array([x, x, 0.0])
    return np.array([a, a + gap, (x - a) / gap])


def _toward_zero_first(x, t):
    gap = 2.0 ** (np.frexp(x)[1] - t)
    a = np.trunc(x / gap) * gap
    if a == x:
        return np.array([x, x, 0.0])
    b = a + np.sign(x) * gap
    return np.array([a, b, (x - a) / (b - a)])


def _chance_of_the_lower(x, t):
    a, b, q = _sides(x, t)
    return np.array([a, b, 1 - q if b > a else q])


def _moves_members(x, t):
    a, b, q = _sides(x, t)
    gap = 2.0 ** (np.frexp(x)[1] - t)
    return np.array([a, b if b > a else a + gap, q])


def _wider(x, t):
    return _sides(x, t - 1)


def _coins():
    """Yield numbers of both signs, members, and neighbours of powers of two."""
    rng = _rng()
    yield from [(9.0, 3), (9.5, 3), (-9.5, 3), (10.0, 3), (-7.75, 3), (7.75, 3)]
    yield from [(0.1, 8), (-0.3, 5), (1.75, 3), (-3.0, 4), (2.3, 2)]
    for t in (3, 6, 10):
        yield float(rng.choice([-1, 1]) * 10.0 ** rng.uniform(-3, 3)), t


def _largest_scale(g):
    return int(np.ceil(np.log2(65520 / np.max(np.abs(g))))) - 1


def _by_the_largest_member(g):
    return int(np.floor(np.log2(65504 / np.max(np.abs(g)))))


def _by_the_smallest(g):
    g = np.abs(g[np.nonzero(g)])
    return int(np.floor(np.log2(65519 / np.min(g))))


def _by_signed(g):
    return int(np.floor(np.log2(65519 / np.abs(np.max(g)))))


def _one_octave_short(g):
    return int(np.floor(np.log2(2**15 / np.max(np.abs(g)))))


def _adjoints():
    """Yield arrays of all sizes, with zeros, and some between 65504 and 65520."""
    rng = _rng()
    yield (np.array([0.3]),)
    yield (np.array([65512.0]),)
    yield (np.array([0.001, -65510.0 / 2**20]),)
    yield (np.array([-3.5, 0.25, 0.0, 1.5]),)
    for scale in (1e-9, 1e-3, 1.0, 1e6, 1e9):
        yield (scale * rng.normal(size=6),)
    yield (np.array([1e-7, -2e-6, 65519.0 / 2**9]),)
    yield (np.array([4e5, 3e-8, -0.7]),)
    yield (np.array([0.7, -2e4, 3e9]),)


EXERCISES = [
    Exercise(
        label="ex-floating-point-round",
        answer=_round_to,
        names=("x", "t"),
        cases=_to_round,
        tried="numbers of all sizes and both signs, ties, and zero",
        invariant={
            "t zero": "a number has at least one digit",
            "x moved": "a tie hangs on the last bit",
        },
        mistakes=(
            Mistake(_ties_up, "a tie goes to the even m, not upward: 9 gives 8."),
            Mistake(_cut_off, "this cuts off; round to the nearest."),
            Mistake(
                _one_digit_more,
                "this keeps t + 1 digits; frexp's m is below 1, so m * 2**t has t.",
            ),
            Mistake(
                _places_after_the_point,
                "this keeps t places after the point; the gap grows with x.",
            ),
        ),
    ),
    Exercise(
        label="ex-floating-point-root",
        answer=_smaller,
        names=("b", "c"),
        cases=_roots,
        tried="roots that are near each other, and far apart",
        invariant={
            "b absolute": "b is positive",
            "c absolute": "c is positive",
            "answer absolute": "both roots are positive",
            "answer clipped": "both roots are positive",
        },
        mistakes=(
            Mistake(
                _with_cancellation,
                "right on paper, but it cancels where c is small beside b².",
            ),
            Mistake(_larger, "this is the larger root; the product of both is c."),
            Mistake(_first_term, "c / (2b) is only near it, for tiny c."),
        ),
    ),
    Exercise(
        label="ex-floating-point-variance",
        answer=_together,
        names=("counts", "means", "variances"),
        cases=_parts,
        tried="one to five machines, means up to ten million",
        invariant={
            "variances absolute": "a variance is not negative",
            "answer absolute": "a variance is not negative",
            "answer clipped": "a variance is not negative",
            "means moved": "means of ten million with a spread of one lose digits",
            "means negated": "only distances count",
        },
        mistakes=(
            Mistake(
                _by_squares,
                "right on paper, but the squares of large means cancel; shift them.",
            ),
            Mistake(_within_alone, "the means differ too, and that adds variance."),
            Mistake(_alike, "a machine with more numbers counts more."),
        ),
    ),
    Exercise(
        label="ex-floating-point-coin",
        answer=_sides,
        names=("x", "t"),
        cases=_coins,
        tried="numbers of both signs, members, and numbers below a power of two",
        invariant={
            "t zero": "a number has at least one digit",
            "x moved": "a member has no neighbours to choose from, and is an edge",
        },
        mistakes=(
            Mistake(
                _toward_zero_first,
                "for a negative x the lower neighbour is the one farther from 0.",
            ),
            Mistake(
                _chance_of_the_lower,
                "the third number is the chance of the upper neighbour.",
            ),
            Mistake(_moves_members, "a member stays: return x, x, 0."),
            Mistake(_wider, "these neighbours are two gaps apart."),
        ),
    ),
    Exercise(
        label="ex-floating-point-window",
        answer=_largest_scale,
        names=("g",),
        cases=_adjoints,
        tried="arrays of one to six adjoints of all sizes",
        invariant={
            "g absolute": "sizes are asked for",
            "g negated": "sizes are asked for",
            "g permuted": "a largest size has no order",
        },
        mistakes=(
            Mistake(
                _by_the_largest_member,
                "numbers above 65504 may still be rounded down to it: up to where?",
            ),
            Mistake(_by_the_smallest, "the largest entry is the first to overflow."),
            Mistake(_by_signed, "negative entries overflow too; take sizes."),
            Mistake(_one_octave_short, "the last octave ends at 2**16, not 2**15."),
        ),
    ),
]
