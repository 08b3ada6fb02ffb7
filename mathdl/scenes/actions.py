"""States that a menu offers, and what buttons do."""

from mathdl.scenes.data import Points
from mathdl.scenes.expressions import as_entries, is_vector
from mathdl.scenes.inputs import Menu, Point, Source


class Append:
    """A button adds a point to `Points`: ``Append(data, (5.5,))``."""

    def __init__(self, points: Points, row: object) -> None:
        self.points = _points(points, "Append")
        self.row = as_entries(row, "the new point", len(points.row))

    def draft(self, pen) -> dict:
        """Return what the button does, as the specification holds it."""
        return {"append": [pen.forest.meet(self.points).name, pen.values(self.row)]}


class Remove:
    """A button takes the point away of which ``largest`` is largest."""

    def __init__(self, points: Points, largest: object) -> None:
        self.points, self.largest = _points(points, "Remove"), largest

    def draft(self, pen) -> dict:
        """Return what the button does, as the specification holds it."""
        body = pen.rows(self.points, [self.largest], single=True)
        return {"remove": [self.points.name, body]}


def presets(told: dict, pen) -> list[dict]:
    """Return the presets of a scene, as the specification holds them."""
    return [{"name": name, "set": _states(name, to, pen)} for name, to in told.items()]


def buttons(told: dict, pen) -> list[dict]:
    """Return the buttons of a scene, as the specification holds them."""
    return [
        {"name": name, **act.draft(pen)}
        if isinstance(act, Append | Remove)
        else {"name": name, "set": _states(name, act, pen)}
        for name, act in told.items()
    ]


def _points(points: object, what: str) -> Points:
    if not isinstance(points, Points):
        raise TypeError(f"{what} to {points!r}: expected Points")
    return points


def _states(name: str, to: dict, pen) -> dict:
    if not isinstance(to, dict) or not to:
        raise TypeError(f"{name!r} is {to!r}: expected {{input: value, …}}")
    return dict(_state(name, key, value, pen) for key, value in to.items())


def _state(name: str, key: object, value: object, pen) -> tuple[str, list]:
    """Return an input's name and its state, always a list of expressions or rows."""
    source = key.source if isinstance(key, Point) else key
    if not isinstance(source, Source) or not source.movable:
        raise TypeError(f"{name!r} sets {key!r}, which is no input")
    source = pen.forest.meet(source)
    if isinstance(source, Menu):
        value = source.check(value)
    if isinstance(source, Points):
        return source.name, [pen.values(row) for row in source.check(value)]
    size = len(source.symbols) if isinstance(key, Point) else 1
    entries = list(value) if is_vector(value) else [value]
    if all(getattr(entry, "is_number", True) for entry in entries):
        source.check(entries if size > 1 else entries[0])
    entries = [int(entry) if isinstance(entry, bool) else entry for entry in entries]
    return source.name, pen.values(as_entries(entries, f"{name!r}", size))
