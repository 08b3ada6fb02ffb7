"""Small networks as lists of layers ``(W, b)``, and a way to train them.

A layer takes a batch ``X`` of shape (samples, inputs), one sample a row, to
``X @ W.T + b`` of shape (samples, outputs).
"""

import numpy as np

from mathdl.linalg import as_matrix

Layer = tuple[np.ndarray, np.ndarray]


def relu(z: np.ndarray) -> np.ndarray:
    """Return max(z, 0), entry by entry."""
    return np.maximum(z, 0)


def identity(z: np.ndarray) -> np.ndarray:
    """Return z: what stands in a linear network where others have an activation."""
    return z


SLOPE = {relu: lambda z: z > 0, identity: lambda z: 1.0}


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
    H = as_matrix(X, "X")
    for V, c in hidden:
        H = activation(_affine(H, V, c))
    return _affine(H, W, b)


def accuracy(layers: list[Layer], X, y, activation=relu) -> float:
    """Return the fraction of rows of X whose largest output is the class in y."""
    return float(np.mean(forward(layers, X, activation).argmax(axis=1) == y))


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
    activation : {relu, identity}
        Applied between layers.
    steps, eta, momentum : int, float, float
        How many steps, how long they are, and how much of a step is kept in the next.
    rng : numpy.random.Generator
        Where the first weights are drawn from.

    Returns
    -------
    list of (W, b)
    """
    layers = initial_layers(sizes, rng=rng)
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in layers]
    target = np.eye(sizes[-1])[y]
    for _ in range(steps):
        for layer, v, g in zip(
            layers, velocity, _gradient(layers, X, target, activation), strict=True
        ):
            for parameter, speed, slope in zip(layer, v, g, strict=True):
                speed *= momentum
                speed -= eta * slope
                parameter += speed
    return layers


def _affine(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    if X.shape[1] != W.shape[1]:
        raise ValueError(
            f"the layer's W has shape {W.shape} and takes {W.shape[1]} inputs; "
            f"the samples have {X.shape[1]}"
        )
    return X @ W.T + b


def _gradient(layers, X, target, activation) -> list[Layer]:
    """Return the gradient of the mean cross-entropy, layer by layer."""
    inputs, before = [X], []
    for W, b in layers[:-1]:
        before.append(_affine(inputs[-1], W, b))
        inputs.append(activation(before[-1]))
    delta = (_softmax(_affine(inputs[-1], *layers[-1])) - target) / len(X)
    gradient = []
    for k in reversed(range(len(layers))):
        gradient.append((delta.T @ inputs[k], delta.sum(axis=0)))
        if k:
            delta = delta @ layers[k][0] * SLOPE[activation](before[k - 1])
    return gradient[::-1]


def _softmax(Z: np.ndarray) -> np.ndarray:
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
