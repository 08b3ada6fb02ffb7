"""The path of a drawing, told from point to point in hundredths of a unit."""

import re
from collections.abc import Iterator

SEGMENT = re.compile(r"([A-Za-z])([^A-Za-z]*)")
PLAIN = re.compile(r"\s*M[MLQCZz\d\s.,-]*")
SIZES = {"M": 2, "L": 2, "Q": 4, "C": 6}
UNIT = 100

Place = tuple[int, int]


def number(value: float, digits: int = 2) -> str:
    """Return a number, rounded, as SVG may write it: ``-.5``, ``3``."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else re.sub(r"^(-?)0\.", r"\1.", text)


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
    text, before = "", ""
    for command, values in _steps(path):
        text += "" if command == before and command != "z" else command
        for k, value in enumerate(values):
            told = number(value / UNIT)
            is_first = k == 0 and text.endswith(command)
            text += told if is_first or told[0] == "-" else f" {told}"
        before = command
    return text


def _steps(path: str) -> Iterator[tuple[str, list[int]]]:
    """Yield what is written: a command and its numbers, in units."""
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


def _segments(path: str) -> Iterator[tuple[str, list[int]]]:
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
