"""Wrong answers to the exercises on backpropagation, with a part of their hint."""

import numpy as np


def whole_over_each(x):
    with np.errstate(all="ignore"):
        return x.prod() * (1 / x)


def those_before(x):
    return np.array([np.prod(x[:k]) for k in range(len(x))])


def the_product(x):
    return np.ones(len(x)) * np.prod(x)


def probabilities(z):
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


def overflowing(z, g):
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.sum(np.exp(z))
        return p * g - p * (p @ g)


def without_the_others(z, g):
    return g * probabilities(z)


def like_sigmoids(z, g):
    p = probabilities(z)
    return g * p * (1 - p)


def plain_mean(z, g):
    return probabilities(z) * (g - np.mean(g))


def front_only(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g


def summed(g, shape):
    g = front_only(g, shape)
    for k, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=k, keepdims=True)
    return g


def averaged(g, shape):
    while g.ndim > len(shape):
        g = g.mean(axis=0)
    for k, n in enumerate(shape):
        if n == 1:
            g = g.mean(axis=k, keepdims=True)
    return g


def squeezed(g, shape):
    return np.squeeze(summed(g, shape))


def quotient_of_slopes(a, b):
    return a[0] / b[0], 0.0 if b[1] == 0 else a[1] / b[1]


def wrong_sign(a, b):
    return a[0] / b[0], (b[1] * a[0] - a[1] * b[0]) / (b[0] * b[0])


def undivided(a, b):
    return a[0] / b[0], a[1] * b[0] - a[0] * b[1]


def divided_once(a, b):
    return a[0] / b[0], a[1] - a[0] * b[1] / b[0]


def fixed_deviation(x, g):
    return (g - np.mean(g)) / x.std()


def fixed_mean(x, g):
    s = x.std()
    x_hat = (x - x.mean()) / s
    return g / s - x_hat * np.mean(x_hat * g) / s


def all_fixed(x, g):
    return g / x.std()


WRONG = {
    "ex-backpropagation-product": [
        (whole_over_each, "where an entry is zero"),
        (those_before, "those after it"),
        (the_product, "leaves that entry out"),
    ],
    "ex-backpropagation-softmax": [
        (overflowing, "overflows"),
        (without_the_others, "diag(p) g alone"),
        (like_sigmoids, "only the diagonal"),
        (plain_mean, "not the plain mean"),
    ],
    "ex-backpropagation-unbroadcast": [
        (front_only, "axes of length one were repeated"),
        (averaged, "not their mean"),
        (squeezed, "keepdims=True"),
    ],
    "ex-backpropagation-dual": [
        (quotient_of_slopes, "not the quotient of the slopes"),
        (wrong_sign, "check the sign"),
        (undivided, "still has to be divided"),
        (divided_once, "the square of the denominator"),
    ],
    "ex-backpropagation-norm": [
        (fixed_deviation, "s depends on x"),
        (fixed_mean, "the mean depends on x too"),
        (all_fixed, "held fixed"),
    ],
}
