"""Checks of the coded exercises of the chapter on distributions."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(52)


def _log_mixture(z, w):
    z, w = z[w > 0], w[w > 0]
    top = z.max()
    return top + np.log(np.sum(w * np.exp(z - top)))


def _mixture_overflows(z, w):
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return np.log(np.sum(w * np.exp(z)))


def _mixture_largest_of_all(z, w):
    top = z.max()
    with np.errstate(divide="ignore"):
        return top + np.log(np.sum(w * np.exp(z - top)))


def _mixture_not_added_back(z, w):
    return _log_mixture(z, w) - z[w > 0].max()


def _mixture_without_weights(z, w):
    return _log_mixture(z, np.ones(len(w)))


def _weighted_logits():
    """Yield logits and weights, with large ones whose weight is zero."""
    rng = _rng()
    yield np.array([0.3, -1.2, 1.7]), np.array([0.2, 0.5, 1.3])
    yield np.array([-2.6]), np.array([0.4])
    for K in (2, 3, 5):
        yield 3 * rng.normal(size=K), rng.uniform(0.2, 2, size=K)
    yield np.array([-1500.5, 310.2, 900.4]), np.array([0.3, 0.6, 1.4])
    yield np.array([1000.5, -3.4, 2.3]), np.array([0.0, 0.7, 1.6])
    yield np.array([-900.3, -901.5]), np.array([0.6, 0.4])


def _count_layer(rates, prior):
    b = np.log(prior) - rates.sum(axis=1)
    return np.column_stack([np.log(rates), b])


def _layer_without_prior(rates, prior):
    return np.column_stack([np.log(rates), -rates.sum(axis=1)])


def _layer_without_partition(rates, prior):
    return np.column_stack([np.log(rates), np.log(prior)])


def _layer_of_rates(rates, prior):
    return np.column_stack([rates, np.log(prior) - rates.sum(axis=1)])


def _layer_partition_added(rates, prior):
    return np.column_stack([np.log(rates), np.log(prior) + rates.sum(axis=1)])


def _rates():
    """Yield rates of words in kinds of texts, and frequencies of the kinds."""
    rng = _rng()
    yield np.array([[0.5, 2.3], [1.4, 0.7]]), np.array([0.3, 0.7])
    for K, n in [(1, 3), (3, 1), (3, 3), (4, 2), (2, 5)]:
        yield rng.uniform(0.1, 4, size=(K, n)), rng.dirichlet(np.ones(K))
    yield np.outer([0.4, 1.1, 2.6], [0.5, 1.5, 3.2]), np.array([0.2, 0.3, 0.5])


def _combine(means, sds):
    precision = np.sum(1 / sds**2)
    return np.array([np.sum(means / sds**2) / precision, 1 / np.sqrt(precision)])


def _plain_average(means, sds):
    return np.array([np.mean(means), _combine(means, sds)[1]])


def _weights_not_squared(means, sds):
    mean = np.sum(means / sds) / np.sum(1 / sds)
    return np.array([mean, _combine(means, sds)[1]])


def _variance_given(means, sds):
    mean, sd = _combine(means, sds)
    return np.array([mean, sd**2])


def _precision_given(means, sds):
    mean, sd = _combine(means, sds)
    return np.array([mean, 1 / sd**2])


def _law_of_the_sum(means, sds):
    return np.array([np.sum(means), np.sqrt(np.sum(sds**2))])


def _reports():
    """Yield means and standard deviations of sensors."""
    rng = _rng()
    yield np.array([1.3, 2.6]), np.array([0.5, 1.4])
    yield np.array([-0.7]), np.array([0.3])
    for n in (2, 3, 6):
        yield 4 * rng.normal(size=n), rng.uniform(0.2, 3, size=n)
    yield np.array([-1.2, 0.4, 7.3]), np.array([0.2, 0.9, 2.6])


def _complete(mu, Sigma, seen, x):
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    off = np.linalg.solve(Sigma[np.ix_(seen, seen)], x - mu[seen])
    return _whole(mu, seen, x, mu[hidden] + Sigma[np.ix_(hidden, seen)] @ off)


def _whole(mu, seen, x, guess):
    """Return the vector with what was seen, and the guesses in the other places."""
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    filled = np.empty(len(mu))
    filled[seen], filled[hidden] = x, guess
    return filled


def _complete_by_means(mu, Sigma, seen, x):
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    return _whole(mu, seen, x, mu[hidden])


def _complete_not_centred(mu, Sigma, seen, x):
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    off = np.linalg.solve(Sigma[np.ix_(seen, seen)], x)
    return _whole(mu, seen, x, mu[hidden] + Sigma[np.ix_(hidden, seen)] @ off)


def _complete_without_own_mean(mu, Sigma, seen, x):
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    return _whole(mu, seen, x, (_complete(mu, Sigma, seen, x) - mu)[hidden])


def _complete_by_variances_alone(mu, Sigma, seen, x):
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    off = (x - mu[seen]) / np.diag(Sigma)[seen]
    return _whole(mu, seen, x, mu[hidden] + Sigma[np.ix_(hidden, seen)] @ off)


def _complete_by_whole_inverse(mu, Sigma, seen, x):
    """Take the block of the inverse where the inverse of the block is due."""
    hidden = np.setdiff1d(np.arange(len(mu)), seen)
    off = np.linalg.inv(Sigma)[np.ix_(seen, seen)] @ (x - mu[seen])
    return _whole(mu, seen, x, mu[hidden] + Sigma[np.ix_(hidden, seen)] @ off)


def _gappy():
    """Yield means, covariances, places that were seen, and what was seen there."""
    rng = _rng()
    Sigma = np.array([[2.0, 1.2], [1.2, 1.5]])
    yield np.array([1.5, -0.5]), Sigma, np.array([1]), np.array([0.7])
    yield np.array([0.6]), np.array([[1.7]]), np.array([0]), np.array([-0.4])
    sights = [(3, [2, 0]), (4, [0, 2]), (4, [3, 1]), (5, [4, 1, 3]), (6, [1, 0, 3, 5])]
    for n, seen in sights:
        A = rng.normal(size=(n, n))
        Sigma = A @ A.T + 0.3 * np.eye(n)
        x = 3 * np.sort(rng.normal(size=len(seen)))
        yield 3 * np.sort(rng.normal(size=n)), Sigma, np.array(seen), x
    Sigma = np.array([[2.0, 0.3, 0.8], [0.3, 1.4, -0.5], [0.8, -0.5, 1.7]])
    yield np.array([0.4, -1.3, 9.2]), Sigma, np.array([2, 1]), np.array([7.6, 0.4])


def _cool(z, top):
    gaps, low, high = (z.max() - z) / np.ptp(z), -40.0, 40.0
    for _ in range(120):
        middle = (low + high) / 2
        hot = np.sum(np.exp(-gaps / np.exp(middle))) >= 1 / top
        low, high = (low, middle) if hot else (middle, high)
    return np.ptp(z) * np.exp((low + high) / 2)


def _cool_upside_down(z, top):
    return 1 / _cool(z, top)


def _cool_two_classes(z, top):
    first, second = np.sort(z)[::-1][:2]
    return (first - second) / np.log(top / (1 - top)) if top != 0.5 else 1.0


def _cool_log(z, top):
    return np.log(_cool(z, top))


def _undecided():
    """Yield logits, and the probability that the largest is to have."""
    rng = _rng()
    yield np.array([0.4, 1.7]), 0.8
    yield np.array([1.2, -0.6, 3.5]), 0.9
    yield np.array([200.5, -340.5, 10.2]), 0.6
    yield np.array([-150.2, 20.4, 330.7]), 0.55
    for K, top in [(3, 0.45), (4, 0.3), (5, 0.99), (8, 0.2)]:
        yield 2 * rng.normal(size=K), top
    yield np.array([0.0013, 0.0021, 0.0042]), 0.7


EXERCISES = [
    Exercise(
        label="ex-distributions-mixture",
        answer=_log_mixture,
        names=("z", "w"),
        cases=_weighted_logits,
        tried="one to five logits, some far from zero, some of weight zero",
        mistakes=(
            Mistake(
                _mixture_overflows,
                "exp overflows or underflows; subtract a number first.",
            ),
            Mistake(
                _mixture_largest_of_all,
                "the largest logit has weight zero somewhere, and all else vanishes.",
            ),
            Mistake(
                _mixture_not_added_back,
                "what was subtracted from the logits has to be added to the result.",
            ),
            Mistake(_mixture_without_weights, "each exponential has a weight."),
        ),
        invariant={
            "w absolute": "weights are not negative",
        },
    ),
    Exercise(
        label="ex-distributions-words",
        answer=_count_layer,
        names=("rates", "prior"),
        cases=_rates,
        tried="one to four kinds, one to five words",
        mistakes=(
            Mistake(
                _layer_without_prior, "how frequent a kind is belongs into the bias."
            ),
            Mistake(
                _layer_without_partition,
                "the bias pays for normalising: each rate is a log-partition.",
            ),
            Mistake(_layer_of_rates, "the natural parameter is not the rate itself."),
            Mistake(
                _layer_partition_added, "the log-partition is subtracted, not added."
            ),
        ),
        invariant={
            "rates absolute": "rates are positive",
            "prior absolute": "frequencies are positive",
        },
    ),
    Exercise(
        label="ex-distributions-sensors",
        answer=_combine,
        names=("means", "sds"),
        cases=_reports,
        tried="one to six sensors",
        mistakes=(
            Mistake(_plain_average, "surer sensors count for more in the mean."),
            Mistake(
                _weights_not_squared,
                "the mean is divided by the variance in the natural parameter.",
            ),
            Mistake(
                _variance_given, "the second number is the variance; take its root."
            ),
            Mistake(
                _precision_given,
                "the second number is one over the variance, not the deviation.",
            ),
            Mistake(
                _law_of_the_sum,
                "this is the law of the sum of the reports, no product of densities.",
            ),
        ),
        invariant={
            "sds absolute": "standard deviations are positive",
            "sds negated": "only their squares count",
        },
    ),
    Exercise(
        label="ex-distributions-gaps",
        answer=_complete,
        names=("mu", "Sigma", "seen", "x"),
        cases=_gappy,
        tried="vectors of one to six entries, one or more of them seen",
        mistakes=(
            Mistake(_complete_by_means, "what is seen says something of the rest."),
            Mistake(
                _complete_not_centred,
                "what is seen counts by how far it is from its mean.",
            ),
            Mistake(
                _complete_without_own_mean,
                "the mean of the missing entries has to be added.",
            ),
            Mistake(
                _complete_by_variances_alone,
                "the seen entries hang together: solve with their covariance.",
            ),
            Mistake(
                _complete_by_whole_inverse,
                "cut the block out first, then solve with it.",
            ),
        ),
        invariant={
            "Sigma negated": "a common factor of all covariances cancels",
            "Sigma dependent": "the covariance is invertible",
        },
    ),
    Exercise(
        label="ex-distributions-cool",
        answer=_cool,
        names=("z", "top"),
        cases=_undecided,
        tried="two to eight logits, close together and far apart",
        mistakes=(
            Mistake(_cool_upside_down, "this is 1/T: logits are divided by T."),
            Mistake(
                _cool_two_classes,
                "this would do for two classes; the others take their share too.",
            ),
            Mistake(_cool_log, "this is the logarithm of T."),
        ),
        invariant={
            "z permuted": "softmax does not care for the order",
            "z of length 1": "there are at least two logits",
            "top absolute": "a probability is positive",
            "answer absolute": "a temperature is positive",
            "answer clipped": "a temperature is positive",
        },
    ),
]
