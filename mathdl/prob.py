"""Probability: log-densities, the functions that keep them finite, and samplers.

Everything is written with NumPy alone and can be differentiated by `mathdl.autodiff`.
Log-densities come first: densities far out are zero in floating point, their logarithms
are not. Each function works entry by entry, and its arguments are broadcast.
"""

import math

import numpy as np

from mathdl.autodiff import log_softmax as log_softmax
from mathdl.autodiff import logsumexp as logsumexp
from mathdl.autodiff import softmax as softmax

HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def sigmoid(z):
    """Return 1 / (1 + exp(-z)): a probability from a logit.

    Parameters
    ----------
    z : float or array

    Returns
    -------
    float or array of the shape of z

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    """
    return np.exp(log_sigmoid(z))


def log_sigmoid(z):
    """Return -log(1 + exp(-z)) without overflow.

    Examples
    --------
    >>> float(log_sigmoid(-1000.0))
    -1000.0
    """
    return -np.logaddexp(0.0, -z)


def log_normal(x, mean=0.0, sd=1.0):
    """Return the log-density of the normal distribution: -z²/2 - log(sd √(2π)).

    Parameters
    ----------
    x, mean : float or array
    sd : float or array, positive
        The standard deviation.

    Returns
    -------
    float or array

    Raises
    ------
    ValueError
        Where sd is not positive.

    Examples
    --------
    >>> float(log_normal(40.0))  # the density itself is 0.0 in floating point
    -800.9189385332047
    """
    _demand_positive(sd, "sd")
    z = (x - mean) / sd
    return -0.5 * (z * z) - np.log(sd) - HALF_LOG_2PI


def log_laplace(x, location=0.0, scale=1.0):
    """Return the log-density of the Laplace distribution: -abs(z) - log(2 scale).

    Parameters
    ----------
    x, location : float or array
    scale : float or array, positive
        The mean distance from the location.

    Returns
    -------
    float or array

    Examples
    --------
    >>> round(float(log_laplace(3.0)), 4)
    -3.6931
    """
    _demand_positive(scale, "scale")
    return -np.abs((x - location) / scale) - np.log(2 * scale)


def log_student(x, df, location=0.0, scale=1.0):
    """Return the log-density of Student's t distribution; df = 1 is Cauchy's.

    Parameters
    ----------
    x, location : float or array
    df : float, positive
        The degrees of freedom: the density falls like the power -(df + 1).
    scale : float or array, positive

    Returns
    -------
    float or array

    Notes
    -----
    Student 1908, *The probable error of a mean*.

    Examples
    --------
    >>> round(float(log_student(0.0, df=1)), 4)  # log(1/π)
    -1.1447
    """
    _demand_positive(scale, "scale")
    _demand_positive(df, "df")
    z = (x - location) / scale
    constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2)
    constant -= 0.5 * math.log(df * math.pi)
    return constant - np.log(scale) - (df + 1) / 2 * np.log1p(z * z / df)


def log_exponential(x, mean=1.0):
    """Return the log-density of the exponential distribution; -inf below zero.

    Parameters
    ----------
    x : float or array
    mean : float or array, positive

    Returns
    -------
    float or array

    Examples
    --------
    >>> float(log_exponential(3.0, mean=1.0))
    -3.0
    """
    _demand_positive(mean, "mean")
    return np.where(x < 0, -np.inf, -x / mean - np.log(mean))


def log_bernoulli(y, logit):
    """Return log P(Y = y) for y in {0, 1}, where P(Y = 1) = sigmoid(logit).

    Parameters
    ----------
    y : array of 0 and 1
    logit : float or array

    Returns
    -------
    float or array

    Raises
    ------
    ValueError
        Where y is neither 0 nor 1.

    Examples
    --------
    >>> float(log_bernoulli(0, 1000.0))
    -1000.0
    """
    y = np.asarray(y)
    if not np.all((y == 0) | (y == 1)):
        raise ValueError("y holds something else than 0 and 1")
    return log_sigmoid((2 * y - 1) * logit)


def log_categorical(labels, logits):
    """Return log softmax(logits)[label], sample by sample.

    Parameters
    ----------
    labels : array of int of shape (samples,)
        Classes, from 0.
    logits : array of shape (samples, classes)

    Returns
    -------
    array of shape (samples,)

    Raises
    ------
    ValueError
        Where the shapes do not match, or a label is no class.

    Examples
    --------
    >>> log_categorical([1], np.zeros((1, 4)))  # -log 4
    array([-1.38629436])
    """
    labels = np.asarray(labels)
    if logits.ndim != 2 or labels.shape != logits.shape[:1]:
        raise ValueError(
            f"labels of shape {labels.shape} and logits of shape {logits.shape}: "
            "expected (samples,) and (samples, classes)"
        )
    classes = logits.shape[1]
    whole = labels.dtype.kind in "iu"
    if not whole or np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError(f"labels are whole numbers among 0 … {classes - 1}")
    return log_softmax(logits)[np.arange(len(labels)), labels]


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
    _demand_positive(scale, "scale")
    u = rng.random(size) - 0.5
    return location - scale * np.sign(u) * np.log1p(-2 * np.abs(u))


def sample_bernoulli(logit, *, rng: np.random.Generator):
    """Draw 0 or 1 for each logit, 1 with probability sigmoid(logit).

    Parameters
    ----------
    logit : array
    rng : numpy.random.Generator

    Returns
    -------
    array of int of the shape of logit

    Examples
    --------
    >>> sample_bernoulli(np.array([-1e3, 1e3]), rng=np.random.default_rng(0))
    array([0, 1])
    """
    logit = np.asarray(logit, dtype=float)
    return (rng.random(logit.shape) < sigmoid(logit)).astype(int)


def sample_categorical(logits, *, rng: np.random.Generator):
    """Draw a class for each row of logits, with the probabilities softmax(logits).

    The largest of the logits with independent standard Gumbel noise added is the class
    (Gumbel 1954): no probability is computed.

    Parameters
    ----------
    logits : array of shape (samples, classes)
    rng : numpy.random.Generator

    Returns
    -------
    array of int of shape (samples,)

    Examples
    --------
    >>> sample_categorical(np.array([[0.0, 1e3]]), rng=np.random.default_rng(0))
    array([1])
    """
    logits = np.asarray(logits, dtype=float)
    if logits.ndim != 2 or logits.shape[1] == 0:
        raise ValueError(f"logits of shape {logits.shape}: expected (samples, classes)")
    return np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)


def _demand_positive(scale, name: str) -> None:
    if not np.all(scale > 0):  # nan is not positive either
        raise ValueError(f"{name} = {scale}: expected a positive number")
