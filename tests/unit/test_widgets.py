"""Figures hold their state, refuse what they can't show, and store a still picture."""

import json
import re

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup

from mathdl.plot import PALETTE
from mathdl.widgets import (
    Composition,
    ComputationGraph,
    LinearMap,
    _base,
    explore,
)


def parabola(n, sign="plus"):
    """Draw a power of x."""
    x = np.linspace(0, 1, 9)
    plt.plot(x, x**n if sign == "plus" else -(x**n))


def stored(widget):
    return widget._repr_mimebundle_()[0]


WIDGETS = [
    lambda: LinearMap(matrix=[[1, 2], [3, 4]]),
    lambda: Composition(first=[[0, -1], [1, 0]], second=[[2, 0], [0, 1]]),
    lambda: explore(parabola, n=[1, 2, 3]),
    lambda: ComputationGraph(expression="sigmoids"),
]


@pytest.mark.parametrize("make", WIDGETS)
def test_what_is_stored_is_a_still_picture_and_the_state(make):
    widget = make()
    figure = BeautifulSoup(stored(widget)["text/html"], "html.parser").figure
    assert figure["class"] == ["explorable"]
    assert json.loads(figure["data-state"]) == widget.state()
    image = figure.img
    assert len(image["alt"]) > 20
    assert image["src"].startswith("data:image/svg+xml,")
    assert int(image["width"]) > 100
    assert int(image["height"]) > 100


@pytest.mark.parametrize("make", WIDGETS)
def test_what_is_stored_is_the_same_in_every_run(make):
    assert stored(make()) == stored(make())


@pytest.mark.parametrize("make", WIDGETS)
def test_no_matplotlib_figure_stays_open(make):
    before = plt.get_fignums()
    stored(make())
    assert plt.get_fignums() == before


@pytest.mark.parametrize("make", WIDGETS)
def test_the_stored_text_names_the_figure_without_an_address(make):
    text = stored(make())["text/plain"]
    assert "0x" not in text
    assert len(text) < 200


@pytest.mark.parametrize("make", WIDGETS)
def test_figures_stand_in_boxes_with_other_widgets(make):
    widget = make()
    box = ipywidgets.HBox([widget, ipywidgets.IntSlider()])
    assert box.children[0] is widget


def test_traits_are_watched_and_linked():
    first, second = LinearMap(), LinearMap()
    seen = []
    first.observe(lambda change: seen.append(change["new"]), "matrix")
    link = ipywidgets.jslink((first, "matrix"), (second, "matrix"))
    first.matrix = np.array([[2, 0], [0, 2]])
    assert seen == [[[2.0, 0.0], [0.0, 2.0]]]
    link.unlink()


@pytest.mark.parametrize(
    ("matrix", "error", "said"),
    [
        ([[1, 2, 3], [4, 5, 6]], ValueError, r"matrix has shape \(2, 3\)"),
        ([1, 2], ValueError, r"shape \(2,\)"),
        ([[1, np.nan], [0, 1]], ValueError, "not finite"),
        ([["a", "b"], ["c", "d"]], TypeError, "expected real numbers"),
        ([[1, 2], [3]], ValueError, "rows of different lengths"),
        ([], ValueError, "shape"),
    ],
)
def test_what_is_no_map_of_the_plane_is_refused(matrix, error, said):
    with pytest.raises(error, match=said):
        LinearMap(matrix=matrix)


def test_readout_of_a_singular_map():
    said = LinearMap(matrix=[[1, 2], [2, 4]]).readout()
    assert (said["det"], said["rank"]) == (0, 1)
    assert np.allclose(np.array([[1, 2], [2, 4]]) @ said["kernel"][0], 0)


@pytest.mark.parametrize("seed", range(20))
def test_readout_is_numpys(seed):
    A = np.random.default_rng(seed).normal(size=(2, 2))
    said = LinearMap(matrix=A).readout()
    assert said["det"] == pytest.approx(np.linalg.det(A))
    ours = np.sort_complex(np.array(said["eigenvalues"], complex))
    theirs = np.sort_complex(np.linalg.eigvals(A).astype(complex))
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    for v in said["eigenvectors"]:
        w = A @ v
        assert abs(v[0] * w[1] - v[1] * w[0]) < 1e-12


def test_composition_is_the_product():
    A, B = np.array([[0, -1], [1, 0]]), np.array([[2, 0], [0, 1]])
    said = Composition(first=A, second=B).readout()
    np.testing.assert_array_equal(said["BA"], B @ A)
    np.testing.assert_array_equal(said["AB"], A @ B)
    assert said["gap"] == pytest.approx(np.linalg.norm(B @ A - A @ B))
    assert not said["commute"]


def test_explore_draws_every_combination():
    widget = explore(parabola, n=[1, 2, 3], sign=["plus", "minus"])
    assert len(widget.frames) == 6
    assert len(set(widget.frames)) == 6
    assert widget.arguments() == {"n": 2, "sign": "plus"}


def test_frames_follow_the_theme_and_have_ids_of_their_own():
    frames = explore(parabola, n=[1, 2]).frames
    ids = [re.findall(r'\bid="([^"]+)"', frame) for frame in frames]
    assert not set(ids[0]) & set(ids[1])
    for frame in frames:
        assert "currentColor" in frame
        assert PALETTE["ink"] not in frame
        assert "<style" not in frame


def test_explore_draws_in_between_with_a_kernel():
    widget = explore(parabola, n=[1.0, 2.0])
    widget.at = [0.5]
    assert widget.arguments() == {"n": 1.5}
    assert widget.between.startswith("<svg")
    assert widget.between not in widget.frames
    widget.at = [1.0]
    assert widget.between == ""
    assert json.loads(json.dumps(widget.state()))["live"] is False


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({}, ValueError, "at least one argument"),
        ({"n": []}, ValueError, "n has no values"),
        ({"n": 3}, TypeError, "expected a list or range"),
        ({"n": "123"}, TypeError, "expected a list or range"),
        ({"n": range(61)}, ValueError, "61 combinations"),
        ({"n": [1, np.inf]}, ValueError, "must be finite"),
        ({"n": [None]}, TypeError, "numbers or strings"),
    ],
)
def test_explore_refuses_what_it_can_not_draw(values, error, said):
    with pytest.raises(error, match=said):
        explore(parabola, **values)


def test_places_outside_are_refused():
    widget = explore(parabola, n=[1, 2])
    with pytest.raises(ValueError, match="expected one place for each of n"):
        widget.at = [2.0]
    with pytest.raises(ValueError, match="expected one place"):
        widget.at = [0.0, 0.0]


def test_explore_takes_a_function():
    with pytest.raises(TypeError, match="a function that draws"):
        explore("parabola", n=[1])


def test_colours_are_one_table():
    for name, value in PALETTE.items():
        if name != "ink":
            assert f"--mdl-{name}: {value};" in _base.CSS
