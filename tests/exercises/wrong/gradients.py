"""Answers to the exercises on gradients: wrong ones, and right ones."""

import numpy as np


def the_k_largest(g, k):
    v = np.zeros(len(g))
    for j in sorted(range(len(g)), key=lambda j: g[j])[-k:]:
        v[j] = g[j]
    return v / np.linalg.norm(v)


def not_of_length_one(g, k):
    return [x if abs(x) >= sorted(map(abs, g))[-k] else 0.0 for x in g]


def signs_of_the_chosen(g, k):
    v = np.array([float(np.sign(x)) for x in not_of_length_one(g, k)])
    return v / np.linalg.norm(v)


def first_k(g, k):
    v = np.where(np.arange(len(g)) < k, g, 0)
    return v / np.linalg.norm(v)


def few_in_loops(g, k):
    kept = not_of_length_one(g, k)
    length = sum(x * x for x in kept) ** 0.5
    return [x / length for x in kept]


def by_a_small_jacobian(F_r, F_phi, r, phi):
    J = np.array(
        [[np.cos(phi), -r * np.sin(phi)], [np.sin(phi), r * np.cos(phi)]]
    )  # of (x, y) by (r, phi)
    return np.linalg.solve(J.T, np.array([F_r, F_phi]))


def jacobian_forward(F_r, F_phi, r, phi):
    J = np.array([[np.cos(phi), -r * np.sin(phi)], [np.sin(phi), r * np.cos(phi)]])
    return J @ np.array([F_r, F_phi])


def turned_without_r(F_r, F_phi, r, phi):
    c, s = np.cos(phi), np.sin(phi)
    return [c * F_r - s * F_phi, s * F_r + c * F_phi]


def radial_only(F_r, F_phi, r, phi):
    return [np.cos(phi) * F_r, np.sin(phi) * F_r]


def semidefinite_counts(H):
    values = np.round(np.linalg.eigvalsh(H), 8)
    if (values >= 0).all():
        return 1
    return -1 if (values <= 0).all() else 0


def zero_leaves_open(H):
    values = np.round(np.linalg.eigvalsh(H), 8)
    if 0 in values:
        return 2
    return int(np.sign(values[0])) if values[0] * values[-1] > 0 else 0


def sign_of_trace(H):
    return int(np.sign(sum(H[i, i] for i in range(len(H)))))


def always_open(H):
    return 2


def kind_by_counting(H):
    values = np.linalg.eigvalsh(H)
    scale = max(abs(values[0]), abs(values[-1]), 1e-300)
    signs = [0 if abs(v) <= 1e-9 * scale else (1 if v > 0 else -1) for v in values]
    if 1 in signs and -1 in signs:
        return 0
    return 2 if 0 in signs else signs[0]


def certified_by_svd(V, W, z):
    y = int(np.argmax(z))
    largest = np.sqrt(np.linalg.eigvalsh(V.T @ V)[-1])
    radii = [
        (z[y] - z[k]) / np.sqrt(np.sum((W[y] - W[k]) ** 2))
        for k in range(len(z))
        if k != y
    ]
    return min(radii) / largest


def of_the_chapter(V, W, z):
    s = np.sort(z)
    return (s[-1] - s[-2]) / 2**0.5 / np.linalg.norm(W, 2) / np.linalg.norm(V, 2)


def runner_up(V, W, z):
    y, k = np.argsort(-z)[:2]
    return (z[y] - z[k]) / np.linalg.norm(W[y] - W[k]) / np.linalg.norm(V, 2)


def of_all_entries(V, W, z):
    return certified_by_svd(np.array([[np.sqrt(np.sum(V**2))]]), W, z)


def without_the_first_layer(V, W, z):
    return certified_by_svd(np.array([[1.0]]), W, z)


def fall_by_least_squares(g, H, u, v):
    P = np.stack([u, v]).T
    z = np.linalg.inv(P.T @ H @ P) @ (P.T @ g)
    return (P.T @ g) @ z - 0.5 * z @ (P.T @ H @ P) @ z


def fall_one_by_one(g, H, u, v):
    return 0.5 * (g @ u) ** 2 / (u @ H @ u) + 0.5 * (g @ v) ** 2 / (v @ H @ v)


def fall_of_newton(g, H, u, v):
    return 0.5 * g @ np.linalg.inv(H) @ g


def fall_doubled(g, H, u, v):
    return 2 * fall_by_least_squares(g, H, u, v)


def fall_along_the_first(g, H, u, v):
    return 0.5 * (g @ u) ** 2 / (u @ H @ u)


WRONG = {
    "ex-gradients-few": [
        (the_k_largest, "choose by size"),
        (not_of_length_one, "length is not 1"),
        (signs_of_the_chosen, "the length is the ruler"),
        (first_k, ""),
    ],
    "ex-gradients-polar": [
        (lambda F_r, F_phi, r, phi: [F_r, F_phi], "turn them"),
        (turned_without_r, "divide by it"),
        (jacobian_forward, "divide by it once"),
        (radial_only, ""),
    ],
    "ex-gradients-kind": [
        (semidefinite_counts, "leaves the point open"),
        (zero_leaves_open, "two signs make a saddle"),
        (sign_of_trace, "their signs decide"),
        (always_open, ""),
    ],
    "ex-gradients-certificate": [
        (of_the_chapter, "difference of two rows"),
        (runner_up, "try all of them"),
        (of_all_entries, "operator norm of V"),
        (without_the_first_layer, ""),
    ],
    "ex-gradients-plane": [
        (fall_one_by_one, "share curvature"),
        (fall_of_newton, "outside of the plane"),
        (fall_doubled, "given back"),
        (fall_along_the_first, ""),
    ],
}

RIGHT = {
    "ex-gradients-few": [few_in_loops],
    "ex-gradients-polar": [by_a_small_jacobian],
    "ex-gradients-kind": [kind_by_counting],
    "ex-gradients-certificate": [certified_by_svd],
    "ex-gradients-plane": [fall_by_least_squares],
}
