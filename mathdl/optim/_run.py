"""What all runs share: their steps, and arithmetic on trees of arrays."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mathdl.optim._asked import as_momentum, as_sizes, as_start, counted, slope_at
from mathdl.tree import Tree, map_leaves


@dataclass(frozen=True, eq=False, repr=False)
class Step:
    """One point of a run.

    Attributes
    ----------
    k : int
        How many steps led here; 0 at the start.
    x : array or tree of arrays
        The point.
    gradient : of the form of x
        The gradient that the next step will use, taken at ``at``.
    at : of the form of x
        Where the gradient was taken: x itself, but for `nesterov`.
    eta : float or None
        The step size that led here; None at the start.
    velocity : of the form of x, or None
        The gathered gradients, 0 at the start; None where no velocity is kept.
    """

    k: int
    x: Tree
    gradient: Tree
    at: Tree
    eta: float | None = None
    velocity: Tree | None = None

    def __repr__(self) -> str:
        """Show which step it is; a point may be a whole network."""
        return f"Step(k={self.k}, eta={self.eta})"


def copied(x: Tree) -> Tree:
    """Return x in new arrays."""
    return map_leaves(np.copy, x)


def against(x: Tree, direction: Tree, eta: float) -> Tree:
    """Return x - eta * direction."""
    return map_leaves(lambda x, d: x - eta * d, x, direction)


def gathering(slopes, x, eta, beta, steps, looks_ahead) -> Iterator[Step]:
    """Run a method that gathers a velocity, at rest in the beginning.

    There is a gradient function for each point; the run ends where there is no more.
    """
    size, beta = as_sizes(eta), as_momentum(beta)
    start, ks = as_start(x), counted(steps)

    def gather(velocity, g):
        return map_leaves(lambda v, g: beta * v + g, velocity, g)

    def run():
        x, velocity, taken, g = start, map_leaves(np.zeros_like, start), None, None
        for k, gradient in zip(ks, slopes, strict=False):
            if k:
                velocity, taken = gather(velocity, g), size(k - 1)
                x = against(x, gather(velocity, g) if looks_ahead else velocity, taken)
            g = slope_at(gradient, x, k)
            yield Step(k, *map(copied, (x, g, x)), taken, copied(velocity))

    return run()
