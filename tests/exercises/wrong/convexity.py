"""Answers to the exercises of convexity: wrong ones, and right ones."""

import numpy as np
from scipy.special import log_softmax, softmax


def slope(W, X, y, lam):
    return (softmax(X @ W.T, axis=1) - np.eye(len(W))[y]).T @ X / len(X) + lam * W


def gain_by_loops(W, X, y, lam):
    G = lam * W
    for x, k in zip(X, y, strict=True):
        p = np.exp(log_softmax(W @ x))
        p[k] -= 1
        G = G + np.outer(p, x) / len(X)
    return sum(g * g for row in G for g in row) / lam / 2


def gain_overflows(W, X, y, lam):
    with np.errstate(all="ignore"):
        P = np.exp(X @ W.T)
        P = P / P.sum(axis=1, keepdims=True)
    return np.sum(((P - np.eye(len(W))[y]).T @ X / len(X) + lam * W) ** 2) / 2 / lam


def columns(X):
    return np.hstack([X, np.ones((len(X), 1))])


def step_by_eigenvalues(X, lam):
    Z = columns(X)
    return 1 / (np.linalg.eigvalsh(Z.T @ Z)[-1] / (4 * len(Z)) + lam)


def step_by_frobenius(X, lam):
    return 1 / (np.sum(columns(X) ** 2) / len(X) / 4 + lam)


def walk_by_units(V, W, order, X, t):
    out = 0.0
    for i, j in enumerate(order):
        v, w = (1 - t) * V[i] + t * V[j], (1 - t) * W[:, i] + t * W[:, j]
        out = out + np.outer(np.maximum(X @ v, 0), w)
    return out


def walk_of_the_inverse(V, W, order, X, t):
    return walk_by_units(V, W, np.argsort(order), X, t)


def walk_of_incoming(V, W, order, X, t):
    return np.maximum(X @ ((1 - t) * V + t * V[order]).T, 0) @ W.T


def walk_of_hidden(V, W, order, X, t):
    H = np.maximum(X @ V.T, 0)
    return ((1 - t) * H + t * H[:, order]) @ ((1 - t) * W + t * W[:, order]).T


def fill_by_hull(x, f):
    """Walk from left to right and drop points that lie above a chord."""
    keep = []
    for i in range(len(x)):
        while len(keep) >= 2:
            a, b = keep[-2:]
            if (f[b] - f[a]) * (x[i] - x[a]) < (f[i] - f[a]) * (x[b] - x[a]):
                break
            keep.pop()
        keep.append(i)
    return np.interp(x, x[keep], f[keep])


def fill_least(x, f):
    return np.minimum.accumulate(f)


def segment_by_steps(x, a, b):
    t = 0.5
    square = max(np.dot(b - a, b - a), 1e-300)
    for _ in range(3):
        t = min(max(t - np.dot(a + t * (b - a) - x, b - a) / square, 0.0), 1.0)
    return [p + t * (q - p) for p, q in zip(a, b, strict=True)]


def segment_on_the_line(x, a, b):
    t = (x - a) @ (b - a) / max((b - a) @ (b - a), 1e-300)
    return (1 - t) * a + t * b


def segment_clipped_by_entries(x, a, b):
    return np.clip(x, np.minimum(a, b), np.maximum(a, b))


WRONG = {
    "ex-convexity-gain": [
        (lambda W, X, y, lam: np.sum(slope(W, X, y, lam) ** 2) / lam, "twice"),
        (lambda W, X, y, lam: np.sum(slope(W, X, y, 0) ** 2) / 2 / lam, "decay"),
        (
            lambda W, X, y, lam: np.linalg.norm(slope(W, X, y, lam)) / 2 / lam,
            "squared",
        ),
        (gain_overflows, ""),
    ],
    "ex-convexity-step": [
        (lambda X, lam: 1 / (np.linalg.norm(X, 2) ** 2 / len(X) / 4 + lam), "bias"),
        (
            lambda X, lam: 1 / (np.linalg.norm(columns(X), 2) ** 2 / len(X) / 2 + lam),
            "a quarter",
        ),
        (lambda X, lam: 1 / (np.linalg.norm(columns(X), 2) ** 2 / len(X) + lam), "σ"),
        (
            lambda X, lam: 4 * len(X) / np.linalg.norm(columns(X), 2) ** 2,
            "decay",
        ),
        (step_by_frobenius, ""),
    ],
    "ex-convexity-walk": [
        (walk_of_incoming, "takes its column along"),
        (lambda V, W, order, X, t: np.maximum(X @ V.T, 0) @ W.T, "not outputs"),
        (
            lambda V, W, order, X, t: walk_by_units(V, W, order, X, 1 - t),
            "counts from the network",
        ),
        (walk_of_the_inverse, "not the other way round"),
        (walk_of_hidden, ""),
    ],
    "ex-convexity-fill": [
        (lambda x, f: np.array(f), "no dent"),
        (lambda x, f: -fill_by_hull(x, -np.asarray(f)), "from above"),
        (lambda x, f: fill_by_hull(np.arange(len(x)) * 1.0, f), "distances"),
        (fill_least, ""),
    ],
    "ex-convexity-segment": [
        (segment_on_the_line, "beyond the ends"),
        (
            lambda x, a, b: min((a, b), key=lambda p: np.linalg.norm(x - p)),
            "nearer points",
        ),
        (
            lambda x, a, b: a + np.clip((x - a) @ (b - a), 0, 1) * (b - a),
            "squared length",
        ),
        (segment_clipped_by_entries, ""),
    ],
}

RIGHT = {
    "ex-convexity-gain": [gain_by_loops],
    "ex-convexity-step": [step_by_eigenvalues],
    "ex-convexity-walk": [walk_by_units],
    "ex-convexity-fill": [fill_by_hull],
    "ex-convexity-segment": [segment_by_steps],
}
