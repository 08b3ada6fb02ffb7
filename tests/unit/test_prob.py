"""Log-densities against SciPy far into the tails, samplers, and mistakes."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from mathdl import prob
from mathdl.autodiff import check_grads

FAR = np.concatenate([s * 10.0 ** np.arange(-8, 151, 3) for s in (1, -1)])
LOGITS = np.array([0.0, 1e-9, 1.0, -1.0, 30.0, -30.0, 745.0, -745.0, 1e4, -1e4])
real = st.floats(-1e4, 1e4)


def test_logarithms_of_densities_are_scipys_far_out():
    pairs = [
        (prob.log_normal(FAR, 1.5, 0.3), stats.norm.logpdf(FAR, 1.5, 0.3)),
        (prob.log_student(FAR, 1), stats.cauchy.logpdf(FAR)),
        (prob.log_student(FAR, 4.5, 2.0, 3.0), stats.t.logpdf(FAR, 4.5, 2.0, 3.0)),
        (
            prob.log_exponential(np.abs(FAR), 2.5),
            stats.expon.logpdf(np.abs(FAR), scale=2.5),
        ),
    ]
    for ours, theirs in pairs:
        assert np.all(np.isfinite(ours))
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_the_laplace_density_is_scipys_until_that_underflows():
    near = FAR[np.abs(FAR) < 1e3]
    theirs = stats.laplace.logpdf(near, -1.0, 2.0)
    np.testing.assert_allclose(prob.log_laplace(near, -1.0, 2.0), theirs, rtol=1e-12)
    # SciPy takes the logarithm of the density there, which is zero.
    assert stats.laplace.logpdf(1e4) == -np.inf
    assert prob.log_laplace(1e4) == pytest.approx(-1e4 - np.log(2), rel=1e-15)


def test_below_zero_an_exponential_has_no_density():
    assert prob.log_exponential(-1e-300) == -np.inf


def test_logits_far_out():
    np.testing.assert_allclose(
        prob.log_sigmoid(LOGITS), scipy.special.log_expit(LOGITS), rtol=1e-14
    )
    np.testing.assert_allclose(
        prob.sigmoid(LOGITS), scipy.special.expit(LOGITS), rtol=1e-13, atol=1e-323
    )
    for y in (0, 1):
        own = prob.log_bernoulli(np.full(len(LOGITS), y), LOGITS)
        np.testing.assert_allclose(own, scipy.special.log_expit((2 * y - 1) * LOGITS))


@given(
    z=hnp.arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=real)
)
def test_softmax_and_logsumexp_are_scipys(z):
    np.testing.assert_allclose(
        prob.log_softmax(z), scipy.special.log_softmax(z, axis=-1), atol=1e-12
    )
    np.testing.assert_allclose(prob.softmax(z).sum(axis=-1), 1)
    for axis in (0, 1, None):
        np.testing.assert_allclose(
            prob.logsumexp(z, axis),
            scipy.special.logsumexp(z, axis),
            rtol=1e-13,
            atol=1e-15,
        )
    shift = prob.logsumexp(z + 7.0, 1) - prob.logsumexp(z, 1)
    np.testing.assert_allclose(shift, 7.0, atol=1e-11)


def test_infinite_logits():
    z = np.array([[-np.inf, 0.0, 1.0]])
    np.testing.assert_allclose(
        prob.log_softmax(z), scipy.special.log_softmax(z, axis=-1)
    )
    assert prob.logsumexp(np.array([-np.inf, 3.0])) == 3.0
    assert prob.logsumexp(np.array([np.inf, 3.0])) == np.inf


def test_a_label_is_picked_from_each_row():
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, size=6)
    expected = stats.multinomial.logpmf(np.eye(4)[labels], 1, prob.softmax(logits))
    np.testing.assert_allclose(prob.log_categorical(labels, logits), expected)


@pytest.mark.parametrize(
    "density",
    [
        lambda p: prob.log_normal(np.array([0.3, -2.0]), p[0], np.exp(p[1])),
        lambda p: prob.log_laplace(np.array([0.3, -2.0]), p[0], np.exp(p[1])),
        lambda p: prob.log_student(np.array([0.3, -2.0]), 3, p[0], np.exp(p[1])),
        lambda p: prob.log_exponential(np.array([0.3, 2.0]), np.exp(p[1])),
        lambda p: prob.log_bernoulli([0, 1], p[:2]),
        lambda p: prob.log_categorical([0, 1], np.reshape(p, (2, 2))),
    ],
)
def test_log_densities_can_be_differentiated(density):
    check_grads(density, np.array([0.7, -0.4, 1.1, 0.2]))


def test_draws_follow_their_distributions():
    rng = np.random.default_rng(1)
    x = prob.sample_laplace(4000, 1.0, 2.0, rng=rng)
    assert stats.kstest(x, stats.laplace(1.0, 2.0).cdf).pvalue > 0.01
    logits = np.tile([0.0, 1.0, -1.0], (6000, 1))
    counts = np.bincount(prob.sample_categorical(logits, rng=rng), minlength=3)
    assert stats.chisquare(counts, 6000 * prob.softmax(logits[0])).pvalue > 0.01
    ones = prob.sample_bernoulli(np.full(6000, 0.5), rng=rng).sum()
    assert stats.binomtest(int(ones), 6000, float(prob.sigmoid(0.5))).pvalue > 0.01


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: prob.log_normal(0.0, sd=0.0), "sd = 0.0.*positive"),
        (lambda: prob.log_normal(0.0, sd=np.nan), "sd = nan.*positive"),
        (lambda: prob.log_laplace(0.0, scale=-1.0), "scale"),
        (lambda: prob.log_student(0.0, df=0), "df"),
        (lambda: prob.log_exponential(1.0, mean=np.array([1.0, -1.0])), "mean"),
        (lambda: prob.log_bernoulli([0, 2], 0.0), "0 and 1"),
        (lambda: prob.log_categorical([4], np.zeros((1, 4))), "0 … 3"),
        (lambda: prob.log_categorical([0.0], np.zeros((1, 4))), "whole"),
        (lambda: prob.log_categorical([0, 1], np.zeros((1, 4))), "samples"),
        (lambda: prob.sample_laplace(3, scale=0, rng=np.random.default_rng()), "scale"),
        (
            lambda: prob.sample_categorical([0.0], rng=np.random.default_rng()),
            "classes",
        ),
    ],
)
def test_mistakes_are_named(mistake, words):
    with pytest.raises(ValueError, match=words):
        mistake()
