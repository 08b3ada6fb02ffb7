"""Descent with the gradient of the function itself."""

from collections.abc import Callable, Iterator
from itertools import repeat
from math import sqrt

import numpy as np

from mathdl.optim._asked import (
    as_curvatures,
    as_fraction,
    as_positive,
    as_start,
    counted,
    slope_at,
)
from mathdl.optim._run import Step, against, copied, gathering
from mathdl.tree import Tree, leaves, map_leaves

Gradient = Callable[[Tree], Tree]


def gradient_descent(
    gradient: Gradient, x: Tree, *, eta: float, steps: int | None = None
) -> Iterator[Step]:
    """Step against the gradient: x - eta * gradient(x).

    Parameters
    ----------
    gradient : callable
        Takes a point and returns the gradient there, in the same form.
    x : array_like or tree of arrays
        The start.
    eta : float
        The step size, positive.
    steps : int, optional
        How many steps are made; without it the run has no end.

    Returns
    -------
    iterator of Step

    Raises
    ------
    ValueError, TypeError
        If the start is not finite, eta is not positive, or (on the way) the gradient
        has not the form and the shapes of x.
    FloatingPointError
        On the way, if the gradient is not finite.

    Examples
    --------
    >>> *_, last = gradient_descent(lambda x: 2 * x, [1.0, 3.0], eta=0.25, steps=2)
    >>> last.k, last.x
    (2, array([0.25, 0.75]))
    """
    return heavy_ball(gradient, x, eta=eta, beta=0.0, steps=steps)


def heavy_ball(
    gradient: Gradient,
    x: Tree,
    *,
    eta: float,
    beta: float,
    steps: int | None = None,
) -> Iterator[Step]:
    """Step along a velocity: v = beta * v + gradient(x), then x - eta * v.

    Parameters
    ----------
    gradient, x, eta, steps
        As in `gradient_descent`.
    beta : float
        How much of the velocity is kept, from 0 up to but not including 1.

    Returns
    -------
    iterator of Step

    Raises
    ------
    ValueError, TypeError, FloatingPointError
        As `gradient_descent`, and if beta lies outside [0, 1).

    Notes
    -----
    This is PyTorch's convention (``torch.optim.SGD`` with ``momentum=beta``). While eta
    stays the same it is Polyak's x - eta * gradient(x) + beta * (x - x_before). Source:
    Polyak (1964).

    Examples
    --------
    >>> run = heavy_ball(lambda x: x, [1.0], eta=0.5, beta=0.5, steps=2)
    >>> [float(step.x[0]) for step in run]
    [1.0, 0.5, 0.0]
    """
    eta = as_positive(eta, "eta")
    return gathering(repeat(gradient), x, eta, beta, steps, looks_ahead=False)


def nesterov_momentum(
    gradient: Gradient,
    x: Tree,
    *,
    eta: float,
    beta: float,
    steps: int | None = None,
) -> Iterator[Step]:
    """Look ahead: v = beta * v + gradient(x), then x - eta * (gradient(x) + beta * v).

    Parameters and errors are those of `heavy_ball`.

    Notes
    -----
    This is PyTorch's convention (``torch.optim.SGD`` with ``nesterov=True``). Its x is
    the point that looks ahead, y in Nesterov's y = x + beta * (x - x_before), where x
    is reached from y by a step of gradient descent. Source: Nesterov (2004), section
    2.2; with beta = (sqrt(kappa) - 1) / (sqrt(kappa) + 1) for strongly convex functions
    of condition number kappa.
    """
    eta = as_positive(eta, "eta")
    return gathering(repeat(gradient), x, eta, beta, steps, looks_ahead=True)


def nesterov(
    gradient: Gradient, x: Tree, *, eta: float, steps: int | None = None
) -> Iterator[Step]:
    """Step from a point that looks ahead further and further; for convex functions.

    With t_1 = 1 and y_1 = x_0, and for k = 1, 2, …

    - x_k = y_k - eta * gradient(y_k),
    - t_{k+1} = (1 + sqrt(1 + 4 t_k²)) / 2,
    - y_{k+1} = x_k + (t_k - 1) / t_{k+1} * (x_k - x_{k-1}).

    Parameters
    ----------
    gradient, x, eta, steps
        As in `gradient_descent`. For an L-smooth convex function, eta is at most 1 / L.

    Returns
    -------
    iterator of Step
        Its ``x`` is x_k, its ``at`` the point y_{k+1} that looks ahead.

    Notes
    -----
    With R the distance from x_0 to a minimiser, f(x_k) is at most 2 R² / (eta (k + 1)²)
    above the minimum. Source: Nesterov (1983).

    Examples
    --------
    >>> *_, last = nesterov(lambda x: x, [1.0], eta=0.5, steps=3)
    >>> float(last.x[0].round(6)), float(last.at[0].round(6))
    (0.089781, 0.020239)
    """
    eta = as_positive(eta, "eta")
    start, ks = as_start(x), counted(steps)

    def run():
        x, y, t = start, start, 1.0
        for k in ks:
            g = slope_at(gradient, y, k)
            yield Step(k, *map(copied, (x, g, y)), eta if k else None)
            before, x = x, against(y, g, eta)
            past, t = t, (1 + sqrt(1 + 4 * t * t)) / 2
            y = against(x, map_leaves(np.subtract, before, x), (past - 1) / t)

    return run()


def backtracking(
    f: Callable[[Tree], float],
    gradient: Gradient,
    x: Tree,
    *,
    eta: float = 1.0,
    shrink: float = 0.5,
    share: float = 0.5,
    steps: int | None = None,
) -> Iterator[Step]:
    """Shrink a trial step until f falls by a fair share of what its slope promised.

    Each step begins with the trial ``eta`` anew; no constant of f is needed.

    Parameters
    ----------
    f : callable
        Takes a point and returns a number. Where it is not finite, a trial fails.
    gradient, x, steps
        As in `gradient_descent`.
    eta : float
        The step size that is tried first, positive.
    shrink : float
        The factor between one trial and the next, in (0, 1).
    share : float
        f must fall by share * eta * (squared length of the gradient); in (0, 1).

    Returns
    -------
    iterator of Step
        Its ``eta`` tells which step size was taken. The run ends where the gradient is
        zero, or where rounding lets no trial succeed.

    Notes
    -----
    Source: Armijo (1966).

    Examples
    --------
    >>> run = backtracking(lambda x: 4 * x @ x, lambda x: 8 * x, [1.0, 1.0], steps=1)
    >>> [step.eta for step in run]
    [None, 0.125]
    """
    trial = as_positive(eta, "eta")
    shrink, share = as_fraction(shrink, "shrink"), as_fraction(share, "share")
    start, ks = as_start(x), counted(steps)

    def run():
        x, taken = start, None
        for k in ks:
            g = slope_at(gradient, x, k)
            yield Step(k, *map(copied, (x, g, x)), taken)
            taken = _armijo(f, x, g, trial, shrink, share)
            if taken is None:
                return
            x = against(x, g, taken)

    return run()


def best_step(mu: float, L: float) -> tuple[float, float]:
    """Return the best step size 2 / (mu + L), and its rate (kappa - 1) / (kappa + 1).

    Parameters
    ----------
    mu, L : float
        The smallest and the largest curvature, 0 < mu <= L; kappa is L / mu.

    Returns
    -------
    eta, rate : float

    Notes
    -----
    Source: Polyak (1987), section 1.4; Nesterov (2004), theorem 2.1.15.

    Examples
    --------
    >>> eta, rate = best_step(1, 100)
    >>> round(rate, 6)
    0.980198
    """
    mu, L = as_curvatures(mu, L)
    return 2 / (mu + L), (L - mu) / (L + mu)


def best_momentum(mu: float, L: float) -> tuple[float, float, float]:
    """Return the best eta and beta of the heavy ball on quadratics, and its rate.

    With kappa = L / mu the rate is (sqrt(kappa) - 1) / (sqrt(kappa) + 1), beta its
    square, and eta = 4 / (sqrt(L) + sqrt(mu))².

    Parameters
    ----------
    mu, L
        As in `best_step`.

    Returns
    -------
    eta, beta, rate : float

    Notes
    -----
    Source: Polyak (1964).

    Examples
    --------
    >>> eta, beta, rate = best_momentum(1, 100)
    >>> round(rate, 6), round(beta, 6)
    (0.818182, 0.669421)
    """
    mu, L = as_curvatures(mu, L)
    rate = (sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu))
    return 4 / (sqrt(L) + sqrt(mu)) ** 2, rate * rate, rate


def _armijo(f, x, g, eta, shrink, share) -> float | None:
    """Return the first trial step that makes f fall enough, or None."""
    now, square = float(f(copied(x))), sum(float(np.sum(part**2)) for part in leaves(g))
    if not np.isfinite(now):
        raise ValueError(f"f is {now} at the start: expected a finite number")
    while square > 0 and now - share * eta * square < now:
        # Compares false where f is not finite: the trial fails.
        if float(f(against(x, g, eta))) <= now - share * eta * square:
            return eta
        eta *= shrink
    return None
