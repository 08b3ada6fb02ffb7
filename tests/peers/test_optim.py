"""Every update is PyTorch's."""

import numpy as np
import pytest
import torch

from mathdl.optim import gradient_descent, heavy_ball, nesterov_momentum

STEPS = 100


def loss(W, b, X, Y):
    """A small network's squared error, in PyTorch."""
    return ((torch.tanh(X @ W.T + b) - Y) ** 2).mean()


def gradient(parameters, X, Y):
    """The same loss' gradient, by hand."""
    W, b = parameters
    out = np.tanh(X @ W.T + b)
    delta = 2 * (out - Y) * (1 - out**2) / Y.size
    return delta.T @ X, delta.sum(axis=0)


def torchs(start, data, **settings):
    parameters = [torch.tensor(part, requires_grad=True) for part in start]
    data = [torch.tensor(part) for part in data]
    method = torch.optim.SGD(parameters, **settings)
    for _ in range(STEPS):
        method.zero_grad()
        loss(*parameters, *data).backward()
        method.step()
        yield [part.detach().numpy().copy() for part in parameters]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("ours", "settings"),
    [
        (lambda g, x: gradient_descent(g, x, eta=0.3, steps=STEPS), {"lr": 0.3}),
        (
            lambda g, x: heavy_ball(g, x, eta=0.1, beta=0.9, steps=STEPS),
            {"lr": 0.1, "momentum": 0.9},
        ),
        (
            lambda g, x: nesterov_momentum(g, x, eta=0.1, beta=0.9, steps=STEPS),
            {"lr": 0.1, "momentum": 0.9, "nesterov": True},
        ),
    ],
    ids=["gradient_descent", "heavy_ball", "nesterov_momentum"],
)
def test_every_step_is_pytorchs(ours, settings, seed):
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(20, 4)), rng.uniform(-0.9, 0.9, size=(20, 3))
    start = rng.normal(size=(3, 4)), rng.normal(size=3)
    run = ours(lambda p: gradient(p, *data), start)
    next(run)  # the start
    for step, theirs in zip(run, torchs(start, data, **settings), strict=True):
        for mine, their in zip(step.x, theirs, strict=True):
            np.testing.assert_allclose(mine, their, rtol=0, atol=1e-12)
