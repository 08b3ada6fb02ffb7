"""The same derivatives by mathdl.autodiff, as a chapter would write them."""

import numpy as np

from benchmarks.by_hand import ETA
from mathdl.autodiff import (
    affine,
    conv2d,
    grad,
    mean_squared_error,
    relu,
    softmax_cross_entropy,
    value_and_grad,
)  # fmt: skip
from mathdl.autodiff import hvp as hessian_product


def _classifier(activation):
    def loss(layers, X, y):
        W1, b1, W2, b2, W3, b3 = layers
        h = activation(affine(X, W1, b1))
        h = activation(affine(h, W2, b2))
        return softmax_cross_entropy(affine(h, W3, b3), y)

    return loss


def _regression(layers, X, y):
    W1, b1, W2, b2 = layers
    h = np.tanh(affine(X, W1, b1))
    return mean_squared_error(affine(h, W2, b2), y)


def _descent(loss, layers, X, y):
    layers = [a.copy() for a in layers]
    both = value_and_grad(loss)

    def call():
        value, slopes = both(layers, X, y)
        for a, slope in zip(layers, slopes, strict=True):
            a -= ETA * slope
        return value, *slopes

    return call


def step(layers, X, y):
    return _descent(_classifier(relu), layers, X, y)


def tiny_step(layers, X, y):
    return _descent(_regression, layers, X, y)


def hvp(layers, v, X, y):
    product = hessian_product(_classifier(np.tanh))
    return lambda: product(layers, v, X, y)


def tiny_hvp(layers, v, X, y):
    product = hessian_product(_regression)
    return lambda: product(layers, v, X, y)


def convolution(kernels, pictures):
    slope = grad(lambda kernels: np.sum(np.square(conv2d(pictures, kernels[0]))) / 2)
    return lambda: slope(kernels)
