"""Wrong answers to the exercises on tensors, and a part of the hint they get."""

from functools import cache

import numpy as np


def room_of_every_order(sizes):
    """Try all orders: join neighbours, and remember the largest that was made."""

    @cache
    def least(d):
        if len(d) <= 3:
            return 0
        steps = [
            (d[k - 1] * d[k + 1], d[:k] + d[k + 1 :]) for k in range(1, len(d) - 1)
        ]
        return min(max(made, least(rest)) for made, rest in steps)

    return least(tuple(sizes))


def room_in_all(sizes):
    @cache
    def least(d):
        if len(d) <= 3:
            return 0
        return min(
            d[k - 1] * d[k + 1] + least(d[:k] + d[k + 1 :])
            for k in range(1, len(d) - 1)
        )

    return least(tuple(sizes))


def fewest(sizes):
    @cache
    def least(d):
        if len(d) < 3:
            return 0
        return min(
            d[k - 1] * d[k] * d[k + 1] + least(d[:k] + d[k + 1 :])
            for k in range(1, len(d) - 1)
        )

    return least(tuple(sizes))


def rows_of_blocks(M, p, q):
    blocks = [np.hsplit(row, M.shape[1] // q) for row in np.vsplit(M, len(M) // p)]
    return np.array([block.ravel() for row in blocks for block in row])


def singular(R):
    return np.linalg.svd(R)[1]


def by_eigenvalues(M, p, q, r):
    R = rows_of_blocks(M, p, q)
    values = np.linalg.eigvalsh(R @ R.T)[::-1]
    return np.sqrt(np.sum(values[r:].clip(0)))


def by_subtraction(M, p, q, r):
    U, s, V = np.linalg.svd(rows_of_blocks(M, p, q), full_matrices=False)
    near = (U[:, :r] * s[:r]) @ V[:r]
    return np.linalg.norm(rows_of_blocks(M, p, q) - near)


def stamp_by_matrix(G, w, t):
    r, k = len(G), len(w)
    s = t * (r - 1) + k
    C = np.zeros((r, r, s, s))
    for i, j, a, b in np.ndindex(r, r, k, k):
        C[i, j, t * i + a, t * j + b] = w[a, b]
    return np.einsum("ij,ijab->ab", G, C)


def stamp_by_kron(G, w, t):
    r, k = len(G), len(w)
    X = np.zeros((t * (r - 1) + k,) * 2)
    for a, b in np.ndindex(k, k):
        X[a : a + t * (r - 1) + 1 : t, b : b + t * (r - 1) + 1 : t] += w[a, b] * G
    return X


def stamp_over(G, w, t):
    k, s = len(w), t * (len(G) - 1) + len(w)
    X = np.zeros((s, s))
    for i, j in np.ndindex(G.shape):
        X[t * i : t * i + k, t * j : t * j + k] = G[i, j] * w
    return X


def forgetting_by_mask(Q, K, V, gamma):
    age = np.subtract.outer(np.arange(len(Q)), np.arange(len(Q)))
    fade = np.where(age >= 0, float(gamma) ** np.abs(age), 0)
    return (Q @ K.T * fade) @ V


def forgetting_by_loops(Q, K, V, gamma):
    n = len(Q)
    return [
        sum(gamma ** (t - s) * (Q[t] @ K[s]) * V[s] for s in range(t + 1))
        for t in range(n)
    ]


def layer_by_layer(d, layers, vocabulary, context):
    total = vocabulary * d + context * d
    for _ in range(layers):
        total += 4 * (d * d + d)
        total += d * 4 * d + 4 * d + 4 * d * d + d
        total += 2 * 2 * d
    return total + 2 * d


WRONG = {
    "ex-tensors-room": [
        (
            lambda sizes: max(
                room_of_every_order(sizes),
                sizes[0] * sizes[-1] if len(sizes) > 2 else 0,
            ),
            "whole chain is not counted",
        ),
        (
            lambda sizes: max(
                (sizes[0] * size for size in sizes[2:-1]),
                default=0,
            ),
            "from left to right",
        ),
        (room_in_all, "the largest one is asked for"),
        (fewest, ""),
        (lambda sizes: max(sizes) * min(sizes), ""),
    ],
    "ex-tensors-terms": [
        (lambda M, p, q, r: np.linalg.norm(singular(M)[r:]), "blocks into rows"),
        (
            lambda M, p, q, r: np.sum(singular(rows_of_blocks(M, p, q))[r:] ** 2),
            "the square of the distance",
        ),
        (
            lambda M, p, q, r: np.linalg.norm(singular(M.reshape(-1, p * q))[r:]),
            "reshape alone",
        ),
        (lambda M, p, q, r: np.sum(singular(rows_of_blocks(M, p, q))[r:]), ""),
        (
            lambda M, p, q, r: np.linalg.norm(
                singular(rows_of_blocks(M, p, q))[r + 1 :]
            ),
            "",
        ),
    ],
    "ex-tensors-stamp": [
        (lambda G, w, t: stamp_by_matrix(G, w[::-1, ::-1], t), "half a turn"),
        (lambda G, w, t: stamp_by_kron(G, w.T, t), "rows and columns"),
        (lambda G, w, t: stamp_by_matrix(G, w, 1), ""),
        (stamp_over, "they add up"),
        (lambda G, w, t: np.kron(G, w), ""),
    ],
    "ex-tensors-forget": [
        (
            lambda Q, K, V, gamma: forgetting_by_mask(Q, K, V, 1.0),
            "gamma is not used",
        ),
        (
            lambda Q, K, V, gamma: forgetting_by_mask(K, Q, V, gamma),
            "exchanged",
        ),
        (
            lambda Q, K, V, gamma: gamma * forgetting_by_mask(Q, K, V, gamma),
            "the power 0",
        ),
        (lambda Q, K, V, gamma: Q @ K.T @ V, ""),
    ],
    "ex-tensors-parameters": [
        (lambda d, layers, v, n: 12 * layers * d * d + (v + n) * d, ""),
        (
            lambda d, layers, v, n: layer_by_layer(d, layers, v, n) - 2 * d,
            "one more normalisation",
        ),
        (
            lambda d, layers, v, n: layer_by_layer(d, layers, v, n) + v * d,
            "once more",
        ),
        (lambda d, layers, v, n: layer_by_layer(d, layers, v, 0), "table of their own"),
    ],
}
RIGHT = {
    "ex-tensors-room": [room_of_every_order],
    "ex-tensors-terms": [by_eigenvalues, by_subtraction],
    "ex-tensors-stamp": [stamp_by_matrix, stamp_by_kron],
    "ex-tensors-forget": [forgetting_by_mask, forgetting_by_loops],
    "ex-tensors-parameters": [layer_by_layer],
}
