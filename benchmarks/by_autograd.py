"""The same derivatives by HIPS autograd."""

import autograd.numpy as anp
from autograd import grad, make_hvp, value_and_grad
from autograd.scipy.signal import convolve
from autograd.scipy.special import logsumexp

from benchmarks.by_hand import ETA


def _classifier(activation):
    def loss(layers, X, y):
        W1, b1, W2, b2, W3, b3 = layers
        h = activation(anp.dot(X, W1.T) + b1)
        h = activation(anp.dot(h, W2.T) + b2)
        z = anp.dot(h, W3.T) + b3
        return anp.mean(logsumexp(z, axis=1) - z[anp.arange(len(y)), y])

    return loss


def _regression(layers, X, y):
    W1, b1, W2, b2 = layers
    h = anp.tanh(anp.dot(X, W1.T) + b1)
    return anp.mean((anp.dot(h, W2.T) + b2 - y) ** 2)


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
    return _descent(_classifier(lambda z: anp.maximum(z, 0)), layers, X, y)


def tiny_step(layers, X, y):
    return _descent(_regression, layers, X, y)


def hvp(layers, v, X, y):
    loss = _classifier(anp.tanh)
    return lambda: make_hvp(loss)(layers, X, y)[0](v)


def tiny_hvp(layers, v, X, y):
    return lambda: make_hvp(_regression)(layers, X, y)[0](v)


def convolution(kernels, pictures):
    def loss(kernels):
        flipped = kernels[0][:, :, ::-1, ::-1]
        y = convolve(
            pictures, flipped, axes=([2, 3], [2, 3]), dot_axes=([1], [1]), mode="valid"
        )
        return anp.sum(y**2) / 2

    slope = grad(loss)
    return lambda: slope(kernels)
