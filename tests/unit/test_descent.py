"""The valley's figure: Python's numbers are the page's, and those of the theorems."""

import json
import re
import subprocess

import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup

from mathdl.optim import best_momentum, best_step, heavy_ball
from mathdl.widgets import Descent, _descent
from mathdl_book import node
from tools import notebooks

JS = notebooks.ROOT / "mathdl/widgets/js/descent.math.js"


def states() -> list[dict]:
    """Random states, and the ones where roots are double."""
    rng = np.random.default_rng(6)
    found = [
        {
            "kappa": float(10 ** rng.uniform(0, 2)),
            "tilt": float(rng.uniform(-90, 90)),
            "start": rng.uniform(-3, 3, size=2).tolist(),
            "eta": float(rng.uniform(0.01, 4)),
            "beta": float(rng.uniform(0, 0.99)),
        }
        for _ in range(300)
    ]
    for kappa in (1.0, 2.0, 10.0, 25.0, 100.0):
        state = {"kappa": kappa, "tilt": 30.0, "start": [-2.0, 1.0]}
        best = _descent.best(kappa)
        found.append(state | {"eta": best["step"]["eta"], "beta": 0.0})
        pair = {name: best["momentum"][name] for name in ("eta", "beta")}
        found.append(state | pair)
        found.append(state | {"eta": 2.0, "beta": 0.0})
        found.append(state | {"eta": 1.0, "beta": 0.0})
    return found


def javascript(expression: str, cases: list) -> list:
    code = (
        f"import {{ readFileSync }} from 'node:fs';"
        f"import * as m from {json.dumps(JS.as_uri())};"
        "const cases = JSON.parse(readFileSync(0));"
        f"console.log(JSON.stringify(cases.map((c) => {expression})));"
    )
    done = subprocess.run(
        [node.executable(), "--input-type=module", "-e", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    # JavaScript writes large numbers as whole ones.
    return json.loads(done.stdout, parse_int=float)


def numbers(said):
    """All numbers of nested dicts and lists, in order."""
    if isinstance(said, dict):
        return [x for key in sorted(said) for x in numbers(said[key])]
    if isinstance(said, list):
        return [x for part in said for x in numbers(part)]
    return [] if isinstance(said, str) else [said]


def test_the_page_and_python_read_off_the_same():
    cases = states()
    for state, page in zip(cases, javascript("m.readout(c)", cases), strict=True):
        python = Descent(**state).readout()
        assert page["regimes"] == python["regimes"], state
        assert set(page) == set(python)
        assert numbers(page) == pytest.approx(numbers(python), rel=1e-9, abs=1e-12)


def test_the_page_and_python_make_the_same_steps():
    cases = states()
    for state, page in zip(cases, javascript("m.errors(c)", cases), strict=True):
        python = Descent(**state).errors()
        for way in ("measured", "predicted"):
            largest = np.abs(python[way]["steep"]).max()
            for name in ("steep", "flat"):
                np.testing.assert_allclose(
                    page[way][name],
                    python[way][name],
                    rtol=1e-9,
                    atol=1e-9 * max(1.0, largest),
                )


def test_the_page_and_python_conclude_the_same():
    cases = states()
    for state, page in zip(cases, javascript("m.verdict(c)", cases), strict=True):
        picked = {name: state[name] for name in ("kappa", "eta", "beta")}
        assert page == _descent.verdict(**picked)


def test_what_happens_is_what_the_roots_predict():
    for state in states():
        if state["eta"] < 2 * (1 + state["beta"]):
            said = Descent(**state).errors()
            for name in ("steep", "flat"):
                np.testing.assert_allclose(
                    said["measured"][name], said["predicted"][name], atol=1e-9
                )


def test_the_run_is_that_of_mathdl_optim():
    for state in states()[:40]:
        u, v = np.array(list(_descent.axes(state["tilt"]).values()))
        A = np.outer(u, u) + np.outer(v, v) / state["kappa"]
        run = heavy_ball(
            lambda x, A=A: A @ x,
            state["start"],
            eta=state["eta"],
            beta=state["beta"],
            steps=_descent.STEPS,
        )
        ours = np.array([step.x for step in run])
        theirs = np.array(_descent.path(**state))
        np.testing.assert_allclose(ours, theirs, atol=1e-9 * np.abs(ours).max())


def test_radii_are_those_of_the_roots():
    for state in states():
        z, beta = state["eta"], state["beta"]
        roots = np.roots([1, -(1 + beta - z), beta])
        assert _descent.radius(z, beta) == pytest.approx(np.abs(roots).max(), abs=1e-7)


@pytest.mark.parametrize("kappa", [1.5, 10.0, 100.0])
def test_best_parameters_are_those_of_mathdl_optim(kappa):
    said = _descent.best(kappa)
    assert tuple(said["step"].values()) == pytest.approx(best_step(1 / kappa, 1))
    assert tuple(said["momentum"].values()) == pytest.approx(
        best_momentum(1 / kappa, 1)
    )


def test_what_is_stored_is_a_still_picture_and_the_state():
    before = plt.get_fignums()
    widget = Descent(kappa=20, beta=0.5)
    stored = widget._repr_mimebundle_()[0]
    assert stored == Descent(kappa=20, beta=0.5)._repr_mimebundle_()[0]
    figure = BeautifulSoup(stored["text/html"], "html.parser").figure
    assert figure["data-widget"] == "descent"
    assert json.loads(figure["data-state"]) == widget.state()
    assert "condition number 20" in figure.img["alt"]
    assert re.search(r"shrinks to 0\.\d{3}", figure.img["alt"])
    assert plt.get_fignums() == before


def test_a_diverging_run_has_a_still_picture_too():
    widget = Descent(eta=4.0, beta=0.0)
    assert widget.still().startswith("<svg")
    assert "does not converge" in widget.alt()


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"kappa": 0.5}, ValueError, "kappa is 0.5: expected 1 to 100"),
        ({"eta": 0}, ValueError, "eta is 0: expected 0.01 to 4"),
        ({"beta": 1.0}, ValueError, "beta is 1.0"),
        ({"tilt": 180}, ValueError, "tilt is 180"),
        ({"eta": np.nan}, TypeError, "expected a finite number"),
        ({"eta": "1.5"}, TypeError, "expected a finite number"),
        ({"eta": None}, TypeError, "expected a finite number"),
        ({"eta": [1.0]}, TypeError, "expected a finite number"),
        ({"start": [1.0]}, ValueError, r"expected a point \(x, y\)"),
        ({"start": [5.0, 0.0]}, ValueError, "expected -3 to 3"),
        ({"start": "origin"}, TypeError, "expected real numbers"),
    ],
)
def test_what_can_not_be_shown_is_refused(settings, error, said):
    with pytest.raises(error, match=said):
        Descent(**settings)
