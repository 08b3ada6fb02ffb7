"""Steps down a quadratic valley of the plane: what is predicted, and what happens.

The steep direction has the curvature L = 1, the flat one 1 / kappa. The file
`js/descent.math.js` computes the same numbers with the same operations; a test compares
them.
"""

from math import atan2, cos, pi, sin, sqrt

STEPS = 60
STEEP = 1.0
TINY = 1e-7
"""Roots that are as near as this count as one double root."""

Vector = list[float]


def axes(tilt: float) -> dict[str, Vector]:
    """Return the unit vectors along the steep and the flat direction."""
    c, s = cos(tilt * pi / 180), sin(tilt * pi / 180)
    return {"steep": [-s, c], "flat": [c, s]}


def curvatures(kappa: float) -> dict[str, float]:
    """Return the two eigenvalues of the Hessian."""
    return {"steep": STEEP, "flat": STEEP / kappa}


def height(point: Vector, kappa: float, tilt: float) -> float:
    """Return the value of the quadratic at a point."""
    lam = curvatures(kappa)
    return sum(
        lam[name] * (u[0] * point[0] + u[1] * point[1]) ** 2 / 2
        for name, u in axes(tilt).items()
    )


def path(start: Vector, kappa: float, tilt: float, eta: float, beta: float) -> list:
    """Return the points of the run: v = beta v + A x, then x = x - eta v."""
    (p, q), (c, s) = axes(tilt).values()
    flat = STEEP / kappa
    a, b, d = p * p + flat * c * c, p * q + flat * c * s, q * q + flat * s * s
    (x, y), (v, w) = start, (0.0, 0.0)
    points = [[x, y]]
    for _ in range(STEPS):
        v, w = beta * v + (a * x + b * y), beta * w + (b * x + d * y)
        x, y = x - eta * v, y - eta * w
        points.append([x, y])
    return points


def radius(z: float, beta: float) -> float:
    """Return the spectral radius for z = eta * lambda."""
    s = 1 + beta - z
    return max(sqrt(beta), (abs(s) + sqrt(max(s * s - 4 * beta, 0.0))) / 2)


def regime(z: float, beta: float) -> str:
    """Return how the error moves: creeps, swings or diverges."""
    if z >= 2 * (1 + beta):
        return "diverges"
    return "creeps" if z <= (1 - sqrt(beta)) ** 2 else "swings"


def _powers(s: float, beta: float, k: int) -> float:
    """Return (r^k - q^k) / (r - q) for the roots r, q of z² - s z + beta."""
    spread = s * s - 4 * beta
    if abs(spread) <= TINY * TINY:
        return k * (s / 2) ** (k - 1) if k > 0 else 0.0
    if spread > 0:
        root = sqrt(spread)
        return (((s + root) / 2) ** k - ((s - root) / 2) ** k) / root
    angle = atan2(sqrt(-spread), s)
    return sqrt(beta) ** (k - 1) * (sin(k * angle) / sin(angle))


def predicted(e: float, z: float, beta: float) -> list[float]:
    """Return the error after 0, 1, … steps from rest, by the roots alone."""
    s = 1 + beta - z
    first = (1 - z) * e
    return [e] + [
        first * _powers(s, beta, k) - beta * e * _powers(s, beta, k - 1)
        for k in range(1, STEPS + 1)
    ]


def measured(points: list, u: Vector) -> list[float]:
    """Return the coordinate of each point along a direction."""
    return [u[0] * x + u[1] * y for x, y in points]


def errors(kappa: float, tilt: float, start: Vector, eta: float, beta: float) -> dict:
    """Return the error along each direction after each step, in both ways."""
    points, lam = path(start, kappa, tilt, eta, beta), curvatures(kappa)
    along = {name: measured(points, u) for name, u in axes(tilt).items()}
    return {
        "measured": along,
        "predicted": {
            name: predicted(e[0], eta * lam[name], beta) for name, e in along.items()
        },
    }


def best(kappa: float) -> dict[str, dict[str, float]]:
    """Return the best step without momentum, and the best pair."""
    root = sqrt(kappa)
    rate = (root - 1) / (root + 1)
    return {
        "step": {"eta": 2 / (1 + 1 / kappa), "rate": (kappa - 1) / (kappa + 1)},
        "momentum": {
            "eta": 4 / (1 + 1 / root) ** 2,
            "beta": rate * rate,
            "rate": rate,
        },
    }


def readout(kappa: float, eta: float, beta: float) -> dict:
    """Return rates and regimes of both directions, and the best parameters."""
    z = {name: eta * lam for name, lam in curvatures(kappa).items()}
    rates = {name: radius(value, beta) for name, value in z.items()}
    return {
        "rates": rates,
        "regimes": {name: regime(value, beta) for name, value in z.items()},
        "rate": max(rates.values()),
        "best": best(kappa),
    }


def verdict(kappa: float, eta: float, beta: float) -> str:
    """Return in one sentence what the run does."""
    said = readout(kappa, eta, beta)
    if said["regimes"]["steep"] == "diverges":
        return "The steep direction does not shrink: the run does not converge."
    slow = "steep" if said["rates"]["steep"] > said["rates"]["flat"] else "flat"
    if abs(said["rates"]["steep"] - said["rates"]["flat"]) < 5e-4:
        slow = "each"
    return (
        f"The steep direction {said['regimes']['steep']}, the flat one "
        f"{said['regimes']['flat']}. In the long run {_whose[slow]} shrinks to "
        f"{said['rate']:.3f} of itself at each step."
    )


_whose = {
    "steep": "the error, led by the steep direction,",
    "flat": "the error, led by the flat direction,",
    "each": "each of them",
}


def picture(kappa: float, tilt: float, start: Vector, eta: float, beta: float):
    """Return a figure: the valley with the run, the phase diagram, the errors."""
    from mathdl import plot

    figure, (valley, phase, errors) = plot.figure(panels=3, aspect=1)
    points = path(start, kappa, tilt, eta, beta)
    near = [p for p in points if max(abs(p[0]), abs(p[1])) < 20]
    levels = [0.05, 0.2, 0.5, 1, 2, 4, 8]
    plot.contours(
        lambda X, Y: height([X, Y], kappa, tilt),
        xlim=(-3.4, 3.4),
        ylim=(-3.4, 3.4),
        path=near,
        levels=levels,
        ax=valley,
    )
    valley.set(xlim=(-3.4, 3.4), ylim=(-3.4, 3.4), aspect="equal")
    _phases(phase, kappa, eta, beta)
    _errors(errors, points, tilt)
    return figure


def _errors(ax, points: list, tilt: float) -> None:
    """Draw the logarithm of the error along each direction."""
    import numpy as np

    from mathdl.plot import PALETTE

    for tone, place, (name, u) in zip(
        "ab", (0.92, 0.8), axes(tilt).items(), strict=True
    ):
        size = np.abs(measured(points, u)).clip(1e-12, 1e6)
        style = {"color": PALETTE[tone], "ha": "right", "va": "center"}
        ax.plot(np.log10(size), ".", color=PALETTE[tone], markersize=3)
        ax.text(0.97, place, name, transform=ax.transAxes, **style)
    ax.set(xlabel="step", ylabel="log₁₀ error", ylim=(-8, 2))


def _phases(ax, kappa: float, eta: float, beta: float) -> None:
    """Draw where the steep direction creeps, swings and diverges."""
    import numpy as np

    from mathdl.plot import PALETTE

    b = np.linspace(0, 1, 101)
    creep, flip = (1 - np.sqrt(b)) ** 2, (1 + np.sqrt(b)) ** 2
    ax.fill_betweenx(b, 0, creep, color=PALETTE["c"], alpha=0.2, linewidth=0)
    ax.fill_betweenx(b, creep, 2 + 2 * b, color=PALETTE["e"], alpha=0.2, linewidth=0)
    ax.fill_betweenx(b, 2 + 2 * b, 4.2, color=PALETTE["f"], alpha=0.2, linewidth=0)
    ax.plot(flip, b, "--", color=PALETTE["a"], linewidth=1.2)
    ax.plot(kappa * creep, b, "--", color=PALETTE["b"], linewidth=1.2)
    ax.plot(eta, beta, "o", color=PALETTE["d"], markersize=7)
    ax.set(xlim=(0, 4.2), ylim=(0, 1), xlabel="step size η", ylabel="momentum β")
