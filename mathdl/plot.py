"""The figures of the book: one style, and a few verbs named after what they show.

Importing this module sets the style. Under IPython it also makes figures SVG (what the
book's page shows and what tests compare) beside a small PNG (for places that show no
SVG). All ink is one grey, `PALETTE["ink"]`, which the page replaces by the colour of
its text. Each verb draws into ``ax`` (the current axes by default) and returns what
it drew.
"""

import json
import math
from collections.abc import Callable
from importlib.resources import files

import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Polygon, Rectangle
from matplotlib_inline.backend_inline import set_matplotlib_formats

from mathdl.linalg import as_matrix, as_square, as_vector

PALETTE: dict[str, str] = json.loads(
    files("mathdl").joinpath("palette.json").read_text(encoding="utf-8")
)

WIDTHS = {"text": 6.4, "half": 3.6}
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "<", ">", "*"]
LINES = [PALETTE[name] for name in "abcdef"]

# Nothing in a stored figure may depend on the day or on a version.
UNDATED = {"Date": None, "Creator": None, "Format": None, "Type": None}

plt.style.use(str(files("mathdl").joinpath("mathdl.mplstyle")))
if get_ipython() is not None:
    set_matplotlib_formats("svg", "png", bbox_inches="tight", metadata=UNDATED)


def figure(
    width: str = "text",
    panels: int | tuple[int, int] = 1,
    aspect: float = 0.62,
    **axes: object,
) -> tuple[Figure, Axes | np.ndarray]:
    """Return a figure with one or more panels, sized by what it is for.

    Parameters
    ----------
    width : {"text", "half"}
        As wide as the text, or about half of it.
    panels : int or (rows, columns)
        How many panels; a number gives a row.
    aspect : float
        Height of a panel as a fraction of its width.
    **axes
        Set on every panel, such as ``xlabel="step"`` or ``xlim=(0, 1)``.

    Returns
    -------
    Figure, and its Axes or an array of Axes
    """
    if width not in WIDTHS:
        raise ValueError(f"width is {width!r}: expected one of {', '.join(WIDTHS)}")
    rows, columns = (1, panels) if isinstance(panels, int) else panels
    inches = WIDTHS[width]
    size = (inches, inches / columns * aspect * rows)
    fig, ax = plt.subplots(rows, columns, figsize=size, subplot_kw=axes)
    return fig, ax


def plane(ax: Axes | None = None, extent: object = 3) -> Axes:
    """Show the coordinate plane: equal units, a quiet grid, axes through the origin.

    Parameters
    ----------
    ax : Axes, optional
    extent : number or (xmin, xmax, ymin, ymax)
        A number r shows [-r, r] in both directions.

    Returns
    -------
    Axes
    """
    ax = ax or plt.gca()
    x0, x1, y0, y1 = _limits(extent)
    ax.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal")
    ax.set_xticks(_units(x0, x1))
    ax.set_yticks(_units(y0, y1))
    ax.grid(True)
    ax.tick_params(length=0, labelsize=9)
    ax.spines[:].set_visible(False)
    ax.axhline(0, color=PALETTE["ink"], linewidth=0.8, zorder=1)
    ax.axvline(0, color=PALETTE["ink"], linewidth=0.8, zorder=1)
    return ax


def arrows(
    vectors: object,
    *,
    ax: Axes | None = None,
    labels: list[str] | None = None,
    colors: list[str] | None = None,
    origin: object = (0.0, 0.0),
) -> list[Artist]:
    """Draw vectors of the plane as arrows from one origin.

    Parameters
    ----------
    vectors : array_like of shape (k, 2)
        One vector a row.
    ax : Axes, optional
    labels : list of str, optional
        A name beside each tip.
    colors : list of str, optional
        Colours, one an arrow; by default those of the palette in turn.
    origin : array_like of shape (2,)
        Where the arrows begin.

    Returns
    -------
    list of Artist
        The arrows, then the names.
    """
    ax = ax or plt.gca()
    vectors = _points(vectors, "vectors")
    origin = _pair(origin, "origin")
    colors = colors or [LINES[k % len(LINES)] for k in range(len(vectors))]
    tips = [_arrow(ax, origin, v, c) for v, c in zip(vectors, colors, strict=True)]
    names = [
        _name(ax, origin, v, text, c)
        for v, text, c in zip(vectors, labels or [], colors, strict=False)
    ]
    return tips + names


def grid_map(
    A: object,
    *,
    b: object = (0.0, 0.0),
    extent: float = 3,
    ax: Axes | None = None,
    color: str | None = None,
) -> list[Artist]:
    """Draw the image of the grid of whole numbers under x -> A x + b.

    The image of the unit square is shaded.

    Parameters
    ----------
    A : array_like of shape (2, 2)
    b : array_like of shape (2,)
    extent : float
        The grid reaches from -extent to extent, or to the next whole number.
    ax : Axes, optional
    color : str, optional

    Returns
    -------
    list of Artist
        The grid's lines and the shaded square.
    """
    ax = ax or plt.gca()
    A, b = _plane_map(A), _pair(b, "b")
    reach = math.ceil(extent)
    ends = np.array([-reach, reach])
    lines = [
        np.column_stack(pair)
        for k in range(-reach, reach + 1)
        for pair in [([k, k], ends), (ends, [k, k])]
    ]
    color = color or PALETTE["a"]
    moved = [line @ A.T + b for line in lines]
    grid = LineCollection(moved, colors=color, linewidths=0.9, alpha=0.6)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) @ A.T + b
    shade = Polygon(square, facecolor=to_rgba(color, 0.25), edgecolor=color)
    return [ax.add_collection(grid, autolim=False), ax.add_patch(shade)]


def ellipse(
    A: object,
    *,
    center: object = (0.0, 0.0),
    ax: Axes | None = None,
    color: str | None = None,
) -> list[Artist]:
    """Draw the image of the unit circle under A, with its two half-axes.

    Parameters
    ----------
    A : array_like of shape (2, 2)
        The half-axes are its left singular vectors times its singular values.
    center : array_like of shape (2,)
    ax : Axes, optional
    color : str, optional

    Returns
    -------
    list of Artist
        The ellipse and its half-axes.
    """
    ax = ax or plt.gca()
    A, center = _plane_map(A), _pair(center, "center")
    U, s, _ = np.linalg.svd(A)
    color = color or PALETTE["a"]
    outline = Ellipse(
        center,
        *(2 * s),
        angle=np.degrees(np.arctan2(U[1, 0], U[0, 0])),
        facecolor=to_rgba(color, 0.12),
        edgecolor=color,
        linewidth=2,
    )
    axes = [center + np.outer([0, 1], s_k * u) for s_k, u in zip(s, U.T, strict=True)]
    half = LineCollection(axes, colors=color, linewidths=1.2, linestyles="dashed")
    return [ax.add_patch(outline), ax.add_collection(half)]


def matrix_picture(
    A: object,
    *,
    ax: Axes | None = None,
    values: bool = False,
    vmax: float | None = None,
) -> list[Artist]:
    """Draw a matrix as a picture: one square an entry, fuller the larger it is.

    Positive entries have one colour, negative ones another; zero is empty.

    Parameters
    ----------
    A : array_like of shape (m, n)
    ax : Axes, optional
    values : bool
        Whether to write the entries into their squares.
    vmax : float, optional
        The size that is drawn in full colour; by default that of the largest entry.

    Returns
    -------
    list of Artist
    """
    ax = ax or plt.gca()
    A = as_matrix(A)
    m, n = A.shape
    full = vmax or np.abs(A).max() or 1.0
    squares = [Rectangle((j - 0.5, i - 0.5), 1, 1) for i in range(m) for j in range(n)]
    colors = [_signed(entry / full) for entry in A.ravel()]
    picture = PatchCollection(squares, facecolors=colors, edgecolors="none")
    frame = Rectangle((-0.5, -0.5), n, m, fill=False, edgecolor=PALETTE["ink"])
    ax.set(xlim=(-0.6, n - 0.4), ylim=(m - 0.4, -0.6), aspect="equal")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    drawn = [ax.add_collection(picture), ax.add_patch(frame)]
    return drawn + (_write(ax, A) if values else [])


def contours(
    f: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    path: object = None,
    levels: int | list[float] = 12,
    ax: Axes | None = None,
) -> list[Artist]:
    """Draw the level lines of a function of two variables, and a path over them.

    Parameters
    ----------
    f : callable
        Takes arrays X and Y of one shape and returns the values in that shape.
    xlim, ylim : (float, float)
    path : array_like of shape (n, 2), optional
        Points in order; the first is marked by a ring.
    levels : int or list of float
    ax : Axes, optional

    Returns
    -------
    list of Artist
    """
    ax = ax or plt.gca()
    X, Y = np.meshgrid(np.linspace(*xlim, 161), np.linspace(*ylim, 161))
    lines = ax.contour(
        X, Y, f(X, Y), levels, colors=PALETTE["ink"], linewidths=0.8, alpha=0.6
    )
    if path is None:
        return [lines]
    path = _points(path, "path")
    style = {"color": PALETTE["b"], "marker": "o", "markersize": 3.5}
    (walk,) = ax.plot(*path.T, linewidth=1.4, **style)
    (start,) = ax.plot(*path[0], "o", markersize=9, fillstyle="none", color=LINES[1])
    return [lines, walk, start]


def points(
    X: object,
    y: object = None,
    *,
    ax: Axes | None = None,
    labels: list[str] | None = None,
) -> list[Artist]:
    """Draw points of the plane; classes differ in colour and in shape.

    Parameters
    ----------
    X : array_like of shape (n, 2)
    y : array_like of int of shape (n,), optional
        The class of each point, from 0.
    ax : Axes, optional
    labels : list of str, optional
        A name for each class, for a legend.

    Returns
    -------
    list of Artist
        One for each class.
    """
    ax = ax or plt.gca()
    X = _points(X, "X")
    y = np.zeros(len(X), int) if y is None else np.asarray(y)
    if y.shape != (len(X),):
        raise ValueError(f"X has {len(X)} points and y has shape {y.shape}")
    drawn = []
    for k in np.unique(y):
        color, marker = LINES[k % len(LINES)], MARKERS[k % len(MARKERS)]
        name = labels[k] if labels else None
        style = {"c": color, "marker": marker, "s": 14, "alpha": 0.85, "label": name}
        drawn.append(ax.scatter(*X[y == k].T, linewidths=0, **style))
    return drawn


def regions(
    predict: Callable[[np.ndarray], np.ndarray],
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    ax: Axes | None = None,
    resolution: int = 121,
) -> list[Artist]:
    """Shade the plane by the class that a classifier gives to each point.

    Parameters
    ----------
    predict : callable
        Takes an array of shape (n, 2) and returns classes, from 0, of shape (n,).
    xlim, ylim : (float, float)
    ax : Axes, optional
    resolution : int
        How many points are asked for in each direction.

    Returns
    -------
    list of Artist
        The shading, then the boundary.
    """
    ax = ax or plt.gca()
    X, Y = np.meshgrid(np.linspace(*xlim, resolution), np.linspace(*ylim, resolution))
    label = np.asarray(predict(np.column_stack([X.ravel(), Y.ravel()])))
    if label.shape != (X.size,):
        raise ValueError(
            f"predict returned shape {label.shape}: expected one class for each of "
            f"{X.size} points"
        )
    drawn = []
    for k in np.unique(label):
        inside = (label == k).reshape(X.shape).astype(float)
        fill = [to_rgba(LINES[k % len(LINES)], 0.16)]
        drawn.append(ax.contourf(X, Y, inside, [0.5, 1.5], colors=fill))
        if inside.min() < inside.max():
            edge = {"colors": PALETTE["ink"], "linewidths": 1.2}
            drawn.append(ax.contour(X, Y, inside, [0.5], **edge))
    ax.set(xlim=xlim, ylim=ylim)
    return drawn


def _limits(extent: object) -> tuple[float, float, float, float]:
    if np.ndim(extent) == 0:
        return (-extent, extent, -extent, extent)
    if np.shape(extent) != (4,):
        raise ValueError(
            f"extent is {extent!r}: expected a number or (xmin, xmax, ymin, ymax)"
        )
    return tuple(extent)


def _units(low: float, high: float) -> np.ndarray:
    return np.arange(np.ceil(low), np.floor(high) + 1)


def _plane_map(A: object) -> np.ndarray:
    A = as_square(A)
    if A.shape != (2, 2):
        raise ValueError(f"matrix A has shape {A.shape}: expected (2, 2)")
    return A


def _pair(x: object, name: str) -> np.ndarray:
    x = as_vector(x, name)
    if x.shape != (2,):
        raise ValueError(f"{name} has shape {x.shape}: expected (2,)")
    return x


def _points(X: object, name: str) -> np.ndarray:
    X = as_matrix(X, name)
    if X.shape[1] != 2:
        raise ValueError(
            f"{name} has shape {X.shape}: expected (n, 2), one point a row"
        )
    return X


def _arrow(ax: Axes, origin: np.ndarray, v: np.ndarray, color: str) -> Artist:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "mutation_scale": 13}
    style |= {"shrinkA": 0, "shrinkB": 0}
    return ax.annotate("", xy=origin + v, xytext=origin, arrowprops=style, zorder=3)


def _name(ax: Axes, origin, v: np.ndarray, text: str, color: str) -> Artist:
    away = v / (np.linalg.norm(v) or 1.0) * 9
    place = {"textcoords": "offset points", "ha": "center", "va": "center"}
    return ax.annotate(text, xy=origin + v, xytext=away, color=color, zorder=4, **place)


def _signed(share: float) -> tuple[float, float, float, float]:
    return to_rgba(PALETTE["a" if share >= 0 else "b"], min(abs(share), 1.0))


def _write(ax: Axes, A: np.ndarray) -> list[Artist]:
    return [
        ax.text(j, i, f"{entry:.3g}", ha="center", va="center", fontsize=10)
        for (i, j), entry in np.ndenumerate(A)
    ]
