"""Any function that draws a figure, with a slider for each of its arguments."""

import hashlib
import itertools
import math
import re
from collections.abc import Callable, Iterable

import matplotlib.pyplot as plt
import traitlets
from matplotlib.figure import Figure

from mathdl.plot import PALETTE
from mathdl.widgets._base import Explorable, svg

MOST_FRAMES = 60


class Explore(Explorable, stem="explore"):
    """Frames of a figure over values of its arguments; made by `explore`."""

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    values = traitlets.List(traitlets.List()).tag(sync=True)
    at = traitlets.List(traitlets.Float()).tag(sync=True)
    frames = traitlets.List(traitlets.Unicode()).tag(sync=True)
    between = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)

    def __init__(self, figure: Callable, values: dict[str, list]) -> None:
        self._figure = figure
        super().__init__(
            names=list(values),
            values=list(values.values()),
            at=[float((len(options) - 1) // 2) for options in values.values()],
            frames=[
                _frame(figure, dict(zip(values, case, strict=True)))
                for case in itertools.product(*values.values())
            ],
        )

    @traitlets.validate("at")
    def _stay_inside(self, proposal) -> list[float]:
        at = proposal["value"]
        ends = [len(options) - 1 for options in self.values]
        if len(at) != len(ends) or not all(
            0 <= place <= end for place, end in zip(at, ends, strict=True)
        ):
            raise ValueError(
                f"at is {at}: expected one place for each of {', '.join(self.names)}, "
                f"from 0 to {ends}"
            )
        return at

    @traitlets.observe("at")
    def _draw_between(self, change) -> None:
        whole = all(place.is_integer() for place in self.at)
        self.between = "" if whole else _frame(self._figure, self.arguments())

    def arguments(self) -> dict:
        """Return the arguments that the sliders stand at, by name."""
        return {
            name: _value(options, place)
            for name, options, place in zip(
                self.names, self.values, self.at, strict=True
            )
        }

    def state(self) -> dict:
        """Return what the page needs: nothing there draws what lies in between."""
        return {**super().state(), "live": False, "between": ""}

    def still(self) -> str:
        """Return the frame at the sliders' places, an SVG as text."""
        sizes = [len(options) for options in self.values]
        index = 0
        for size, place in zip(sizes, self.at, strict=True):
            index = index * size + round(place)
        return self.frames[index].replace("currentColor", PALETTE["ink"])

    def alt(self) -> str:
        """Return what the function says that it draws, and its arguments."""
        about = (self._figure.__doc__ or self._figure.__name__).strip().split("\n")[0]
        shown = ", ".join(f"{k} = {v}" for k, v in self.arguments().items())
        return f"{about} Here for {shown}."

    def __repr__(self) -> str:
        """Name the function and the sliders, not the frames."""
        sliders = ", ".join(
            f"{name}: {len(options)} values"
            for name, options in zip(self.names, self.values, strict=True)
        )
        return f"explore({self._figure.__name__}, {sliders})"


def explore(figure: Callable, **values: Iterable) -> Explore:
    """Return a figure with a slider for each argument of the function that draws it.

    All frames are drawn at once, so the sliders work where no Python runs. With a
    kernel, a slider over numbers with decimals also stops in between.

    Parameters
    ----------
    figure : callable
        Draws with matplotlib: returns a Figure, or draws into the current one. The
        first line of its docstring says, for those who do not see it, what it shows.
    **values : iterables of numbers or of strings
        The values of each argument; all combinations together are 60 at most.

    Raises
    ------
    ValueError
        If there is no argument, an argument has no values, or there are too many
        combinations.
    TypeError
        If values are neither numbers nor strings.

    Examples
    --------
    >>> def power(n):
    ...     _ = plt.plot([0, 0.5, 1], [0, 0.5**n, 1])
    >>> explore(power, n=[1, 2, 3])
    explore(power, n: 3 values)
    """
    if not callable(figure):
        raise TypeError(f"explore takes a function that draws, not {figure!r}")
    read = {name: _options(name, options) for name, options in values.items()}
    if not read:
        raise ValueError("explore needs values for at least one argument")
    count = math.prod(len(options) for options in read.values())
    if count > MOST_FRAMES:
        raise ValueError(
            f"these values have {count} combinations, each of them a picture in the "
            f"page: {MOST_FRAMES} at most"
        )
    return Explore(figure, read)


def _options(name: str, options: Iterable) -> list:
    if isinstance(options, str) or not isinstance(options, Iterable):
        raise TypeError(f"{name} is {options!r}: expected a list or range of values")
    plain = [v.item() if hasattr(v, "item") else v for v in options]
    if not plain:
        raise ValueError(f"{name} has no values")
    if not all(isinstance(v, int | float | str) for v in plain):
        raise TypeError(f"the values of {name} must be numbers or strings")
    if any(isinstance(v, float) and not math.isfinite(v) for v in plain):
        raise ValueError(f"the values of {name} must be finite")
    return plain


def _value(options: list, place: float):
    """Return an option, or between two of them a number in between."""
    low = math.floor(place)
    share = place - low
    if not share or not all(isinstance(v, float) for v in options):
        return options[round(place)]
    return (1 - share) * options[low] + share * options[low + 1]


def _frame(figure: Callable, arguments: dict) -> str:
    """Draw one frame: an SVG whose ink is the page's and whose ids are its own."""
    before = set(plt.get_fignums())
    plt.figure()  # what draws into the current figure draws into none of the reader's
    with plt.rc_context({"savefig.bbox": "standard"}):
        drawn = figure(**arguments)
        picture = svg(drawn if isinstance(drawn, Figure) else plt.gcf())
    for number in set(plt.get_fignums()) - before:
        plt.close(number)
    picture = re.sub(
        r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", picture, flags=re.S
    )
    picture = re.sub(r"<!--.*?-->\s*", "", picture, flags=re.S)
    mark = "x" + hashlib.sha256(picture.encode()).hexdigest()[:8]
    picture = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{mark}-", picture)
    start = '<svg stroke-linejoin="round" stroke-linecap="butt" '
    return picture.replace("<svg ", start, 1).replace(PALETTE["ink"], "currentColor")
