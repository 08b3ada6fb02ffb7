"""States of a scene to try: at random, and the ones where something happens."""

from collections.abc import Iterator

import numpy as np

RANDOM = 12
FAR = 1e3


def states(spec: dict, start: dict, seed: int = 0) -> list[dict]:
    """Return the state at the beginning, extreme ones, and random ones."""
    rng = np.random.default_rng(seed)
    drawn = [_all(spec, rng, _drawn) for _ in range(RANDOM)]
    whole = [_all(spec, rng, _whole) for _ in range(RANDOM)]
    return [start, *_extreme(spec, start), *drawn, *whole, _all(spec, rng, _far)]


def _all(spec: dict, rng: np.random.Generator, draw) -> dict:
    return {told["name"]: draw(told, rng) for told in spec["inputs"]}


def _bound(told: dict) -> bool:
    return told["on"] is not None and told["on"]["kind"] != "lattice"


def _drawn(told: dict, rng: np.random.Generator) -> object:
    """Return a state anywhere."""
    match told["kind"]:
        case "slider":
            return _between(told["low"], told["high"], rng.random())
        case "menu":
            return told["options"][rng.integers(len(told["options"]))][1]
        case "tick":
            return int(rng.integers(2))
        case "points":
            count = rng.integers(told["least"], told["most"] + 1)
            return rng.normal(0, 2, (count, 1 if told["flat"] else 2)).tolist()
        case "point" if _bound(told):
            return rng.uniform(*_reach(told["on"]))
    return rng.normal(0, 2, 2).tolist()


def _between(low: float, high: float, share: float) -> float:
    return min(max(low + (high - low) * share, low), high)


def _reach(on: dict) -> tuple[float, float]:
    return (on["low"], on["high"]) if on["kind"] == "curve" else (0, 1)


def _whole(told: dict, rng: np.random.Generator) -> object:
    """Return a state of whole numbers, where things coincide."""
    match told["kind"]:
        case "points":
            count = told["most"]
            return rng.integers(-2, 3, (count, 1 if told["flat"] else 2)).tolist()
        case "point" if not _bound(told):
            return rng.integers(-2, 3, 2).tolist()
    return _drawn(told, rng)


def _far(told: dict, rng: np.random.Generator) -> object:
    """Return a state far outside of what is seen."""
    if told["kind"] == "point" and not _bound(told):
        return rng.normal(0, FAR, 2).tolist()
    return _drawn(told, rng)


def _extreme(spec: dict, start: dict) -> Iterator[dict]:
    """Yield states in which one input stands at an end, the others where they began."""
    for told in spec["inputs"]:
        for value in _ends(told):
            yield {**start, told["name"]: value}
    yield start | {t["name"]: [0, 0] for t in spec["inputs"] if _is_free(t)}


def _is_free(told: dict) -> bool:
    return told["kind"] == "point" and not _bound(told)


def _ends(told: dict) -> list:
    match told["kind"]:
        case "slider":
            return [told["low"], told["high"]]
        case "menu":
            return [value for _, value in told["options"]]
        case "tick":
            return [0, 1]
        case "points":
            row = [0.5] if told["flat"] else [0.5, -0.5]
            return [[row] * told["least"], [row] * told["most"]]
        case "point" if _bound(told):
            return list(_reach(told["on"]))
    return [[0, 0], [1, 0], [0, 1], [-1, -1]]
