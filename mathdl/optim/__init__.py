"""First-order methods as runs of named steps: only gradients are asked for.

A method takes a function that returns the gradient, and a start; it gives back a run
that can be looped over::

    for step in gradient_descent(gradient, x, eta=0.1, steps=100):
        step.k, step.x, step.gradient

The first step is the start, ``k = 0``; without ``steps`` a run has no end. A figure, a
test and an interactive figure can share one run, and a reader can stop it wherever the
gradient is small enough.

What is optimised is an array or a *tree* of arrays: nested lists, tuples and dicts. So
the layers ``[(W, b), …]`` of a network are trained as they are, with gradients of the
same form, and nothing has to be packed into one long vector and unpacked again. Every
step makes new arrays, and a run keeps its own: the functions that it calls, and who
loops over it, may change what they are given and use an array of theirs again.

Where a gradient is taken on some of the samples, its function takes a second argument,
the batch: ``gradient(x, batch)``.
"""

from mathdl.optim._batches import averaged, sgd, svrg
from mathdl.optim._descent import (
    backtracking,
    best_momentum,
    best_step,
    gradient_descent,
    heavy_ball,
    nesterov,
    nesterov_momentum,
)
from mathdl.optim._run import Step

__all__ = [
    "Step",
    "averaged",
    "backtracking",
    "best_momentum",
    "best_step",
    "gradient_descent",
    "heavy_ball",
    "nesterov",
    "nesterov_momentum",
    "sgd",
    "svrg",
]
