"""The likelihood's numbers: Python's, the page's, and SciPy's."""

import numpy as np
import pytest
import traitlets
from scipy import stats

from mathdl.widgets import Likelihood, _likelihood
from tests.unit.test_widget_numbers import javascript

SCIPY = {"gaussian": stats.norm, "laplace": stats.laplace, "cauchy": stats.cauchy}


def states(cases: int = 60) -> list:
    rng = np.random.default_rng(9)
    found = []
    for family in _likelihood.FAMILIES:
        for _ in range(cases):
            data = rng.uniform(-6, 6, size=rng.integers(2, 13))
            found.append(
                (family, data.tolist(), rng.uniform(-6, 6), rng.uniform(0.3, 3))
            )
    special = [
        ("cauchy", [2.0, 2.0], 0.0, 1.0),
        ("cauchy", [-1.0, 1.0], 0.0, 1.0),  # flat where it is largest
        ("cauchy", [-3.0, 3.0], 0.5, 1.0),  # two peaks of one height
        ("cauchy", [-4.0, 3.0, 3.2, 3.4], 0.0, 0.5),  # two peaks
        ("laplace", [3.0, 1.0, 2.0, 0.0], 0.0, 1.0),  # medians from 1 to 2
        ("laplace", [1.0, 1.0], 0.0, 1.0),
    ]
    return found + special


def test_the_pages_numbers_are_pythons():
    cases = states()
    pages = javascript("likelihood.math.js", "readout", [list(c) for c in cases])
    for (family, data, location, scale), page in zip(cases, pages, strict=True):
        ours = Likelihood(
            family=family, data=data, location=location, scale=scale
        ).readout()
        if ours["error"] is None:
            assert page.pop("error") is ours.pop("error")
        assert page == pytest.approx(ours, rel=1e-9, abs=1e-9)


def test_the_pages_words_are_pythons():
    cases = [(family, data, scale) for family, data, _, scale in states()]
    pages = javascript("likelihood.math.js", "verdict", [list(c) for c in cases])
    assert pages == [_likelihood.verdict(*case) for case in cases]


def test_peaks_are_counted_and_ties_are_told():
    root = np.sqrt(3**2 - 1)
    numbers = _likelihood.readout("cauchy", [-3.0, 3.0], 0.0, 1.0)
    assert (numbers["low"], numbers["high"]) == pytest.approx((-root, root), rel=1e-12)
    assert numbers["peaks"] == 2
    assert "equally high" in _likelihood.verdict("cauchy", [-3.0, 3.0], 1.0)
    flat = _likelihood.readout("cauchy", [-1.0, 1.0], 0.0, 1.0)
    assert flat["error"] is None
    assert flat["peak"] == pytest.approx(0.0, abs=1e-4)  # the slope is a cube
    assert "flat" in Likelihood(data=[-1.0, 1.0], family="cauchy").alt()
    medians = _likelihood.readout("laplace", [3.0, 1.0, 2.0, 0.0], 0.0, 1.0)
    assert (medians["low"], medians["peak"], medians["high"]) == (1.0, 1.5, 2.0)


def test_the_peak_is_the_highest_of_all_places():
    for family, data, location, scale in states():
        numbers = _likelihood.readout(family, data, location, scale)
        at = np.linspace(-6, 6, 4001)
        curve = SCIPY[family].logpdf(np.array(data)[:, None], at, scale).sum(axis=0)
        assert numbers["top"] >= curve.max() - 1e-9
        assert numbers["top"] <= curve.max() + 0.01
        here = SCIPY[family].logpdf(data, location, scale).sum()
        assert numbers["here"] == pytest.approx(here, rel=1e-12)


def test_the_standard_error_is_that_of_the_curvature():
    for family, data, location, scale in states():
        numbers = _likelihood.readout(family, data, location, scale)
        if family == "laplace" or numbers["error"] is None:
            continue
        h = 1e-3 * scale
        around = [
            SCIPY[family].logpdf(data, numbers["peak"] + k * h, scale).sum()
            for k in (-1, 0, 1)
        ]
        curvature = -np.diff(around, n=2)[0] / h**2
        assert 1 / numbers["error"] ** 2 == pytest.approx(curvature, rel=1e-3)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"data": [1.0]}, "2 to 12 numbers"),
        ({"data": [1.0, 7.0]}, "from -6 to 6"),
        ({"data": [1.0, float("nan")]}, "from -6 to 6"),
        ({"location": 9.0}, "location 9.0"),
        ({"scale": 0.0}, "from 0.3 to 3"),
        ({"family": "poisson"}, "gaussian"),
        ({"data": "abc"}, "data"),
    ],
)
def test_a_wrong_state_is_refused(state, words):
    with pytest.raises((ValueError, traitlets.TraitError), match=words):
        Likelihood(**state)
