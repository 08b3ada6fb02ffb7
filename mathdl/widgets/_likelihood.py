"""The arithmetic of the figure `Likelihood`, and its picture."""

import math
from statistics import fmean, median

FAMILIES = {
    "gaussian": lambda z: -z * z / 2 - math.log(2 * math.pi) / 2,
    "laplace": lambda z: -abs(z) - math.log(2),
    "cauchy": lambda z: -math.log1p(z * z) - math.log(math.pi),
}
CELLS = 400


def log_likelihood(family: str, data, location: float, scale: float) -> float:
    """Return the sum of the log-densities of the data."""
    density = FAMILIES[family]
    return sum(density((x - location) / scale) - math.log(scale) for x in data)


def _slope(data, location: float, scale: float) -> float:
    """Return the derivative of Cauchy's log-likelihood by the location."""
    return sum(
        2 * (x - location) / (scale**2 + (x - location) ** 2) for x in data
    )  # fmt: skip


def peak(family: str, data, scale: float) -> float:
    """Return the location of the largest likelihood (Laplace: the middle of them)."""
    if family == "gaussian":
        return fmean(data)
    if family == "laplace":
        return median(data)
    low, high = min(data), max(data)
    step = (high - low) / CELLS
    if step == 0:
        return low
    places = [low + k * step for k in range(CELLS + 1)]
    best = max(places, key=lambda at: log_likelihood(family, data, at, scale))
    left, right = best - step, best + step
    for _ in range(60):  # the slope falls through zero at the peak
        middle = (left + right) / 2
        left, right = (
            (middle, right) if _slope(data, middle, scale) > 0 else (left, middle)
        )
    return (left + right) / 2


def information(family: str, data, location: float, scale: float) -> float:
    """Return the curvature of the log-likelihood (Laplace: the Fisher information)."""
    if family != "cauchy":
        return len(data) / scale**2
    squares = [((x - location) / scale) ** 2 for x in data]
    return sum(2 * (1 - u) / (1 + u) ** 2 for u in squares) / scale**2


def readout(family: str, data, location: float, scale: float) -> dict:
    """Return the numbers that the figure shows."""
    top = peak(family, data, scale)
    return {
        "mean": fmean(data),
        "median": median(data),
        "peak": top,
        "error": 1 / math.sqrt(information(family, data, top, scale)),
        "here": log_likelihood(family, data, location, scale),
        "top": log_likelihood(family, data, top, scale),
    }


def picture(family: str, data, location: float, scale: float):
    """Return a matplotlib figure: the density above, the log-likelihood below."""
    import numpy as np

    from mathdl.plot import PALETTE, figure

    numbers = readout(family, data, location, scale)
    at = np.linspace(-6, 6, 241)
    density = [math.exp(log_likelihood(family, [x], location, scale)) for x in at]
    heights = [math.exp(log_likelihood(family, [x], location, scale)) for x in data]
    curve = np.array([log_likelihood(family, data, x, scale) for x in at])
    fig, (above, below) = figure(panels=(2, 1), aspect=0.42, xlim=(-6, 6))
    above.plot(at, density, color=PALETTE["a"])
    above.vlines(data, 0, heights, color=PALETTE["c"])
    above.plot(data, [0.0] * len(data), "o", color=PALETTE["c"])
    above.set(xlabel="x", ylabel="density")
    below.plot(at, curve, color=PALETTE["a"])
    off = (at - numbers["peak"]) / numbers["error"]
    parabola = numbers["top"] - off**2 / 2
    below.plot(at, parabola, "--", color=PALETTE["d"])
    below.plot(location, max(numbers["here"], numbers["top"] - 12), "o",
               color=PALETTE["b"])  # fmt: skip
    below.set(xlabel="location", ylabel="log-likelihood")
    below.set(ylim=(numbers["top"] - 12, numbers["top"] + 1.5))
    return fig
