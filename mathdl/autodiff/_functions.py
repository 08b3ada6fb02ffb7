"""Functions of networks that have a derivative rule of their own, or are built of such.

Each takes bare arrays as well as traced ones.
"""

from collections.abc import Callable

import numpy as np

from mathdl.autodiff._trace import RULES, apply


def primitive(function: Callable, *rules: Callable | None) -> Callable:
    """Give a function a derivative rule of its own: the product of g with its Jacobian.

    Parameters
    ----------
    function : callable
        It takes arrays, then options by name, and returns an array.
    *rules : callable or None
        One for each array that it takes: ``rule(g, y, *arrays, **options)`` is the
        adjoint of that array, of its shape, where y is the function's value and g the
        adjoint of y; None where there is no derivative. A rule that is written with
        functions that have rules can be differentiated in turn.

    Returns
    -------
    callable
        The function, ready to be differentiated.

    Examples
    --------
    >>> cube = primitive(lambda x: x**3, lambda g, y, x: g * 3 * x**2)
    >>> from mathdl.autodiff import grad
    >>> grad(cube)(2.0)
    12.0
    """
    if not callable(function) or not rules:
        raise TypeError("primitive takes a function and a rule for each of its arrays")
    RULES[function] = rules

    def call(*arrays, **options):
        if len(arrays) != len(rules):
            raise TypeError(f"expected {len(rules)} arrays and got {len(arrays)}")
        return apply(function, arrays, options)

    call.__doc__ = function.__doc__
    call.__name__ = function.__name__
    return call


def relu(z):
    """Return max(z, 0), entry by entry; its slope at 0 is 0.

    Parameters
    ----------
    z : array

    Returns
    -------
    array of the shape of z
    """
    return apply(_relu, (z,))


def _relu(z):
    return np.maximum(z, 0)


RULES[_relu] = (lambda g, y, z: g * (z > 0),)


def _logsumexp(x, *, axis, keepdims):
    top = np.max(x, axis=axis, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):  # the logarithm of an empty sum is -inf
        y = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return y if keepdims else y.squeeze(axis)[()]


def _logsumexp_rule(g, y, x, *, axis, keepdims):
    if not keepdims and axis is not None:
        g, y = np.expand_dims(g, axis), np.expand_dims(y, axis)
    return g * np.exp(x - y)


_traceable_logsumexp = primitive(_logsumexp, _logsumexp_rule)


def logsumexp(x, axis=None, keepdims: bool = False):
    """Return log(sum(exp(x))) along axes, without overflow.

    Parameters
    ----------
    x : array
    axis : int, tuple of int or None
        Along which to sum; None means all.
    keepdims : bool
        Whether the axes stay, with length one.

    Returns
    -------
    array
        -inf where nothing is summed.

    Examples
    --------
    >>> float(logsumexp(np.array([1000.0, 1000.0])))
    1000.6931471805599
    """
    return _traceable_logsumexp(x, axis=axis, keepdims=keepdims)


def log_softmax(z, axis: int = -1):
    """Return z - log(sum(exp(z))) along an axis: log-probabilities from logits.

    Parameters
    ----------
    z : array
    axis : int

    Returns
    -------
    array of the shape of z

    Examples
    --------
    >>> log_softmax(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """
    return apply(_log_softmax, (z,), {"axis": axis})


def _log_softmax(z, *, axis):
    z = z - z.max(axis=axis, keepdims=True, initial=-np.inf)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def _log_softmax_rule(g, y, z, *, axis):
    return g - np.exp(y) * g.sum(axis=axis, keepdims=True)


RULES[_log_softmax] = (_log_softmax_rule,)


def softmax(z, axis: int = -1):
    """Return exp(z) / sum(exp(z)) along an axis: probabilities from logits.

    Parameters
    ----------
    z : array
    axis : int

    Returns
    -------
    array of the shape of z

    Examples
    --------
    >>> softmax(np.array([0.0, 0.0]))
    array([0.5, 0.5])
    """
    return np.exp(log_softmax(z, axis))


def softmax_cross_entropy(z, labels):
    """Return the mean of -log softmax(z)[label] over the samples of a batch.

    Parameters
    ----------
    z : array of shape (samples, classes)
        Logits.
    labels : array of int of shape (samples,)
        Classes, from 0.

    Returns
    -------
    float
        In nats; nan where there is no sample.

    Raises
    ------
    ValueError
        Where the shapes do not match, or a label is no class.

    Examples
    --------
    >>> float(softmax_cross_entropy(np.zeros((1, 4)), np.array([2])))  # log 4
    1.3862943611198906
    """
    labels = np.asarray(labels)
    if z.ndim != 2 or labels.shape != z.shape[:1]:
        raise ValueError(
            f"logits of shape {z.shape} and labels of shape {labels.shape}: expected "
            "(samples, classes) and (samples,)"
        )
    if labels.dtype.kind not in "iu":
        raise ValueError(f"labels are {labels.dtype}, expected whole numbers")
    if labels.size and not 0 <= labels.min() <= labels.max() < z.shape[1]:
        raise ValueError(f"a label is not among 0 … {z.shape[1] - 1}")
    return apply(_mean_surprise, (log_softmax(z),), {"labels": labels})


def _mean_surprise(log_p, *, labels):
    return -log_p[np.arange(len(labels)), labels].sum() / len(labels)


def _spread_surprise(g, *, labels, shape):
    """Return the adjoint of the mean surprise: -g/n at each label, zero elsewhere."""
    spread = np.zeros(shape)
    spread[np.arange(len(labels)), labels] = -g / len(labels)
    return spread


_slope = primitive(
    _spread_surprise,
    lambda g, y, slope, *, labels, shape: _mean_surprise_of(g, labels=labels),
)
_mean_surprise_of = primitive(
    _mean_surprise,
    lambda g, y, log_p, *, labels: _slope(g, labels=labels, shape=log_p.shape),
)


def layer_norm(x, gain=1.0, shift=0.0, eps: float = 1e-5):
    """Return gain (x - mean) / sqrt(variance + eps) + shift along the last axis.

    Parameters
    ----------
    x : array of shape (..., features)
    gain, shift : float or array of shape (features,)
    eps : float
        Keeps the division finite where all features are equal.

    Returns
    -------
    array of the shape of x

    Notes
    -----
    Ba, Kiros and Hinton 2016, equation 4. The variance is the mean of squares
    (divided by the number of features, not one less).

    Examples
    --------
    >>> layer_norm(np.array([1.0, 3.0]), eps=0.0)
    array([-1.,  1.])
    """
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    return gain * (centred / np.sqrt(variance + eps)) + shift
