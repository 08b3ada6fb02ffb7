"""Our derivatives against PyTorch's and HIPS autograd's, on random shapes."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
import torch
from torch.nn import functional

from mathdl import autodiff
from mathdl.autodiff import grad, value_and_grad, vjp
from mathdl.nn import initial_layers
from tests import derivatives

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
WITH_TORCH = [each for each in derivatives.EACH if each[0].torch]
WITH_HIPS = [each for each in derivatives.EACH if each[0].hips]
NETWORKS = {
    "relu": (autodiff.relu, torch.relu, [(4, 3)]),
    "affine": (autodiff.affine, functional.linear, [(5, 4, 3), (2, 3), (2,)]),
    "affine, no sample": (autodiff.affine, functional.linear, [(0, 3), (2, 3), (2,)]),
    "logsumexp": (
        lambda x: autodiff.logsumexp(x, axis=1),
        lambda x: torch.logsumexp(x, 1),
        [(4, 3)],
    ),
    "softmax": (autodiff.softmax, lambda x: torch.softmax(x, -1), [(4, 3)]),
    "softmax, no sample": (autodiff.softmax, lambda x: torch.softmax(x, -1), [(0, 3)]),
    "cross-entropy": (
        lambda z: autodiff.softmax_cross_entropy(z, [0, 2, 1, 1]),
        lambda z: functional.cross_entropy(z, torch.tensor([0, 2, 1, 1])),
        [(4, 3)],
    ),
    "squared error": (
        autodiff.mean_squared_error,
        functional.mse_loss,
        [(4, 3), (4, 3)],
    ),
    "layer norm": (
        autodiff.layer_norm,
        lambda x, gain, shift: functional.layer_norm(x, (3,), gain, shift),
        [(4, 3), (3,), (3,)],
    ),
    "convolution": (autodiff.conv2d, functional.conv2d, [(2, 3, 5, 4), (4, 3, 3, 2)]),
    "convolution, no picture": (
        autodiff.conv2d,
        functional.conv2d,
        [(0, 3, 5, 4), (4, 3, 3, 2)],
    ),
    "convolution, strided": (
        lambda x, w: autodiff.conv2d(x, w, stride=2, padding=1),
        lambda x, w: functional.conv2d(x, w, stride=2, padding=1),
        [(2, 3, 6, 5), (4, 3, 3, 3)],
    ),
}


def slopes(function, xs, u, v):
    """Return uᵀJ, and the derivative of its product with v: first and second order."""

    def along(xs):
        pulled = vjp(lambda xs: function(*xs))(xs, u)
        return sum(np.sum(g * s) for g, s in zip(pulled, v, strict=True))

    return vjp(lambda xs: function(*xs))(xs, u), grad(along)(xs)


def slopes_by_torch(function, xs, u, v):
    xs = [torch.tensor(x, requires_grad=True) for x in xs]
    kept = {"create_graph": True, "materialize_grads": True}
    first = torch.autograd.grad(function(*xs), xs, torch.tensor(u), **kept)
    along = sum((g * torch.tensor(s)).sum() for g, s in zip(first, v, strict=True))
    if along.requires_grad:
        second = torch.autograd.grad(along, xs, materialize_grads=True)
    else:  # PyTorch's word for a linear function: its slope hangs on nothing
        second = [torch.zeros_like(x) for x in xs]
    return [[g.numpy(force=True) for g in part] for part in (first, second)]


def assert_alike(function, other, xs):
    rng = np.random.default_rng(7)
    u = rng.normal(size=np.shape(function(*xs)))
    v = [rng.normal(size=x.shape) for x in xs]
    ours, theirs = slopes(function, xs, u, v), slopes_by_torch(other, xs, u, v)
    for mine, peer in zip(ours, theirs, strict=True):
        for a, b in zip(mine, peer, strict=True):
            assert np.shape(a) == b.shape
            np.testing.assert_allclose(a, b, **CLOSE)


@pytest.mark.parametrize(("case", "shapes"), WITH_TORCH, ids=derivatives.name)
def test_first_and_second_derivatives_are_pytorchs(case, shapes):
    assert_alike(
        lambda *xs: case.numpy(np, *xs),
        lambda *xs: case.torch(torch, *xs),
        case.arrays(shapes),
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_functions_of_networks_are_pytorchs(name):
    function, other, shapes = NETWORKS[name]
    rng = np.random.default_rng(3)
    assert_alike(function, other, [rng.normal(size=shape) for shape in shapes])


@pytest.mark.parametrize(("case", "shapes"), WITH_HIPS, ids=derivatives.name)
def test_derivatives_are_those_of_hips_autograd(case, shapes):
    xs = case.arrays(shapes)
    u = np.random.default_rng(7).normal(size=np.shape(case.numpy(np, *xs)))
    ours = vjp(lambda xs: case.numpy(np, *xs))(xs, u)
    for k, mine in enumerate(ours):
        pull, _ = autograd.make_vjp(lambda *xs: case.numpy(anp, *xs), k)(*xs)
        np.testing.assert_allclose(mine, pull(u), **CLOSE)


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize("samples", [0, 1, 16])
def test_a_networks_gradient_is_pytorchs(depth, samples):
    rng = np.random.default_rng(depth)
    layers = initial_layers([8] + [16] * depth + [4], rng=rng)
    X, y = rng.normal(size=(samples, 8)), rng.integers(0, 4, size=samples)

    def loss(layers):
        *hidden, last = layers
        H = X
        for W, b in hidden:
            H = np.tanh(autodiff.affine(H, W, b))
        Z = autodiff.affine(H, *last)
        return np.sum(autodiff.logsumexp(Z, axis=1)) - np.sum(Z[np.arange(samples), y])

    tensors = [[torch.tensor(a, requires_grad=True) for a in layer] for layer in layers]
    H = torch.tensor(X)
    for W, b in tensors[:-1]:
        H = torch.tanh(functional.linear(H, W, b))
    Z = functional.linear(H, *tensors[-1])
    theirs = functional.cross_entropy(Z, torch.tensor(y), reduction="sum")
    theirs.backward()
    value, slope = value_and_grad(loss)(layers)
    assert value == pytest.approx(theirs.item(), abs=1e-10)
    for ours, peers in zip(slope, tensors, strict=True):
        for g, peer in zip(ours, peers, strict=True):
            np.testing.assert_allclose(g, peer.grad.numpy(), **CLOSE)


@pytest.mark.parametrize("kink", derivatives.KINKS, ids=lambda kink: kink.name)
def test_slopes_at_kinks_are_those_that_the_table_tells_of_pytorch(kink):
    x = torch.tensor(kink.at, dtype=torch.float64, requires_grad=True)
    kink.torch(torch, x).backward()
    _, told, _ = derivatives.written(kink.name)
    np.testing.assert_array_equal(x.grad.numpy(), np.full(x.shape, told))
