"""Wrong answers to the exercises on singular values, and right ones in other styles."""

import numpy as np


def rank_by_cutting(A, eps):
    """Try each rank in turn."""
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    k = 0
    while np.linalg.norm(A - (U[:, :k] * s[:k]) @ Vt[:k]) > eps * np.linalg.norm(A):
        k += 1
    return k


def rank_by_eigenvalues(A, eps):
    lam = np.sort(np.linalg.eigvalsh(A @ A.T))[::-1]
    total = np.sum(A**2)
    kept = np.append(0.0, np.cumsum(lam))
    return int(np.argmax(total - kept <= eps**2 * total + 1e-12 * total))


def strange_by_pythagoras(X, x, k):
    mean = X.mean(axis=0)
    lam, V = np.linalg.eigh(np.atleast_2d((X - mean).T @ (X - mean)))
    rest = V[:, : V.shape[1] - k].T @ (x - mean)
    return np.sqrt(rest @ rest)


def strange_with_left_vectors(X, x, k):
    mean = X.mean(axis=0)
    U = np.linalg.svd((X - mean).T @ (X - mean))[2][:k]
    return abs(np.linalg.norm(x - mean) - np.linalg.norm(U @ (x - mean)))


def align_by_loops(X, Y):
    M = sum(np.outer(y, x) for x, y in zip(X, Y, strict=True))
    U, s, Vt = np.linalg.svd(M)
    if np.linalg.det(U) * np.linalg.det(Vt) < 0:
        Vt[-1] *= -1
    return U @ Vt


def align_transposed(X, Y):
    return align_by_loops(X, Y).T


def solve_by_pinv(A, b, tol):
    return np.linalg.pinv(A, rcond=tol) @ b


def solve_by_lstsq(A, b, tol):
    return np.linalg.lstsq(A, b, rcond=tol)[0]


def shuffle_by_rank(order):
    n = len(order)
    return int(np.linalg.matrix_rank(np.eye(n)[list(order)] - np.eye(n)))


def shuffle_by_swaps(order):
    order, swaps = list(order), 0
    for i in range(len(order)):
        while order[i] != i:
            j = order[i]
            order[i], order[j] = order[j], order[i]
            swaps += 1
    return swaps


def bottleneck_by_qr(X, Y, k):
    Q, R = np.linalg.qr(X)
    U, s, Vt = np.linalg.svd(Q.T @ Y, full_matrices=False)
    return np.linalg.solve(R, (U[:, :k] * s[:k]) @ Vt[:k])


def solution_cut(X, Y, k):
    """Cut the solution itself, by subtracting what is to go."""
    U, s, Vt = np.linalg.svd(np.linalg.pinv(X) @ Y, full_matrices=False)
    return np.linalg.pinv(X) @ Y - (U[:, k:] * s[k:]) @ Vt[k:]


def bottleneck_by_targets(X, Y, k):
    V = np.linalg.svd(Y, full_matrices=False)[2][:k].T
    return np.linalg.pinv(X) @ Y @ V @ V.T


WRONG = {
    "ex-svd-rank": [
        (
            lambda A, eps: int(
                np.sum(np.linalg.svd(A)[1] > eps * np.linalg.norm(A, 2))
            ),
            "squares of all",
        ),
        (lambda A, eps: rank_by_cutting(A, np.sqrt(eps)), "both sides are to be"),
        (lambda A, eps: rank_by_cutting(A, eps / np.linalg.norm(A)), "relative"),
        (lambda A, eps: int(np.linalg.matrix_rank(A)), ""),
        (lambda A, eps: rank_by_cutting(A, eps) + 1, ""),
    ],
    "ex-svd-stranger": [
        (
            lambda X, x, k: strange_by_pythagoras(X, x, k) ** 2,
            "the square of the distance",
        ),
        (
            lambda X, x, k: strange_by_pythagoras(X - X.mean(axis=0), x, k),
            "not from the new sample",
        ),
        (
            lambda X, x, k: strange_by_pythagoras(np.vstack([X, -X]), x, k),
            "goes through the mean",
        ),
        (strange_with_left_vectors, ""),
        (lambda X, x, k: np.linalg.norm(x - X.mean(axis=0)), ""),
    ],
    "ex-svd-align": [
        (align_transposed, "turns Y onto X"),
        (
            lambda X, Y: np.linalg.svd(Y.T @ X)[0] @ np.linalg.svd(Y.T @ X)[2],
            "reflections",
        ),
        (lambda X, Y: (np.linalg.pinv(X) @ Y).T, "only rotations"),
        (lambda X, Y: np.eye(X.shape[1]), ""),
    ],
    "ex-svd-threshold": [
        (lambda A, b, tol: np.linalg.pinv(A) @ b, "still divided by"),
        (
            lambda A, b, tol: np.linalg.pinv(A, rcond=tol / np.linalg.norm(A, 2)) @ b,
            "times the largest",
        ),
        (
            lambda A, b, tol: np.linalg.solve(
                A.T @ A + (tol * np.linalg.norm(A, 2)) ** 2 * np.eye(A.shape[1]),
                A.T @ b,
            ),
            "a soft cut",
        ),
        (lambda A, b, tol: A.T @ b, ""),
    ],
    "ex-svd-shuffle": [
        (lambda order: sum(i != j for i, j in enumerate(order)), "one less"),
        (lambda order: len(order) - shuffle_by_swaps(order), "number of cycles"),
        (
            lambda order: (
                sum(i == j for i, j in enumerate(order)) + shuffle_by_swaps(order)
            ),
            "a cycle too",
        ),
        (lambda order: len(order) - 1, ""),
        (lambda order: shuffle_by_swaps(order) % 2, ""),
    ],
    "ex-svd-bottleneck": [
        (lambda X, Y, k: np.linalg.pinv(X) @ Y, "more than k"),
        (bottleneck_by_targets, "what cannot be fitted"),
        (solution_cut, "its outputs"),
        (lambda X, Y, k: 0 * (X.T @ Y), ""),
        (lambda X, Y, k: bottleneck_by_qr(X, Y, min(k + 1, *X.shape)), ""),
    ],
}
RIGHT = {
    "ex-svd-rank": [rank_by_cutting, rank_by_eigenvalues],
    "ex-svd-stranger": [strange_by_pythagoras],
    "ex-svd-align": [align_by_loops],
    "ex-svd-threshold": [solve_by_pinv, solve_by_lstsq],
    "ex-svd-shuffle": [shuffle_by_rank, shuffle_by_swaps],
    "ex-svd-bottleneck": [bottleneck_by_qr],
}
