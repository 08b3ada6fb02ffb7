"""Answers to the exercises on implicit functions and flows: wrong and right ones."""

import math

import numpy as np


def from_the_last_step(q, first, tolerance):
    k = 0
    while first > tolerance:
        first, k = first * q, k + 1
    return k


def truncated(q, first, tolerance):
    return max(0, int(math.log(first / (tolerance * (1 - q))) / math.log(1 / q)))


def counted_from_one(q, first, tolerance):
    k = 1
    while q**k * first / (1 - q) > tolerance:
        k += 1
    return k


def never_zero_at_last(q, first, tolerance):
    return math.ceil(math.log(tolerance * (1 - q) / first) / math.log(q))


def by_the_second_bound(q, first, tolerance):
    k = 1
    while q**k * first * q / (1 - q) > tolerance:
        k += 1
    return k + 7


def by_logarithms(q, first, tolerance):
    return max(0, math.ceil(math.log(tolerance * (1 - q) / first, q)))


def jacobian_as_it_is(W, U, z, v):
    J = np.diag(1 - z**2) @ W
    return (np.diag(1 - z**2) @ U).T @ (np.linalg.inv(np.eye(len(z)) - J) @ v)


def plus_for_minus(W, U, z, v):
    J = np.diag(1 - z**2) @ W
    return (np.diag(1 - z**2) @ U).T @ np.linalg.solve(np.eye(len(z)) + J.T, v)


def one_round(W, U, z, v):
    return [
        sum(U[i, j] * (1 - z[i] ** 2) * v[i] for i in range(len(z)))
        for j in range(U.shape[1])
    ]


def without_slopes(W, U, z, v):
    return U.T @ np.linalg.solve(np.eye(len(z)) - W.T, v)


def in_rounds(W, U, z, v):
    u = v
    for _ in range(2000):
        u = v + W.T @ ((1 - z**2) * u)
    return U.T @ ((1 - z**2) * u)


def through_the_jacobian(W, U, z, v):
    D = np.diag(1 - z**2)
    return v @ np.linalg.solve(np.eye(len(z)) - D @ W, D @ U)


def rising(A, b, B, c, lam):
    return -prices_one_by_one(A, b, B, c, lam)


def without_two(A, b, B, c, lam):
    return prices_one_by_one(A, b, B, c, lam) / 2


def squares(A, b, B, c, lam):
    return [x**2 for x in np.linalg.solve(A.T @ A + np.diag(lam), A.T @ b)]


def all_at_once(A, b, B, c, lam):
    return np.ones(len(lam)) * sum(prices_one_by_one(A, b, B, c, lam))


def by_the_residual(A, b, B, c, lam):
    w = np.linalg.solve(A.T @ A + np.diag(lam), A.T @ b)
    return 2 * B.T @ (B @ w - c)


def prices_one_by_one(A, b, B, c, lam):
    H = A.T @ A + np.diag(lam)
    w = np.linalg.inv(H) @ A.T @ b
    slopes = []
    for j in range(len(lam)):
        nudged = -np.linalg.inv(H)[:, j] * w[j]
        slopes.append(2 * (B @ w - c) @ (B @ nudged))
    return np.array(slopes)


def late_slopes(W, x, h, N, v):
    states = [x]
    for _ in range(N):
        states.append(states[-1] + h * np.tanh(W @ states[-1]))
    a = v
    for z in states[:0:-1]:
        a = a + h * W.T @ ((1 - np.tanh(W @ z) ** 2) * a)
    return a


def no_transpose(W, x, h, N, v):
    states = [x]
    for _ in range(N):
        states.append(states[-1] + h * np.tanh(W @ states[-1]))
    a = v
    for z in states[-2::-1]:
        a = a + h * (1 - np.tanh(W @ z) ** 2) * (W @ a)
    return a


def first_state_first(W, x, h, N, v):
    a, z = v, x
    for _ in range(N):
        a = a + h * W.T @ ((1 - np.tanh(W @ z) ** 2) * a)
        z = z + h * np.tanh(W @ z)
    return a


def swept_without_steps(W, x, h, N, v):
    return v


def field_run_back(W, x, h, N, v):
    z, a = x, v
    for _ in range(N):
        z = z + h * np.tanh(W @ z)
    for _ in range(N):
        a = a + h * W.T @ ((1 - np.tanh(W @ z) ** 2) * a)
        z = z - h * np.tanh(W @ z)
    return a


def step_undone_before_its_slopes(W, x, h, N, v):
    z, a = x, v
    for _ in range(N):
        z = z + h * np.tanh(W @ z)
    for _ in range(N):
        z = z - h * np.tanh(W @ z)
        a = a + h * W.T @ ((1 - np.tanh(W @ z) ** 2) * a)
    return a


def by_the_product_of_jacobians(W, x, h, N, v):
    J, z = np.eye(len(x)), x
    for _ in range(N):
        J = (np.eye(len(x)) + h * np.diag(1 - np.tanh(W @ z) ** 2) @ W) @ J
        z = z + h * np.tanh(W @ z)
    return v @ J


def start_for_place(z, t, mu, sigma):
    return mu + sigma * z - z


def destination(z, t, mu, sigma):
    return mu + sigma * (z - t * mu) / (1 + t * (sigma - 1))


def unshifted(z, t, mu, sigma):
    return mu + (sigma - 1) * z / (1 + t * (sigma - 1))


def mean_alone(z, t, mu, sigma):
    return mu


def end_minus_start(z, t, mu, sigma):
    x = (z - t * mu) / (1 + t * (sigma - 1))
    return (mu + sigma * x) - x


WRONG = {
    "ex-implicit-and-flows-rounds": [
        (from_the_last_step, "waits for a small step"),
        (truncated, "one round too few"),
        (counted_from_one, "then k is 0"),
        (never_zero_at_last, "not negative"),
        (by_the_second_bound, ""),
    ],
    "ex-implicit-and-flows-pixels": [
        (jacobian_as_it_is, "transposed Jacobian"),
        (plus_for_minus, "with a minus"),
        (one_round, "in all of them"),
        (without_slopes, ""),
    ],
    "ex-implicit-and-flows-prices": [
        (rising, "turned round"),
        (without_two, "half of it"),
        (squares, "least value itself"),
        (all_at_once, "of its own"),
        (by_the_residual, ""),
    ],
    "ex-implicit-and-flows-sweep": [
        (late_slopes, "z_{k+1}"),
        (no_transpose, "transposed Jacobian"),
        (first_state_first, "first one to go back"),
        (field_run_back, "steps run back"),
        (step_undone_before_its_slopes, "steps run back"),
        (swept_without_steps, ""),
    ],
    "ex-implicit-and-flows-straight": [
        (start_for_place, "takes z for the start"),
        (destination, "where the point ends"),
        (unshifted, "moved by t mu"),
        (mean_alone, ""),
    ],
}

RIGHT = {
    "ex-implicit-and-flows-rounds": [by_logarithms],
    "ex-implicit-and-flows-pixels": [in_rounds, through_the_jacobian],
    "ex-implicit-and-flows-prices": [prices_one_by_one],
    "ex-implicit-and-flows-sweep": [by_the_product_of_jacobians],
    "ex-implicit-and-flows-straight": [end_minus_start],
}
