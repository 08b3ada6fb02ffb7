"""Answers to the exercises on information: wrong ones, and right ones."""

from math import lgamma, log, log2

import numpy as np


def words_as_they_come(lengths):
    words, at, before = [], 0, 0
    for d in lengths:
        at = int(at * 2.0 ** (d - before))
        words.append(at)
        at, before = at + 1, d
    return words


def words_sorted(lengths):
    return words_as_they_come(sorted(lengths))


def words_counted(lengths):
    order = sorted(range(len(lengths)), key=lambda k: lengths[k])
    return [order.index(k) for k in range(len(lengths))]


def words_longest_first(lengths):
    order = sorted(range(len(lengths)), key=lambda k: -lengths[k])
    sums, words = 0.0, [0] * len(lengths)
    for k in order:
        words[k] = int(sums * 2 ** int(lengths[k]))
        sums += 0.5 ** int(lengths[k])
    return words


def words_by_fractions(lengths):
    words = []
    for k, d in enumerate(lengths):
        before = [e for j, e in enumerate(lengths) if (e, j) < (d, k)]
        words.append(sum(0.5 ** int(e) for e in before) * 2 ** int(d))
    return words


def inside_by_theorem(low, high):
    m = int(np.ceil(-np.log2(high - low))) + 1
    return [m, int((low + high) / 2 * 2**m)]


def inside_start_only(low, high):
    m = 0
    while np.ceil(low * 2**m) >= high * 2**m:
        m += 1
    return [m, np.ceil(low * 2**m)]


def inside_floor(low, high):
    m = 0
    while (int(low * 2**m) + 1) / 2**m > high:
        m += 1
    return [m, int(low * 2**m)]


def inside_swapped(low, high):
    return inside_by_search(low, high)[::-1]


def inside_by_search(low, high):
    for m in range(60):
        w = -int(-low * 2**m // 1)
        if w + 1 <= high * 2**m:
            return [m, w]
    raise ValueError("no word")


def paid_nats(x, K):
    return paid_by_factorials(x, K) * log(2)


def paid_hindsight(x, K):
    n = [1 + sum(x == k) for k in range(K)]
    return -sum(log2(n[k] / sum(n)) for k in x)


def paid_after_counting(x, K):
    n, bits = [1] * K, 0.0
    for k in x:
        n[k] += 1
        bits -= log2(n[k] / sum(n))
    return bits


def paid_entropy(x, K):
    p = np.bincount(x) / len(x)
    return -len(x) * np.sum(p[p > 0] * np.log2(p[p > 0]))


def paid_by_factorials(x, K):
    n = np.bincount(x, minlength=K)
    logs = sum(lgamma(each + 1) for each in n) + lgamma(K) - lgamma(len(x) + K)
    return -logs / log(2)


def errors_by_newton(doubt, K):
    e = (1 - 1 / K) / 2
    for _ in range(200):
        value = -e * log2(e) - (1 - e) * log2(1 - e) + e * log2(K - 1)
        slope = log2((1 - e) * (K - 1) / e)
        e = min(max(e - (value - doubt) / slope, e / 2), (e + 1 - 1 / K) / 2)
    return e


def errors_nats(doubt, K):
    low, high = 0.0, 1 - 1 / K
    for _ in range(100):
        e = (low + high) / 2
        nats = -e * log(e) - (1 - e) * log(1 - e) + e * log(K - 1)
        low, high = (e, high) if nats < doubt else (low, e)
    return low


def errors_all_classes(doubt, K):
    low, high = 0.0, 1 - 1 / K
    for _ in range(100):
        e = (low + high) / 2
        bits = -e * log2(e) - (1 - e) * log2(1 - e) + e * log2(K)
        low, high = (e, high) if bits < doubt else (low, e)
    return low


def errors_weak(doubt, K):
    return (doubt - 1) / log2(K)


def errors_share(doubt, K):
    return doubt / log2(K)


def tilt_uniform(q, f, mean):
    return tilt_newton(np.ones(len(q)) / len(q), f, mean)


def tilt_once(q, f, mean):
    w = q * np.exp(f - f.max())
    return w / w.sum()


def tilt_linear(q, f, mean):
    d = f - q @ f
    return q + q * d * (mean - q @ f) / (q @ d**2)


def tilt_shifted(q, f, mean):
    w = q * np.abs(f - mean)
    return w / w.sum()


def tilt_newton(q, f, mean):
    g, m, s = f / np.ptp(f), mean / np.ptp(f), 0.0
    for _ in range(300):
        w = q * np.exp(s * g - np.max(s * g))
        p = w / w.sum()
        gap, spread = p @ g - m, p @ (g - p @ g) ** 2
        s -= np.clip(gap / max(spread, 1e-12), -1, 1)
    return p


WRONG = {
    "ex-information-words": [
        (words_as_they_come, "shortest words come first"),
        (words_sorted, "put each where its length stands"),
        (words_counted, "factor 2 for each digit"),
        (words_longest_first, ""),
    ],
    "ex-information-inside": [
        (inside_by_theorem, "a shorter one may fit"),
        (inside_start_only, "may end outside"),
        (inside_floor, "round low up"),
        (inside_swapped, ""),
    ],
    "ex-information-learning": [
        (paid_nats, "these are nats"),
        (paid_hindsight, "before it reads"),
        (paid_after_counting, "pay first"),
        (paid_entropy, ""),
    ],
    "ex-information-errors": [
        (errors_nats, "comes in bits"),
        (errors_all_classes, "not K"),
        (errors_weak, "weaker bound"),
        (errors_share, ""),
    ],
    "ex-information-tilt": [
        (tilt_uniform, "start from q"),
        (tilt_once, "another mean"),
        (tilt_linear, "linear in f"),
        (tilt_shifted, ""),
    ],
}

RIGHT = {
    "ex-information-words": [words_by_fractions],
    "ex-information-inside": [inside_by_search],
    "ex-information-learning": [paid_by_factorials],
    "ex-information-errors": [errors_by_newton],
    "ex-information-tilt": [tilt_newton],
}
