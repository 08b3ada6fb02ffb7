"""The affine layer x Wᵀ + b. It is linear in the batch x and in the weights W.

With an adjoint g of its value there is one trilinear form, the sum of g · (x Wᵀ), and
its derivatives with respect to g, x and W are the three products below. The derivatives
of each are the other two: so a layer can be differentiated as often as one likes, and
no matrix is turned around or copied on the way.
"""

from mathdl.autodiff._rules import repeat
from mathdl.autodiff._trace import RULES, apply, pair, reals


def affine(x, W, b):
    """Return x Wᵀ + b: what a layer does to each row of a batch before its activation.

    Parameters
    ----------
    x : array of shape (..., inputs)
    W : array of shape (outputs, inputs)
    b : array of shape (outputs,)

    Returns
    -------
    array of shape (..., outputs)

    Raises
    ------
    ValueError
        Where the shapes do not match.

    Examples
    --------
    >>> import numpy as np
    >>> affine(np.array([[2.0, 1.0]]), np.array([[1.0, -1.0]]), np.array([0.5]))
    array([[1.5]])
    """
    return apply(_affine, reals(x, W, b))


def _affine(x, W, b):
    if W.ndim != 2 or b.shape != W.shape[:1]:
        raise ValueError(
            f"W has shape {W.shape} and b has shape {b.shape}: "
            "expected (outputs, inputs) and (outputs,)"
        )
    if x.shape[-1:] != W.shape[1:]:
        raise ValueError(
            f"the layer's W has shape {W.shape} and takes {W.shape[1]} inputs; "
            f"the samples have shape {x.shape}"
        )
    y = x @ W.T
    y += b
    return y


def _values(x, W):
    return x @ W.T


def _for_batch(g, W):
    return g @ W


def _for_weights(g, x):
    return g.T @ x if g.ndim == 2 else _rows(g).T @ _rows(x)


def _for_bias(g):
    return (g if g.ndim == 2 else _rows(g)).sum(axis=0)


def _rows(x):
    return x.reshape(-1, x.shape[-1])


values, for_batch, for_weights = map(pair, (_values, _for_batch, _for_weights))

RULES[_affine] = (
    lambda g, y, x, W, b: for_batch(g, W),
    lambda g, y, x, W, b: for_weights(g, x),
    lambda g, y, x, W, b: apply(_for_bias, (g,)),
)
RULES[_values] = (
    lambda g, y, x, W: for_batch(g, W),
    lambda g, y, x, W: for_weights(g, x),
)
RULES[_for_batch] = (
    lambda g, y, u, W: values(g, W),
    lambda g, y, u, W: for_weights(u, g),
)
RULES[_for_weights] = (
    lambda g, y, u, x: values(x, g),
    lambda g, y, u, x: for_batch(u, g),
)
RULES[_for_bias] = (lambda u, s, g: apply(repeat, (u,), {"shape": g.shape}),)
