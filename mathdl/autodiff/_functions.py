"""Functions of networks that have a derivative rule of their own, or are built of such.

Each takes bare arrays as well as traced ones.
"""

from collections.abc import Callable

import numpy as np

from mathdl.autodiff._given import own
from mathdl.autodiff._trace import RULES, Traced, apply, bare, pair, real, reals


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
        y = apply(function, arrays, {name: own(x) for name, x in options.items()})
        if type(y) is Traced:
            real(y.value, f"from {function.__name__}")
        return y

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
    return apply(_relu, reals(z))


def _relu(z):
    return np.maximum(z, 0)


def _along_relu(g, y):
    """Return g times the slope of relu, which is 1 where its value y is positive."""
    slope = (y > 0).astype(y.dtype)
    slope *= g
    return slope


along_relu = pair(_along_relu)

RULES[_relu] = (lambda g, y, z: along_relu(g, y),)
RULES[_along_relu] = (lambda u, s, g, y: along_relu(u, y), None)


def _logsumexp(x, *, axis, keepdims):
    top = np.max(x, axis=axis, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):  # the logarithm of an empty sum is -inf
        y = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return y if keepdims else y.squeeze(axis)[()]


def _logsumexp_rule(g, y, x, *, axis, keepdims):
    if not keepdims and axis is not None:
        g, y = np.expand_dims(g, axis), np.expand_dims(y, axis)
    far = np.isinf(y)
    if not far.any():
        return g * np.exp(x - y)
    # inf - inf would be nan: those that are as far as their sum share evenly.
    hit = bare(x) == bare(y)
    share = hit / np.maximum(hit.sum(axis=axis, keepdims=True), 1)
    near = np.exp(np.where(far, 0.0, x) - np.where(far, 0.0, y))
    return g * np.where(far, share, near)


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
    return _traceable_logsumexp(real(x), axis=axis, keepdims=keepdims)


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
    return apply(_log_softmax, reals(z), {"axis": axis})


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
    options = {"labels": np.asarray(labels), "kept": {}}
    return apply(_cross_entropy, reals(z), options)


def _cross_entropy(z, *, labels, kept):
    own = _entries_of_labels(z, labels)
    if not len(z):
        return np.float64(np.nan)  # the mean of nothing
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z)
    total = p.sum(axis=1, keepdims=True)
    p /= total
    kept.update(p=p, own=own)  # the sweep needs them again
    return (np.log(total).sum() - z.take(own).sum()) / len(z)


def _along_cross_entropy(g, z, *, labels, kept):
    """Return g times the gradient (p - 1 at the label) / n, with p = softmax(z)."""
    if not len(z):
        return np.zeros(z.shape)
    share = g / len(z)
    slope = kept["p"] * share
    slope.reshape(-1)[kept["own"]] -= share
    return slope


def _bend_cross_entropy(u, s, g, z, *, labels, kept):
    """Return the adjoint of z where u is that of g (p - 1 at the label) / n."""
    p = softmax(z) if isinstance(z, Traced) else kept["p"]
    return (g / len(z)) * p * (u - (u * p).sum(axis=1, keepdims=True))


RULES[_cross_entropy] = (
    lambda g, y, z, **options: apply(_along_cross_entropy, (g, z), options),
)
RULES[_along_cross_entropy] = (
    lambda u, s, g, z, **options: (
        u * apply(_along_cross_entropy, (1.0, z), options)
    ).sum(),
    _bend_cross_entropy,
)


def _entries_of_labels(z, labels):
    """Return where in z, read row by row, the entry of each sample's label stands."""
    if z.ndim != 2 or labels.shape != z.shape[:1]:
        raise ValueError(
            f"logits of shape {z.shape} and labels of shape {labels.shape}: expected "
            "(samples, classes) and (samples,)"
        )
    if labels.dtype.kind not in "iu":
        raise ValueError(f"labels are {labels.dtype}, expected whole numbers")
    labels = labels.astype(np.intp, copy=False)
    try:
        return np.ravel_multi_index((np.arange(len(z)), labels), z.shape)
    except ValueError:
        raise ValueError(f"a label is not among 0 … {z.shape[1] - 1}") from None


def mean_squared_error(prediction, target):
    """Return the mean of (prediction - target)² over all entries.

    Parameters
    ----------
    prediction, target : arrays of the same shape

    Returns
    -------
    float
        nan where there is no entry.

    Raises
    ------
    ValueError
        Where the shapes differ: (n, 1) and (n,) would make n² differences.

    Examples
    --------
    >>> float(mean_squared_error(np.array([1.0, 2.0]), np.array([1.0, 4.0])))
    2.0
    """
    return apply(_mean_squared_error, reals(prediction, target))


def _mean_squared_error(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError(
            f"the prediction has shape {prediction.shape} and the target has shape "
            f"{target.shape}: they should be the same"
        )
    error = prediction - target
    if not error.size:
        return np.float64(np.nan)  # the mean of nothing
    return np.square(error).sum() / error.size


def _along_error(g, prediction, target):
    """Return g times the gradient 2 (prediction - target) / n of the mean."""
    slope = prediction - target
    slope *= 2 * g / max(slope.size, 1)
    return slope


RULES[_mean_squared_error] = (
    lambda g, y, p, t: apply(_along_error, (g, p, t)),
    lambda g, y, p, t: -apply(_along_error, (g, p, t)),
)
RULES[_along_error] = (
    lambda u, s, g, p, t: (u * (p - t)).sum() * (2 / p.size),
    lambda u, s, g, p, t: u * (2 * g / p.size),
    lambda u, s, g, p, t: u * (-2 * g / p.size),
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
    x, gain, shift = reals(x, gain, shift)
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    return gain * (centred / np.sqrt(variance + eps)) + shift
