"""How long derivatives take: by hand, by mathdl, by HIPS autograd, by PyTorch.

    .venv/bin/python -m pip install -r tests/peers/requirements.txt
    .venv/bin/python -m benchmarks.autodiff

Every competitor computes the same numbers on one thread in float64 (this is asserted
first). They take turns in one process, a block of steps each, so that whatever else the
machine does strikes all alike; a block is long enough that a step finds its code and
data in the caches, as in training. Printed are the median time of a step and its ratio
to gradients written by hand in NumPy. A peer that is not installed is left out.
"""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks import by_hand, by_mathdl

PEERS = {"HIPS autograd": "autograd", "PyTorch": "torch"}
BLOCK, ROUNDS = 50, 40


def network(widths: list[int], samples: int, seed: int = 0):
    """Return the weights and biases of a network, and a batch for it."""
    rng = np.random.default_rng(seed)
    layers = []
    for n, m in zip(widths[:-1], widths[1:], strict=True):
        layers += [rng.normal(size=(m, n)) / np.sqrt(n), rng.normal(size=m) / 10]
    X = rng.normal(size=(samples, widths[0]))
    if widths[-1] == 1:
        return layers, X, rng.normal(size=(samples, 1))
    return layers, X, rng.integers(0, widths[-1], size=samples)


def directions(layers):
    rng = np.random.default_rng(1)
    return [rng.normal(size=a.shape) for a in layers]


def cases() -> dict:
    """Return for each case the method that competitors have, and its arguments."""
    mlp, tiny = [64, 128, 64, 10], [2, 16, 1]
    small, large, toy = network(mlp, 32), network(mlp, 256), network(tiny, 16)
    rng = np.random.default_rng(2)
    pictures, kernels = rng.normal(size=(16, 1, 8, 8)), rng.normal(size=(8, 1, 3, 3))
    return {
        "MLP, batch 32, step": ("step", small),
        "MLP, batch 256, step": ("step", large),
        "tiny network, step": ("tiny_step", toy),
        "MLP (tanh), batch 32, Hessian–vector product": (
            "hvp", (small[0], directions(small[0]), *small[1:]),
        ),
        "tiny network, Hessian–vector product": (
            "tiny_hvp", (toy[0], directions(toy[0]), *toy[1:]),
        ),
        "convolution 8 kernels 3×3 on 16 pictures 8×8": (
            "convolution", ([kernels], pictures),
        ),
    }  # fmt: skip


def competitors() -> dict:
    """Return the modules that can run here, hand-written NumPy first."""
    found = {"NumPy by hand": by_hand, "mathdl": by_mathdl}
    for name, package in PEERS.items():
        if importlib.util.find_spec(package):
            found[name] = importlib.import_module(f"benchmarks.by_{package}")
    return found


def runs(method: str, arguments: tuple, modules: dict) -> dict[str, Callable]:
    """Return one thing to call for each competitor, once all agree on the numbers."""
    calls = {n: getattr(m, method)(*arguments) for n, m in modules.items()}
    expected = calls["NumPy by hand"]()
    for name, call in calls.items():
        for ours, theirs in zip(call(), expected, strict=True):
            np.testing.assert_allclose(
                np.asarray(ours), theirs, rtol=1e-9, atol=1e-11, err_msg=name
            )
    return calls


def medians(calls: dict[str, Callable]) -> dict[str, float]:
    """Return the median time of one call in microseconds, taken in turn."""
    times = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            call()
            start = time.perf_counter()
            for _ in range(BLOCK):
                call()
            times[name].append((time.perf_counter() - start) / BLOCK * 1e6)
    return {name: statistics.median(column) for name, column in times.items()}


def main() -> None:
    modules = competitors()
    print("| case, µs (ratio) |", " | ".join(modules), "|")
    print("| --- |", " | ".join("---" for _ in modules), "|")
    for case, (method, arguments) in cases().items():
        times = medians(runs(method, arguments, modules))
        base = times["NumPy by hand"]
        row = (f"{times[n]:.0f} ({times[n] / base:.2f})" for n in modules)
        print(f"| {case} |", " | ".join(row), "|")


if __name__ == "__main__":
    main()
