"""What a scene shows in one state, as plain numbers: all drawing is done from these.

The page has the same function, in ``scene.math.js``; one test compares them on every
scene of the book.
"""

import numpy as np

from mathdl.scenes.numbers import Names, bodies, body, value
from mathdl.scenes.words import written


def resolve(spec: dict, values: dict) -> dict:
    """Return all numbers and texts that a scene shows.

    Parameters
    ----------
    spec : dict
        The scene, as it is stored.
    values : dict
        The state: for each input a number, ``[x, y]``, or rows.

    Returns
    -------
    dict
        ``program``, ``positions``, ``panels`` (``x``, ``y``, ``marks``), ``readout``,
        ``read``, ``say``, ``said``. Where something is undefined stands None.
    """
    with np.errstate(all="ignore"):
        names = state(spec, values)
        program = run(spec, names)
        panels = [_panel(panel, names) for panel in spec["panels"]]
        return {
            "program": program,
            "positions": {
                point["name"]: _plain(point["position"], names)
                for point in spec["inputs"]
                if point["kind"] == "point"
            },
            "panels": panels,
            **read(spec, names),
            **_said(spec["say"], names),
        }


def state(spec: dict, values: dict) -> Names:
    """Return the variables of a state, and the data."""
    variables, tables = {}, {}
    for name, rows in spec["data"].items():
        tables[name] = np.array(rows, float)
    for told in spec["inputs"]:
        name, held = told["name"], values[told["name"]]
        if told["kind"] == "points":
            tables[name] = np.array(held, float).reshape(len(held), -1)
        elif isinstance(held, list):
            variables |= {f"{name}.{k}": np.float64(x) for k, x in enumerate(held)}
        else:
            variables[name] = np.float64(held)
    return Names(variables, tables)


def run(spec: dict, names: Names) -> dict:
    """Compute the definitions and runs of a scene into ``names``; return them plain."""
    plain = {}
    for told in spec["program"]:
        if "run" in told:
            states = names.tables[told["run"]] = _states(told, names)
            plain[told["run"]] = _finite(states)
        else:
            found = names[told["let"]] = value(told["value"], names)
            plain[told["let"]] = _finite(found)
    return plain


def _states(told: dict, names: Names) -> np.ndarray:
    """Return the states of a run, of shape (n + 1, d)."""
    name, noise = told["run"], told["noise"]
    states = [[float(value(entry, names)) for entry in told["start"]]]
    for k in range(told["n"]):
        here = {f"{name}.{j}": np.float64(x) for j, x in enumerate(states[-1])}
        here[f"{name}.k"] = np.float64(k)
        drawn = noise[k] if noise else []
        here |= {f"{name}.z{j}": np.float64(z) for j, z in enumerate(drawn)}
        states.append([float(x) for x in bodies(told["step"], names.but(**here))])
    return np.array(states)


def read(spec: dict, names: Names) -> dict:
    """Return the numbers of the readouts, and how they are written."""
    numbers, texts = [], []
    for told in spec["readout"]:
        if "cases" in told:
            numbers.append([])
            texts.append(_said(told["cases"], names)["said"])
        else:
            found = _numbers(told["value"], names)
            numbers.append([_finite(x) for x in found])
            texts.append(written(found, told["digits"]))
    return {"readout": numbers, "read": texts}


def _said(cases: list, names: Names) -> dict:
    for k, (condition, template) in enumerate(cases):
        if value(condition, names):
            return {"say": k, "said": _text(template, names)[0]}
    return {"say": -1, "said": ""}


def _text(template: dict, names: Names) -> tuple[str, list]:
    """Return a template with its numbers, and the numbers."""
    found = [(_numbers(told, names), digits) for told, digits in template["values"]]
    told = [written(numbers, digits) for numbers, digits in found]
    plain = [_finite(x) for numbers, _ in found for x in numbers]
    parts = template["text"]
    for k, text in enumerate(told):
        parts = parts.replace(f"{{{k}}}", text)
    return parts, plain


def _finite(found: object) -> object:
    """Return numbers as lists, None where one is not finite."""
    found = np.asarray(found, float)
    if found.ndim:
        return [_finite(part) for part in found]
    return float(found) if np.isfinite(found) else None


def _plain(trees: list, names: Names) -> list:
    return [_finite(value(tree, names)) for tree in trees]


def _panel(panel: dict, names: Names) -> dict:
    bounds = [_plain(panel[axis], names) for axis in ("x", "y")]
    if not all(_has_room(*ends) for ends in bounds):
        bounds = [[None, None], [None, None]]
    marks = [_mark(mark, names, *bounds) for mark in panel["marks"]]
    return {"x": bounds[0], "y": bounds[1], "marks": marks}


def _has_room(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low < high


def _mark(mark: dict, names: Names, x: list, y: list) -> dict | None:
    if mark["show"] is not None and not value(mark["show"], names):
        return None
    over_plane = mark["kind"] in ("contours", "heat", "field")
    if over_plane and None in (*x, *y):
        return None
    found = (
        MARKS[mark["kind"]](mark, names, x, y)
        if over_plane
        else MARKS[mark["kind"]](mark, names)
    )
    if found is not None and mark["label"]:
        found["label"] = _text(mark["label"], names)[0]
    return found


def _whole(found: dict) -> dict | None:
    """Return a mark, or None if anything of it is undefined."""
    return None if any(_has_gap(part) for part in found.values()) else found


def _has_gap(part: object) -> bool:
    if isinstance(part, list):
        return any(_has_gap(one) for one in part)
    return part is None


def _fixed(*fields: str):
    """Return how a mark is resolved whose fields are trees or lists of trees."""

    def resolved(mark: dict, names: Names) -> dict | None:
        return _whole({name: _plain(mark[name], names) for name in fields})

    return resolved


def _line(mark: dict, names: Names) -> dict | None:
    if "normal" in mark:
        a, b = (float(value(tree, names)) for tree in mark["normal"])
        share = -float(value(mark["offset"], names)) / np.float64(a * a + b * b)
        point, direction = [share * a, share * b], [-b, a]
    else:
        p, q = (np.array(_numbers(mark[end], names)) for end in "pq")
        point, direction = p, q - p
    if not np.any(direction):
        return None
    return _whole({"point": _finite(point), "direction": _finite(direction)})


def _numbers(trees: list, names: Names) -> list[float]:
    return [float(value(tree, names)) for tree in trees]


def _polygon(mark: dict, names: Names) -> dict | None:
    hatch = mark["hatch"] is not None and bool(value(mark["hatch"], names))
    found = _polyline(mark, names)
    return found and {**found, "hatch": hatch}


def _polyline(mark: dict, names: Names) -> dict | None:
    return _whole({"points": [_plain(point, names) for point in mark["points"]]})


def _circle(mark: dict, names: Names) -> dict | None:
    centre, (radius,) = _plain(mark["centre"], names), _plain([mark["radius"]], names)
    found = _whole({"centre": centre, "radius": radius})
    return found if found and radius >= 0 else None


def _written_text(mark: dict, names: Names) -> dict | None:
    at = _whole({"at": _plain(mark["at"], names)})
    text, numbers = _text(mark["text"], names)
    return at and {**at, "text": text, "numbers": numbers}


def _samples(mark: dict, names: Names) -> np.ndarray | None:
    low, high = _numbers([mark["low"], mark["high"]], names)
    if not np.isfinite([low, high]).all():
        return None
    k = np.arange(mark["n"])
    return low + (high - low) * k / (mark["n"] - 1)


def _columns(*columns: object) -> list:
    """Return rows of numbers; None in place of a row with something undefined."""
    table = np.column_stack(np.broadcast_arrays(*columns))
    known = np.isfinite(table).all(axis=1)
    return [
        row if whole else None for row, whole in zip(table.tolist(), known, strict=True)
    ]


def _graph(mark: dict, names: Names) -> dict | None:
    x = _samples(mark, names)
    if x is None:
        return None
    y = body(mark["value"], names.but(**{mark["x"]: x}))
    return {"points": _columns(x, y)}


def _area(mark: dict, names: Names) -> dict | None:
    x = _samples(mark, names)
    if x is None:
        return None
    return {"points": _columns(x, *bodies(mark["value"], names.but(**{mark["x"]: x})))}


def _curve(mark: dict, names: Names) -> dict | None:
    t = _samples(mark, names)
    if t is None:
        return None
    x, y = bodies(mark["at"], names.but(**{mark["t"]: t}))
    return {"points": _pairs(x, y, len(t))}


def _pairs(x: object, y: object, n: int) -> list:
    return _columns(*(np.broadcast_to(part, n) for part in (x, y)))


def _lattice(mark: dict, names: Names, x: list, y: list, shares: np.ndarray):
    """Return a grid of samples over a panel, rows by y, and names with it."""
    across = x[0] + (x[1] - x[0]) * shares
    up = y[0] + (y[1] - y[0]) * shares
    X, Y = np.meshgrid(across, up)
    return X, Y, names.but(**{mark["x"]: X, mark["y"]: Y})


def _over_plane(mark: dict, names: Names, x: list, y: list) -> dict:
    n = mark["n"]
    X, _, names = _lattice(mark, names, x, y, np.arange(n) / (n - 1))
    found = np.broadcast_to(body(mark["value"], names), X.shape)
    return {"values": _finite(found)}


def _heat(mark: dict, names: Names, x: list, y: list) -> dict | None:
    ends = _plain([mark["low"], mark["high"]], names)
    if None in ends or not ends[0] < ends[1]:
        return None
    low, high = ends
    return {**_over_plane(mark, names, x, y), "low": low, "high": high}


def _contours(mark: dict, names: Names, x: list, y: list) -> dict:
    found = _over_plane(mark, names, x, y)
    return {**found, "levels": _plain(mark["levels"], names)}


def _field(mark: dict, names: Names, x: list, y: list) -> dict:
    shares = (np.arange(mark["n"]) + 0.5) / mark["n"]
    X, Y, names = _lattice(mark, names, x, y, shares)
    u, v = (np.broadcast_to(w, X.shape) for w in bodies(mark["value"], names))
    return {"arrows": _columns(X.ravel(), Y.ravel(), u.ravel(), v.ravel())}


def _bars(mark: dict, names: Names) -> dict:
    bars = [_plain(bar, names) for bar in mark["bars"]]
    return {"bars": [None if _has_gap(bar) else bar for bar in bars]}


def _histogram(mark: dict, names: Names) -> dict | None:
    low, high = _numbers([mark["low"], mark["high"]], names)
    n, count = mark["n"], len(names.tables[mark["data"]])
    if not (np.isfinite([low, high]).all() and low < high):
        return None
    found = np.broadcast_to(body(mark["value"], names.rows(mark["data"])), count)
    found = found[np.isfinite(found)]
    place = np.floor((found - low) / (high - low) * n)
    place[found == high] = n - 1
    heights = np.array([np.count_nonzero(place == k) for k in range(n)], float)
    width = (high - low) / n
    if mark["density"]:
        heights = heights / (len(found) * np.float64(width))
    ends = low + width * np.arange(n + 1)
    return {"bars": _columns(ends[:-1], ends[1:], heights)}


def _matrix(mark: dict, names: Names) -> dict:
    return {"values": [_plain(row, names) for row in mark["values"]]}


def _grid(mark: dict, names: Names) -> dict | None:
    return _whole({"matrix": [_plain(row, names) for row in mark["matrix"]]})


def _scatter(mark: dict, names: Names) -> dict:
    n = len(names.tables[mark["data"]])
    return {"points": _pairs(*bodies(mark["value"], names.rows(mark["data"])), n)}


def _along(mark: dict, names: Names) -> tuple[Names, int]:
    """Return the states of a run that a mark shows, as variables along an axis."""
    states = names.tables[mark["run"]]
    last = len(states) - 1
    if mark["upto"] is not None:
        k = float(value(mark["upto"], names))
        last = -1 if np.isnan(k) else int(np.clip(np.floor(k + 0.5), 0, last))
    shown = states[: last + 1]
    here = {f"{mark['run']}.{j}": column for j, column in enumerate(shown.T)}
    here[f"{mark['run']}.k"] = np.arange(last + 1.0)
    return names.but(**here), last + 1


def _path(mark: dict, names: Names) -> dict:
    names, n = _along(mark, names)
    return {"points": _pairs(*bodies(mark["value"], names), n)}


def _series(mark: dict, names: Names) -> dict:
    names, n = _along(mark, names)
    found = body(mark["value"], names)
    return {"points": _pairs(np.arange(float(n)), found, n)}


MARKS = {
    "dot": _fixed("at"),
    "arrow": _fixed("from", "to"),
    "segment": _fixed("from", "to"),
    "line": _line,
    "polygon": _polygon,
    "polyline": _polyline,
    "circle": _circle,
    "text": _written_text,
    "graph": _graph,
    "area": _area,
    "curve": _curve,
    "contours": _contours,
    "heat": _heat,
    "field": _field,
    "bars": _bars,
    "histogram": _histogram,
    "matrix": _matrix,
    "grid": _grid,
    "scatter": _scatter,
    "path": _path,
    "series": _series,
}
