"""Answers to the exercises on matrix calculus: wrong ones, and right ones."""

import numpy as np


def transposed_pinv(X):
    return np.linalg.pinv(X)


def forgot_the_half(X):
    return 2 * X @ np.linalg.inv(X.T @ X)


def gram_itself(X):
    return X @ (X.T @ X)


def largest_direction(X):
    U, s, Vt = np.linalg.svd(X)
    return np.outer(U[:, 0], Vt[0]) / s[0]


def by_qr(X):
    Q, R = np.linalg.qr(X)
    return np.linalg.solve(R, Q.T).T


def by_least_squares(X):
    return np.linalg.lstsq(X, np.eye(len(X)), rcond=None)[0].T


def one_solver_for_both(A, b, g):
    inverse = np.linalg.inv(A)
    x, y = inverse @ b, inverse @ g
    return np.hstack([-y[:, None] * x, y[:, None]])


def rows_and_columns_exchanged(A, b, g):
    x, y = np.linalg.inv(A) @ b, np.linalg.inv(A).T @ g
    return np.hstack([-x[:, None] * y, y[:, None]])


def no_minus(A, b, g):
    x, y = np.linalg.inv(A) @ b, np.linalg.inv(A).T @ g
    return np.hstack([y[:, None] * x, y[:, None]])


def the_inverse_alone(A, b, g):
    return np.hstack([np.linalg.inv(A), g[:, None]])


def by_inverse(A, b, g):
    inverse = np.linalg.inv(A)
    y = inverse.T @ g
    by_A = [[-y_i * x_j for x_j in inverse @ b] for y_i in y]
    return [row + [y_i] for row, y_i in zip(by_A, y, strict=True)]


def pattern(Q, K, tau):
    S = tau * Q @ K.T
    A = np.exp(S - S.max(axis=1)[:, None])
    return A / A.sum(axis=1)[:, None]


def without_c(Q, K, V, G, tau):
    return float(np.sum(pattern(Q, K, tau) * (G @ V.T) * (Q @ K.T)))


def summed_down(Q, K, V, G, tau):
    A, A_bar = pattern(Q, K, tau), G @ V.T
    return np.sum(A * (A_bar - (A * A_bar).sum(axis=0)) * (Q @ K.T))


def tau_twice(Q, K, V, G, tau):
    return tau * by_variance(Q, K, V, G, tau)


def forward_alone(Q, K, V, G, tau):
    return np.sum(G * (pattern(Q, K, tau) @ V))


def by_variance(Q, K, V, G, tau):
    """Add up, over queries, the covariance of products and adjoints."""
    total = 0.0
    for q, g in zip(Q, G, strict=True):
        a = pattern(q[None], K, tau)[0]
        p, bar = K @ q, V @ g
        total += np.sum(a * (p - a @ p) * (bar - a @ bar))
    return total


def by_complex_step(Q, K, V, G, tau):
    S = (tau + 1e-30j) * (Q @ K.T)
    A = np.exp(S - S.real.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    return np.sum(G * (A @ V)).imag / 1e-30


def one_for_all(D, X):
    G = sum(d.T @ x for d, x in zip(D, X, strict=True))
    return [np.linalg.norm(G)] * len(D)


def lengths_multiplied(D, X):
    return [np.linalg.norm(d) * np.linalg.norm(x) for d, x in zip(D, X, strict=True)]


def no_root(D, X):
    return [np.sum((d.T @ x) ** 2) for d, x in zip(D, X, strict=True)]


def operator_norms(D, X):
    return [np.linalg.norm(d.T @ x, 2) for d, x in zip(D, X, strict=True)]


def one_by_one(D, X):
    return [np.linalg.norm(d.T @ x) for d, x in zip(D, X, strict=True)]


def copied_down(T):
    return np.triu(T) + np.triu(T, 1).T


def both_triangles(T):
    return np.array(T) + np.transpose(T)


def half_of_all(T):
    return copied_down(T) / 2


def doubled_beside_the_diagonal(T):
    return 2 * T + 2 * T.T - 3 * np.diag(np.diag(T))


def halved_on_the_diagonal(T):
    return T + T.T - 1.5 * np.diag(np.diag(T))


def as_it_is(T):
    return T


def halves(T):
    off = np.triu(T, 1) / 2
    return np.diag(np.diag(T)) + off + off.T


def rows_for_columns(X):
    return condition_by_gram(X).T


def product_of_slopes(X):
    U, s, Vt = np.linalg.svd(X)
    return np.outer(U[:, 0], Vt[0]) / s[-1] - np.outer(U[:, -1], Vt[-1])


def wrong_sign(X):
    U, s, Vt = np.linalg.svd(X)
    d = np.array([1 / s[-1]] + [0.0] * (len(s) - 2) + [s[0] / s[-1] ** 2])
    return U * d @ Vt


def largest_alone(X):
    U, s, Vt = np.linalg.svd(X)
    return np.outer(U[:, 0], Vt[0]) / s[-1]


def condition_by_gram(X):
    """Use eigenvectors of XᵀX, and X itself for the left ones."""
    lam, V = np.linalg.eigh(X.T @ X)
    s = np.sqrt(lam)
    first = np.outer(X @ V[:, -1] / s[-1], V[:, -1])
    last = np.outer(X @ V[:, 0] / s[0], V[:, 0])
    return first / s[0] - s[-1] / lam[0] * last


WRONG = {
    "ex-matrix-calculus-volume": [
        (transposed_pinv, "the shape of X"),
        (forgot_the_half, "the half in front"),
        (gram_itself, "brings its inverse"),
        (largest_direction, ""),
    ],
    "ex-matrix-calculus-solve": [
        (one_solver_for_both, "the transpose of A"),
        (rows_and_columns_exchanged, "is transposed"),
        (no_minus, "minus sign"),
        (the_inverse_alone, ""),
    ],
    "ex-matrix-calculus-sharpness": [
        (without_c, "subtract c"),
        (summed_down, "along rows"),
        (tau_twice, "has no τ"),
        (forward_alone, ""),
    ],
    "ex-matrix-calculus-lengths": [
        (one_for_all, "whole batch"),
        (lengths_multiplied, "one token alone"),
        (no_root, "take the root"),
        (operator_norms, ""),
    ],
    "ex-matrix-calculus-triangle": [
        (copied_down, "each gets half"),
        (both_triangles, "the mean, not the sum"),
        (doubled_beside_the_diagonal, "do not double them"),
        (halved_on_the_diagonal, "the diagonal keeps"),
        (half_of_all, ""),
        (as_it_is, ""),
    ],
    "ex-matrix-calculus-condition": [
        (rows_for_columns, "columns of U come first"),
        (product_of_slopes, "quotient rule"),
        (wrong_sign, "minus"),
        (largest_alone, ""),
    ],
}
RIGHT = {
    "ex-matrix-calculus-volume": [by_qr, by_least_squares],
    "ex-matrix-calculus-solve": [by_inverse],
    "ex-matrix-calculus-sharpness": [by_variance, by_complex_step],
    "ex-matrix-calculus-lengths": [one_by_one],
    "ex-matrix-calculus-triangle": [halves],
    "ex-matrix-calculus-condition": [condition_by_gram],
}
