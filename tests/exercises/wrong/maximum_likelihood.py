"""Wrong answers to the exercises on maximum likelihood, with a part of their hint."""

import numpy as np


def as_it_stands(z):
    with np.errstate(all="ignore"):
        return np.log(sum(np.exp(entry) for entry in z))


def left_shifted(z):
    shifted = z - max(z)
    return np.log(np.exp(shifted).sum())


def largest(z):
    return sorted(z)[-1]


def twice_the_mean(x):
    return 2 * x.sum() / len(x)


def the_mean(x):
    return x.sum() / len(x)


def without_bias(x):
    return x.max() + x.max() / len(x)


def of_one_picture(k, n):
    p = k / n
    return p - 1.96 * (p * (1 - p)) ** 0.5, p + 1.96 * (p * (1 - p)) ** 0.5


def with_the_variance(k, n):
    p = k / n
    return p - 1.96 * p * (1 - p) / n, p + 1.96 * p * (1 - p) / n


def one_standard_error(k, n):
    p = k / n
    e = (p * (1 - p) / n) ** 0.5
    return [p - e, p + e]


def with_d(x, sigma):
    return x - x * len(x) * sigma**2 / (x @ x)


def sigma_forgotten(x, sigma):
    return x - x * (len(x) - 2) / (x @ x)


def by_the_length(x, sigma):
    return x - x * (len(x) - 2) * sigma**2 / np.linalg.norm(x)


def one_by_one(x, sigma):
    return x - (len(x) - 2) * sigma**2 / x


def slope_and_hessian(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ (p - y), X.T @ np.diag(p * (1 - p)) @ X


def uphill(w, X, y):
    slope, hessian = slope_and_hessian(w, X, y)
    return w + np.linalg.inv(hessian) @ slope


def unweighted(w, X, y):
    return w - np.linalg.inv(X.T @ X) @ slope_and_hessian(w, X, y)[0]


def mean_slope(w, X, y):
    slope, hessian = slope_and_hessian(w, X, y)
    return w - np.linalg.inv(hessian) @ slope / len(X)


def no_hessian(w, X, y):
    return w - slope_and_hessian(w, X, y)[0]


WRONG = {
    "ex-maximum-likelihood-logsumexp": [
        (as_it_stands, "overflows"),
        (left_shifted, "add it again"),
        (largest, "the others is missing"),
    ],
    "ex-maximum-likelihood-uniform": [
        (twice_the_mean, "may lie below an observation"),
        (the_mean, "would be impossible"),
        (without_bias, "removes the bias"),
    ],
    "ex-maximum-likelihood-accuracy": [
        (of_one_picture, "a single picture"),
        (with_the_variance, "its square root"),
        (one_standard_error, "1.96 standard errors"),
    ],
    "ex-maximum-likelihood-shrink": [
        (with_d, "not d"),
        (sigma_forgotten, "units of sigma"),
        (by_the_length, "not by its length"),
        (one_by_one, "one factor for all"),
    ],
    "ex-maximum-likelihood-newton": [
        (uphill, "subtract it"),
        (unweighted, "with the weight p (1 - p)"),
        (mean_slope, "belong to one function"),
        (no_hessian, "solves with the Hessian"),
    ],
}
