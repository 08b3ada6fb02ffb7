"""Figures hold their state, refuse what they can't show, and store a still picture."""

import json
import re

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup

from mathdl.plot import PALETTE
from mathdl.widgets import ComputationGraph, _base, explore
from tests.figures.gallery import SCENES


def parabola(n, sign="plus"):
    """Draw a power of x."""
    x = np.linspace(0, 1, 9)
    plt.plot(x, x**n if sign == "plus" else -(x**n))


def stored(widget):
    return widget._repr_mimebundle_()[0]


WIDGETS = [
    lambda: explore(parabola, n=[1, 2, 3]),
    lambda: ComputationGraph(expression="sigmoids"),
    SCENES["shadow"],
    SCENES["rows"],
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
    first, second = SCENES["shadow"](), SCENES["shadow"]()
    seen = []
    first.observe(lambda change: seen.append(change["new"]["u"]), "values")
    link = ipywidgets.jslink((first, "values"), (second, "values"))
    first.set(u=np.array([0, 3]))
    assert seen == [[0.0, 3.0]]
    link.unlink()


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
