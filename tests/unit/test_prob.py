"""Log-densities against SciPy, far into the tails, and their gradients and samplers."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from mathdl import prob
from mathdl.autodiff import check_grads, grad, hvp

TAILS = np.array([0, 1e-300, 1e-8, 0.3, 1, 5, 40, 1e3, 1e8, 1e100, 1e150])
BOTH = np.concatenate([-TAILS[::-1], TAILS])

numbers = st.floats(-1e4, 1e4)
scales = st.floats(1e-3, 1e3)
logit_rows = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6)


# Against SciPy


@pytest.mark.parametrize("scale", [1e-3, 1.0, 50.0])
@pytest.mark.parametrize("mean", [0.0, -2.5, 1e6])
def test_continuous_densities_are_scipys_into_the_tails(mean, scale):
    x = mean + scale * BOTH
    theirs = scipy.stats.norm(mean, scale).logpdf(x)
    np.testing.assert_allclose(prob.log_normal(x, mean, scale), theirs, rtol=1e-12)
    near = x[np.abs(BOTH) <= 40]  # beyond 745, SciPy's is the logarithm of 0
    theirs = scipy.stats.laplace(mean, scale).logpdf(near)
    np.testing.assert_allclose(prob.log_laplace(near, mean, scale), theirs, rtol=1e-12)
    for nu in (0.5, 1, 3, 30, 1e6):
        theirs = scipy.stats.t(nu, mean, scale).logpdf(x)
        ours = prob.log_student(x, nu, mean, scale)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-8)


def test_the_cauchy_tail_has_its_closed_form_where_squares_overflow():
    x = np.array([1e160, 1e300, -1e300])
    expected = -np.log(np.pi) - 2 * np.log(np.abs(x))
    np.testing.assert_allclose(prob.log_student(x, 1), expected, rtol=1e-14)
    assert prob.log_student(np.inf, 1) == -np.inf


def test_the_laplace_tail_is_a_straight_line():
    x = np.array([1e3, -1e100, 1e300])
    expected = -np.abs(x) / 0.5 - np.log(2 * 0.5)
    np.testing.assert_allclose(prob.log_laplace(x, 0, 0.5), expected, rtol=1e-14)
    assert prob.log_laplace(-np.inf) == -np.inf


def test_a_normal_density_that_has_no_number_is_minus_infinity():
    assert np.all(prob.log_normal([1e200, -1e300, np.inf]) == -np.inf)
    assert prob.log_normal(1.0, sd=1e-300) == -np.inf
    assert prob.log_normal(1e300, mean=1e300, sd=1e-300) > 600


def test_students_t_becomes_normal():
    x = np.linspace(-5, 5, 41)
    gap = prob.log_student(x, 1e9) - prob.log_normal(x)
    assert np.abs(gap).max() < 1e-6


@pytest.mark.parametrize("mean", [1e-3, 1.0, 1e3])
def test_exponential_is_scipys(mean):
    x = mean * BOTH
    theirs = scipy.stats.expon(scale=mean).logpdf(x)
    np.testing.assert_allclose(prob.log_exponential(x, mean), theirs, rtol=1e-13)


@pytest.mark.parametrize("rate", [1e-5, 0.7, 30.0, 1e5])
def test_poisson_is_scipys(rate):
    k = np.array([0, 1, 2, 30, 1000, 10**6])
    theirs = scipy.stats.poisson(rate).logpmf(k)
    np.testing.assert_allclose(prob.log_poisson(k, rate), theirs, rtol=1e-11)


LOGITS = np.array([-np.inf, -1e4, -800, -40, -1, 0, 1, 40, 800, 1e4, np.inf])


def test_sigmoids_are_scipys_at_every_logit():
    np.testing.assert_allclose(
        prob.log_sigmoid(LOGITS), scipy.special.log_expit(LOGITS), rtol=1e-14
    )
    np.testing.assert_allclose(
        prob.sigmoid(LOGITS), scipy.special.expit(LOGITS), rtol=1e-12
    )


def test_bernoulli_is_scipys_at_every_logit():
    for y, side in [(0, -1), (1, 1)]:
        theirs = scipy.special.log_expit(side * LOGITS)
        np.testing.assert_allclose(prob.log_bernoulli(y, LOGITS), theirs, rtol=1e-14)


@given(z=logit_rows)
def test_categorical_is_scipys(z):
    theirs = scipy.special.log_softmax(z)
    for y in range(len(z)):
        ours = prob.log_categorical(y, z)
        assert ours == pytest.approx(theirs[y], rel=1e-12, abs=1e-12)
    assert prob.logsumexp(np.array(z)) == pytest.approx(
        scipy.special.logsumexp(z), rel=1e-13, abs=1e-12
    )


def test_a_class_can_be_excluded_by_its_logit():
    z = [[-np.inf, 0.0, 0.0], [1e4, -np.inf, -1e4]]
    log_p = [prob.log_categorical([k, k], z) for k in range(3)]
    expected = scipy.special.log_softmax(z, axis=1).T
    np.testing.assert_allclose(log_p, expected, rtol=1e-14)


# Laws


@given(x=numbers, mean=numbers, scale=scales, nu=st.floats(0.1, 100))
def test_symmetry_and_change_of_scale(x, mean, scale, nu):
    for density in (
        prob.log_normal,
        prob.log_laplace,
        lambda *a: prob.log_student(a[0], nu, *a[1:]),
    ):
        left, right = density(mean - x, mean, scale), density(mean + x, mean, scale)
        size = 1 + abs(left)
        assert left == pytest.approx(right, abs=1e-6 * size)
        standard = density(((mean + x) - mean) / scale, 0.0, 1.0) - np.log(scale)
        assert right == pytest.approx(standard, abs=1e-9 * size)


@given(z=st.floats(-1e4, 1e4))
def test_both_classes_add_up_to_one(z):
    both = np.exp(prob.log_bernoulli([0, 1], z))
    assert both.sum() == pytest.approx(1, abs=1e-12)
    two = [prob.log_categorical(y, [0.0, z]) for y in (0, 1)]
    np.testing.assert_allclose(two, prob.log_bernoulli([0, 1], z), atol=1e-11)


@given(z=logit_rows, shift=st.floats(-1e3, 1e3))
def test_a_common_shift_of_the_logits_changes_nothing(z, shift):
    before = prob.log_categorical(0, z)
    after = prob.log_categorical(0, np.array(z) + shift)
    assert after == pytest.approx(before, abs=1e-9 * (1 + np.abs(z).max()))


@pytest.mark.parametrize(
    "density",
    [
        lambda x: prob.log_normal(x, 1.0, 0.5),
        lambda x: prob.log_laplace(x, 1.0, 0.5),
        lambda x: prob.log_student(x, 3, 1.0, 0.5),
        lambda x: prob.log_exponential(x, 0.5),
    ],
)
def test_densities_integrate_to_one(density):
    pieces = [(-np.inf, 0), (0, 1), (1, np.inf)]
    whole = sum(quad(lambda x: np.exp(density(x)), *piece)[0] for piece in pieces)
    assert whole == pytest.approx(1, abs=1e-8)


# Gradients

X = np.array([-2.0, 0.3, 1.0, 7.0])


@pytest.mark.parametrize(
    "loss",
    [
        lambda m: np.sum(prob.log_normal(X, m[0], m[1])),
        lambda m: np.sum(prob.log_laplace(X, m[0], m[1])),
        lambda m: np.sum(prob.log_student(X, 3, m[0], m[1])),
        lambda m: np.sum(prob.log_exponential(np.abs(X), m[1])),
        lambda m: np.sum(prob.log_poisson([0, 2, 5], m[1])),
        lambda m: np.sum(prob.log_bernoulli([0, 1, 1, 0], m[0] * X)),
        lambda m: prob.log_categorical(1, m),
    ],
)
def test_gradients_are_the_difference_quotients(loss):
    check_grads(loss, np.array([0.7, 1.3]))


def test_gradients_are_finite_where_densities_are_not():
    assert grad(lambda z: prob.log_bernoulli(1, z))(-1e4) == 1.0
    assert grad(lambda m: prob.log_student(1.0, 1, m))(1.0) == 0.0
    slope = grad(lambda z: prob.log_categorical(0, z))(np.array([-1e4, 1e4]))
    np.testing.assert_allclose(slope, [1, -1])


# Samplers


def test_samples_have_the_probabilities_of_their_logits():
    z = np.array([0.0, 1.0, -1.0, -np.inf])
    rng = np.random.default_rng(3)
    y = prob.sample_categorical(np.tile(z, (20_000, 1)), rng=rng)
    counts = np.bincount(y, minlength=4)
    assert counts[3] == 0
    expected = 20_000 * prob.softmax(z)[:3]
    assert scipy.stats.chisquare(counts[:3], expected).pvalue > 1e-3
    heads = prob.sample_bernoulli(np.full(20_000, 0.4), rng=rng).sum()
    p = float(prob.sigmoid(0.4))
    assert scipy.stats.binomtest(int(heads), 20_000, p).pvalue > 1e-3


def test_laplace_samples_follow_their_distribution():
    x = prob.sample_laplace(4000, 1.0, 2.0, rng=np.random.default_rng(1))
    assert scipy.stats.kstest(x, scipy.stats.laplace(1.0, 2.0).cdf).pvalue > 0.01


def test_infinite_logits_have_their_sums():
    assert prob.logsumexp(np.array([-np.inf, 3.0])) == 3.0
    assert prob.logsumexp(np.array([np.inf, 3.0])) == np.inf


def test_samples_are_those_of_the_generator():
    z = np.zeros((5, 3))
    one, two = (prob.sample_categorical(z, rng=np.random.default_rng(1)) for _ in "ab")
    assert np.array_equal(one, two)
    assert one.shape == (5,)


# What is refused


@pytest.mark.parametrize("scale", [0, -1, np.nan, np.inf, [1.0, 0.0]])
@pytest.mark.parametrize(
    "density",
    [
        lambda s: prob.log_normal(0.0, 0.0, s),
        lambda s: prob.log_laplace(0.0, 0.0, s),
        lambda s: prob.log_student(0.0, 3, 0.0, s),
        lambda s: prob.log_exponential(1.0, s),
        lambda s: prob.log_poisson(1, s),
    ],
)
def test_a_scale_must_be_positive_and_finite(density, scale):
    with pytest.raises(ValueError, match="expected positive, finite numbers"):
        density(scale)


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: prob.log_normal(0, np.nan), ValueError, "mean = nan"),
        (lambda: prob.log_normal(0, np.inf), ValueError, "expected finite"),
        (lambda: prob.log_normal("a"), TypeError, "x holds <U1 entries"),
        (
            lambda: prob.log_normal(np.zeros(3), np.zeros(2)),
            ValueError,
            r"x has shape \(3,\), mean has shape \(2,\), sd has shape \(\)",
        ),
        (lambda: prob.log_student(0, 0), ValueError, "df = 0"),
        (lambda: prob.log_student(0, [1, 2]), ValueError, "expected one number"),
        (lambda: prob.log_poisson(1.5, 1), ValueError, "whole numbers from 0"),
        (lambda: prob.log_poisson(-1, 1), ValueError, "whole numbers from 0"),
        (lambda: prob.log_bernoulli(2, 0), ValueError, "zeros and ones"),
        (
            lambda: prob.log_bernoulli([0, 1], np.zeros(3)),
            ValueError,
            "do not fit together",
        ),
        (lambda: prob.log_categorical(3, np.zeros(3)), ValueError, "0 … 2"),
        (lambda: prob.log_categorical(-1, np.zeros(3)), ValueError, "are -1"),
        (lambda: prob.log_categorical(0.0, np.zeros(3)), ValueError, "whole"),
        (
            lambda: prob.log_categorical([0, 1], np.zeros((3, 2))),
            ValueError,
            r"labels of shape \(2,\) and logits of shape \(3, 2\)",
        ),
        (
            lambda: prob.sample_categorical(
                [-np.inf, -np.inf], rng=np.random.default_rng(0)
            ),
            ValueError,
            "not -inf",
        ),
        (
            lambda: prob.sample_categorical(0.0, rng=np.random.default_rng(0)),
            ValueError,
            "classes",
        ),
        (
            lambda: prob.sample_laplace(3, scale=0, rng=np.random.default_rng(0)),
            ValueError,
            "scale = 0",
        ),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(call, error, said):
    with pytest.raises(error, match=said):
        call()


def test_nan_in_the_data_stays_nan():
    assert np.isnan(prob.log_normal(np.nan))
    assert np.isnan(prob.log_student(np.nan, 3))
    assert np.isnan(prob.log_laplace(np.nan))
    assert np.isnan(prob.log_exponential(np.nan))
    assert np.isnan(prob.log_bernoulli(1, np.nan))
    np.testing.assert_array_equal(
        prob.log_exponential([-1.0, np.nan, 0.0, np.inf]), [-np.inf, np.nan, 0, -np.inf]
    )


# Modes, kinks and tails: values and derivatives in closed form


@pytest.mark.parametrize("nu", [1e-3, 0.5, 1.0, 4.0, 1e3, 1e10, 1e16, 1e200])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 20.0])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_students_derivatives_have_their_closed_forms(nu, scale, sign):
    """Also at the mode, and on and beside the circle abs(x - m) = s sqrt(ν)."""
    m = 0.25
    for t in (0.0, 1e-9, 1.0, np.sqrt(nu), 1.001 * np.sqrt(nu), 3 * np.sqrt(nu)):
        x = m + sign * scale * t
        u = (x - m) / scale

        def log_p(p, x=x):
            return prob.log_student(p[0], nu, p[1], p[2])

        whole = nu + u * u
        along_x = -(nu + 1) * u / whole / scale
        along_s = nu * ((u * u - 1) / whole) / scale
        slope = grad(log_p)(np.array([x, m, scale]))
        close = {"rtol": 1e-9, "atol": 1e-12 / scale}
        np.testing.assert_allclose(slope, [along_x, -along_x, along_s], **close)
        bend = hvp(log_p)(np.array([x, m, scale]), np.array([1.0, 0, 0]))[0]
        curvature = -(nu + 1) / whole * ((nu - u * u) / whole) / scale**2
        np.testing.assert_allclose(bend, curvature, rtol=1e-8, atol=1e-9 / scale**2)


def test_students_slope_has_the_right_sign_where_terms_touch():
    x = np.array([-1.0, 0.0, 1.5])
    slope = grad(lambda m: np.sum(prob.log_student(x, 1, m)))(0.0)
    assert slope == pytest.approx(2 * 1.5 / (1 + 1.5**2) - 1)


@pytest.mark.parametrize(
    ("nu", "peak"),
    [
        (1, -np.log(np.pi)),
        (2, -np.log(2 * np.sqrt(2))),
        (4, np.log(3 / 8)),
        (1e10, -0.5 * np.log(2 * np.pi)),
        (1e16, -0.5 * np.log(2 * np.pi)),
        (1e300, -0.5 * np.log(2 * np.pi)),
        (1e-200, np.log(1e-100 / 2)),
    ],
)
def test_students_peak_for_every_freedom(nu, peak):
    assert prob.log_student(0, nu) == pytest.approx(peak, rel=2e-10)


def test_student_can_be_differentiated_in_its_freedom():
    for nu in (0.1, 1.0, 7.0, 1e6):
        half, x = nu / 2, np.array([-3.0, 0.0, 0.4, 40.0])
        psi = scipy.special.digamma
        u = x * x / nu
        expected = (
            psi(half + 0.5)
            - psi(half)
            - 1 / nu
            - np.log1p(u)
            + (nu + 1) / nu * u / (1 + u)
        ) / 2
        slope = [grad(lambda n, x=x: prob.log_student(x, n))(nu) for x in x]
        np.testing.assert_allclose(slope, expected, rtol=1e-7, atol=1e-15)
    check_grads(lambda n: prob.log_student(1.3, n), 2.5)


def test_slopes_stay_numbers_in_the_tails():
    far = [1e200, -1e300, np.inf, -np.inf]
    for x in far:
        assert grad(lambda x: prob.log_student(x, 3))(x) == pytest.approx(-4 / x, abs=0)
        assert grad(lambda s, x=x: prob.log_student(x, 3, 0, s))(2.0) == 1.5
        assert grad(lambda x: prob.log_laplace(x, 0, 2))(x) == -np.sign(x) / 2
        assert grad(lambda x: prob.log_normal(x, 0, 2))(x) == -x / 4
    assert grad(lambda x: prob.log_exponential(x, 2))(np.inf) == -0.5


def test_kinks_of_laplace_and_exponential():
    assert grad(prob.log_laplace)(0.0) == 0
    assert grad(lambda s: prob.log_laplace(1.0, 1.0, s))(2.0) == -0.5
    slope = grad(lambda x: np.sum(prob.log_exponential(x, 2.0)[1:]))
    np.testing.assert_array_equal(slope(np.array([-1.0, 0.0, 3.0])), [0, -0.5, -0.5])
    assert grad(lambda m: prob.log_exponential(-1.0, m))(2.0) == 0
    assert grad(lambda m: prob.log_exponential(0.0, m))(2.0) == -0.5


@pytest.mark.parametrize("z", [-np.inf, np.inf, -800.0, 0.0, 800.0])
def test_sigmoids_have_slopes_at_every_logit(z):
    p, q = scipy.special.expit(z), scipy.special.expit(-z)
    assert grad(prob.log_sigmoid)(z) == pytest.approx(q, rel=1e-12)
    assert grad(prob.sigmoid)(z) == pytest.approx(p * q, rel=1e-11)
    assert grad(grad(prob.log_sigmoid))(z) == pytest.approx(-p * q, rel=1e-11)
    assert grad(lambda z: prob.log_bernoulli(0, z))(z) == pytest.approx(-p, rel=1e-12)


def poisson_in_many_digits(k: int, rate: float) -> float:
    """Return k log(rate) - rate - log k! for a large k, by Stirling's series."""
    with localcontext() as context:
        context.prec = 60
        n, r = Decimal(k), Decimal(rate)
        two_pi = Decimal("6.2831853071795864769252867665590057683943387987502116419")
        log_factorial = n * n.ln() - n + (two_pi * n).ln() / 2 + 1 / (12 * n)
        log_factorial += -1 / (360 * n**3) + 1 / (1260 * n**5)
        return float(n * r.ln() - r - log_factorial)


@pytest.mark.parametrize("k", [10**3, 10**8, 10**12, 10**16])
@pytest.mark.parametrize("off", [-4, 0, 1, 5])
def test_poisson_keeps_its_digits_for_large_counts(k, off):
    for rate in (k + off * float(k) ** 0.5, 0.4 * k, 1.6 * k, 1e-3 * k):
        expected = poisson_in_many_digits(k, rate)
        ours = prob.log_poisson(k, rate)
        assert ours == pytest.approx(expected, rel=1e-12, abs=1e-15 * k**0.5 * 10)
        slope = grad(lambda rate: prob.log_poisson(k, rate))(rate)
        assert slope == pytest.approx((k - rate) / rate, rel=1e-9, abs=1e-14)


def test_poisson_at_small_counts_and_at_infinity():
    k = np.arange(40)
    for rate in (1e-300, 0.3, 16.0, 1e3):
        direct = k * np.log(rate) - rate - scipy.special.gammaln(k + 1)
        np.testing.assert_allclose(prob.log_poisson(k, rate), direct, rtol=1e-12)
    assert prob.log_poisson(1e200, 1.0) < -1e202
    with pytest.raises(ValueError, match="whole numbers"):
        prob.log_poisson(np.inf, 1.0)
