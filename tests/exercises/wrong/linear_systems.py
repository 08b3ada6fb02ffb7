"""Wrong answers to the exercises on linear systems, and a part of the hint they get."""

import numpy as np


def by_the_transposed_order(L, U, p, b):
    A = L @ U
    P = np.eye(len(b))[p]
    return np.linalg.solve(A, P.T @ b)


def in_the_given_order(L, U, p, b):
    return np.linalg.solve(L @ U, b)


def unknowns_reordered(L, U, p, b):
    return np.linalg.solve(L @ U, b)[p]


def upper_first(L, U, p, b):
    return np.linalg.inv(L) @ np.linalg.inv(U) @ b[p]


def one_substitution(L, U, p, b):
    return np.linalg.inv(L) @ b[p]


def diagonal_only(L, U, p, b):
    return (np.linalg.inv(L) @ b[p]) / np.diag(U)


def by_inverse(L, U, p, b):
    return np.linalg.inv(np.eye(len(b))[p].T @ L @ U) @ b


def by_loops(L, U, p, b):
    n = len(b)
    y, x = [0.0] * n, [0.0] * n
    for i in range(n):
        y[i] = b[p[i]] - sum(L[i][j] * y[j] for j in range(i))
    for i in range(n - 1, -1, -1):
        y[i] -= sum(U[i][j] * x[j] for j in range(i + 1, n))
        x[i] = y[i] / U[i][i]
    return x


def stacked(A, b, x0, lam):
    root = np.sqrt(lam)
    below = root * np.asarray(x0)
    return np.linalg.lstsq(
        np.vstack([A, root * np.eye(len(x0))]), np.concatenate([b, below]), rcond=None
    )[0]


def through_the_samples(A, b, x0, lam):
    K = A @ A.T + lam * np.eye(len(b))
    return list(x0 + A.T @ np.linalg.inv(K) @ (b - A @ x0))


def plain_ridge(A, b, x0, lam):
    return np.linalg.inv(A.T @ A + lam * np.eye(len(x0))) @ A.T @ b


def ridge_added(A, b, x0, lam):
    return x0 + plain_ridge(A, b, x0, lam)


def change_alone(A, b, x0, lam):
    return plain_ridge(A, b - A @ x0, x0, lam)


def many_prices(A, b, x0, lam):
    return stacked(A, b, x0, lam * len(A))


def start_without_price(A, b, x0, lam):
    return np.linalg.inv(A.T @ A + lam * np.eye(len(x0))) @ (A.T @ b + x0)


def turned_away(A, b, x0, lam):
    return x0 - plain_ridge(A, b - A @ x0, x0, lam)


def raw_by_loop(c, w, mu, s):
    v = [w[j] / s[j] for j in range(len(w))]
    return [c - sum(v[j] * mu[j] for j in range(len(w))), *v]


def by_kernel(X, x):
    A = np.column_stack([np.ones(len(X)), X])
    U, sizes, V = np.linalg.svd(A)
    N = V[np.sum(sizes > 1e-9) :]
    return N.T @ (N @ np.append(1.0, x))


def by_gram_schmidt(X, x):
    kept = []
    for row in X:
        row = np.append(1.0, row)
        for q in kept:
            row = row - (q @ row) * q
        if np.linalg.norm(row) > 1e-9:
            kept.append(row / np.linalg.norm(row))
    new = np.append(1.0, x)
    for q in kept:
        new = new - (q @ new) * q
    return new


def part_that_is_seen(X, x):
    return np.append(1.0, x) - by_kernel(X, x)


def without_ones(X, x):
    return np.append(0.0, x - np.linalg.pinv(X) @ X @ x)


def along_each_row(X, x):
    new = np.append(1.0, x)
    total = np.zeros(len(new))
    for row in X:
        row = np.append(1.0, row)
        total += (row @ new) / (row @ row) * row
    return new - total


def refit(A, b, rows):
    keep = [i for i in range(len(b)) if i not in rows]
    x = np.linalg.lstsq(A[keep], b[keep], rcond=None)[0]
    return [b[i] - A[i] @ x for i in rows]


def by_formula(A, b, rows):
    H = A @ np.linalg.inv(A.T @ A) @ A.T
    inside = np.eye(len(rows)) - H[np.ix_(rows, rows)]
    return np.linalg.solve(inside, (b - H @ b)[rows])


def one_at_a_time(A, b, rows):
    return np.concatenate([refit(A, b, [i]) for i in rows])


def plain_residuals(A, b, rows):
    return (b - A @ np.linalg.lstsq(A, b, rcond=None)[0])[rows]


def predictions(A, b, rows):
    return b[rows] - refit(A, b, rows)


WRONG = {
    "ex-linear-systems-substitute": [
        (by_the_transposed_order, "inverse order"),
        (in_the_given_order, "b has to follow"),
        (unknowns_reordered, "not of the unknowns"),
        (upper_first, "solve with L first"),
        (one_substitution, "one more substitution"),
        (diagonal_only, "from the last unknown upwards"),
    ],
    "ex-linear-systems-near": [
        (plain_ridge, "pulled towards 0"),
        (ridge_added, "its targets are b - A x0"),
        (change_alone, "add it to x0"),
        (many_prices, "times the number of samples"),
        (start_without_price, "lam x0 on the right"),
        (turned_away, ""),
        (lambda A, b, x0, lam: x0, ""),
        (lambda A, b, x0, lam: stacked(A, b, x0, lam**2), ""),
    ],
    "ex-linear-systems-raw": [
        (lambda c, w, mu, s: np.append(c, w / s), "the means move the intercept"),
        (lambda c, w, mu, s: np.append(c - w @ mu, w / s), "not the raw"),
        (
            lambda c, w, mu, s: np.append(c - (w * s) @ mu, w * s),
            "needs its weight divided",
        ),
        (lambda c, w, mu, s: np.append(c + (w / s) @ mu, w / s), ""),
        (lambda c, w, mu, s: np.append(c - (w / s**2) @ mu, w / s**2), ""),
    ],
    "ex-linear-systems-unseen": [
        (part_that_is_seen, "return the rest"),
        (without_ones, "the intercept is a weight"),
        (along_each_row, "not orthogonal"),
        (lambda X, x: np.append(1.0, x), ""),
        (lambda X, x: np.zeros(1 + len(x)), ""),
    ],
    "ex-linear-systems-group": [
        (one_at_a_time, "one row at a time"),
        (plain_residuals, "residuals of the fit to all rows"),
        (predictions, "these are the predictions"),
        (lambda A, b, rows: -np.array(refit(A, b, rows)), ""),
        (lambda A, b, rows: refit(A, b, sorted(rows)), "in the order of rows"),
        (lambda A, b, rows: plain_residuals(A, b, sorted(rows)), "residuals of the"),
    ],
}
RIGHT = {
    "ex-linear-systems-substitute": [by_inverse, by_loops],
    "ex-linear-systems-near": [stacked, through_the_samples],
    "ex-linear-systems-raw": [raw_by_loop],
    "ex-linear-systems-unseen": [by_kernel, by_gram_schmidt],
    "ex-linear-systems-group": [refit, by_formula],
}
