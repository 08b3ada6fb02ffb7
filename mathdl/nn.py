"""Small networks as lists of layers ``(W, b)``, and a way to train them.

A layer takes a batch ``X`` of shape (samples, inputs), one sample a row, to
``X @ W.T + b`` of shape (samples, outputs).
"""

import numpy as np

from mathdl.autodiff import affine, grad, softmax_cross_entropy
from mathdl.autodiff import relu as relu
from mathdl.autodiff._trace import Traced, bare
from mathdl.linalg import as_matrix
from mathdl.optim import heavy_ball

Layer = tuple[np.ndarray, np.ndarray]


def identity(z: np.ndarray) -> np.ndarray:
    """Return z: what stands in a linear network where others have an activation."""
    return z


def initial_layers(sizes: list[int], *, rng: np.random.Generator) -> list[Layer]:
    """Draw weights from N(0, 2/inputs) and set biases to zero.

    Parameters
    ----------
    sizes : list of int
        Widths from input to output; ``[64, 32, 10]`` gives two layers.
    rng : numpy.random.Generator
        Where the weights are drawn from.

    Returns
    -------
    list of (W, b)
        W of shape (outputs, inputs), b of shape (outputs,).

    Notes
    -----
    The variance keeps the signal's size through ReLU layers (He, Zhang, Ren and Sun
    2015, equation 10).
    """
    if len(sizes) < 2 or any(n < 1 for n in sizes):
        raise ValueError(f"sizes {sizes}: expected two or more positive widths")
    return [
        (rng.normal(0, np.sqrt(2 / n), size=(m, n)), np.zeros(m))
        for n, m in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def forward(layers: list[Layer], X: np.ndarray, activation=relu) -> np.ndarray:
    """Return the outputs of a network: layers with an activation between them.

    Parameters
    ----------
    layers : list of (W, b)
        W of shape (outputs, inputs), b of shape (outputs,).
    X : array of shape (samples, inputs)
        One sample a row.
    activation : callable
        Applied after every layer but the last.

    Returns
    -------
    array of shape (samples, outputs)

    Examples
    --------
    >>> layers = [(np.array([[1.0, -1.0]]), np.array([0.5]))]
    >>> forward(layers, np.array([[2.0, 1.0]]))
    array([[1.5]])
    """
    *hidden, (W, b) = layers
    H = X if isinstance(X, Traced) else as_matrix(X, "X")
    for V, c in hidden:
        H = activation(affine(H, V, c))
    return affine(H, W, b)


def accuracy(layers: list[Layer], X, y, activation=relu) -> float:
    """Return the fraction of rows of X whose largest output is the class in y.

    Parameters
    ----------
    layers, X, activation
        As in `forward`.
    y : array of int of shape (samples,)
        The classes, from 0.

    Raises
    ------
    ValueError
        If there is not one class for each row: (n, 1) and (n,) would make n² pairs.
    """
    found, y = bare(forward(layers, X, activation)).argmax(axis=1), np.asarray(y)
    if y.shape != found.shape:
        raise ValueError(
            f"y has shape {y.shape} and there are {len(found)} samples: expected one "
            f"class for each, shape ({len(found)},)"
        )
    if y.dtype.kind not in "biuf":
        raise TypeError(f"y holds {y.dtype} entries: expected classes, whole numbers")
    return float(np.mean(found == y))


def fit(
    sizes: list[int],
    X: np.ndarray,
    y: np.ndarray,
    *,
    activation=relu,
    steps: int = 300,
    eta: float = 0.1,
    momentum: float = 0.9,
    rng: np.random.Generator,
) -> list[Layer]:
    """Train a classifier by gradient descent with momentum on the cross-entropy.

    Parameters
    ----------
    sizes : list of int
        Widths from input to output; the last is the number of classes.
    X : array of shape (samples, inputs)
        All samples are used in every step.
    y : array of int of shape (samples,)
        The classes, from 0.
    activation : callable
        Applied between layers; ``relu``, ``identity`` or ``np.tanh``, say.
    steps, eta, momentum : int, float, float
        How many steps, how long they are, and how much of a step is kept in the next.
    rng : numpy.random.Generator
        Where the first weights are drawn from.

    Returns
    -------
    list of (W, b)

    Raises
    ------
    FloatingPointError
        On the way, if the weights are no longer finite: eta is too large.

    Notes
    -----
    Where a hyperplane separates the classes the cross-entropy has no minimum: the
    larger the weights, the smaller it is. Accuracy comes to rest and the weights do
    not; more steps make them larger, and the network surer of itself.
    """
    layers = initial_layers(sizes, rng=rng)
    X = as_matrix(X, "X")

    def loss(layers):
        return softmax_cross_entropy(forward(layers, X, activation), y)

    # What overflows is told in words: the run says that it has diverged.
    with np.errstate(over="ignore", invalid="ignore"):
        for step in heavy_ball(grad(loss), layers, eta=eta, beta=momentum, steps=steps):
            layers = step.x
    return layers
