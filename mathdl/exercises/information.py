"""Checks of the coded exercises of the chapter on information."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(1948)


def _code_words(lengths, order=None):
    lengths = np.asarray(lengths).astype(int)
    words, at, before = np.zeros(len(lengths), int), 0, 0
    for k in np.argsort(lengths, kind="stable") if order is None else order(lengths):
        at = int(at * 2.0 ** (lengths[k] - before))
        words[k], at, before = at, at + 1, lengths[k]
    return words


def _in_the_order_given(lengths):
    return _code_words(lengths, lambda each: range(len(each)))


def _last_comes_first(lengths):
    return _code_words(lengths, lambda each: np.lexsort((-np.arange(len(each)), each)))


def _sorted_words(lengths):
    return _code_words(np.sort(lengths))


def _not_lengthened(lengths):
    ranks = np.argsort(np.argsort(lengths, kind="stable"), kind="stable")
    return ranks


def _trees():
    """Yield lengths of words: full codes, codes with gaps, of one word."""
    yield (np.array([2, 1, 2]),)
    yield (np.array([3]),)
    yield (np.array([2, 2, 2, 2]),)
    yield (np.array([4, 3, 1, 4, 3]),)
    yield (np.array([5, 2, 3, 2, 7]),)
    yield (np.array([3, 1, 6, 2, 9]),)
    yield (np.array([1, 9, 9]),)


def _shortest_word(low, high):
    m = 0
    while (np.ceil(low * 2.0**m) + 1) / 2.0**m > high:
        m += 1
    return np.array([m, int(np.ceil(low * 2.0**m))])


def _by_the_midpoint(low, high):
    m = int(np.ceil(-np.log2(high - low))) + 1
    return np.array([m, int(np.floor((low + high) / 2 * 2.0**m))])


def _start_inside(low, high):
    m = 0
    while np.ceil(low * 2.0**m) / 2.0**m >= high:
        m += 1
    return np.array([m, int(np.ceil(low * 2.0**m))])


def _starts_before(low, high):
    m = 0
    while (np.floor(low * 2.0**m) + 1) / 2.0**m > high:
        m += 1
    return np.array([m, int(np.floor(low * 2.0**m))])


def _digits_of_surprise(low, high):
    m = int(np.ceil(-np.log2(high - low)))
    return np.array([m, int(np.ceil(low * 2.0**m))])


def _pieces():
    """Yield intervals in [0, 1): long and short, around 1/2, with the end 0."""
    rng = _rng()
    yield 0.2, 0.81
    yield 0.0, 0.7
    yield 0.0, 0.3
    yield 0.49, 0.51
    yield 0.26, 0.88
    yield 0.01, 0.99
    for size in (0.3, 0.1, 0.01, 1e-3, 1e-5):
        low = rng.uniform(0, 1 - size)
        yield low, low + size


def _bits_paid(x, K):
    counts, bits = np.ones(int(K)), 0.0
    for symbol in np.asarray(x, int):
        bits -= np.log2(counts[symbol] / counts.sum())
        counts[symbol] += 1
    return bits


def _paid_in_nats(x, K):
    return _bits_paid(x, K) * np.log(2)


def _with_hindsight(x, K):
    counts = np.bincount(np.asarray(x, int), minlength=int(K)) + 1
    return -np.sum(np.log2(counts[np.asarray(x, int)] / counts.sum()))


def _counts_first(x, K):
    counts, bits = np.ones(int(K)), 0.0
    for symbol in np.asarray(x, int):
        counts[symbol] += 1
        bits -= np.log2(counts[symbol] / counts.sum())
    return bits


def _mean_paid(x, K):
    return _bits_paid(x, K) / len(x)


def _symbols():
    """Yield short and longer texts over alphabets of 2 to 9 symbols."""
    rng = _rng()
    yield np.array([0, 0, 1]), 2
    yield np.array([2]), 3
    yield np.array([0, 0, 0, 0, 0, 1, 0, 5]), 6
    for n, K in [(6, 2), (6, 5), (12, 3), (40, 9)]:
        yield rng.integers(0, K, size=n), K
        yield np.minimum(rng.poisson(0.7, size=n), K - 1), K


def _allowed(e, K, times=1.0):
    with np.errstate(divide="ignore", invalid="ignore"):
        coin = -e * np.log2(e) - (1 - e) * np.log2(1 - e)
    return coin + times * e * np.log2(K - 1)


def _bisect(f, target, high):
    low = 0.0
    for _ in range(100):
        e = (low + high) / 2
        low, high = (e, high) if f(e) < target else (low, e)
    return low


def _least_error(doubt, K):
    return _bisect(lambda e: _allowed(e, K), doubt, 1 - 1 / K)


def _doubt_in_nats(doubt, K):
    return _bisect(lambda e: _allowed(e, K), doubt / np.log(2), 1 - 1 / K)


def _without_the_coin(doubt, K):
    return doubt / np.log2(max(K - 1, 1.5))


def _all_classes(doubt, K):
    return _bisect(lambda e: _allowed(e, K + 1), doubt, 1 - 1 / K)


def _coin_is_one_bit(doubt, K):
    return (doubt - 1) / np.log2(K)


def _doubts():
    """Yield doubts from nearly none to nearly all, for 2 to 1,000 classes."""
    for K in (2, 3, 10, 1000):
        for share in (0.01, 0.3, 0.6, 0.97):
            yield share * np.log2(K), K
    yield 2.5, 6


def _tilted(q, f, s):
    z = s * f + np.log(q)
    w = np.exp(z - z.max())
    return w / w.sum()


def _tilt_to(q, f, mean):
    low, high = -1.0, 1.0
    while _tilted(q, f, low) @ f > mean:
        low *= 2
    while _tilted(q, f, high) @ f < mean:
        high *= 2
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if _tilted(q, f, s) @ f < mean else (low, s)
    return _tilted(q, f, low)


def _without_q(q, f, mean):
    return _tilt_to(np.full(len(q), 1 / len(q)), f, mean)


def _tilted_by_one(q, f, mean):
    return _tilted(q, f, 1.0)


def _linear_tilt(q, f, mean):
    off = f - q @ f
    return q * (1 + (mean - q @ f) * off / (q @ off**2))


def _mixed_with_the_end(q, f, mean):
    end = np.eye(len(q))[f.argmax() if mean > q @ f else f.argmin()]
    t = (mean - q @ f) / (end @ f - q @ f)
    return (1 - t) * q + t * end


def _rewards():
    """Yield probabilities, values and a mean; values far apart and far from 0."""
    rng = _rng()
    yield np.array([0.5, 0.25, 0.25]), np.array([0.0, 1.0, 2.0]), 1.2
    yield np.array([0.3, 0.7]), np.array([-1.0, 2.0]), 0.5
    yield np.array([0.1, 0.2, 0.7]), np.array([-3.0, -1.0, 5.0]), -1.5
    for K, size, far in [(3, 1, 0), (4, 3, -5), (5, 1, 0), (6, 300, 1000), (8, 1, 2)]:
        q = rng.dirichlet(np.ones(K))
        f = far + np.sort(size * rng.normal(size=K))
        yield q, f, f.min() + rng.uniform(0.2, 0.8) * np.ptp(f)
    yield np.array([0.6, 0.1, 0.3]), np.array([0.2, -0.3, 0.9]), 0.8


NEVER = {
    "answer absolute": "it is never negative",
    "answer clipped": "it is never negative",
}

EXERCISES = [
    Exercise(
        label="ex-information-words",
        answer=_code_words,
        names=("lengths",),
        cases=_trees,
        tried="codes of one word to five, in any order, some with gaps",
        invariant=NEVER,
        mistakes=(
            Mistake(
                _in_the_order_given,
                "these words stand in the order given; shortest words come first.",
            ),
            Mistake(
                _last_comes_first,
                "of equal lengths, the one that stands first in the list comes first.",
            ),
            Mistake(
                _sorted_words,
                "the words belong to sorted lengths; put each where its length stands.",
            ),
            Mistake(
                _not_lengthened,
                "this only counts; a longer word has a factor 2 for each digit more.",
            ),
        ),
    ),
    Exercise(
        label="ex-information-inside",
        answer=_shortest_word,
        names=("low", "high"),
        cases=_pieces,
        tried="long and short intervals, some around 1/2, some from 0 on",
        invariant=NEVER
        | {
            "low absolute": "intervals lie in [0, 1)",
            "high absolute": "intervals lie in [0, 1)",
        },
        mistakes=(
            Mistake(
                _by_the_midpoint,
                "this is the word of the theorem; a shorter one may fit.",
            ),
            Mistake(
                _start_inside,
                "the word begins inside, but its interval may end outside.",
            ),
            Mistake(
                _starts_before,
                "the word's interval may begin before low; round low up, not down.",
            ),
            Mistake(
                _digits_of_surprise,
                "as many digits as the surprise need not do; test where the word ends.",
            ),
        ),
    ),
    Exercise(
        label="ex-information-learning",
        answer=_bits_paid,
        names=("x", "K"),
        cases=_symbols,
        tried="texts of 1 to 40 symbols from alphabets of 2 to 9",
        invariant=NEVER
        | {
            "x permuted": "the order makes no difference: the exercise asks why",
            "K zero": "there is at least one symbol",
        },
        mistakes=(
            Mistake(_paid_in_nats, "bits are asked for; these are nats."),
            Mistake(
                _with_hindsight,
                "this reader knows the counts of the whole text before it reads.",
            ),
            Mistake(
                _counts_first,
                "this counts a symbol before it pays for it; pay first.",
            ),
            Mistake(_mean_paid, "the total is asked for, not the mean of a symbol."),
        ),
    ),
    Exercise(
        label="ex-information-errors",
        answer=_least_error,
        names=("doubt", "K"),
        cases=_doubts,
        tried="2 to 1,000 classes, from hardly any doubt to nearly all",
        invariant=NEVER
        | {
            "doubt absolute": "doubt is positive",
            "K zero": "there are at least two classes",
        },
        mistakes=(
            Mistake(
                _doubt_in_nats,
                "the doubt comes in bits; take logarithms to base 2 everywhere.",
            ),
            Mistake(
                _without_the_coin,
                "this leaves out h(e), the doubt whether there is an error.",
            ),
            Mistake(
                _all_classes,
                "after an error K - 1 classes are left, not K.",
            ),
            Mistake(
                _coin_is_one_bit,
                "h(e) = 1 bit makes a weaker bound; solve for e with h(e) itself.",
            ),
        ),
    ),
    Exercise(
        label="ex-information-tilt",
        answer=_tilt_to,
        names=("q", "f", "mean"),
        cases=_rewards,
        tried="2 to 8 outcomes, values of either sign, some in the hundreds",
        invariant=NEVER
        | {
            "q absolute": "probabilities are positive",
            "q of length 1": "values that are not constant are two at least",
            "f of length 1": "values that are not constant are two at least",
        },
        mistakes=(
            Mistake(
                _without_q,
                "this is nearest to the uniform distribution; it must start from q.",
            ),
            Mistake(
                _tilted_by_one,
                "this is q e^f: another mean. The exponent needs a factor to be found.",
            ),
            Mistake(
                _linear_tilt,
                "the mean is right, but a factor linear in f is not the best one.",
            ),
            Mistake(
                _mixed_with_the_end,
                "the mean is right, but mixing in one outcome costs more divergence.",
            ),
        ),
    ),
]
