"""Distributions by their log-densities, and the functions that make them stable.

The logarithm of a density is what a loss needs, and it can be computed where the
density itself would be 0 or infinite in floating point. Everything here is written with
functions that `mathdl.autodiff` can differentiate, in the parameters and in x.

NumPy's generators draw from most of these already (``rng.normal``, ``rng.laplace``,
``rng.standard_t``, ``rng.exponential``, ``rng.poisson``); here are samplers for what a
network gives out: logits. `logsumexp`, `log_softmax` and `softmax` are autodiff's.
"""

import math

import numpy as np

from mathdl.autodiff import log_softmax as log_softmax
from mathdl.autodiff import logsumexp as logsumexp
from mathdl.autodiff import softmax as softmax
from mathdl.autodiff._trace import Traced

LOG_2PI = math.log(2 * math.pi)

_log_factorial = np.vectorize(lambda k: math.lgamma(k + 1), otypes=[float])


def log_sigmoid(z):
    """Return log(1/(1 + exp(-z))), the log-probability of class 1 with the logit z.

    Parameters
    ----------
    z : array
        Any real numbers, infinite ones too.

    Returns
    -------
    array of the shape of z

    Examples
    --------
    >>> log_sigmoid(np.array([0.0, -10000.0]))
    array([-6.93147181e-01, -1.00000000e+04])
    """
    return -np.logaddexp(0.0, -_numbers(z, "z"))


def sigmoid(z):
    """Return 1/(1 + exp(-z)), the probability of class 1 with the logit z.

    Parameters
    ----------
    z : array

    Returns
    -------
    array of the shape of z

    Examples
    --------
    >>> sigmoid(np.array([0.0, 10000.0]))
    array([0.5, 1. ])
    """
    return np.exp(log_sigmoid(z))


def normal_logpdf(x, mean=0.0, scale=1.0):
    """Return -(x - mean)²/(2 scale²) - log scale - log(2π)/2.

    Parameters
    ----------
    x, mean, scale : arrays of shapes that broadcast
        The scale is the standard deviation, positive.

    Returns
    -------
    array of the common shape

    Raises
    ------
    ValueError
        If the scale is not positive, a parameter is not finite, or the shapes do not
        fit. The other densities raise the same.

    Examples
    --------
    >>> normal_logpdf([0.0, 40.0])  # the density at 40 is below 1e-300
    array([  -0.91893853, -800.91893853])
    """
    with np.errstate(over="ignore"):  # -inf is the nearest number to -1e600
        t, scale = _standardised(x, mean, scale)
        return -0.5 * t * t - np.log(scale) - 0.5 * LOG_2PI


def laplace_logpdf(x, mean=0.0, scale=1.0):
    """Return -|x - mean|/scale - log(2 scale).

    Parameters
    ----------
    x, mean, scale : arrays of shapes that broadcast
        The scale is the mean absolute deviation, positive.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> float(laplace_logpdf(3.0, scale=0.5))
    -6.0
    """
    with np.errstate(over="ignore"):
        t, scale = _standardised(x, mean, scale)
        return -np.abs(t) - np.log(scale) - math.log(2)


def student_logpdf(x, freedom, mean=0.0, scale=1.0):
    """Return the log-density of Student's t: a constant - (ν + 1)/2 log(1 + t²/ν).

    Here t = (x - mean)/scale, ν is the number of degrees of freedom, and the constant
    is log Γ((ν + 1)/2) - log Γ(ν/2) - log(πν)/2 - log scale. For ν = 1 this is the
    Cauchy distribution; for ν -> ∞ it becomes the normal one.

    Parameters
    ----------
    x, mean, scale : arrays of shapes that broadcast
        The mean is the centre of symmetry (an expectation only for ν > 1).
    freedom : float
        The number ν > 0.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> np.round(student_logpdf([0.0, 1e200], freedom=1), 4)  # -log π at the peak
    array([  -1.1447, -922.1788])
    """
    nu = _freedom(freedom)
    with np.errstate(over="ignore"):
        t, scale = _standardised(x, mean, scale)
        u = np.abs(t) / math.sqrt(nu)
    # 1 + u² = a²(1 + (b/a)²), which neither overflows nor loses a small u.
    a, b = np.maximum(u, 1.0), np.minimum(u, 1.0)
    bend = np.log1p(np.square(b / a)) + 2 * np.log(a)
    peak = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - math.log(math.pi * nu) / 2
    return peak - (nu + 1) / 2 * bend - np.log(scale)


def exponential_logpdf(x, mean=1.0):
    """Return -x/mean - log mean for x ≥ 0, and -inf for x < 0.

    Parameters
    ----------
    x, mean : arrays of shapes that broadcast
        The mean (one over the rate) is positive.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> exponential_logpdf([-1.0, 0.0, 2.0], mean=2.0)
    array([       -inf, -0.69314718, -1.69314718])
    """
    x, mean = _numbers(x, "x"), _positive(mean, "mean")
    _demand_common_shape(x=x, mean=mean)
    with np.errstate(over="ignore"):
        return np.where(x >= 0, -np.abs(x) / mean, -np.inf) - np.log(mean)


def poisson_logpmf(k, rate):
    """Return k log rate - rate - log k!, the log-probability of the count k.

    Parameters
    ----------
    k, rate : arrays of shapes that broadcast
        Counts, whole numbers from 0; and their expectation, positive.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> float(poisson_logpmf(0, rate=2.5))
    -2.5
    """
    k, rate = np.asarray(_numbers(k, "k")), _positive(rate, "rate")
    if not np.all((k >= 0) & (k == np.floor(k))):
        raise ValueError(f"k is {k}: expected counts, whole numbers from 0")
    _demand_common_shape(k=k, rate=rate)
    return k * np.log(rate) - rate - _log_factorial(k)


def bernoulli_logpmf(y, logit):
    """Return log p for y = 1 and log(1 - p) for y = 0, where p = sigmoid(logit).

    Parameters
    ----------
    y : array of 0 and 1
    logit : array of a shape that broadcasts with that of y
        log(p/(1 - p)), which may be infinite.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> bernoulli_logpmf([1, 0], logit=[0.0, 10000.0])
    array([-6.93147181e-01, -1.00000000e+04])
    """
    y, logit = _numbers(y, "y"), _numbers(logit, "logit")
    if not np.all((y == 0) | (y == 1)):
        raise ValueError(f"y is {y}: expected zeros and ones")
    _demand_common_shape(y=y, logit=logit)
    return log_sigmoid((2 * y - 1) * logit)


def categorical_logpmf(y, logits):
    """Return log softmax(logits)[y], the log-probability of the class y.

    Parameters
    ----------
    y : array of int of shape (...)
        Classes, from 0.
    logits : array of shape (..., K), or (K,) for all y alike
        A logit of -inf excludes a class.

    Returns
    -------
    array of the shape of y

    Examples
    --------
    >>> categorical_logpmf([0, 1], logits=[[0.0, 0.0], [10000.0, 0.0]])
    array([-6.93147181e-01, -1.00000000e+04])
    """
    y, logits = np.asarray(y), _numbers(logits, "logits")
    _demand_classes(y, logits)
    log_p = log_softmax(logits)
    if logits.ndim == 1:
        return log_p[y]
    rows = log_p.reshape(-1, logits.shape[-1])
    return rows[np.arange(y.size), y.ravel()].reshape(y.shape)


def sample_bernoulli(logit, *, rng: np.random.Generator) -> np.ndarray:
    """Draw y = 1 with probability sigmoid(logit), else 0.

    Parameters
    ----------
    logit : array
    rng : numpy.random.Generator

    Returns
    -------
    array of int of the shape of logit

    Examples
    --------
    >>> sample_bernoulli([-1000.0, 1000.0], rng=np.random.default_rng(0))
    array([0, 1])
    """
    p = np.asarray(sigmoid(logit))
    return (rng.random(p.shape) < p).astype(int)


def sample_categorical(logits, *, rng: np.random.Generator) -> np.ndarray:
    """Draw classes with the probabilities softmax(logits), by the Gumbel-max trick.

    The largest of ``logits + g``, where the g are independent Gumbel variables, is
    class k with probability softmax(logits)[k] (Gumbel 1954; Maddison, Tarlow and
    Minka 2014, section 2).

    Parameters
    ----------
    logits : array of shape (..., K)
    rng : numpy.random.Generator

    Returns
    -------
    array of int of shape (...)

    Examples
    --------
    >>> sure = [[0.0, -np.inf], [-np.inf, 0.0]]
    >>> sample_categorical(sure, rng=np.random.default_rng(0))
    array([0, 1])
    """
    logits = np.asarray(_numbers(logits, "logits"))
    if logits.ndim == 0 or not np.all(logits.max(axis=-1, initial=-np.inf) > -np.inf):
        raise ValueError("each sample needs a logit that is not -inf")
    return np.argmax(logits + rng.gumbel(size=logits.shape), axis=-1)


def _numbers(x, name: str):
    """Return x as an array of floats; a traced array stays what it is."""
    if isinstance(x, Traced):
        return x
    x = np.asarray(x)
    if x.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {x.dtype} entries: expected real numbers")
    return x.astype(float)[()]


def _positive(x, name: str):
    x = _numbers(x, name)
    if not np.all((x > 0) & (x < np.inf)):
        raise ValueError(f"{name} is {x}: expected positive, finite numbers")
    return x


def _finite(x, name: str):
    x = _numbers(x, name)
    if not np.all((x > -np.inf) & (x < np.inf)):
        raise ValueError(f"{name} is {x}: expected finite numbers")
    return x


def _freedom(nu) -> float:
    if np.ndim(nu) != 0:
        raise ValueError(f"freedom has shape {np.shape(nu)}: expected one number")
    return float(_positive(nu, "freedom"))


def _standardised(x, mean, scale):
    """Return (x - mean)/scale and the scale, read and checked."""
    x, mean, scale = _numbers(x, "x"), _finite(mean, "mean"), _positive(scale, "scale")
    _demand_common_shape(x=x, mean=mean, scale=scale)
    return (x - mean) / scale, scale


def _demand_common_shape(**arrays) -> None:
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError:
        said = ", ".join(f"{name} has shape {shape}" for name, shape in shapes.items())
        raise ValueError(f"{said}: these do not fit together") from None


def _demand_classes(y: np.ndarray, logits) -> None:
    if logits.ndim == 0 or (logits.ndim > 1 and y.shape != logits.shape[:-1]):
        raise ValueError(
            f"y has shape {y.shape} and logits have shape {logits.shape}: expected "
            "logits of shape (K,), or (..., K) with y of shape (...)"
        )
    if y.dtype.kind not in "iu":
        raise TypeError(f"y holds {y.dtype} entries: expected classes, whole numbers")
    if y.size and not 0 <= y.min() <= y.max() < logits.shape[-1]:
        raise ValueError(
            f"y runs from {y.min()} to {y.max()}: expected classes from 0 to "
            f"{logits.shape[-1] - 1}"
        )
