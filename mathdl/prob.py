"""Distributions by their log-densities, and the functions that make them stable.

The logarithm of a density is what a loss needs, and it can be computed where the
density itself would be 0 or infinite in floating point. Everything here is written with
functions that `mathdl.autodiff` can differentiate, in the parameters and in x.

NumPy's generators draw from most of these already (``rng.normal``, ``rng.standard_t``,
``rng.exponential``, ``rng.poisson``); here are samplers for what a network gives out,
logits, and one that shows how a sampler is made. `logsumexp`, `log_softmax` and
`softmax` are autodiff's.
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
    with np.errstate(invalid="ignore"):  # NumPy warns of nan, which stays nan
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


def log_normal(x, mean=0.0, sd=1.0):
    """Return -(x - mean)²/(2 sd²) - log sd - log(2π)/2.

    Parameters
    ----------
    x, mean, sd : arrays of shapes that broadcast
        The standard deviation is positive.

    Returns
    -------
    array of the common shape

    Raises
    ------
    ValueError
        If sd is not positive, a parameter is not finite, or the shapes do not fit. The
        other densities raise the same.

    Examples
    --------
    >>> log_normal([0.0, 40.0])  # the density at 40 is below 1e-300
    array([  -0.91893853, -800.91893853])
    """
    with np.errstate(over="ignore"):  # -inf is the nearest number to -1e600
        t, sd = _standardised(x, mean=mean, sd=sd)
        return -0.5 * t * t - np.log(sd) - 0.5 * LOG_2PI


def log_laplace(x, location=0.0, scale=1.0):
    """Return -abs(x - location)/scale - log(2 scale).

    Parameters
    ----------
    x, location, scale : arrays of shapes that broadcast
        The scale is the mean absolute deviation, positive. At the location, where the
        density has a kink, its slope is taken to be 0.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> float(log_laplace(3.0, scale=0.5))
    -6.0
    """
    with np.errstate(over="ignore"):
        t, scale = _standardised(x, location=location, scale=scale)
        return -np.abs(t) - np.log(scale) - math.log(2)


def log_student(x, df, location=0.0, scale=1.0):
    """Return the log-density of Student's t: a constant - (ν + 1)/2 log(1 + t²/ν).

    Here t = (x - location)/scale, ν is the number of degrees of freedom, and the
    constant is log Γ((ν + 1)/2) - log Γ(ν/2) - log(πν)/2 - log scale. For ν = 1 this is
    the Cauchy distribution; for ν -> ∞ it becomes the normal one.

    Parameters
    ----------
    x, location, scale : arrays of shapes that broadcast
    df : float
        The number ν > 0.

    Returns
    -------
    array of the common shape

    Notes
    -----
    Student 1908, *The probable error of a mean*.

    Examples
    --------
    >>> np.round(log_student([0.0, 1e200], df=1), 4)  # -log π at the peak
    array([  -1.1447, -922.1788])
    """
    if np.ndim(df) != 0:
        raise ValueError(f"df has shape {np.shape(df)}: expected one number")
    nu = _positive(df, "df")
    x, location, scale = _read(x, location=location, scale=scale)
    root = np.sqrt(nu)
    with np.errstate(over="ignore"):
        apart = x - location
        far = np.abs(apart / scale) > root
        # log(1 + u²) for a small u; for a large one 2 log u + log(1 + 1/u²).
        u = np.where(far, 0.0, apart) / scale / root
        d = np.where(far, apart, 1.0)
        tail = np.log1p(np.square(scale / d * root)) + 2 * np.log(np.abs(d))
        tail = tail - 2 * np.log(scale) - np.log(nu)
        bend = np.where(far, tail, np.log1p(np.square(u)))
    peak = _log_gamma_step(nu / 2) - (np.log(nu) + math.log(math.pi)) / 2
    return peak - (nu + 1) / 2 * bend - np.log(scale)


def _log_gamma_step(z):
    """Return log Γ(z + 1/2) - log Γ(z), which is about log(z)/2, for z > 0.

    Both logarithms of a large z are much larger than their difference. So the steps are
    taken back from z + 12, where the difference of Stirling's two series is exact to
    the last digit: its coefficients are (2^-k - 2) B / (k (k + 1)), with the Bernoulli
    number B of index k + 1 (Abramowitz and Stegun 1964, 6.1.40 and 23.1.21).
    """
    top = z + 12
    series = 0.0
    for coefficient in (
        691 / 180224,
        -31 / 18432,
        17 / 14336,
        -1 / 640,
        1 / 192,
        -1 / 8,
    ):
        series = series * (1 / top) ** 2 + coefficient
    step = 0.5 * np.log(top) + series / top
    for k in range(12):
        step = step - np.log1p(0.5 / (z + k))
    return step


def log_exponential(x, mean=1.0):
    """Return -x/mean - log mean for x ≥ 0, and -inf for x < 0, with slope 0.

    Parameters
    ----------
    x, mean : arrays of shapes that broadcast
        The mean (one over the rate) is positive.

    Returns
    -------
    array of the common shape

    Examples
    --------
    >>> log_exponential([-1.0, 0.0, 2.0], mean=2.0)
    array([       -inf, -0.69314718, -1.69314718])
    """
    x, mean = _numbers(x, "x"), _positive(mean, "mean")
    _demand_common_shape(x=x, mean=mean)
    below = x < 0  # false for nan, which stays nan
    with np.errstate(over="ignore"):
        inside = -np.where(below, 0.0, x) / mean - np.log(mean)
    return np.where(below, -np.inf, inside)


def log_poisson(k, rate):
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
    >>> float(log_poisson(0, rate=2.5))
    -2.5
    """
    k, rate = np.asarray(_numbers(k, "k")), _positive(rate, "rate")
    if not np.all((k >= 0) & (k == np.floor(k)) & (k < np.inf)):
        raise ValueError(f"k is {k}: expected counts, whole numbers from 0")
    _demand_common_shape(k=k, rate=rate)
    n = np.maximum(k, 1)
    # With d = rate/n - 1 this is n (log(1 + d) - d) + (n log n - n - log n!): of large
    # numbers neither difference loses its digits.
    near = np.abs(rate - n) < n / 2
    d = (rate - n) / n
    growth = np.where(
        near, np.log1p(np.where(near, d, 0.0)), np.log(np.where(near, 1.0, rate / n))
    )
    return np.where(k == 0, -rate, n * (growth - d) + _stirling(n))


def _stirling(n):
    """Return n log n - n - log n!, which is about -log(2πn)/2, for whole n ≥ 1."""
    small = np.where(n < 16, n, 1)
    exact = small * np.log(small) - small - _log_factorial(small)
    m = np.maximum(n, 16)
    square = (1 / m) ** 2
    rest = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / m
    return np.where(n < 16, exact, -0.5 * (LOG_2PI + np.log(m)) - rest)


def log_bernoulli(y, logit):
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
    >>> log_bernoulli([1, 0], logit=[0.0, 10000.0])
    array([-6.93147181e-01, -1.00000000e+04])
    """
    y, logit = _numbers(y, "y"), _numbers(logit, "logit")
    if not np.all((y == 0) | (y == 1)):
        raise ValueError(f"y is {y}: expected zeros and ones")
    _demand_common_shape(y=y, logit=logit)
    return log_sigmoid((2 * y - 1) * logit)


def log_categorical(labels, logits):
    """Return log softmax(logits)[label], sample by sample.

    Parameters
    ----------
    labels : array of int of shape (samples,), or one label
        Classes, from 0.
    logits : array of shape (samples, classes), or (classes,) for all samples alike
        A logit of -inf excludes a class.

    Returns
    -------
    array of the shape of labels

    Examples
    --------
    >>> log_categorical([0, 1], logits=[[0.0, 0.0], [10000.0, 0.0]])
    array([-6.93147181e-01, -1.00000000e+04])
    """
    labels, logits = np.asarray(labels), _numbers(logits, "logits")
    _demand_classes(labels, logits)
    log_p = log_softmax(logits)
    return log_p[labels] if logits.ndim == 1 else log_p[np.arange(len(labels)), labels]


def sample_laplace(size, location=0.0, scale=1.0, *, rng: np.random.Generator):
    """Draw from the Laplace distribution, by the inverse of its distribution function.

    Parameters
    ----------
    size : int or tuple of int
    location : float or array
    scale : float or array, positive
    rng : numpy.random.Generator

    Returns
    -------
    array of shape size

    Examples
    --------
    >>> sample_laplace(3, rng=np.random.default_rng(0)).shape
    (3,)
    """
    location, scale = _finite(location, "location"), _positive(scale, "scale")
    u = rng.random(size) - 0.5
    return location - scale * np.sign(u) * np.log1p(-2 * np.abs(u))


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
    logits : array of shape (..., classes)
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
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise ValueError(f"logits of shape {logits.shape}: expected (..., classes)")
    if not np.all(logits.max(axis=-1) > -np.inf):
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
        raise ValueError(f"{name} = {x}: expected positive, finite numbers")
    return x


def _finite(x, name: str):
    x = _numbers(x, name)
    if not np.all((x > -np.inf) & (x < np.inf)):
        raise ValueError(f"{name} = {x}: expected finite numbers")
    return x


def _read(x, **parameters):
    """Return x, the centre and the width, checked."""
    (where, centre), (how, width) = parameters.items()
    x, centre, width = _numbers(x, "x"), _finite(centre, where), _positive(width, how)
    _demand_common_shape(**{"x": x, where: centre, how: width})
    return x, centre, width


def _standardised(x, **parameters):
    """Return (x - centre)/width and the width, read and checked."""
    x, centre, width = _read(x, **parameters)
    return (x - centre) / width, width


def _demand_common_shape(**arrays) -> None:
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError:
        said = ", ".join(f"{name} has shape {shape}" for name, shape in shapes.items())
        raise ValueError(f"{said}: these do not fit together") from None


def _demand_classes(labels: np.ndarray, logits) -> None:
    fits = logits.ndim == 1 or (logits.ndim == 2 and labels.shape == logits.shape[:1])
    if not fits:
        raise ValueError(
            f"labels of shape {labels.shape} and logits of shape {logits.shape}: "
            "expected (samples,) and (samples, classes), or logits of shape (classes,)"
        )
    classes = logits.shape[-1]
    whole = labels.dtype.kind in "iu"
    if not whole or np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError(
            f"labels are {labels}: expected whole numbers, 0 … {classes - 1}"
        )
