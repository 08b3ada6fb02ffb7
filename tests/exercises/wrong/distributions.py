"""Wrong answers to the exercises on distributions, and right ones in other styles."""

import math

import numpy as np
from scipy import optimize


def mixture_pairwise(z, w):
    total = -np.inf
    for a, b in zip(z, w, strict=True):
        if b > 0:
            total = np.logaddexp(total, a + math.log(b))
    return total


def mixture_naive(z, w):
    with np.errstate(all="ignore"):
        return np.log(np.exp(z) @ w)


def mixture_shift_lost(z, w):
    keep = w > 0
    return np.log(np.sum(w[keep] * np.exp(z[keep] - z[keep].max())))


def mixture_unweighted(z, w):
    return np.logaddexp.reduce(z[w > 0])


def mixture_all_unweighted(z, w):
    return np.logaddexp.reduce(z)


def mixture_normalised(z, w):
    return mixture_pairwise(z, w) - np.log(np.sum(w))


def words_by_loops(rates, prior):
    rows = []
    for r, q in zip(rates, prior, strict=True):
        rows.append([math.log(a) for a in r] + [math.log(q) - sum(r)])
    return rows


def words_no_prior(rates, prior):
    return np.hstack([np.log(rates), -rates.sum(axis=1, keepdims=True)])


def words_no_rates(rates, prior):
    return np.hstack([np.log(rates), np.log(prior)[:, None]])


def words_plain_rates(rates, prior):
    return np.hstack([rates, (np.log(prior) - rates.sum(axis=1))[:, None]])


def words_bias_first(rates, prior):
    b = np.log(prior) - rates.sum(axis=1)
    return np.hstack([b[:, None], np.log(rates)])


def words_mean_rate(rates, prior):
    b = np.log(prior) - rates.mean(axis=1)
    return np.hstack([np.log(rates), b[:, None]])


def sensors_one_by_one(means, sds):
    mean, sd = means[0], sds[0]
    for m, s in zip(means[1:], sds[1:], strict=True):
        gain = sd**2 / (sd**2 + s**2)
        mean, sd = mean + gain * (m - mean), math.sqrt((1 - gain) * sd**2)
    return [mean, sd]


def sensors_averaged(means, sds):
    return [np.mean(means), np.sum(1 / sds**2) ** -0.5]


def sensors_by_deviation(means, sds):
    return [np.average(means, weights=1 / sds), np.sum(1 / sds**2) ** -0.5]


def sensors_variance(means, sds):
    w = 1 / sds**2
    return [np.average(means, weights=w), 1 / np.sum(w)]


def sensors_mean_precision(means, sds):
    w = 1 / sds**2
    return [np.average(means, weights=w), np.mean(w) ** -0.5]


def gaps_by_precision(mu, Sigma, seen, x):
    P, out = np.linalg.inv(Sigma), np.array(mu)
    out[seen] = x
    h = [i for i in range(len(mu)) if i not in set(int(j) for j in seen)]
    pull = P[np.ix_(h, seen)] @ (x - mu[seen])
    out[h] -= np.linalg.solve(P[np.ix_(h, h)], pull)
    return out


def gaps_means(mu, Sigma, seen, x):
    out = np.array(mu)
    out[seen] = x
    return out


def gaps_not_centred(mu, Sigma, seen, x):
    out = mu + Sigma[:, seen] @ np.linalg.inv(Sigma[np.ix_(seen, seen)]) @ x
    out[seen] = x
    return out


def gaps_block_of_inverse(mu, Sigma, seen, x):
    P = np.linalg.inv(Sigma)[np.ix_(seen, seen)]
    out = mu + Sigma[:, seen] @ P @ (x - mu[seen])
    out[seen] = x
    return out


def gaps_seen_sorted(mu, Sigma, seen, x):
    return gaps_by_precision(mu, Sigma, np.sort(seen), x)


def cool_by_brent(z, top):
    size = np.ptp(z)

    def off(log_T):
        return np.sum(np.exp((z - z.max()) / size / np.exp(log_T))) - 1 / top

    return size * np.exp(optimize.brentq(off, -20, 20, xtol=1e-14))


def cool_inverse(z, top):
    return 1 / cool_by_brent(z, top)


def cool_of_two(z, top):
    a, b = np.sort(z)[-1], np.sort(z)[-2]
    return (a - b) / math.log(top / (1 - top))


def cool_logarithm(z, top):
    return math.log(cool_by_brent(z, top))


def cool_of_the_second(z, top):
    a = np.sort(z)
    return (a[-1] - a[0]) / math.log(top / (1 - top))


WRONG = {
    "ex-distributions-mixture": [
        (mixture_naive, "subtract a number first"),
        (mixture_shift_lost, "added to the result"),
        (mixture_all_unweighted, "has a weight"),
        (mixture_unweighted, ""),
        (mixture_normalised, ""),
    ],
    "ex-distributions-words": [
        (words_no_prior, "how frequent"),
        (words_no_rates, "pays for normalising"),
        (words_plain_rates, "not the rate itself"),
        (words_bias_first, ""),
        (words_mean_rate, ""),
    ],
    "ex-distributions-sensors": [
        (sensors_averaged, "surer sensors"),
        (sensors_by_deviation, "divided by the variance"),
        (sensors_variance, "take its root"),
        (sensors_mean_precision, ""),
    ],
    "ex-distributions-gaps": [
        (gaps_means, "says something of the rest"),
        (gaps_not_centred, "how far it is from its mean"),
        (gaps_block_of_inverse, "cut the block out first"),
        (gaps_seen_sorted, ""),
    ],
    "ex-distributions-cool": [
        (cool_inverse, "this is 1/T"),
        (cool_of_two, "the others take their share"),
        (cool_logarithm, "the logarithm of T"),
        (cool_of_the_second, ""),
    ],
}

RIGHT = {
    "ex-distributions-mixture": [mixture_pairwise],
    "ex-distributions-words": [words_by_loops],
    "ex-distributions-sensors": [sensors_one_by_one],
    "ex-distributions-gaps": [gaps_by_precision],
    "ex-distributions-cool": [cool_by_brent],
}
