"""The computations of the figure `ComputationGraph`, their sweeps, and a picture."""

import math
from dataclasses import dataclass


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


OPERATIONS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "max": max,
    "square": lambda a: a * a,
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
}
SLOPES = {
    "add": lambda y, a, b: [1.0, 1.0],
    "subtract": lambda y, a, b: [1.0, -1.0],
    "multiply": lambda y, a, b: [b, a],
    "max": lambda y, a, b: [1.0, 0.0] if a > b else [0.0, 1.0],
    "square": lambda y, a: [2 * a],
    "exp": lambda y, a: [y],
    "log": lambda y, a: [1 / a],
    "tanh": lambda y, a: [1 - y * y],
    "sigmoid": lambda y, a: [y * (1 - y)],
}
SIGNS = {
    "add": "+", "subtract": "−", "multiply": "×", "max": "max", "square": "( )²",
    "exp": "exp", "log": "log", "tanh": "tanh", "sigmoid": "σ",
}  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """A computation: inputs, lines (operation, parents …), and where each node stands.

    A place is (column, row); the inputs come first.
    """

    title: str
    names: tuple[str, ...]
    inputs: tuple[float, ...]
    program: tuple[tuple, ...]
    places: tuple[tuple[float, float], ...]

    def steps(self, mode: str) -> int:
        """Return how many steps the sweeps of a mode take."""
        lines = len(self.program)
        return lines if mode == "forward" else 2 * lines + 1

    def values(self, inputs) -> list[float]:
        """Return the value of every node."""
        values = [float(x) for x in inputs]
        for operation, *parents in self.program:
            values.append(OPERATIONS[operation](*(values[k] for k in parents)))
        return values

    def slopes(self, values) -> list[list[float]]:
        """Return for every node its derivatives by its parents."""
        n = len(self.names)
        found = [[] for _ in self.names]
        for i, (operation, *parents) in enumerate(self.program, start=n):
            arguments = [values[k] for k in parents]
            found.append(SLOPES[operation](values[i], *arguments))
        return found

    def adjoints(self, slopes, visits: int | None = None) -> list[float]:
        """Return all adjoints after some nodes, from the last on, have been visited."""
        n, last = len(self.names), len(slopes) - 1
        adjoints = [0.0] * last + [1.0]
        stop = n if visits is None else last + 1 - visits
        for i in range(last, stop - 1, -1):
            for k, slope in zip(self.program[i - n][1:], slopes[i], strict=True):
                adjoints[k] += adjoints[i] * slope
        return adjoints

    def tangents(self, slopes, seed: int) -> list[float]:
        """Return the derivative of every node by one input."""
        tangents = [float(k == seed) for k in range(len(self.names))]
        for line, own in zip(self.program, slopes[len(self.names) :], strict=True):
            pairs = zip(line[1:], own, strict=True)
            tangents.append(sum(slope * tangents[k] for k, slope in pairs))
        return tangents

    def differences(self, inputs, h: float = 1e-5) -> list[float]:
        """Return central difference quotients of the output by each input."""
        found = []
        for j in range(len(inputs)):
            ahead, behind = (
                self.values([x + s * (k == j) for k, x in enumerate(inputs)])[-1]
                for s in (h, -h)
            )
            found.append((ahead - behind) / (2 * h))
        return found

    def readout(self, inputs, seed: int) -> dict:
        """Return all numbers of the finished sweeps."""
        values = self.values(inputs)
        slopes = self.slopes(values)
        return {
            "values": values,
            "slopes": slopes,
            "adjoints": self.adjoints(slopes),
            "tangents": self.tangents(slopes, seed),
            "differences": self.differences(inputs),
        }


EXPRESSIONS = {
    "neuron": Graph(
        title="a neuron with its loss, (tanh(w x + b) − t)²",
        names=("w", "x", "b", "t"),
        inputs=(2.0, 0.5, -0.5, 1.0),
        program=(
            ("multiply", 0, 1), ("add", 4, 2), ("tanh", 5), ("subtract", 6, 3),
            ("square", 7),
        ),
        places=(
            (0, 0), (0, 1), (0, 2), (0, 3),
            (1.2, 0.5), (2.4, 1), (3.6, 1), (4.8, 2), (6, 2),
        ),
    ),
    "shared": Graph(
        title="a product with a shared input, (x + y) · max(y, z)",
        names=("x", "y", "z"),
        inputs=(1.0, 2.0, 0.5),
        program=(("add", 0, 1), ("max", 1, 2), ("multiply", 3, 4)),
        places=((0, 0.5), (0, 1.5), (0, 2.5), (3, 1), (3, 2), (6, 1.5)),
    ),
    "product": Graph(
        title="a product, x₁ · x₂ · x₃ · x₄",
        names=("x₁", "x₂", "x₃", "x₄"),
        inputs=(2.0, 3.0, -1.0, 4.0),
        program=(("multiply", 0, 1), ("multiply", 4, 2), ("multiply", 5, 3)),
        places=((0, 0), (0, 1), (0, 2), (0, 3), (2, 0.5), (4, 1.25), (6, 2)),
    ),
    "sigmoids": Graph(
        title="three sigmoids with one weight, σ(w σ(w σ(w x)))",
        names=("w", "x"),
        inputs=(2.0, 1.0),
        program=(
            ("multiply", 0, 1), ("sigmoid", 2), ("multiply", 0, 3), ("sigmoid", 4),
            ("multiply", 0, 5), ("sigmoid", 6),
        ),
        places=((3, 0.25), (0, 1.75), (1, 1.75), (2, 1.75), (3, 1.75), (4, 1.75),
                (5, 1.75), (6, 1.75)),
    ),
    "cross-entropy": Graph(
        title="softmax with cross-entropy, log(e^z₁ + e^z₂ + e^z₃) − z₁",
        names=("z₁", "z₂", "z₃"),
        inputs=(1.0, 2.0, 0.5),
        program=(
            ("exp", 0), ("exp", 1), ("exp", 2), ("add", 3, 4), ("add", 6, 5),
            ("log", 7), ("subtract", 8, 0),
        ),
        places=(
            (0, 0), (0, 1.5), (0, 3), (1.2, 0.75), (1.2, 1.75), (1.2, 3),
            (2.4, 1.25), (3.6, 2), (4.8, 1.75), (6, 0.75),
        ),
    ),
}  # fmt: skip


def show(value: float) -> str:
    """Return a number as the figure writes it: two places, or two digits if small."""
    if value == 0:
        return "0.00"
    size = abs(value)
    text = f"{size:.2f}" if 0.095 <= size < 1e5 else f"{size:.1e}"
    if 1e-4 <= size < 0.095:
        text = f"{size:.{1 - math.floor(math.log10(size))}f}"
    return f"−{text}" if value < 0 else text


def picture(graph: Graph, inputs, mode: str, at: int):
    """Return a matplotlib figure of the graph after some steps of its sweeps."""
    from mathdl.plot import PALETTE, figure

    lines = len(graph.program)
    values = graph.values(inputs)
    slopes = graph.slopes(values)
    visits = max(0, at - lines - 1)
    adjoints = graph.adjoints(slopes, visits) if at > lines else [0.0] * len(values)
    fig, ax = figure(aspect=0.6)
    ax.set(xlim=(-0.6, 6.6), ylim=(3.6, -0.6))
    ax.axis("off")
    for i, (x, y) in enumerate(graph.places):
        own = graph.program[i - len(inputs)] if i >= len(inputs) else (graph.names[i],)
        for k in own[1:]:
            ax.annotate(
                "", (x - 0.42, y), graph.places[k],
                arrowprops={"arrowstyle": "->", "color": PALETTE["ink"], "shrinkA": 20},
            )  # fmt: skip
        box = {"boxstyle": "round,pad=0.5", "fc": "none", "ec": PALETTE["ink"]}
        known = i < len(inputs) + at
        text = f"{SIGNS.get(own[0], own[0])}\n{show(values[i]) if known else '  '}"
        ax.text(x, y, text, ha="center", va="center", bbox=box, fontsize=9)
        if mode == "reverse" and adjoints[i]:
            ax.text(x, y + 0.46, show(adjoints[i]), ha="center", va="center",
                    color=PALETTE["b"], fontsize=9)  # fmt: skip
    return fig
