"""The comparison of outputs has teeth, and forgives what a processor changes."""

import base64
import io
import json
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from tests.notebooks.compare import (
    differences,
    html_differences,
    number_difference,
    pixel_differences,
    svg_differences,
    text_differences,
)
from tools import notebooks


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("0.3333333333333333", "0.33333333333366666"),  # 1e-12 of its size
        ("1.", "0.99999999"),
        ("0.9375", "0.9376"),  # a tie, rounded the other way
        ("0.94", "0.9401"),  # the same, with trailing zeros dropped
        ("-0.", "0."),
        ("2.2e-16", "0.0"),  # rounding itself
        ("1.5e+00", "1.50000001"),
    ],
)
def test_a_number_may_differ_by_rounding(stored, fresh):
    assert number_difference(stored, fresh) is None
    assert number_difference(fresh, stored) is None


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("1.0", "1.001"),
        ("1.234", "1.235"),  # a last place, but nearly a thousandth
        ("0.9375", "0.9377"),  # two in the last place
        ("0.94", "0.95"),
        ("0.0000", "0.0001"),
        ("0.5", "-0.5"),
        ("1000000", "1000001"),  # whole numbers: exactly
        ("3", "3.0"),
        ("1e-05", "2e-05"),
    ],
)
def test_a_wrong_number_is_seen(stored, fresh):
    assert number_difference(stored, fresh)
    assert number_difference(fresh, stored)


def test_the_message_says_which_number_differs_and_by_how_much():
    (said,) = text_differences(
        "a line\nloss 0.51, rank 3", "a line\nloss 0.52, rank 3", "stdout"
    )
    assert said == (
        "stdout: stored 0.51, now 0.52: 0.01 apart (1.9e-02 of its size), "
        "in 'loss 0.51, rank 3'"
    )


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("array([1.  , 0.25])", "array([1.        , 0.25000001])"),
        ("[ 1.5 -2.5]", "[1.5 -2.5]"),
        ("0.5+0.8660254j", "0.5+0.86602541j"),
        ("size 1.2.3", "size 1.2.3"),
    ],
)
def test_text_that_reads_the_same_passes(stored, fresh):
    assert not list(text_differences(stored, fresh, "stdout"))


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("rank 3", "rang 3"),
        ("array([1, 2])", "array([1., 2.])"),
        ("1 2", "1 2 3"),
        ("1 2", "12"),
        ("x1 = 0.5", "x2 = 0.5"),
        ("0.5+0.25j", "0.5-0.25j"),
        ("0.5+0.25j", "0.5+0.26j"),
        ("a\nb", "a b"),
        ("size 1.2.3", "size 1.2.4"),
        ("True", "False"),
        ("inf", "nan"),
        ("", "something"),
        ("−1.5", "1.5"),
    ],
)
def test_text_that_reads_otherwise_fails(stored, fresh):
    assert list(text_differences(stored, fresh, "stdout"))
    assert list(text_differences(fresh, stored, "stdout"))


# Figures


def svg(exponent=2.0, label="x", pixels=None, colour="#1f77b4", markers=5, salt="a"):
    """Draw what a chapter draws: a curve, some points, perhaps a raster."""
    with matplotlib.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure = Figure()
        axes = figure.subplots()
        x = np.linspace(0, 1, 100)
        axes.plot(x, x**exponent, color=colour)
        axes.plot(x[:markers], x[:markers], "o")
        axes.set_xlabel(label)
        if pixels is not None:
            axes.imshow(pixels, vmin=0, vmax=255, cmap="gray", extent=(0, 1, 0, 1))
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def said_of(one, other):
    return list(svg_differences(one, other, "figure"))


PIXELS = np.random.default_rng(0).integers(20, 230, size=(40, 40))


def test_the_same_figure_passes_whatever_its_ids():
    assert svg(salt="a") != svg(salt="b")
    assert not said_of(svg(salt="a"), svg(salt="b"))


def test_a_curve_that_differs_by_rounding_passes():
    assert svg() != svg(exponent=2 + 1e-5)
    assert not said_of(svg(), svg(exponent=2 + 1e-5))


def test_a_changed_curve_fails():
    (said,) = said_of(svg(exponent=2), svg(exponent=2.01))
    assert "points apart" in said
    assert "line2d" in said


@pytest.mark.parametrize(
    "change",
    [{"label": "y"}, {"colour": "#1f77c4"}, {"markers": 6}, {"pixels": PIXELS}],
    ids=lambda change: next(iter(change)),
)
def test_another_label_colour_point_or_picture_fails(change):
    assert said_of(svg(), svg(**change))


def test_a_step_of_a_colour_map_passes():
    assert not said_of(svg(colour="#1f77b4"), svg(colour="#2077b6"))


def test_one_grey_level_in_the_pixels_passes():
    assert svg(pixels=PIXELS) != svg(pixels=PIXELS + 1)
    assert not said_of(svg(pixels=PIXELS), svg(pixels=PIXELS + 1))


def test_shifted_pixels_fail():
    (said,) = said_of(svg(pixels=PIXELS), svg(pixels=np.roll(PIXELS, 1, axis=1)))
    assert "levels" in said


def test_one_wrong_pixel_fails():
    wrong = PIXELS.copy()
    wrong[20, 30] = 255 - wrong[20, 30] // 2
    assert said_of(svg(pixels=PIXELS), svg(pixels=wrong))


def test_pictures_of_another_size_fail():
    (said,) = pixel_differences(png(PIXELS), png(PIXELS[1:]), "image/png")
    assert said == "image/png: stored 40×40 pixels, now 40×39"


def png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "png")
    return file.getvalue()


# Widgets


def explorable(matrix=((1, 0.5), (0, 1)), picture=None, alt="Two arrows"):
    state = json.dumps({"matrix": matrix, "shown": True, "name": "A"}).replace(
        '"', "&quot;"
    )
    still = base64.b64encode((picture or svg()).encode()).decode()
    return (
        f'<figure class="explorable" data-widget="scene" data-state="{state}">'
        f'<img alt="{alt}" src="data:image/svg+xml;base64,{still}" width="320">'
        "</figure>"
    )


def said_of_widget(**change):
    return list(html_differences(explorable(), explorable(**change), "widget"))


def test_a_widget_may_differ_by_rounding():
    assert not said_of_widget(matrix=((1, 0.5 + 1e-9), (0, 1)), picture=svg(salt="b"))


def test_another_state_fails_and_is_named():
    (said,) = said_of_widget(matrix=((1, 0.6), (0, 1)))
    assert said.startswith("state.matrix[0][1]: stored 0.5, now 0.6")


@pytest.mark.parametrize(
    "change",
    [
        {"matrix": ((1, 0.5), (0, 2))},
        {"matrix": ((1, 0.5), (0, True))},
        {"matrix": ((1, 0.5),)},
        {"matrix": None},
        {"alt": "Three arrows"},
        {"picture": svg(exponent=2.01)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_widget_fails(change):
    assert said_of_widget(**change)


# Through nbval


def run_nbval(tmp_path, *cells):
    """Store a notebook of (source, outputs) cells, and let nbval judge it."""
    book = new_notebook(
        cells=[
            new_code_cell(source, outputs=outputs, execution_count=number + 1)
            for number, (source, outputs) in enumerate(cells)
        ]
    )
    path = tmp_path / "page.ipynb"
    path.write_text(notebooks.text(book), "utf-8")
    plugin = [
        "-p",
        "tests.notebooks.compare",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
    ]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "--nbval", "--nbval-current-env"]
        + ["--color=no", "--rootdir", str(tmp_path), str(path)],
        cwd=notebooks.ROOT,
        capture_output=True,
        text=True,
    )


def stream(text):
    return [new_output("stream", name="stdout", text=text)]


def test_nbval_passes_rounding_and_fails_a_wrong_number(tmp_path):
    run = run_nbval(
        tmp_path,
        ("x = 1 / 3", []),
        ("print(x)", stream("0.33333333333366666\n")),
        ("print(3 * x)", stream("1.001\n")),
        ("print(2)", []),
        ("3", stream("3\n")),
    )
    assert run.returncode == 1
    assert "7 passed" in run.stdout  # each cell shows the same again
    assert "3 failed" in run.stdout
    assert "stdout: stored 1.001, now 1.0: 0.001 apart" in run.stdout
    assert "stored are no outputs; now there are stdout" in run.stdout
    assert "stored are stdout; now there are execute_result (text/plain)" in run.stdout


def test_a_notebook_that_goes_on_from_its_last_run_is_seen(tmp_path):
    run = run_nbval(
        tmp_path,
        ("n = globals().get('n', 0) + 1", []),
        ("print(n)", stream("1\n")),
        ("# NBVAL_IGNORE_OUTPUT\nprint(-n)", stream("-7\n")),
    )
    assert "4 passed" in run.stdout
    assert "2 failed" in run.stdout
    assert "Cell 1 again" in run.stdout
    assert "stdout: stored 1, now 2" in run.stdout
    assert "stdout: stored -1, now -2" in run.stdout


def test_missing_and_unexpected_outputs_are_seen():
    shown = [new_output("display_data", data={"text/plain": "A", "text/html": "A"})]
    less = [new_output("display_data", data={"text/plain": "A"})]
    assert list(differences(shown, []))
    assert list(differences([], shown))
    assert list(differences(shown, less))
    assert list(differences(shown, shown + shown))
    assert not list(differences(shown, shown))


def test_a_small_picture_beside_an_svg_is_not_compared_twice():
    def figure(pixels):
        data = {
            "image/svg+xml": svg(),
            "image/png": base64.b64encode(png(pixels)).decode(),
        }
        return [new_output("display_data", data=data)]

    assert not list(differences(figure(PIXELS), figure(PIXELS[1:])))


def test_a_picture_that_stands_alone_is_compared():
    def figure(pixels):
        data = {"image/png": base64.b64encode(png(pixels)).decode()}
        return [new_output("display_data", data=data)]

    assert not list(differences(figure(PIXELS), figure(PIXELS + 1)))
    assert list(differences(figure(PIXELS), figure(np.roll(PIXELS, 1, axis=0))))


def test_the_message_of_an_error_is_compared():
    def raised(value):
        return [new_output("error", ename="ValueError", evalue=value, traceback=["…"])]

    assert not list(differences(raised("3 columns"), raised("3 columns")))
    assert list(differences(raised("3 columns"), raised("4 columns")))
