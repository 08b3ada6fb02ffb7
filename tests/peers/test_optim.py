"""Every update is PyTorch's."""

from itertools import tee

import numpy as np
import pytest
import torch

from mathdl.optim import (
    averaged,
    gradient_descent,
    heavy_ball,
    nesterov_momentum,
    sgd,
)

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


def on_batches(seed):
    """Start, data, and the rows of each batch: some rows come twice."""
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(20, 4)), rng.uniform(-0.9, 0.9, size=(20, 3))
    start = rng.normal(size=(3, 4)), rng.normal(size=3)
    return start, data, rng.integers(20, size=(STEPS + 1, 5))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("beta", [0.0, 0.9])
def test_steps_on_batches_are_pytorchs(beta, seed):
    start, (X, Y), rows = on_batches(seed)

    def falling(k):
        return 0.2 / (1 + k / 10)

    run, same = tee(
        sgd(lambda p, i: gradient(p, X[i], Y[i]), start, rows, eta=falling, beta=beta)
    )
    means = averaged(same)
    ours = torch.nn.ParameterList(torch.tensor(part) for part in start)
    mean = torch.optim.swa_utils.AveragedModel(ours)
    method = torch.optim.SGD(ours, lr=falling(0), momentum=beta)
    for step, average, i in zip(run, means, rows, strict=True):
        mean.update_parameters(ours)
        for mine, their in zip(step.x, ours, strict=True):
            np.testing.assert_allclose(mine, their.detach(), rtol=0, atol=1e-12)
        for mine, their in zip(average.x, mean.module, strict=True):
            np.testing.assert_allclose(mine, their.detach(), rtol=0, atol=1e-12)
        method.param_groups[0]["lr"] = falling(step.k)
        method.zero_grad()
        loss(*ours, torch.tensor(X[i]), torch.tensor(Y[i])).backward()
        method.step()
