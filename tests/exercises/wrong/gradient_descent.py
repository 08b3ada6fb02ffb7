"""Wrong answers to the exercises on gradient descent, and a part of their hints."""

import numpy as np


def stops_early(kappa, digits):
    k, error = 0, 1.0
    while error * (kappa - 1) / (kappa + 1) > 10.0**-digits:
        k, error = k + 1, error * (kappa - 1) / (kappa + 1)
    return k


def natural(kappa, digits):
    return int(np.ceil(digits / np.log((kappa + 1) / (kappa - 1))))


def short_step(kappa, digits):
    return int(np.ceil(-digits * np.log(10) / np.log1p(-1 / kappa)))


def with_momentum(kappa, digits):
    rate = (kappa**0.5 - 1) / (kappa**0.5 + 1)
    return int(np.ceil(digits / -np.log10(rate)))


def averaged(A, x, eta, beta, steps):
    v = 0 * x
    for _ in range(steps):
        v = beta * v + (1 - beta) * A @ x
        x = x - eta * v
    return x


def forgets(A, x, eta, beta, steps):
    return np.linalg.matrix_power(np.eye(len(x)) - eta * A, steps) @ x


def moves_first(A, x, eta, beta, steps):
    v = 0 * x
    for _ in range(steps):
        new = x - eta * v
        v = beta * v + A @ x
        x = new
    return x


def climbs(A, x, eta, beta, steps):
    v = 0 * x
    for _ in range(steps):
        v = beta * v + A @ x
        x = x + eta * v
    return x


def signed(eta, lam, beta):
    return np.roots([1, eta * lam - 1 - beta, beta]).real.max()


def smaller(eta, lam, beta):
    return np.abs(np.roots([1, eta * lam - 1 - beta, beta])).min()


def just_lower(f, x, g, eta):
    while f(x - eta * g) >= f(x):
        eta /= 2
    return eta


def first_trial_halved(f, x, g, eta):
    eta /= 2
    while f(x) - f(x - eta * g) < 0.5 * eta * (g @ g):
        eta /= 2
    return eta


WRONG = {
    "ex-gradient-descent-steps": [
        (stops_early, "one step too early"),
        (natural, "a factor of 10"),
        (short_step, "the best step is"),
        (with_momentum, "the rate of momentum"),
    ],
    "ex-gradient-descent-ball": [
        (averaged, "multiplied by 1 - beta"),
        (forgets, "the velocity is lost"),
        (moves_first, "first the velocity"),
        (climbs, "this climbs"),
    ],
    "ex-gradient-descent-radius": [
        (lambda eta, lam, beta: beta**0.5, "not real, or double"),
        (smaller, "the larger of the two"),
        (signed, "negative or complex"),
        (lambda eta, lam, beta: np.abs(1 - eta * lam), "without momentum"),
    ],
    "ex-gradient-descent-backtrack": [
        (just_lower, "not just fall"),
        (lambda f, x, g, eta: eta, "not always good enough"),
        (first_trial_halved, "the first trial is eta itself"),
    ],
    "ex-gradient-descent-limit": [
        (lambda B, b, x0: np.linalg.lstsq(B, b)[0], "the limit from the origin"),
        (lambda B, b, x0: np.linalg.lstsq(B, b)[0] + x0, "only the part of x0"),
        (lambda B, b, x0: x0, "the point moves"),
    ],
}
