"""Gradients written out in NumPy, as one would write them for speed."""

import numpy as np

ETA = 1e-12  # so short a step that all competitors stay at the same weights


def step(layers, X, y):
    """Return a training step of a ReLU network with softmax cross-entropy."""
    layers = [a.copy() for a in layers]
    n, rows = len(X), np.arange(len(X))

    def gradient():
        W1, b1, W2, b2, W3, b3 = layers
        z1 = X @ W1.T + b1
        h1 = np.maximum(z1, 0)
        z2 = h1 @ W2.T + b2
        h2 = np.maximum(z2, 0)
        z3 = h2 @ W3.T + b3
        e = np.exp(z3 - z3.max(axis=1, keepdims=True))
        d3 = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(d3[rows, y]).sum() / n
        d3[rows, y] -= 1
        d3 /= n
        d2 = d3 @ W3
        d2 *= z2 > 0
        d1 = d2 @ W2
        d1 *= z1 > 0
        return loss, [
            d1.T @ X, d1.sum(axis=0),
            d2.T @ h1, d2.sum(axis=0),
            d3.T @ h2, d3.sum(axis=0),
        ]  # fmt: skip

    return _descent(layers, gradient)


def tiny_step(layers, X, y):
    """Return a training step of a tanh network with mean squared error."""
    layers = [a.copy() for a in layers]

    def gradient():
        W1, b1, W2, b2 = layers
        h = np.tanh(X @ W1.T + b1)
        e = h @ W2.T + b2 - y
        loss = (e * e).sum() / len(X)
        d2 = e * (2 / len(X))
        d1 = d2 @ W2
        d1 *= 1 - h * h
        return loss, [d1.T @ X, d1.sum(axis=0), d2.T @ h, d2.sum(axis=0)]

    return _descent(layers, gradient)


def _descent(layers, gradient):
    def call():
        loss, slopes = gradient()
        for a, slope in zip(layers, slopes, strict=True):
            a -= ETA * slope
        return loss, *slopes

    return call


def hvp(layers, v, X, y):
    """Return the Hessian–vector product of a tanh network with softmax cross-entropy.

    Forward over reverse: every line of the gradient, and below it its derivative along
    v (Pearlmutter 1994).
    """
    W1, b1, W2, b2, W3, b3 = layers
    V1, c1, V2, c2, V3, c3 = v
    n, rows = len(X), np.arange(len(X))

    def call():
        h1 = np.tanh(X @ W1.T + b1)
        s1 = 1 - h1 * h1
        rh1 = s1 * (X @ V1.T + c1)
        h2 = np.tanh(h1 @ W2.T + b2)
        s2 = 1 - h2 * h2
        rh2 = s2 * (h1 @ V2.T + rh1 @ W2.T + c2)
        z3 = h2 @ W3.T + b3
        rz3 = h2 @ V3.T + rh2 @ W3.T + c3
        p = np.exp(z3 - z3.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rp = p * rz3
        rd3 = (rp - p * rp.sum(axis=1, keepdims=True)) / n
        d3 = p.copy()
        d3[rows, y] -= 1
        d3 /= n
        e2 = d3 @ W3
        d2 = e2 * s2
        rd2 = (rd3 @ W3 + d3 @ V3) * s2 - 2 * e2 * h2 * rh2
        e1 = d2 @ W2
        rd1 = (rd2 @ W2 + d2 @ V2) * s1 - 2 * e1 * h1 * rh1
        return [
            rd1.T @ X, rd1.sum(axis=0),
            rd2.T @ h1 + d2.T @ rh1, rd2.sum(axis=0),
            rd3.T @ h2 + d3.T @ rh2, rd3.sum(axis=0),
        ]  # fmt: skip

    return call


def tiny_hvp(layers, v, X, y):
    """Return the Hessian–vector product of a tanh network with mean squared error."""
    W1, b1, W2, b2 = layers
    V1, c1, V2, c2 = v
    n = len(X)

    def call():
        h = np.tanh(X @ W1.T + b1)
        s = 1 - h * h
        rh = s * (X @ V1.T + c1)
        d2 = (h @ W2.T + b2 - y) * (2 / n)
        rd2 = (h @ V2.T + rh @ W2.T + c2) * (2 / n)
        rd1 = (rd2 @ W2 + d2 @ V2) * s - 2 * (d2 @ W2) * h * rh
        return [
            rd1.T @ X, rd1.sum(axis=0),
            rd2.T @ h + d2.T @ rh, rd2.sum(axis=0),
        ]  # fmt: skip

    return call


def convolution(kernels, pictures):
    """Return the gradient of half the squared norm of a convolution by its kernels."""
    (w,) = kernels
    view = np.lib.stride_tricks.sliding_window_view

    def call():
        patches = view(pictures, w.shape[2:], axis=(2, 3))
        y = np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3)))
        return [np.tensordot(y, patches, axes=((0, 1, 2), (0, 2, 3)))]

    return call
