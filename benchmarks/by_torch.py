"""The same derivatives by PyTorch, eagerly, on one thread."""

import torch
from torch.nn import functional

from benchmarks.by_hand import ETA

torch.set_num_threads(1)


def _tensors(arrays, wanted=False):
    # Copies: they must not share memory with what the other competitors use.
    return [torch.tensor(a, requires_grad=wanted) for a in arrays]


def _classifier(activation):
    def loss(layers, X, y):
        W1, b1, W2, b2, W3, b3 = layers
        h = activation(functional.linear(X, W1, b1))
        h = activation(functional.linear(h, W2, b2))
        return functional.cross_entropy(functional.linear(h, W3, b3), y)

    return loss


def _regression(layers, X, y):
    W1, b1, W2, b2 = layers
    h = torch.tanh(functional.linear(X, W1, b1))
    return functional.mse_loss(functional.linear(h, W2, b2), y)


def _descent(loss, layers, X, y):
    layers, (X, y) = _tensors(layers, wanted=True), _tensors([X, y])

    def call():
        value = loss(layers, X, y)
        slopes = torch.autograd.grad(value, layers)
        with torch.no_grad():
            for a, slope in zip(layers, slopes, strict=True):
                a -= ETA * slope
        return value.detach(), *slopes

    return call


def _product(loss, layers, v, X, y):
    layers, (X, y, *v) = _tensors(layers, wanted=True), _tensors([X, y, *v])

    def call():
        slopes = torch.autograd.grad(loss(layers, X, y), layers, create_graph=True)
        return torch.autograd.grad(slopes, layers, grad_outputs=v)

    return call


def step(layers, X, y):
    return _descent(_classifier(torch.relu), layers, X, y)


def tiny_step(layers, X, y):
    return _descent(_regression, layers, X, y)


def hvp(layers, v, X, y):
    return _product(_classifier(torch.tanh), layers, v, X, y)


def tiny_hvp(layers, v, X, y):
    return _product(_regression, layers, v, X, y)


def convolution(kernels, pictures):
    kernels, (pictures,) = _tensors(kernels, wanted=True), _tensors([pictures])

    def call():
        y = functional.conv2d(pictures, kernels[0])
        return torch.autograd.grad((y**2).sum() / 2, kernels)

    return call
