"""The computation graph's numbers: Python's, the page's, and difference quotients."""

import numpy as np
import pytest
import traitlets

from mathdl.widgets import ComputationGraph, _graph
from tests.javascript import javascript

MODULE = "computation_graph.math.js"


def states(cases: int = 40) -> list:
    rng = np.random.default_rng(8)
    return [
        (name, rng.uniform(-3, 3, size=len(graph.names)).tolist(), int(seed))
        for name, graph in _graph.EXPRESSIONS.items()
        for seed in rng.integers(0, len(graph.names), size=cases)
    ]


def test_the_page_and_python_know_the_same_computations():
    ours = {
        name: {
            "title": graph.title,
            "names": list(graph.names),
            "inputs": list(graph.inputs),
            "program": [list(line) for line in graph.program],
            "places": [list(place) for place in graph.places],
        }
        for name, graph in _graph.EXPRESSIONS.items()
    }
    (theirs,) = javascript(MODULE, "known", [[]])
    assert theirs == ours


def test_both_sweeps_are_the_pages():
    cases = states()
    pages = javascript(MODULE, "readout", [list(case) for case in cases])
    for (name, inputs, seed), page in zip(cases, pages, strict=True):
        ours = ComputationGraph(expression=name, inputs=inputs, seed=seed).readout()
        assert ours.keys() == page.keys()
        for key in ("values", "adjoints", "tangents", "differences"):
            np.testing.assert_allclose(ours[key], page[key], rtol=1e-9, atol=1e-9)
        for mine, theirs in zip(ours["slopes"], page["slopes"], strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)


def test_both_modes_agree_with_difference_quotients():
    for name, inputs, seed in states():
        numbers = ComputationGraph(expression=name, inputs=inputs, seed=seed).readout()
        slopes = numbers["adjoints"][: len(inputs)]
        np.testing.assert_allclose(slopes, numbers["differences"], rtol=1e-5, atol=1e-6)
        assert numbers["tangents"][-1] == pytest.approx(slopes[seed], rel=1e-12)


def test_adjoints_grow_visit_by_visit():
    graph = _graph.EXPRESSIONS["sigmoids"]
    slopes = graph.slopes(graph.values(graph.inputs))
    by_visit = [graph.adjoints(slopes, visits)[0] for visits in range(7)]
    assert by_visit[0] == by_visit[1] == 0
    assert np.all(np.diff(np.unique(by_visit)) > 0)
    assert len(np.unique(by_visit)) == 4  # nothing, then one share for each use


@pytest.mark.parametrize("value", [0, 1.5, -0.5, 0.0123, -3e-7, 1e6, 0.0949, 0.095])
def test_numbers_are_written_alike(value):
    (text,) = javascript(MODULE, "show", [[value]])
    assert _graph.show(value).replace("e-0", "e-").replace("e+0", "e+") == text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"expression": "circle"}, "neuron"),
        ({"inputs": [1.0]}, "4 numbers.*w, x, b, t"),
        ({"inputs": [1.0, 2.0, 3.0, float("nan")]}, "from -10 to 10"),
        ({"inputs": [1.0, 2.0, 3.0, 11.0]}, "from -10 to 10"),
        ({"at": 12}, "steps 0 to 11"),
        ({"at": 6, "mode": "forward"}, "steps 0 to 5"),
        ({"seed": 4}, "places 0 to 3"),
    ],
)
def test_a_wrong_state_is_refused(state, words):
    with pytest.raises((ValueError, traitlets.TraitError), match=words):
        ComputationGraph(**state)


def test_the_still_shows_what_is_known():
    done, begun = ComputationGraph(), ComputationGraph(at=0)
    assert "−0.42" in done.still()
    assert "−0.42" not in begun.still()
    assert "−0.42 by w" in done.alt()
