"""Wrong answers to the exercises on integration, and a part of the hint they get."""

import math

import numpy as np


def area_in_loops(corners):
    total = 0.0
    for k in range(len(corners)):
        (a, b), (c, d) = corners[k - 1], corners[k]
        total += (a + c) * (d - b) / 2
    return abs(float(total))


def box(corners):
    return float(np.prod(np.ptp(corners, axis=0)))


def mean_by_physicists(f, m, sd, n):
    z, w = np.polynomial.hermite.hermgauss(n)
    return float(np.sum(w * f(m + math.sqrt(2) * sd * z)) / math.sqrt(math.pi))


def mean_on_a_grid(f, m, sd, n):
    z = np.linspace(-1, 1, n + 2)
    return np.mean(f(m + sd * z))


def bits_in_steps(log_p, n, c):
    total = 0.0
    for value in log_p:
        total -= (value - n * math.log(c)) / n
    return total / len(log_p) / math.log(2)


def log_q_in_steps(y, layers):
    x = [float(v) for v in y]
    score = 0.0
    for s, t, a in reversed(list(layers)):
        x = [x[0]] + [v - k * x[0] for v, k in zip(x[1:], a[1:], strict=True)]
        x = [(v - k) * math.exp(-r) for v, k, r in zip(x, t, s, strict=True)]
        score -= sum(s)
    return score - sum(v * v + math.log(2 * math.pi) for v in x) / 2


def log_q_shift_first(y, layers):
    x, lost = np.array(y, dtype=float), 0.0
    for s, t, a in layers[::-1]:
        x = np.concatenate([x[:1], x[1:] - a[1:] * x[0]])
        x, lost = x / np.exp(s) - t, lost + np.sum(s)
    return -x @ x / 2 - len(x) / 2 * np.log(2 * np.pi) - lost


def log_q_in_wrong_steps(y, layers):
    x, lost = np.array(y, dtype=float), 0.0
    for s, t, a in layers[::-1]:
        x, lost = (x - t) / np.exp(s), lost + np.sum(s)
        x = np.concatenate([x[:1], x[1:] - a[1:] * x[0]])
    return -x @ x / 2 - len(x) / 2 * np.log(2 * np.pi) - lost


def log_volume(d):
    return d / 2 * math.log(math.pi) - math.lgamma(d / 2 + 1)


def radius_by_steps(d):
    log_v = math.log(2) if d % 2 else math.log(math.pi)
    for k in range(3 if d % 2 else 4, d + 1, 2):
        log_v += math.log(2 * math.pi / k)
    return math.exp(-log_v / d)


WRONG = {
    "ex-integration-area": [
        (lambda corners: 2 * area_in_loops(corners), "twice the area"),
        (
            lambda c: (
                np.sum(c[:, 0] * np.roll(c[:, 1], -1) - c[:, 1] * np.roll(c[:, 0], -1))
                / 2
            ),
            "negative",
        ),
        (
            lambda c: abs(np.sum(c[:-1, 0] * c[1:, 1] - c[:-1, 1] * c[1:, 0])) / 2,
            "last edge",
        ),
        (box, ""),
    ],
    "ex-integration-expectation": [
        (
            lambda f, m, sd, n: (
                math.sqrt(2 * math.pi) * mean_by_physicists(f, m, sd, n)
            ),
            "add to 1",
        ),
        (
            lambda f, m, sd, n: mean_by_physicists(f, m, sd / math.sqrt(2), n),
            "factor √2",
        ),
        (lambda f, m, sd, n: mean_by_physicists(f, m, sd * sd, n), "sd² times z"),
        (mean_on_a_grid, ""),
        (lambda f, m, sd, n: mean_by_physicists(f, m, sd, n + 1), ""),
        (lambda f, m, sd, n: mean_by_physicists(f, m, sd, 40), "integral itself"),
    ],
    "ex-integration-bits": [
        (lambda log_p, n, c: bits_in_steps(log_p, n, 1 / c), "log-densities fall"),
        (lambda log_p, n, c: n * bits_in_steps(log_p, n, c), "per picture"),
        (lambda log_p, n, c: bits_in_steps(log_p, n, c) * math.log(2), "nats"),
        (lambda log_p, n, c: -bits_in_steps(log_p, n, c), ""),
    ],
    "ex-integration-pushed": [
        (
            lambda y, layers: log_q_in_steps(y, layers) + np.sum(layers[:, 0]),
            "count the slopes",
        ),
        (
            lambda y, layers: log_q_in_steps(y, layers) + 2 * np.sum(layers[:, 0]),
            "subtract s",
        ),
        (lambda y, layers: log_q_in_steps(y, layers[::-1]), "undo that one first"),
        (log_q_shift_first, ""),
        (log_q_in_wrong_steps, ""),
    ],
    "ex-integration-radius": [
        (lambda d: math.exp(log_volume(d) / d), "needs a large radius"),
        (
            lambda d: math.exp((math.lgamma(d / 2) - d / 2 * math.log(math.pi)) / d),
            "d/2 + 1",
        ),
        (
            lambda d: math.exp(-log_volume(d) / (1 if d <= 300 else d / 2)),
            "take a root",
        ),
        (lambda d: math.sqrt(d / (2 * math.pi * math.e)), ""),
    ],
}

RIGHT = {
    "ex-integration-area": [area_in_loops],
    "ex-integration-expectation": [mean_by_physicists],
    "ex-integration-bits": [bits_in_steps],
    "ex-integration-pushed": [log_q_in_steps],
    "ex-integration-radius": [radius_by_steps],
}
