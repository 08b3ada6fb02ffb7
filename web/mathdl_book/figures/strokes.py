"""The path of a drawing, told from point to point in hundredths of a unit."""

import functools
import re
from collections.abc import Iterable, Iterator

SEGMENT = re.compile(r"([A-Za-z])([^A-Za-z]*)")
PLAIN = re.compile(r"\s*M[MLQCZz\d\s.,-]*")
SIZES = {"M": 2, "L": 2, "Q": 4, "C": 6}
UNIT = 100

Step = tuple[str, list[int]]  # a command and its numbers, in units


def number(value: float, digits: int = 2) -> str:
    """Return a number, rounded, as SVG may write it: ``-.5``, ``3``."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text.startswith(("0.", "-0.")):
        return text.replace("0", "", 1)
    return "0" if text == "-0" else text


@functools.lru_cache(1000)  # letters and marks are the same in many drawings
def shortened(path: str) -> str:
    """Return a path whose steps are told from where the last one ended.

    Steps are differences of rounded places, so errors do not add up. A path with
    commands that matplotlib does not write stays as it is.

    Examples
    --------
    >>> shortened("M 38.031094 149.6386 L 228.71952 149.6386 L 228.71952 8.498711 z")
    'M38.03 149.64h190.69v-141.14z'
    """
    if not PLAIN.fullmatch(path):
        return path
    return _told(_straight(_steps(path)))


def through(places: Iterable[tuple[float, float]]) -> str:
    """Return the path from place to place, to a tenth of a unit, with every place.

    Examples
    --------
    >>> through([(96.04, 32.825), (138.274, 44.059), (101.163, 44.06)])
    'M96 32.8l42.3 11.3h-37.1'
    """
    tenths = (f"{round(x, 1)} {round(y, 1)}" for x, y in places)
    return _told(_steps(f"M{'L'.join(tenths)}"))


@functools.lru_cache(100_000)  # the same short steps come again and again
def _units(value: int) -> str:
    return number(value / UNIT)


def _told(steps: Iterable[Step]) -> str:
    told, before = [], ""
    for command, values in steps:
        numbers = " ".join(map(_units, values)).replace(" -", "-")
        if command != before or command == "z":
            told.append(command)
        elif numbers[0] != "-":
            told.append(" ")
        told.append(numbers)
        before = command
    return "".join(told)


def _straight(steps: Iterator[Step]) -> Iterator[Step]:
    """Take steps in one direction, along an axis, for one."""
    last: Step | None = None
    for command, values in steps:
        is_on = last is not None and command == last[0] and command in "hv"
        if is_on and values[0] * last[1][0] > 0:
            last = command, [last[1][0] + values[0]]
            continue
        if last is not None:
            yield last
        last = command, values
    if last is not None:
        yield last


def _steps(path: str) -> Iterator[Step]:
    """Yield what is written: commands told from the place before."""
    here = start = (0, 0)
    for command, points in _segments(path):
        if command == "Z":
            here = start
            yield "z", []
            continue
        x, y = here
        told = [value - (x, y)[k % 2] for k, value in enumerate(points)]
        here = points[-2], points[-1]
        if command == "M":
            start = here
            yield "M", points
        elif command == "L" and 0 in told:
            yield ("h", told[:1]) if told[1] == 0 else ("v", told[1:])
        else:
            yield command.lower(), told


def _segments(path: str) -> Iterator[Step]:
    """Yield commands with their places, rounded; repeated ones one by one."""
    for letter, rest in SEGMENT.findall(path):
        command = letter.upper()
        values = [round(float(n) * UNIT) for n in rest.replace(",", " ").split()]
        if command == "Z":
            yield command, []
        while values:
            size = SIZES[command]
            yield command, values[:size]
            command, values = ("L" if command == "M" else command), values[size:]
