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


def one_row_each(tokens, G, V):
    return np.eye(V)[:, tokens] @ G


def overwritten(tokens, G, V):
    E_bar = np.zeros((V, G.shape[1]))
    for token, g in zip(tokens, G, strict=True):
        E_bar[token] = g
    return E_bar


def added_in_one_go(tokens, G, V):
    E_bar = np.zeros((V, G.shape[1]))
    E_bar[tokens] += G
    return E_bar


def averaged(tokens, G, V):
    rows = [G[tokens == word] for word in range(V)]
    return np.array([row.mean(0) if len(row) else 0 * G[0] for row in rows])


def words_seen(tokens, G, V):
    return np.array([G[tokens == word].sum(0) for word in sorted(set(tokens))])


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
    "ex-backpropagation-embedding": [
        (overwritten, "keeps the last alone"),
        (added_in_one_go, "keeps the last alone"),
        (averaged, "take the sum, not the mean"),
        (words_seen, "words that do not come need a row"),
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

RIGHT = {"ex-backpropagation-embedding": [one_row_each]}
