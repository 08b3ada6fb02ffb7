"""Checks of the coded exercises of the chapter on backpropagation."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake

LONG = 200_000  # factors: work in proportion to the square takes too long


def _rng() -> np.random.Generator:
    return np.random.default_rng(21)


def _product_gradient(x):
    before = np.concatenate([[1.0], np.cumprod(x[:-1])])
    after = np.concatenate([[1.0], np.cumprod(x[:0:-1])])[::-1]
    return before * after


def _product_by_division(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.prod(x) / x


def _product_before(x):
    return np.concatenate([[1.0], np.cumprod(x[:-1])])


def _softmax(z):
    p = np.exp(z - z.max())
    return p / p.sum()


def _softmax_vjp(z, g):
    p = _softmax(z)
    return p * (g - p @ g)


def _softmax_vjp_naive(z, g):
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(z) / np.exp(z).sum()
        return p * (g - p @ g)


def _table_adjoint(tokens, G, V):
    E_bar = np.zeros((V, G.shape[1]))
    np.add.at(E_bar, tokens, G)
    return E_bar


def _last_use(tokens, G, V):
    E_bar = np.zeros((V, G.shape[1]))
    E_bar[tokens] = G
    return E_bar


def _mean_of_uses(tokens, G, V):
    uses = np.bincount(tokens, minlength=V)
    return _table_adjoint(tokens, G, V) / np.maximum(uses, 1)[:, None]


def _seen_alone(tokens, G, V):
    return _table_adjoint(tokens, G, V)[np.unique(tokens)]


def _divide(a, b):
    return a[0] / b[0], (a[1] * b[0] - a[0] * b[1]) / b[0] ** 2


def _layer_norm_vjp(x, g):
    s = np.sqrt(np.mean((x - x.mean()) ** 2))
    x_hat = (x - x.mean()) / s
    return (g - g.mean() - x_hat * np.mean(g * x_hat)) / s


def _deviation_held_fixed(x, g):
    return (g - g.mean()) / np.std(x)


def _mean_held_fixed(x, g):
    x_hat = (x - x.mean()) / np.std(x)
    return (g - x_hat * np.mean(g * x_hat)) / np.std(x)


def _both_held_fixed(x, g):
    return g / np.std(x)


def _normalised_with_epsilon(x, g):
    s = np.sqrt(np.var(x) + 1e-5)
    x_hat = (x - x.mean()) / s
    return (g - g.mean() - x_hat * np.mean(g * x_hat)) / s


def _factors():
    rng = _rng()
    for x in (
        [2, 3],
        [5],
        [2, 0, 3],
        [0, 4, 0],
        [0],
        [-1.5, 0.5, 4],
        [1e-200, 1e-200, 1e200],  # the whole product is too small for a float
    ):
        yield (np.array(x, float),)
    for n in (3, 4, 6):
        yield (rng.normal(size=n),)
    signs = rng.choice([-1, 1], size=LONG)
    yield (signs * rng.uniform(0.999, 1.001, size=LONG),)


def _logits():
    rng = _rng()
    for z, g in (
        ([0, 0], [1, 0]),
        ([0.5], [2]),
        ([1, 2, 0], [1, -1, 2]),
        ([1000, 999, 0], [1, 2, 3]),
        ([999.5, 0, 1000], [1, 2, -3]),
        ([0, 2000], [1.5, 2]),
        ([1000, -1000], [0.5, 1]),
        ([-1000, -1001], [1, 3]),
        ([-1000.4, -1000.2, -999.1], [1, -2, 3.5]),
        ([0, 1, 20000], [-1, 2, 3]),
        ([20000, 0, 1], [1, 2, 3]),
        ([-20001, -20000, 5, 6.5], [1, 2, 3, 4]),
    ):
        yield np.array(z, float), np.array(g, float)
    for n in (2, 3, 3, 5):
        yield rng.normal(size=n), rng.normal(size=n)


def _sentences():
    rng = _rng()
    yield np.array([1, 0, 1]), np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 4.0]]), 3
    yield np.array([0]), np.array([[0.75, -1.5, 2.0]]), 1
    yield np.array([2, 2, 2, 0]), rng.normal(size=(4, 1)), 5
    yield np.array([0, 3, 1]), rng.normal(size=(3, 3)), 4
    for words, width, V in [(6, 4, 3), (12, 2, 7), (5, 5, 30), (2, 2, 2), (3, 3, 6)]:
        yield rng.integers(0, V, size=words), rng.normal(size=(words, width)), V
    yield np.array([1, 2, 1, 4]), np.outer([1.0, -2.0, 0.5, 3.0], [1.0, 2.0, -1.0]), 6


def _pairs():
    rng = _rng()
    yield (1.0, 0.0), (2.0, 1.0)
    yield (3.0, 1.0), (2.0, 0.0)
    yield (1.5, 0.5), (-2.0, 0.7)
    yield (0.0, 1.2), (-0.4, 3.0)
    yield (-2.0, -1.0), (0.25, -0.5)
    for _ in range(6):
        a, b = rng.normal(size=(2, 2))
        side = 1.5 if b[0] > 0 else -1.5
        yield (float(a[0]), float(a[1])), (float(b[0]) + side, float(b[1]))


def _features():
    rng = _rng()
    yield np.array([1.0, 3.0]), np.array([1.0, 0.0])
    yield np.array([1.0, 2.0, 4.0]), np.array([1.0, 0.0, 0.0])
    for n in (3, 3, 4, 6):
        yield 2 * rng.normal(size=n) + 1, rng.normal(size=n)
    yield 0.1 * rng.normal(size=4) - 5, 10 * rng.normal(size=4)
    yield np.array([7.0, -2.5, 30.0]), np.array([0.5, -20.0, 40.0])


EXERCISES = [
    Exercise(
        label="ex-backpropagation-product",
        answer=_product_gradient,
        names=("x",),
        cases=_factors,
        tried="lists of 1 to 200,000 factors, with and without zeros",
        mistakes=(
            Mistake(
                _product_by_division,
                "the whole product divided by each entry fails where an entry is zero.",
            ),
            Mistake(
                _product_before,
                "this is the product of the entries before each; those after it are "
                "factors too.",
            ),
            Mistake(
                lambda x: np.full(len(x), np.prod(x)),
                "this is the product itself; the derivative by an entry leaves that "
                "entry out.",
            ),
        ),
    ),
    Exercise(
        label="ex-backpropagation-softmax",
        answer=_softmax_vjp,
        names=("z", "g"),
        cases=_logits,
        tried="vectors of 1 to 5 logits, some of them large",
        mistakes=(
            Mistake(
                _softmax_vjp_naive,
                "exp overflows; subtract the largest logit first, which changes no "
                "probability.",
            ),
            Mistake(
                lambda z, g: _softmax(z) * g,
                "this is diag(p) g alone: every probability depends on every logit.",
            ),
            Mistake(
                lambda z, g: _softmax(z) * (1 - _softmax(z)) * g,
                "only the diagonal of the Jacobian is used here, as if each "
                "probability were a sigmoid of its own logit.",
            ),
            Mistake(
                lambda z, g: _softmax(z) * (g - g.mean()),
                "subtract the mean of g under the probabilities p, not the plain mean.",
            ),
        ),
    ),
    Exercise(
        label="ex-backpropagation-embedding",
        answer=_table_adjoint,
        names=("tokens", "G", "V"),
        cases=_sentences,
        tried="sentences of 1 to 12 words, most with a word that comes twice",
        invariant={"V zero": "a table has at least one row"},
        mistakes=(
            Mistake(
                _last_use,
                "a word that comes twice has two adjoints: this keeps the last alone.",
            ),
            Mistake(
                _mean_of_uses,
                "each use contributes fully: take the sum, not the mean.",
            ),
            Mistake(
                _seen_alone,
                "words that do not come need a row too: it is 0.",
            ),
        ),
    ),
    Exercise(
        label="ex-backpropagation-dual",
        answer=_divide,
        names=("a", "b"),
        cases=_pairs,
        tried="pairs of dual numbers",
        mistakes=(
            Mistake(
                lambda a, b: (a[0] / b[0], a[1] / b[1] if b[1] else 0.0),
                "the slope of a quotient is not the quotient of the slopes.",
            ),
            Mistake(
                lambda a, b: (a[0] / b[0], (a[0] * b[1] - a[1] * b[0]) / b[0] ** 2),
                "check the sign: where only the numerator grows, the quotient grows.",
            ),
            Mistake(
                lambda a, b: (a[0] / b[0], a[1] * b[0] - a[0] * b[1]),
                "the slope still has to be divided by the square of the denominator.",
            ),
            Mistake(
                lambda a, b: (a[0] / b[0], (a[1] * b[0] - a[0] * b[1]) / b[0]),
                "divide the slope by the square of the denominator.",
            ),
        ),
    ),
    Exercise(
        label="ex-backpropagation-norm",
        answer=_layer_norm_vjp,
        names=("x", "g"),
        cases=_features,
        tried="vectors of 2 to 6 features",
        invariant={
            "x negated": "x_hat stands in two places, and its sign cancels",
            "x of length 1": "a single entry has no spread",
            "g of length 1": "a single entry has no spread",
        },
        mistakes=(
            Mistake(
                _deviation_held_fixed,
                "s depends on x too: one more term is missing.",
            ),
            Mistake(
                _mean_held_fixed,
                "the mean depends on x too: one more term is missing.",
            ),
            Mistake(
                _both_held_fixed,
                "the mean and s depend on every entry of x; here they are held fixed.",
            ),
            Mistake(
                _normalised_with_epsilon,
                "here nothing is added to the variance under the root.",
            ),
        ),
    ),
]
