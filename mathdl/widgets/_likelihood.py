"""The arithmetic of the figure `Likelihood`, and its picture."""

import math
from statistics import fmean, median, median_high, median_low

FAMILIES = {
    "gaussian": lambda z: -z * z / 2 - math.log(2 * math.pi) / 2,
    "laplace": lambda z: -abs(z) - math.log(2),
    "cauchy": lambda z: -math.log1p(z * z) - math.log(math.pi),
}
CELLS = 400
TIE = 1e-9  # peaks whose heights differ by no more are equally high
FLAT = 1e-9


def log_likelihood(family: str, data, location: float, scale: float) -> float:
    """Return the sum of the log-densities of the data."""
    density = FAMILIES[family]
    return sum(density((x - location) / scale) - math.log(scale) for x in data)


def _slope(data, location: float, scale: float) -> float:
    """Return the derivative of Cauchy's log-likelihood by the location."""
    return sum(2 * (x - location) / (scale**2 + (x - location) ** 2) for x in data)


def peaks(family: str, data, scale: float) -> list[float]:
    """Return the local maxima from left to right (Laplace: the ends of the medians)."""
    if family == "gaussian":
        return [fmean(data)]
    if family == "laplace":
        return sorted({median_low(data), median_high(data)})
    low, high = min(data), max(data)
    step = (high - low) / CELLS
    if step == 0:
        return [low]
    places = [low + k * step for k in range(CELLS + 1)]
    slopes = [_slope(data, place, scale) for place in places]
    return [
        _falls_through_zero(data, places[k], places[k + 1], scale)
        for k in range(CELLS)
        if slopes[k] > 0 >= slopes[k + 1]
    ]


def _falls_through_zero(data, left: float, right: float, scale: float) -> float:
    for _ in range(60):
        middle = (left + right) / 2
        if _slope(data, middle, scale) > 0:
            left = middle
        else:
            right = middle
    return right


def information(family: str, data, location: float, scale: float) -> float:
    """Return the curvature of the log-likelihood (Laplace: the Fisher information)."""
    if family != "cauchy":
        return len(data) / scale**2
    squares = [((x - location) / scale) ** 2 for x in data]
    return sum(2 * (1 - u) / (1 + u) ** 2 for u in squares) / scale**2


def readout(family: str, data, location: float, scale: float) -> dict:
    """Return the numbers that the figure shows.

    ``low`` and ``high`` are the first and the last of the best locations: they differ
    where two peaks are equally high, or where the medians fill an interval. ``error``
    is None where the peak is flat.
    """
    found = peaks(family, data, scale)
    values = [log_likelihood(family, data, at, scale) for at in found]
    top = max(values)
    best = [at for at, value in zip(found, values, strict=True) if value >= top - TIE]
    peak = median(data) if family == "laplace" else best[0]
    curvature = information(family, data, peak, scale)
    return {
        "mean": fmean(data),
        "median": median(data),
        "peaks": 1 if family == "laplace" else len(found),
        "low": best[0],
        "high": best[-1],
        "peak": peak,
        "error": 1 / math.sqrt(curvature) if curvature > FLAT else None,
        "here": log_likelihood(family, data, location, scale),
        "top": top,
    }


def verdict(family: str, data, scale: float) -> str:
    """Return where the likelihood is largest, and how sure that is, in a sentence."""
    said = readout(family, data, data[0], scale)
    low, high, peak = (show(said[name]) for name in ("low", "high", "peak"))
    error = said["error"]
    sure = f"give or take {show(error)}" if error else "where it is flat"
    if family == "laplace" and low != high:
        return f"Every location from {low} to {high} is a median, and equally likely."
    if low != high:
        return f"The peaks at {low} and {high} are equally high."
    what = {"gaussian": "the mean", "laplace": "the median"}.get(
        family, "the only peak"
    )
    if said["peaks"] > 1:
        what = f"the highest of {said['peaks']} peaks"
    return f"The likelihood is largest at {peak}, {what}, {sure}."


def show(value: float) -> str:
    """Return a number with two places and a true minus sign."""
    text = f"{abs(value):.2f}"
    return f"−{text}" if value < 0 and float(text) else text


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
    curvature = information(family, data, numbers["peak"], scale)
    parabola = numbers["top"] - curvature * (at - numbers["peak"]) ** 2 / 2
    below.plot(at, parabola, "--", color=PALETTE["d"])
    height = max(numbers["here"], numbers["top"] - 12)
    below.plot(location, height, "o", color=PALETTE["b"])
    below.set(xlabel="location", ylabel="log-likelihood")
    below.set(ylim=(numbers["top"] - 12, numbers["top"] + 1.5))
    return fig
