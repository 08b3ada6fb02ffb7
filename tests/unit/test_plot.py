"""Figures draw what they say, in colours that read on both grounds."""

import itertools
import subprocess
import sys

import matplotlib.pyplot as plt
import nbclient
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba

from mathdl import plot

GROUNDS = ["#ffffff", "#121212", "#121417", "#14181e"]


@pytest.fixture
def ax():
    _, ax = plot.figure()
    other = plt.figure()  # the current figure is another one
    yield ax
    assert not other.axes, "a verb drew into the current axes, not into those given"
    plt.close("all")


def linear(color):
    c = np.array(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The ratio of WCAG 2, from 1 to 21."""
    light = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", "abcdef")
def test_lines_are_seen_on_every_ground(name, ground):
    assert contrast(plot.PALETTE[name], ground) >= 3


@pytest.mark.parametrize("pair", list(itertools.combinations("abcdef", 2)))
def test_colours_are_told_apart(pair):
    one, other = (linear(plot.PALETTE[name]) for name in pair)
    assert np.linalg.norm(one - other) > 0.1


def test_the_style_and_the_palette_are_one():
    assert to_rgba(plt.rcParams["text.color"]) == to_rgba(plot.PALETTE["ink"])
    cycle = [c["color"] for c in plt.rcParams["axes.prop_cycle"]]
    assert [to_rgba(c) for c in cycle] == [to_rgba(c) for c in plot.LINES]


def test_figure_gives_panels():
    _, one = plot.figure(xlabel="step")
    _, row = plot.figure(panels=3)
    _, grid = plot.figure(panels=(2, 2), width="half")
    assert one.get_xlabel() == "step"
    assert row.shape == (3,)
    assert grid.shape == (2, 2)
    plt.close("all")
    with pytest.raises(ValueError, match="expected one of text, half"):
        plot.figure(width="wide")


def test_arrows_end_at_the_vectors(ax):
    tip, name = plot.arrows([[2, 1]], ax=ax, labels=["u"], origin=(1, 1))
    assert tip.axes is ax
    assert tuple(tip.xy) == (3, 2)
    assert name.get_text() == "u"


def test_grid_map_moves_the_grid_and_the_unit_square(ax):
    A, b = np.array([[1, 2], [0, 1]]), np.array([1, 0])
    grid, square = plot.grid_map(A, b=b, extent=2, ax=ax)
    back = [(line - b) @ np.linalg.inv(A).T for line in grid.get_segments()]
    assert len(back) == 10
    for line in back:
        still = np.ptp(line, axis=0) < 1e-12
        assert still.sum() == 1
        assert np.allclose(line[0, still], np.round(line[0, still]))
    corners = square.get_xy()[:4]
    assert np.allclose(corners, np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) @ A.T + b)


def test_ellipse_is_the_image_of_the_circle(ax):
    A = np.array([[2.0, 1.0], [0.5, 1.0]])
    outline, _ = plot.ellipse(A, ax=ax)
    path = outline.get_patch_transform().transform_path(outline.get_path())
    on_circle = np.linalg.solve(A, path.vertices[[0, 6, 12, 18]].T)
    assert np.allclose(np.linalg.norm(on_circle, axis=0), 1, atol=1e-3)


def test_matrix_picture_shows_sign_and_size(ax):
    picture, _, *texts = plot.matrix_picture([[1, -0.5], [0, 1]], ax=ax, values=True)
    colors = picture.get_facecolors()
    assert np.allclose(colors[0], to_rgba(plot.PALETTE["a"], 1))
    assert np.allclose(colors[1], to_rgba(plot.PALETTE["b"], 0.5))
    assert colors[2][3] == 0
    assert [t.get_text() for t in texts] == ["1", "-0.5", "0", "1"]


def test_contours_draw_the_path(ax):
    path = np.array([[1, 1], [0.5, 0], [0, 0]])
    _, walk, start = plot.contours(
        lambda X, Y: X**2 + Y**2, xlim=(-1, 1), ylim=(-1, 1), path=path, ax=ax
    )
    assert np.array_equal(walk.get_xydata(), path)
    assert np.array_equal(start.get_xydata(), path[:1])


def test_classes_differ_in_colour_and_in_shape(ax):
    one, two = plot.points([[0, 0], [1, 1], [2, 2]], [0, 1, 1], ax=ax)
    assert len(two.get_offsets()) == 2
    assert not np.allclose(one.get_facecolor(), two.get_facecolor())
    assert one.get_paths()[0].vertices.shape != two.get_paths()[0].vertices.shape


def test_regions_ask_for_every_point(ax):
    asked = []

    def predict(P):
        asked.append(P)
        return (P[:, 0] > 0).astype(int)

    plot.regions(predict, xlim=(-1, 1), ylim=(0, 2), ax=ax, resolution=5)
    assert asked[0].shape == (25, 2)
    assert ax.get_xlim() == (-1, 1)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda ax: plot.arrows([1, 2], ax=ax), "two dimensions"),
        (lambda ax: plot.arrows([[1, 2, 3]], ax=ax), r"expected \(n, 2\)"),
        (lambda ax: plot.grid_map(np.eye(3), ax=ax), r"expected \(2, 2\)"),
        (lambda ax: plot.ellipse([[1, 2]], ax=ax), "a square matrix"),
        (lambda ax: plot.points([[0, 0]], [1, 2], ax=ax), "X has 1 points"),
        (lambda ax: plot.plane(ax, extent=(1, 2)), "expected a number or"),
        (
            lambda ax: plot.regions(lambda P: 0, xlim=(0, 1), ylim=(0, 1), ax=ax),
            "one class for each",
        ),
    ],
)
def test_wrong_shapes_are_explained(ax, draw, said):
    with pytest.raises(ValueError, match=said):
        draw(ax)


def test_notebooks_store_svg_without_a_date_and_twice_the_same():
    code = "from mathdl.plot import figure\nfig, ax = figure()\n_ = ax.plot([1, 4, 2])"

    def run():
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbclient.NotebookClient(notebook, kernel_name="python3").execute()
        return notebook.cells[0].outputs[0].data

    first, second = run(), run()
    assert set(first) >= {"image/svg+xml", "image/png"}
    assert first["image/svg+xml"] == second["image/svg+xml"]
    assert "Matplotlib v" not in first["image/svg+xml"]
    assert "<dc:date>" not in first["image/svg+xml"]


def test_plot_is_not_loaded_with_the_package():
    code = "import sys, mathdl, mathdl.linalg, mathdl.nn, mathdl.data, mathdl.verify\n"
    code += "print([m for m in ('matplotlib', 'ipywidgets', 'IPython', 'sklearn', "
    code += "'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
