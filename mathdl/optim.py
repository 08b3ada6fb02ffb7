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
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from math import sqrt

import numpy as np

from mathdl.tree import Tree, leaves, map_leaves, match, rebuild

Gradient = Callable[[Tree], Tree]


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
    return _gathering(gradient, x, eta, beta, steps, looks_ahead=False)


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
    return _gathering(gradient, x, eta, beta, steps, looks_ahead=True)


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
    eta = _positive(eta, "eta")
    start, counted = _start(x), _counted(steps)

    def run():
        x, y, t = start, start, 1.0
        for k in counted:
            g = _slope(gradient, y, k)
            yield Step(k, *map(_copy, (x, g, y)), eta if k else None)
            before, x = x, _against(y, g, eta)
            past, t = t, (1 + sqrt(1 + 4 * t * t)) / 2
            y = _against(x, map_leaves(np.subtract, before, x), (past - 1) / t)

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
    trial = _positive(eta, "eta")
    shrink, share = _fraction(shrink, "shrink"), _fraction(share, "share")
    start, counted = _start(x), _counted(steps)

    def run():
        x, taken = start, None
        for k in counted:
            g = _slope(gradient, x, k)
            yield Step(k, *map(_copy, (x, g, x)), taken)
            taken = _armijo(f, x, g, trial, shrink, share)
            if taken is None:
                return
            x = _against(x, g, taken)

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
    mu, L = _curvatures(mu, L)
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
    mu, L = _curvatures(mu, L)
    rate = (sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu))
    return 4 / (sqrt(L) + sqrt(mu)) ** 2, rate * rate, rate


def _copy(x: Tree) -> Tree:
    return map_leaves(np.copy, x)


def _against(x: Tree, direction: Tree, eta: float) -> Tree:
    return map_leaves(lambda x, d: x - eta * d, x, direction)


def _gathering(gradient, x, eta, beta, steps, looks_ahead) -> Iterator[Step]:
    """Run a method that gathers a velocity, at rest in the beginning."""
    eta, beta = _positive(eta, "eta"), _kept(beta)
    start, counted = _start(x), _counted(steps)

    def gather(velocity, g):
        return map_leaves(lambda v, g: beta * v + g, velocity, g)

    def run():
        x, velocity = start, map_leaves(np.zeros_like, start)
        for k in counted:
            g = _slope(gradient, x, k)
            own, taken = map(_copy, (x, g, x)), eta if k else None
            yield Step(k, *own, taken, _copy(velocity))
            velocity = gather(velocity, g)
            x = _against(x, gather(velocity, g) if looks_ahead else velocity, eta)

    return run()


def _armijo(f, x, g, eta, shrink, share) -> float | None:
    """Return the first trial step that makes f fall enough, or None."""
    now, square = float(f(_copy(x))), sum(float(np.sum(part**2)) for part in leaves(g))
    if not np.isfinite(now):
        raise ValueError(f"f is {now} at the start: expected a finite number")
    while square > 0 and now - share * eta * square < now:
        # Compares false where f is not finite: the trial fails.
        if float(f(_against(x, g, eta))) <= now - share * eta * square:
            return eta
        eta *= shrink
    return None


# What may be asked for


def _start(x: Tree) -> Tree:
    """Return the start as new arrays of floats; a list of plain numbers is an array."""
    parts = leaves(x)
    if not parts:
        raise ValueError("the start x holds no array")
    if isinstance(x, list | tuple) and all(np.isscalar(part) for part in parts):
        x = np.array(x)
    return map_leaves(_floats, x)


def _real(part: object, name: str) -> np.ndarray:
    """Return a new array of floats."""
    if np.asarray(part).dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {part!r}: expected real numbers")
    return np.array(part, dtype=float)


def _floats(part: object) -> np.ndarray:
    array = _real(part, "the start x")
    if not np.all(np.isfinite(array)):
        raise ValueError("the start x is not finite: it holds inf or nan")
    return array


def _slope(gradient: Gradient, x: Tree, k: int) -> Tree:
    """Return the gradient at x, or say why a step can't be made with it."""
    g = gradient(_copy(x))
    g = np.asarray(g) if isinstance(x, np.ndarray) else g
    slopes = match(x, g)
    for slope, part in zip(slopes, leaves(x), strict=True):
        if np.shape(slope) != part.shape:
            raise ValueError(
                f"the gradient has shape {np.shape(slope)} and x has shape "
                f"{part.shape}: they must be the same"
            )
    g = rebuild(x, [_real(part, "the gradient") for part in slopes])
    if not all(np.all(np.isfinite(part)) for part in leaves(g)):
        raise FloatingPointError(
            f"the gradient after {k} steps is not finite: the run has diverged; "
            "try a smaller eta"
        )
    return g


def _number(value: object, name: str, holds: Callable, said: str) -> float:
    if not np.isscalar(value) or isinstance(value, str | bytes | complex):
        raise TypeError(f"{name} is {value!r}: expected a number")
    if not holds(value):
        raise ValueError(f"{name} is {value!r}: expected {said}")
    return float(value)


def _positive(value: object, name: str) -> float:
    return _number(value, name, lambda x: 0 < x < np.inf, "a positive finite number")


def _fraction(value: object, name: str) -> float:
    return _number(value, name, lambda x: 0 < x < 1, "a number between 0 and 1")


def _kept(beta: object) -> float:
    said = "a momentum of at least 0 and less than 1"
    return _number(beta, "beta", lambda x: 0 <= x < 1, said)


def _curvatures(mu: object, L: object) -> tuple[float, float]:
    mu, L = _positive(mu, "mu"), _positive(L, "L")
    if mu > L:
        raise ValueError(f"mu is {mu} and L is {L}: mu is at most L")
    return mu, L


def _counted(steps: int | None) -> Iterator[int]:
    """Return 0, 1, … up to the number of steps, or without end."""
    if steps is None:
        return count()
    if not isinstance(steps, int | np.integer) or steps < 0:
        raise ValueError(f"steps is {steps!r}: expected a whole number, 0 or more")
    return iter(range(int(steps) + 1))
