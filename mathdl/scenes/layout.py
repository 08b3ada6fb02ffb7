"""How high a figure will stand in the page, told before its script has come.

The sizes are those of ``explorable.css``, in rem, and the arrangement is that of
``scene.js``; a test compares the height of each scene before and after it comes alive.
"""

from dataclasses import dataclass

LINE = 1.305  # of text
GAP = 0.9  # between panels, numbers and the sentence
BORDER = 0.0625
BROAD = 0.5  # a panel of a lower aspect has a row of its own
SIDE = 16 + 1.75  # what stands beside one panel, and the gap before it
BETWEEN = 0.6  # controls
FIELD = 3.36  # a menu under its name
BUTTON = 2.25
LONG = 13  # characters of a button that has a line of its own
NAME = 20  # characters in a line of a readout's name
CONTROLS = {"slider": 1.75, "menu": FIELD, "tick": 1.75}
MATRIX = 6.8825
SENTENCE = 1.215  # a line of it
PHONE, WIDE = 32, 60  # characters in such a line


@dataclass(frozen=True)
class Height:
    """A part that grows with the width of the figure, and one that does not."""

    share: float
    rem: float

    def __add__(self, other: "Height") -> "Height":
        """Return the height of two parts, one above the other."""
        return Height(self.share + other.share, self.rem + other.rem)

    def __str__(self) -> str:
        """Return the height as style sheets write it, to stand in a ``calc``."""
        return f"{100 * self.share:.4g}cqi + {self.rem:.4g}rem"


def room(spec: dict) -> str:
    """Return the style that keeps the height of a scene, narrow and wide."""
    panels = spec["panels"]
    stacked = Height(0, _joined(_controls(spec, 1), _readouts(spec)))
    narrow = _stacked([_panel(one, 1, 0) for one in panels]) + Height(0, GAP) + stacked
    beside = _controls(spec, 2), _readouts(spec)
    if len(panels) == 1:
        wide = f"max({_panel(panels[0], 1, SIDE)}, {stacked})"
    elif len(panels) == 3 and any(panel["kind"] == "chart" for panel in panels):
        wide = _with_fourth(panels, Height(0, _joined(*beside)))
    else:
        wide = str(_rows(panels) + Height(0, GAP + max(beside)))
    said = [_sentence(spec["say"], length) for length in (PHONE, WIDE)]
    return (
        f"--mdl-narrow: calc({narrow + Height(0, said[0])}); "
        f"--mdl-wide: calc({wide} + {said[1]:.4g}rem)"
    )


def _panel(panel: dict, share: float, less: float) -> Height:
    """Return the height of a panel that has a share of the width, less some rem."""
    lines = any(panel[name] for name in ("title", "note", "ylabel"))
    words = (lines + bool(panel["xlabel"])) * (LINE + 0.25)
    aspect, frame = panel["aspect"], 2 * BORDER
    return Height(aspect * share, aspect * -(less + frame) + frame + words)


def _stacked(heights: list[Height]) -> Height:
    return sum(heights, Height(0, GAP * (len(heights) - 1)))


def _rows(panels: list[dict]) -> Height:
    """Return the height of several panels in rows of two or three."""
    columns = 3 if len(panels) == 3 else 2
    rows: list[list[dict]] = [[]]
    for panel in panels:
        broad = panel["aspect"] < BROAD
        if rows[-1] and (broad or len(rows[-1]) == columns):
            rows.append([])
        rows[-1].append(panel)
        if broad:
            rows.append([])
    gaps = GAP * (columns - 1) / columns
    highest = []
    for row in filter(None, rows):
        cut = (1, 0) if row[0]["aspect"] < BROAD else (1 / columns, gaps)
        highest.append(max((_panel(one, *cut) for one in row), key=_at_full_width))
    return _stacked(highest)


def _with_fourth(panels: list[dict], side: Height) -> str:
    """Return the height of three panels, with what moves them as the fourth."""
    halves = [_panel(panel, 1 / 2, GAP / 2) for panel in panels]
    first = max(halves[:2], key=_at_full_width) + Height(0, GAP)
    return f"{first} + max({halves[2]}, {side})"


def _at_full_width(height: Height) -> float:
    return 46 * height.share + height.rem


def _joined(controls: float, readouts: float) -> float:
    return controls + (BETWEEN + readouts if readouts else 0)


def _controls(spec: dict, columns: int) -> float:
    """Return the height of the controls, with so many matrices in a row."""
    sizes = [MATRIX] * -(-len(spec["fields"]) // columns)
    for told in spec["inputs"]:
        if told["kind"] in CONTROLS:
            sizes.append(BUTTON if told.get("play") else CONTROLS[told["kind"]])
    names = [told["name"] for told in spec["buttons"]]
    if spec["presets"]:
        sizes.append(FIELD)
    else:
        names.append("Reset")
    if names:
        long = sum(len(name) > LONG for name in names)
        rows = long + -(-(len(names) - long) // 2)
        sizes.append(rows * BUTTON + (rows - 1) * 0.4)
    return sum(sizes) + BETWEEN * (len(sizes) - 1)


def _readouts(spec: dict) -> float:
    lines = (-(-len(one["name"]) // NAME) for one in spec["readout"])
    rows = [0.56 + LINE * count + BORDER for count in lines]
    return sum(rows) + BORDER if rows else 0


def _sentence(say: list, length: int) -> float:
    """Return the room that the longest sentence takes, and the gap before it."""
    if not say:
        return 0
    longest = max(len(told["text"]) + 4 * len(told["values"]) for _, told in say)
    return GAP + SENTENCE * -(-longest // length)
