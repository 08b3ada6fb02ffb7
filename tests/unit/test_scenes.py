"""What a scene says of its mathematics: trees, numbers, words, and what it refuses."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import sympy as sp

from mathdl import scenes
from mathdl.scenes import (
    Arrow,
    Chart,
    Circle,
    Count,
    Curve,
    Data,
    Dot,
    Graph,
    Line,
    Mean,
    Median,
    Menu,
    Orbit,
    Plane,
    Point,
    Points,
    Scene,
    Segment,
    Slider,
    Sum,
    Text,
    Tick,
)
from mathdl.scenes.expressions import ArgMax, ArgMin
from mathdl.scenes.words import number
from tests.javascript import javascript
from tools import notebooks

x, y = sp.symbols("x y", real=True)


def told(value, *marks, **settings) -> Scene:
    """A scene with one readout."""
    panel = Plane([Dot((0, 0)), *marks])
    return Scene(panel, about="A scene to try.", readout={"it": value}, **settings)


a, b = Slider("a", -3, 3, 1.5), Slider("b", 0.1, 2, 0.5)
FORMULAS = [
    a + 2 * b - 7,
    a / b + a**3 - b**-2,
    sp.sqrt(b) + 1 / sp.sqrt(b) + b ** sp.Rational(2, 3),
    sp.exp(a) + sp.log(b) + sp.pi * sp.E + sp.sqrt(2) / 3,
    sp.sin(a) + sp.cos(b) * sp.tan(a),
    sp.asin(b / 2) + sp.acos(b / 2) + sp.atan(a) + sp.atan2(a, b),
    sp.sinh(a) + sp.cosh(a) - sp.tanh(a),
    sp.Abs(a) + sp.sign(a) + sp.floor(a) + sp.ceiling(b),
    sp.Max(a, b, 0.7) - sp.Min(a, b) + sp.Mod(a, b),
    sp.erf(a) + sp.erfc(b) + sp.gamma(b) + sp.loggamma(b),
    sp.Piecewise((a, a > b), (b**2, sp.And(a > 0, b < 1)), (sp.Integer(-1), True)),
    sp.asinh(a) + sp.acosh(b + 1) + sp.cot(b) + sp.sec(a) + sp.csch(b),
    sp.factorial(b) + sp.binomial(5, 2) * a,
    sp.sinc(a) + sp.Heaviside(a - b),
]


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_tree_has_the_value_that_sympy_gives(formula):
    scene = told(formula, Dot((a, b)))
    rng = np.random.default_rng(1)
    for p, q in zip(rng.uniform(-3, 3, 20), rng.uniform(0.1, 2, 20), strict=True):
        true = formula.subs({a: sp.Float(p), b: sp.Float(q)}).evalf(20)
        assert scene.at(a=p, b=q)["it"] == pytest.approx(float(true), rel=1e-11)


def test_vectors_and_matrices_are_sympys():
    u, v = Point("u", (2, 1)), Point("v", (1, 3))
    A = sp.Matrix.hstack(u, v)
    assert told(A * u).at() == {"it": (5, 5)}
    assert told(A.inv() * v).at()["it"] == pytest.approx((0, 1))
    assert told(A.det()).at(u=(1, 0), v=(0, -2)) == {"it": -2}
    assert told((u - v).norm()).at() == {"it": pytest.approx(5**0.5)}
    assert told(u.T * v).at() == {"it": 5}
    assert told(u.x * v[1]).at() == {"it": 6}


def test_what_stands_twice_is_computed_once():
    u = Point("u", (2, 1))
    spec = told(u / u.norm(), Arrow(u / u.norm())).spec
    assert json.dumps(spec).count('"sqrt"') == 1


def test_what_does_not_run_is_computed_outside():
    data = Data("data", [1.0, 2.0])
    scene = told(Sum(sp.exp(a) * sp.sin(data.x), data))
    (program,) = scene.spec["program"]
    assert program["value"] == ["exp", "a"]
    assert program["needs"] == ["a"]
    assert "exp" not in json.dumps(scene.spec["readout"])


def test_sums_run_over_rows():
    rows = np.random.default_rng(2).normal(size=(30, 2))
    data = Data("data", rows)
    scale = sp.log(a + 4)
    found = told(
        sp.Matrix(
            [
                Sum(scale * data.x * data.y, data),
                Mean(data[0] ** 2, data),
                Median(data.y, data),
                Count(data.x > data.y, data),
                Sum((a - data.x) ** 2, data).diff(a),
            ]
        )
    ).at(a=1)["it"]
    p, q = rows.T
    true = np.log(5) * p @ q, np.mean(p**2), np.median(q), np.sum(p > q), 2 * (1 - p)
    assert found == pytest.approx([*true[:4], true[4].sum()])


def test_points_to_drag_are_data():
    held = Points("held", [1.0, 2.0, 6.0], most=5)
    scene = told(Mean(held.x, held))
    assert scene.at() == {"it": 3}
    assert scene.at(held=[1, 1, 1, 5]) == {"it": 2}
    with pytest.raises(ValueError, match="6 points in held: expected 1 to 5"):
        scene.at(held=[0] * 6)


def test_a_run_repeats_its_step():
    w = Point("w", (2, 1))
    H = np.array([[2, 0.5], [0.5, 1]])
    run = Orbit(w, lambda p: p - b / 4 * sp.Matrix(H) * p, 20)
    scene = told(run.last, Text((0, 0), "{}", run.at(a)[0]))
    state = np.array([2.0, 1.0])
    for _ in range(20):
        state = state - 0.1 * H @ state
    assert scene.at(b=0.4)["it"] == pytest.approx(tuple(state))
    assert told(run.at(a)).at(a=0.4) == {"it": (2, 1)}
    assert told(run.at(a)).at(a=-3) == {"it": (2, 1)}


def test_a_run_takes_noise_and_counts_steps():
    noise = np.random.default_rng(0).normal(size=(9, 1))
    run = Orbit(0, lambda s, k, z: s + k * z + a, 9, noise)
    found = told(run.last).at(a=2)["it"]
    assert found == pytest.approx(18 + np.arange(9) @ noise[:, 0])


def test_the_largest_place_is_found():
    assert told(ArgMax(-((x - a) ** 2), (x, -5, 5))).at(a=0.3)["it"] == pytest.approx(
        0.3, abs=1e-12
    )
    assert told(ArgMin(sp.Abs(x - a), (x, -5, 5))).at(a=0.3)["it"] == pytest.approx(
        0.3, abs=1e-12
    )
    assert told(ArgMax(a * x, (x, 0, 2))).at(a=1)["it"] == pytest.approx(2)
    assert told(ArgMax(sp.log(a), (x, 0, 2)) + a).at(a=-1)["it"] is None


def test_points_stay_on_what_they_are_on():
    p, q = Point("p", (0, 0)), Point("q", (4, 2))
    on = [Segment(p, q), Line(p, q), Circle(q, 2), Curve((x, x**2), (x, -1, 1))]
    places = [Point(f"m{k}", 0.5, on=rail) for k, rail in enumerate(on)]
    found = [told(place).at()["it"] for place in places]
    true = [(2, 1), (2, 1), (4 + 2 * np.cos(0.5), 2 + 2 * np.sin(0.5)), (0.5, 0.25)]
    assert np.allclose(found, true)


def test_what_is_undefined_reads_so_and_hides():
    scene = told(1 / a, Dot((1 / a, 0)), Graph(1 / x, (x, -1, 1), n=3))
    scene.set(a=0)
    found = scene.resolved()
    assert scene.at() == {"it": None}
    assert found["read"] == ["–"]
    assert found["panels"][0]["marks"][1] is None
    assert found["panels"][0]["marks"][2]["points"] == [[-1, -1], None, [1, 1]]
    assert scene.still().startswith("<svg")


def test_a_scene_is_moved_and_read_from_python():
    u = Point("u", (2, 1))
    scene = told(u.norm(), Dot((a, 0)))
    seen = []
    scene.observe(lambda change: seen.append(change.new), "values")
    scene.set(u=(3, 4))
    assert seen == [{"a": 1.5, "u": [3, 4]}]
    assert scene.at() == {"it": 5}
    assert scene.at(u=(0, 2)) == {"it": 2}
    assert repr(scene) == "Scene(a=1.5, u=(3, 4))"
    with pytest.raises(ValueError, match="z is no input of this scene: it has a, u"):
        scene.set(z=1)
    with pytest.raises(ValueError, match="a = 9: expected -3 to 3"):
        scene.at(a=9)


def test_a_menu_is_chosen_by_its_words():
    family = Menu("family", ["Gaussian", "Laplace"])
    on = Tick("on", True)
    value = sp.Piecewise((1, family.is_("Laplace")), (2, on.on), (3, True))
    scene = told(value)
    assert [scene.at()["it"], scene.at(family="Laplace")["it"]] == [2, 1]
    assert scene.at(on=False) == {"it": 3}
    with pytest.raises(ValueError, match="expected one of Gaussian, Laplace"):
        scene.at(family="Cauchy")


def test_a_cell_that_runs_again_gets_its_new_slider():
    """SymPy keeps expressions by equality: another range must be another symbol."""
    first = told(Slider("t", 0, 1, 0.5) ** 2)
    second = told(Slider("t", 0, 10, 5) ** 2)
    again = told(Slider("t", 0, 1, 0.5) ** 2)
    highs = [one.spec["inputs"][0]["high"] for one in (first, second, again)]
    assert highs == [1, 10, 1]
    assert second.at() == {"it": 25}


def test_inputs_stand_in_the_order_in_which_they_were_made():
    first, second = Slider("z1", 0, 1, 0), Slider("a1", 0, 1, 0)
    assert list(told(second + first).values) == ["z1", "a1"]
    second, first = Slider("a1", 0, 1, 0), Slider("z1", 0, 1, 0)
    assert list(told(second + first).values) == ["a1", "z1"]


def deep():
    found = a
    for _ in range(130):
        found = sp.sin(found) + 1
    return found


DATA = Data("data", [1.0, 2.0])
HELD = Point("held", (0, 0))
f = sp.Function("f")
REFUSED = [
    (lambda: told(f(a)), "the function f is unknown in scenes"),
    (lambda: told(sp.besselj(0, a)), "the function besselj is unknown"),
    (lambda: told(a + x), "the symbol x is free"),
    (lambda: told(DATA.x * a), "data_0 stands for a row of data"),
    (lambda: told(sp.I * a), "I is no real number"),
    (lambda: told(a / 0), "zoo is no"),
    (lambda: told(deep()), "more than 120 levels"),
    (lambda: told("a + 1"), "expected an expression"),
    (lambda: told(Sum(a, 3)), "expected Data or Points"),
    (lambda: told(a, about="?"), "multiple values"),
    (lambda: Scene(Plane([]), about="Nothing at all."), "nothing moves"),
    (lambda: Scene(Plane([Dot(HELD)]), about=""), "expected a sentence"),
    (lambda: Scene(about="No panel."), "begins with its panels"),
    (lambda: Plane([HELD]), "is no mark of a Plane"),
    (lambda: Chart([], x=(1, 1), y=(0, 1)), "x of a Chart has no room: 1 to 1"),
    (lambda: Slider("t", 1, 1, 1), "slider t has no room: it goes from 1 to 1"),
    (lambda: Slider("t", 0, 1, 2), "slider t begins at 2: expected 0 to 1"),
    (lambda: Slider("t", 0, 1, 0.5, log=True), "a log slider stays above 0"),
    (lambda: Slider("run0", 0, 1, 0.5), "is kept for runs"),
    (lambda: Slider("my t", 0, 1, 0.5), "expected letters and digits"),
    (lambda: Point("p", (1, 2, 3)), r"the place of p has shape \(3,\)"),
    (lambda: Point("p", (1, np.nan)), "expected a finite number"),
    (lambda: Point("p", (1, 2), tone="red"), "expected one of a, b, c"),
    (lambda: Data("d", [1, np.inf]), "not finite"),
    (lambda: Data("d", np.zeros(5001)), "5001 numbers: at most 5,000"),
    (lambda: Menu("m", ["only"]), "1 choices that differ: expected two"),
    (lambda: Arrow((1, 2, 3)), "tip of Arrow has 3 entries: expected 2"),
    (lambda: Arrow(HELD, show=3), "expected a condition"),
    (lambda: Arrow(HELD, colour="red"), "colour"),
    (lambda: Graph(x, (x, 0)), r"expected \(symbol, low, high\)"),
    (lambda: Graph(x, (a, 0, 1)), "expected a Symbol of SymPy"),
    (lambda: Orbit(HELD, lambda p: p[0], 5), "step"),
    (lambda: Orbit(HELD, lambda p: p, 5000), "1 to 2000 steps"),
    (lambda: told(a, Text((0, 0), "{} {}", a)), "2 places for values and gets 1"),
    (lambda: told(a, say=[(a, "x")]), "expected a condition"),
    (lambda: told(a, presets={"one": {a: 7}}), "a = 7: expected -3 to 3"),
    (lambda: told(a, presets={"one": {x: 7}}), "which is no input"),
    (lambda: told(a + Slider("a", 0, 1, 0)), "two things of this scene are called a"),
    (lambda: told(sp.Abs(sp.Symbol("z")).diff("z")), "is not known|unknown|free"),
]


@pytest.mark.parametrize("make, message", REFUSED, ids=[m for _, m in REFUSED])
def test_what_cannot_be_told_is_refused_by_name(make, message):
    with pytest.raises((ValueError, TypeError), match=message):
        make()


NUMBERS = [
    *(0.0, -0.0, 0.125, 2.5, 1.005, -0.004, -0.005, 0.995, 12.345, 1e-9),
    *(999999.994, 999999.995, 1e6, 1234567.0, 9999999.9, 9.995e8, 1e21, -3e100),
    *np.random.default_rng(5).normal(0, 1e3, 200).tolist(),
    *(np.arange(-60, 60) / 16).tolist(),
]


@pytest.mark.parametrize("digits", [0, 1, 2, 3, 6])
def test_numbers_are_written_as_in_the_page(digits):
    cases = [[value, digits] for value in NUMBERS]
    written = javascript("stage.math.js", "format", cases)
    assert [number(value, digits) for value in NUMBERS] == written


def test_the_same_is_stored_whatever_the_order_of_sets():
    code = (
        "import hashlib, json; from tests.figures.gallery import SCENES;"
        "told = [make()._repr_mimebundle_()[0] for make in SCENES.values()];"
        "text = ''.join(one['text/html'] + one['text/plain'] for one in told);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=notebooks.ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(seen) == 1


def test_mathdl_is_imported_without_sympy():
    code = (
        "import sys, mathdl, mathdl.plot, mathdl.widgets; print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


def test_everything_named_is_there():
    assert sorted(scenes.__all__) == scenes.__all__
    assert all(hasattr(scenes, name) for name in scenes.__all__)
