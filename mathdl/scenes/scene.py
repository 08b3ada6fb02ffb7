"""A figure to move, told in SymPy.

What readers of such figures know elsewhere was looked at, and its names and gestures
are used where they fit: points that glide on lines and curves, sliders and their steps
(GeoGebra, JSXGraph), points moved by arrow keys (Mafs). None of these is used itself. A
figure of JSXGraph, GeoGebra or Mafs is a program of the page, so Python could neither
draw its still picture nor test its numbers; Bokeh's CustomJS and Vega's expressions are
a second language beside the formula, and Vega's default way to run them asks for what
the book's policy forbids; Penrose lays out what stands still.
"""

import numpy as np
import traitlets

from mathdl.scenes.actions import buttons, presets
from mathdl.scenes.data import Points
from mathdl.scenes.inputs import Held, Point, Source, caught
from mathdl.scenes.panels import Panel
from mathdl.scenes.program import needs, settle
from mathdl.scenes.resolve import read, resolve, run, state
from mathdl.scenes.trees import Forest
from mathdl.scenes.words import Pen, cases, readout
from mathdl.widgets._base import Explorable


class Scene(Explorable, stem="scene"):
    """A figure to move: panels with marks, whose inputs the reader takes hold of.

    Parameters
    ----------
    panels : Plane or Chart
    about : str
        One sentence that says what the figure is.
    readout : dict of str to value
        Numbers that are told: an expression, a vector, ``(value, unit)``,
        ``Number(value, digits, unit)``, or cases as in ``say``.
    say : list of (condition, template, values…)
        The sentence that follows the state: the first whose condition is true.
    presets : dict of str to {input: value}
        States that a menu offers.
    buttons : dict of str to {input: value}, Append or Remove
        What buttons do; values may be expressions of the present state.
    fields : dict of str to [Point, Point]
        Number fields for points, as the columns of a matrix.
    snap : dict of Point to [Line, …]
        Lines that catch a point, where these depend on points made later.

    Raises
    ------
    ValueError, TypeError
        If something can't be told: an unknown function, a free symbol, a wrong shape.

    Examples
    --------
    >>> from mathdl.scenes import Arrow, Plane, Point, Scene
    >>> u = Point("u", (3, 4))
    >>> scene = Scene(Plane([Arrow(u)], extent=5), about="One arrow.",
    ...               readout={"length": u.norm()})
    >>> scene.at(u=(0, 2))
    {'length': 2.0}
    """

    spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *panels: Panel,
        about: str,
        readout: dict | None = None,
        say: list | None = None,
        presets: dict | None = None,
        buttons: dict | None = None,
        fields: dict | None = None,
        snap: dict | None = None,
    ) -> None:
        if not panels or not all(isinstance(panel, Panel) for panel in panels):
            raise TypeError("a Scene begins with its panels: Plane(…) or Chart(…)")
        if not isinstance(about, str) or len(about) < 10:
            raise ValueError(f"about is {about!r}: expected a sentence on the figure")
        told = (readout or {}, say or [], presets or {}, buttons or {})
        more = (fields or {}, snap or {})
        self.sources, spec = specification(panels, about, *told, *more)
        start = {name: source.at for name, source in self.sources.items()}
        super().__init__(spec=spec, values=start)

    @traitlets.validate("values")
    def _check_values(self, proposal) -> dict:
        given = proposal["value"]
        if given.keys() != self.sources.keys():
            raise ValueError(
                f"the state has {', '.join(given)}: expected {', '.join(self.sources)}"
            )
        return {name: self._checked(name, value) for name, value in given.items()}

    def _checked(self, name: str, value: object) -> object:
        if name not in self.sources:
            raise ValueError(
                f"{name} is no input of this scene: it has {', '.join(self.sources)}"
            )
        return self.sources[name].check(value)

    def _with(self, values: dict) -> dict:
        new = {name: self._checked(name, value) for name, value in values.items()}
        return {**self.values, **new}

    def set(self, **values: object) -> None:
        """Move the figure: ``scene.set(t=0.3, u=(1, 2))``."""
        self.values = self._with(values)

    def at(self, **values: object) -> dict:
        """Return the readouts where inputs have these values; the figure stays.

        Numbers are floats, vectors tuples, cases texts; what is undefined is None.
        """
        with np.errstate(all="ignore"):
            names = state(self.spec, self._with(values))
            run(self.spec, names)
            found = read(self.spec, names)
        return {
            told["name"]: _number(numbers) if numbers else text
            for told, numbers, text in zip(
                self.spec["readout"], found["readout"], found["read"], strict=True
            )
        }

    def resolved(self) -> dict:
        """Return all numbers and texts of the present state, as they are drawn."""
        return resolve(self.spec, self.values)

    def still(self) -> str:
        """Return the panels in the present state, an SVG as text."""
        from mathdl.scenes.still import picture

        return picture(self.spec, self.values)

    def alt(self) -> str:
        """Return what the figure is, what it says now, and its readouts."""
        found = self.resolved()
        told = [
            f"{told['name']}: {text}{told.get('unit', '')}"
            for told, text in zip(self.spec["readout"], found["read"], strict=True)
        ]
        numbers = f"{'; '.join(told)}." if told else ""
        return " ".join(filter(None, (self.spec["about"], found["said"], numbers)))

    def __repr__(self) -> str:
        """Return the state."""
        shown = ", ".join(f"{name}={_short(x)}" for name, x in self.values.items())
        return f"Scene({shown})"


def _number(numbers: list) -> object:
    return numbers[0] if len(numbers) == 1 else tuple(numbers)


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"({', '.join(map(_short, value))}{',' if len(value) == 1 else ''})"
    return f"{value:.6g}"


def specification(
    panels: tuple,
    about: str,
    readouts: dict,
    say: list,
    states: dict,
    acts: dict,
    fields: dict,
    snap: dict,
) -> tuple[dict[str, Source], dict]:
    """Return the inputs of a scene, and the scene as it is stored."""
    forest = Forest()
    pen = Pen(forest)
    drafts = [panel.draft(pen) for panel in panels]
    parts = {
        "panels": drafts,
        "readout": [readout(name, value, pen) for name, value in readouts.items()],
        "say": cases(say, pen, "say"),
        "presets": presets(states, pen),
        "buttons": buttons(acts, pen),
        "fields": [_columns(name, points, pen) for name, points in fields.items()],
    }
    handles = [_handles(panel, pen) for panel in panels]
    lines = {pen.forest.meet(point.source).name: to for point, to in snap.items()}
    sources, parts["inputs"] = _inputs(forest, pen, lines)
    _finish(drafts, handles, sources)
    program, parts = settle(forest, parts)
    return sources, {
        "about": about,
        "data": {k: v.rows for k, v in forest.data.items() if isinstance(v, Source)},
        "program": program,
        **parts,
    }


def _columns(name: str, points: list, pen: Pen) -> dict:
    for point in points:
        if not isinstance(point, Point) or point.source.bound:
            raise TypeError(
                f"field {name} has {point!r}: expected points that are free"
            )
    met = [pen.forest.meet(point.source) for point in points]
    return {"name": name, "columns": [source.name for source in met]}


def _handles(panel: Panel, pen: Pen) -> list[str]:
    return [pen.forest.meet(source).name for source in panel.drag or []]


def _inputs(
    forest: Forest, pen: Pen, lines: dict[str, list]
) -> tuple[dict[str, Source], list[dict]]:
    """Return the inputs in the order in which they were made, and how they are stored.

    What a point moves on may name inputs that stand nowhere else.
    """
    drafts: dict[str, dict] = {}
    while missing := forest.inputs.keys() - drafts:
        for name in sorted(missing):
            drafts[name] = forest.inputs[name].draft(pen)
            for line in lines.get(name, []):
                drafts[name]["snap"].append(caught(line, pen))
    sources = sorted(forest.inputs.values(), key=lambda source: source.made)
    if not sources:
        raise ValueError("nothing moves: a scene has an input, such as Point or Slider")
    return {s.name: s for s in sources}, [drafts[s.name] for s in sources]


def _finish(drafts: list, handles: list, sources: dict[str, Source]) -> None:
    """Add to each panel its handles, and to each mark what it depends on."""
    named = {name for names in handles for name in names}
    for draft, names in zip(drafts, handles, strict=True):
        draft["drag"] = names
        for mark in draft["marks"]:
            mark["needs"] = needs(mark)
    drafts[0]["drag"] = drafts[0]["drag"] + [
        name
        for name, source in sources.items()
        if isinstance(source, Held | Points) and name not in named
    ]
