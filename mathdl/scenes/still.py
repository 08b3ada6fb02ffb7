"""The still picture of a scene, drawn by matplotlib from what the scene resolves to."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle

from mathdl import plot
from mathdl.scenes.resolve import resolve
from mathdl.widgets._base import svg

PIXEL = 0.72  # of a point
STYLES = {"solid": "-", "dashed": "--", "dotted": ":"}
LINES = 12


def picture(spec: dict, values: dict) -> str:
    """Return all panels in one state, an SVG as text."""
    found = resolve(spec, values)
    told = spec["panels"]
    columns = len(told) if len(told) < 4 else 2 + len(told) % 2
    rows = -(-len(told) // columns)
    aspect = max(panel["aspect"] for panel in told)
    width = "half" if len(told) == 1 and told[0]["kind"] == "plane" else "text"
    figure, axes = plot.figure(width=width, panels=(rows, columns), aspect=aspect)
    axes = np.atleast_1d(axes).ravel()
    for ax in axes[len(told) :]:
        ax.set_axis_off()
    for ax, panel, numbers in zip(axes, told, found["panels"], strict=False):
        _draw(ax, panel, numbers)
        handles = {point: found["positions"].get(point) for point in panel["drag"]}
        _draw_handles(ax, spec, values, handles)
    return svg(figure)


def _draw(ax: Axes, panel: dict, numbers: dict) -> None:
    x, y = (numbers[axis] if None not in numbers[axis] else [-1, 1] for axis in "xy")
    if panel["kind"] == "plane":
        _draw_plane(ax, panel, x, y)
    ax.set(xlim=x, ylim=y, title=panel["title"])
    ax.set(xlabel=panel["xlabel"], ylabel=panel["ylabel"])
    for z, (mark, found) in enumerate(
        zip(panel["marks"], numbers["marks"], strict=True)
    ):
        if found is not None:
            for artist in DRAWN[mark["kind"]](ax, mark, found, _look(mark)):
                artist.set_zorder(2 + z / 100)
                artist.set_clip_on(True)


def _draw_plane(ax: Axes, panel: dict, x: list, y: list) -> None:
    if max(x[1] - x[0], y[1] - y[0]) <= 40 and panel["grid"]:
        plot.plane(ax, extent=(*x, *y))
    else:
        ax.set_aspect("equal")


def _draw_handles(ax: Axes, spec: dict, values: dict, handles: dict) -> None:
    told = {source["name"]: source for source in spec["inputs"]}
    for name, at in handles.items():
        color = _color(told[name]["tone"])
        rows = values[name] if told[name]["kind"] == "points" else [at]
        places = [[*row, 0][:2] for row in rows if row and None not in row]
        if places:
            ax.plot(*np.transpose(places), "o", color=color, markersize=6, zorder=4)


def _color(tone: str) -> object:
    return to_rgba(plot.PALETTE["ink"], 0.7) if tone == "muted" else plot.PALETTE[tone]


def _look(mark: dict) -> dict:
    return {
        "color": _color(mark["tone"]),
        "linestyle": STYLES[mark["style"]],
        "linewidth": mark["width"] * PIXEL,
    }


def _name(ax: Axes, at: object, text: str | None, color: object, away=(0, 8)) -> list:
    if not text:
        return []
    place = {"textcoords": "offset points", "ha": "center", "va": "center"}
    return [ax.annotate(text, at, away, color=color, annotation_clip=True, **place)]


def _dot(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    color = look["color"]
    drawn = ax.plot(*found["at"], "o", color=color, markersize=2 * PIXEL * mark["size"])
    return drawn + _name(ax, found["at"], found.get("label"), color)


def _arrow(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    start, tip = np.array(found["from"]), np.array(found["to"])
    style = {"arrowstyle": "-|>", "mutation_scale": 12, "shrinkA": 0, "shrinkB": 0}
    drawn = ax.annotate("", tip, start, arrowprops=style | look, annotation_clip=False)
    drawn.arrow_patch.set_clip_on(True)
    drawn.arrow_patch.set_clip_box(ax.bbox)
    away = (tip - start) / (np.linalg.norm(tip - start) or 1) * 10
    return [drawn, *_name(ax, tip, found.get("label"), look["color"], away)]


def _segment(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    ends = np.array([found["from"], found["to"]])
    named = _name(ax, ends.mean(axis=0), found.get("label"), look["color"])
    return ax.plot(*ends.T, **look) + named


def _line(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    p, d = np.array(found["point"]), np.array(found["direction"])
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    corners = np.array([[x, y] for x in (x0, x1) for y in (y0, y1)])
    reach = (corners - p) @ d / (d @ d)
    ends = p + np.outer([reach.min(), reach.max()], d)
    drawn = ax.add_line(Line2D(*ends.T, **look))
    with np.errstate(all="ignore"):
        sides = np.sort((np.array([[x0, x1], [y0, y1]]) - p[:, None]) / d[:, None])
    first, last = np.nanmax(sides[:, 0]), np.nanmin(sides[:, 1])
    if not first < last:
        return [drawn]
    place = p + (0.08 * first + 0.92 * last) * d
    return [drawn, *_name(ax, place, found.get("label"), look["color"])]


def _polygon(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    fill = to_rgba(look["color"], mark["fill"])
    hatch = "//" if found["hatch"] else None
    edge = {"edgecolor": look["color"], "hatch": hatch, "facecolor": fill}
    line = {"linestyle": look["linestyle"], "linewidth": look["linewidth"]}
    drawn = ax.add_patch(Polygon(found["points"], **edge, **line))
    middle = np.mean(found["points"], axis=0)
    return [drawn, *_name(ax, middle, found.get("label"), look["color"], (0, 0))]


def _polyline(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    points = _with_gaps(found["points"], 2)
    drawn = ax.plot(*points.T, **look)
    known = points[np.isfinite(points).all(axis=1)]
    if len(known):
        drawn += _name(ax, known[-1], found.get("label"), look["color"])
    return drawn


def _with_gaps(rows: list, width: int) -> np.ndarray:
    gap = [np.nan] * width
    found = [gap if row is None else row for row in rows]
    return np.array(found, float).reshape(-1, width)


def _circle(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    fill = to_rgba(look["color"], mark["fill"])
    line = {"linestyle": look["linestyle"], "linewidth": look["linewidth"]}
    edge = {"facecolor": fill, "edgecolor": look["color"]}
    return [ax.add_patch(Circle(found["centre"], found["radius"], **edge, **line))]


def _text(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    place = {"ha": "center", "va": "center", "clip_on": True}
    return [ax.text(*found["at"], found["text"], color=look["color"], **place)]


def _curve(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    drawn = _polyline(ax, mark, found, look)
    points = _with_gaps(found["points"], 2)
    if mark["head"] and np.isfinite(points[-2:]).all():
        style = {"arrowstyle": "-|>", "color": look["color"], "linewidth": 0}
        ends = {"xy": points[-1], "xytext": points[-2]}
        drawn.append(ax.annotate("", **ends, arrowprops=style))
    return drawn


def _area(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    x, low, high = _with_gaps(found["points"], 3).T
    return [
        ax.fill_between(
            x, low, high, color=look["color"], alpha=mark["fill"], linewidth=0
        )
    ]


def _mesh(ax: Axes, values: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found = np.ma.masked_invalid(np.array(values, float))
    n = len(found)
    return np.linspace(*ax.get_xlim(), n), np.linspace(*ax.get_ylim(), n), found


def _contours(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    x, y, values = _mesh(ax, found["values"])
    levels = sorted({level for level in found["levels"] if level is not None})
    inside = [k for k in levels if values.min() < k < values.max()]
    if not inside:
        return []
    style = {"colors": [look["color"]], "linewidths": look["linewidth"]}
    style["linestyles"] = look["linestyle"]
    return [ax.contour(x, y, values, inside, **style)]


def _heat(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    x, y, values = _mesh(ax, found["values"])
    shares = (values - found["low"]) / (found["high"] - found["low"])
    steps = np.linspace(0, 1, 9)
    colors = [
        to_rgba(look["color"], mark["fill"] * k) for k in (steps[1:] + steps[:-1]) / 2
    ]
    shares = np.ma.clip(shares, 0, 1)
    return [ax.contourf(x, y, shares, steps, colors=colors)]


def _field(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    arrows = np.array([arrow for arrow in found["arrows"] if arrow], float)
    longest = np.hypot(*arrows.T[2:]).max() if len(arrows) else 0
    if not longest:
        return []
    x, y, u, v = arrows.T
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    size = min(x1 - x0, y1 - y0) / mark["n"] * 0.9 / longest
    style = {"angles": "xy", "scale_units": "xy", "scale": 1 / size, "width": 0.004}
    return [ax.quiver(x, y, u, v, color=look["color"], **style)]


def _bars(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    fill = to_rgba(look["color"], mark["fill"])
    line = {"edgecolor": look["color"], "linewidth": look["linewidth"]}
    return [
        ax.add_patch(Rectangle((a, 0), b - a, height, facecolor=fill, **line))
        for a, b, height in filter(None, found["bars"])
    ]


def _matrix(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    """Fill the panel with one rectangle an entry; negative ones have another tone."""
    values = np.array(found["values"], float)
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    m, n = values.shape
    wide, high = (x1 - x0) / n, (y1 - y0) / m
    full = max(abs(mark["low"]), abs(mark["high"]))
    other = _color("a" if mark["tone"] == "b" else "b")
    ax.set(xticks=[], yticks=[])
    frame = {"fill": False, "edgecolor": plot.PALETTE["ink"], "clip_on": False}
    squares = [
        Rectangle(
            (x0 + j * wide, y1 - (i + 1) * high),
            wide,
            high,
            facecolor=to_rgba(
                look["color"] if entry > 0 else other, min(abs(entry) / full, 1)
            ),
        )
        for (i, j), entry in np.ndenumerate(values)
        if np.isfinite(entry)
    ]
    squares.append(Rectangle((x0, y0), x1 - x0, y1 - y0, **frame))
    return [ax.add_patch(square) for square in squares]


def _grid(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    A = np.array(found["matrix"])
    steps, ends = np.arange(-LINES, LINES + 1), np.array([-LINES, LINES])
    color = {"linewidths": look["linewidth"], "alpha": 0.5}
    return [
        ax.add_collection(
            LineCollection(
                [np.outer(ends, A[:, j]) + k * A[:, 1 - j] for k in steps],
                colors=plot.PALETTE["ab"[j]],
                **color,
            ),
            autolim=False,
        )
        for j in (0, 1)
    ]


def _scatter(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    points = _with_gaps(found["points"], 2)
    tones = mark["tones"] or [mark["tone"]] * len(points)
    colors = [_color(tone) for tone in tones]
    area = (2 * mark["size"] * PIXEL) ** 2
    if mark["stems"]:
        ax.vlines(points[:, 0], 0, points[:, 1], colors, linewidth=look["linewidth"])
    return [ax.scatter(*points.T, c=colors, s=area, alpha=0.85, linewidths=0)]


def _path(ax: Axes, mark: dict, found: dict, look: dict) -> list:
    points = _with_gaps(found["points"], 2)
    dots = {"marker": "o", "markersize": 3.5} if mark["dots"] else {}
    return ax.plot(*points.T, **look, **dots)


DRAWN = {
    "dot": _dot,
    "arrow": _arrow,
    "segment": _segment,
    "line": _line,
    "polygon": _polygon,
    "polyline": _polyline,
    "circle": _circle,
    "text": _text,
    "graph": _polyline,
    "area": _area,
    "curve": _curve,
    "contours": _contours,
    "heat": _heat,
    "field": _field,
    "bars": _bars,
    "histogram": _bars,
    "matrix": _matrix,
    "grid": _grid,
    "scatter": _scatter,
    "path": _path,
    "series": _path,
}
