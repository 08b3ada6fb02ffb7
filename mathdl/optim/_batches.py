"""Descent with gradients of some of the samples at a time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from mathdl.optim._asked import (
    as_natural,
    as_positive,
    as_start,
    counted,
    slope_at,
)
from mathdl.optim._run import Step, against, copied, gathering
from mathdl.tree import Tree, map_leaves

BatchGradient = Callable[[Tree, object], Tree]


def sgd(
    gradient: BatchGradient,
    x: Tree,
    batches: Iterable,
    *,
    eta: float | Callable[[int], float],
    beta: float = 0.0,
    steps: int | None = None,
) -> Iterator[Step]:
    """Step as `heavy_ball`, each time along the gradient on another batch.

    Parameters
    ----------
    gradient : callable
        Takes a point and a batch and returns the gradient on it, in the form of x.
    x : array_like or tree of arrays
        The start.
    batches : iterable
        A batch for each point, the last one too: what ``gradient`` is given.
    eta : float, or callable
        The step size, positive; or what takes k = 0, 1, … and returns the size of the
        step from x_k.
    beta : float
        How much of the velocity is kept, from 0 up to but not including 1.
    steps : int, optional
        How many steps are made at most; the run ends where the batches end.

    Returns
    -------
    iterator of Step
        Its ``gradient`` is that on the batch of its point.

    Raises
    ------
    ValueError, TypeError, FloatingPointError
        As `heavy_ball`; for a size of a step on the way.

    Notes
    -----
    This is ``torch.optim.SGD``. Source: Robbins and Monro (1951); without momentum, and
    with steps that fall.

    Examples
    --------
    >>> run = sgd(lambda x, b: x - b, [0.0], [2, 4, 9], eta=lambda k: 1 / (k + 1))
    >>> [float(step.x[0]) for step in run]
    [0.0, 2.0, 3.0]
    """
    slopes = (partial(_on_batch, gradient, batch) for batch in batches)
    return gathering(slopes, x, eta, beta, steps, looks_ahead=False)


def averaged(run: Iterable[Step]) -> Iterator[Step]:
    """Return a run with each point replaced by the mean of the points up to it.

    Parameters
    ----------
    run : iterable of Step

    Returns
    -------
    iterator of Step
        Its ``x`` is the mean of x_0, …, x_k, all else as in the run: the method itself
        goes on from x_k.

    Notes
    -----
    With the run of an optimiser this is ``torch.optim.swa_utils.AveragedModel``,
    updated at each point. Source: Polyak and Juditsky (1992).

    Examples
    --------
    >>> run = sgd(lambda x, b: x - b, [0.0], [2, 4, 9], eta=1.0)
    >>> [float(step.x[0]) for step in averaged(run)]
    [0.0, 1.0, 2.0]
    """
    mean = None
    for seen, step in enumerate(run, start=1):
        mean = step.x if mean is None else _toward(mean, step.x, 1 / seen)
        yield replace(step, x=copied(mean))


def svrg(
    gradient: BatchGradient,
    x: Tree,
    samples: int,
    *,
    eta: float,
    inner: int,
    rng: np.random.Generator,
    steps: int | None = None,
) -> Iterator[Step]:
    """Correct each sample's gradient by what it was at a point with a full gradient.

    A stage takes the gradient on all samples at its point, x. From there it goes along
    gradient(y, i) - gradient(x, i) + gradient(x, all), one sample i a time, as
    often as is drawn from 0, …, inner - 1. Where that ends is the next x.

    Parameters
    ----------
    gradient : callable
        Takes a point and an array of numbers of samples, and returns the mean of their
        gradients, in the form of x.
    x : array_like or tree of arrays
        The start.
    samples : int
        How many there are; they are numbered from 0.
    eta : float
        The step size, positive; below 1 / (2 L) for samples that are L-smooth.
    inner : int
        One more than a stage's largest number of steps; positive.
    rng : numpy.random.Generator
        Where samples and numbers of steps are drawn from.
    steps : int, optional
        How many stages are made; without it the run has no end.

    Returns
    -------
    iterator of Step
        One for each stage, with the gradient on all samples.

    Raises
    ------
    ValueError, TypeError, FloatingPointError
        As `heavy_ball`, and if samples or inner is not a positive whole number.

    Notes
    -----
    Source: Johnson and Zhang (2013), with a point of the stage drawn as the next.

    Examples
    --------
    >>> rng, b = np.random.default_rng(0), np.array([1.0, 3.0])
    >>> run = svrg(lambda x, i: x - b[i].mean(), [0.0], 2, eta=0.4, inner=50, rng=rng)
    >>> [round(float(step.x[0]), 3) for step, _ in zip(run, range(3))]
    [0.0, 2.0, 2.0]
    """
    eta, start, ks = as_positive(eta, "eta"), as_start(x), counted(steps)
    samples, inner = as_natural(samples, "samples"), as_natural(inner, "inner")

    def corrected(y, x, full, i, k):
        here, there = (slope_at(partial(_on_batch, gradient, i), z, k) for z in (y, x))
        return map_leaves(lambda g, h, f: g - h + f, here, there, full)

    def run():
        x = start
        for k in ks:
            full = slope_at(partial(_on_batch, gradient, np.arange(samples)), x, k)
            yield Step(k, *map(copied, (x, full, x)), eta if k else None)
            y = x
            for _ in range(rng.integers(inner)):
                i = rng.integers(samples, size=1)
                y = against(y, corrected(y, x, full, i, k), eta)
            x = y

    return run()


def _toward(x: Tree, goal: Tree, share: float) -> Tree:
    return map_leaves(lambda x, y: x + share * (y - x), x, goal)


def _on_batch(gradient: BatchGradient, batch: object, x: Tree) -> Tree:
    return gradient(x, batch)
