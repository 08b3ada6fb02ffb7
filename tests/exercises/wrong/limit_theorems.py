"""Answers to the exercises on limit theorems: wrong ones, and right ones."""

import numpy as np
from scipy import special, stats


def batch_by_trying(G, share):
    N, g = len(G), np.mean(G, axis=0)
    noise = np.sum((np.array(G) - g) ** 2) / N
    for B in range(1, N + 1):
        rest = (N - B) / (N - 1) if N > 1 else 0.0
        if noise / B * rest <= share**2 * np.sum(g**2):
            return B
    return N


def batch_with_replacement(G, share):
    g = np.mean(G, axis=0)
    noise = np.mean(np.sum((G - g) ** 2, axis=1))
    return max(1, int(np.ceil(noise / (share**2 * np.sum(g**2)))))


def batch_of_roots(G, share):
    return batch_by_trying(G, np.sqrt(share))


def batch_against_single_ones(G, share):
    N, g = len(G), np.mean(G, axis=0)
    noise = np.mean(np.sum((G - g) ** 2, axis=1))
    size = np.mean(np.sum(G**2, axis=1))
    bound = N * noise / max(noise + (N - 1) * share**2 * size, 1e-300)
    return int(np.clip(np.ceil(bound), 1, N))


def batch_by_sample_variance(G, share):
    N = len(G)
    scale = np.sqrt((N - 1) / N) if N > 1 else 1.0
    return batch_by_trying(G, share * scale * 0.9)


def pictures_in_a_loop(m, half, miss):
    n = int(np.log(2 * m / miss) / (2 * half**2)) - 2
    while 2 * m * np.exp(-2 * n * half**2) > miss:
        n += 1
    return n


def pictures_by_chebyshev(m, half, miss):
    return int(np.ceil(m / (4 * miss * half**2)))


def vote_by_floor(p, miss):
    n = 1
    while True:
        a = (n // 2 + 1) / n
        log = a * np.log(p / a)
        if n > 1:
            log += (1 - a) * np.log((1 - p) / (1 - a))
        if n * log <= np.log(miss):
            return n
        n += 2


def vote_by_the_truth(p, miss):
    n = 1
    while stats.binom.sf(n // 2, n, p) > miss:
        n += 2
    return n


def vote_by_hoeffding(p, miss):
    n = 1
    while np.exp(-2 * n * ((n + 1) / (2 * n) - p) ** 2) > miss:
        n += 2
    return n


def vote_at_one_half(p, miss):
    n = 1
    while (4 * p * (1 - p)) ** (n / 2) > miss:
        n += 2
    return n


def gap_by_dictionary(p, n):
    law = {0: 1.0}
    for _ in range(n):
        new = {}
        for total, chance in law.items():
            for face, q in enumerate(p):
                new[total + face] = new.get(total + face, 0.0) + chance * q
        law = new
    mean = sum(q * face for face, q in enumerate(p))
    var = sum(q * (face - mean) ** 2 for face, q in enumerate(p))
    F, worst = 0.0, 0.0
    for total in sorted(law):
        bell = stats.norm.cdf((total - n * mean) / np.sqrt(n * var))
        worst = max(worst, abs(F - bell))
        F += law[total]
        worst = max(worst, abs(F - bell))
    return worst


def gap_after_jumps(p, n):
    law = np.ones(1)
    for _ in range(n):
        law = np.convolve(law, p)
    k = np.arange(len(p))
    mean = p @ k
    sd = np.sqrt(n * (p @ (k - mean) ** 2))
    z = (np.arange(len(law)) - n * mean) / sd
    return np.max(np.abs(np.cumsum(law) - special.ndtr(z)))


def gap_at_middles(p, n):
    law = np.ones(1)
    for _ in range(n):
        law = np.convolve(p, law)
    k = np.arange(len(p))
    mean = p @ k
    z = (np.arange(len(law)) - n * mean) / np.sqrt(n * (p @ k**2 - mean**2))
    return np.max(np.abs(np.cumsum(law) - 0.5 * law - stats.norm.cdf(z)))


def gap_of_one(p, n):
    return gap_by_dictionary(p, 1)


def odds_by_slope(k, n):
    p = k / n
    sd = np.sqrt(p * (1 - p) / n)
    return [np.log(p) - np.log(1 - p), sd / (p * (1 - p))]


WRONG = {
    "ex-limit-theorems-batch": [
        (batch_with_replacement, "with replacement"),
        (batch_of_roots, "counts squared"),
        (batch_against_single_ones, "mean gradient"),
        (batch_by_sample_variance, ""),
    ],
    "ex-limit-theorems-pictures": [
        (lambda m, half, miss: int(np.ceil(np.log(m / miss) / half**2 / 2)), "side"),
        (
            lambda m, half, miss: m * pictures_in_a_loop(1, half, miss),
            "the same pictures",
        ),
        (
            lambda m, half, miss: int(np.ceil(np.log(2 * m / miss) * 2 / half**2)),
            "the 2 belongs below",
        ),
        (pictures_by_chebyshev, ""),
    ],
    "ex-limit-theorems-vote": [
        (vote_by_the_truth, "exact probability"),
        (vote_by_hoeffding, "Hoeffding"),
        (vote_at_one_half, "a little over one half"),
        (lambda p, miss: max(vote_by_floor(p, miss), 3), "0 log 0"),
        (lambda p, miss: vote_by_floor(p, miss) + 2, ""),
    ],
    "ex-limit-theorems-gap": [
        (gap_after_jumps, "before each jump"),
        (gap_of_one, "one throw"),
        (gap_at_middles, "take both ends"),
        (lambda p, n: gap_by_dictionary(p, n) * np.sqrt(n), ""),
        (lambda p, n: 0.4748 / np.sqrt(n), ""),
    ],
    "ex-limit-theorems-odds": [
        (
            lambda k, n: [np.log(k / (n - k)), np.sqrt(k * (n - k) / n**3)],
            "multiply by the slope",
        ),
        (lambda k, n: [np.log(k / (n - k)), 1 / k + 1 / (n - k)], "take the root"),
        (
            lambda k, n: [np.log(k / (n - k)), n / np.sqrt(k * (n - k))],
            "root of n",
        ),
        (lambda k, n: [np.log(k / n), np.sqrt(1 / k - 1 / n)], ""),
    ],
}

RIGHT = {
    "ex-limit-theorems-batch": [batch_by_trying],
    "ex-limit-theorems-pictures": [pictures_in_a_loop],
    "ex-limit-theorems-vote": [vote_by_floor],
    "ex-limit-theorems-gap": [gap_by_dictionary],
    "ex-limit-theorems-odds": [odds_by_slope],
}
