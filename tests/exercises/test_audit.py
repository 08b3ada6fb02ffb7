"""The cases of every coded exercise have teeth, and the audit of them has some too."""

import importlib
from dataclasses import replace

import numpy as np
import pytest

from mathdl.exercises import Exercise, Mistake
from mathdl.exercises import _judge as core
from tests.exercises.audit import audit
from tools import notebooks

ALL = [
    exercise
    for chapter in core.known_chapters()
    for exercise in importlib.import_module(
        f"mathdl.exercises.{chapter.replace('-', '_')}"
    ).EXERCISES
]


@pytest.mark.parametrize("exercise", ALL, ids=[one.label for one in ALL])
def test_the_cases_tell_wrong_answers_apart(exercise):
    assert audit(exercise) == []


def test_the_exercise_of_a_new_chapter_passes():
    text = (notebooks.ROOT / "tools/template/exercises.py").read_text("utf-8")
    namespace = {}
    exec(text.replace("CHAPTER", "toy"), namespace)
    for exercise in namespace["EXERCISES"]:
        assert audit(exercise) == []


# The audit itself


def vectors():
    rng = np.random.default_rng(0)
    yield (np.array([3.0, 4.0]),)
    for n in (1, 2, 3, 5):
        yield (rng.normal(size=n),)
    yield (np.array([1.0, -2.0, 9.0]),)


GOOD = Exercise(
    label="ex-toy-normalize",
    answer=lambda x: x / np.sqrt(np.sum(x**2)),
    names=("x",),
    cases=vectors,
    tried="vectors",
    mistakes=(
        Mistake(lambda x: x / np.sum(x**2), "take the root."),
        Mistake(lambda x: -x / np.sqrt(x @ x), "keep the sign.", ("x negated",)),
    ),
)


def test_a_good_exercise_passes():
    assert audit(GOOD) == []


def only(*keep):
    return lambda: [(np.array(x, float),) for x in keep]


@pytest.mark.parametrize(
    ("cases", "missing"),
    [
        (only([3, 4], [2, 1], [1]), "'x rounded'"),
        (only([3.5, 4], [2.5, 1], [1]), "'x absolute'"),
        (only([-3.5, -3.5], [2.5]), "'x permuted'"),
        (only([-3.5, 4], [2.5], [1, 2, 3]), "'x fixed'"),
        (only([-3.5, 4], [2.5, 1]), "'x of length 1'"),
        (only([-3.5, -4], [2.5, 1], [1]), "'x largest last'"),
        (only([-3.5, -40], [2.5, 1], [1]), "'x largest last'"),
        (only([1], [-1.2]), "'answer rounded'"),
        (only([0.3], [0.4, 2.5]), "'answer clipped'"),
        (only([1], [1.2]), "'answer as int'"),
        (only([1], [-1.2]), "'answer in float32'"),
    ],
)
def test_cases_without_teeth_are_seen(cases, missing):
    said = audit(replace(GOOD, cases=cases, mistakes=()))
    assert any(f"nothing tells {missing} apart" in line for line in said), said


def test_corners_of_matrices_and_counts_are_asked_for():
    product = replace(
        GOOD,
        answer=lambda X, k: k * X,
        names=("X", "k"),
        cases=lambda: [(np.arange(6.0).reshape(2, 3), 1)],
        mistakes=(),
    )
    said = " ".join(audit(product))
    for corner in ("with one row", "with one column", "square", "dependent"):
        assert f"'X {corner}'" in said
    assert "'k zero'" in said
    assert "'k negated'" not in said


def test_a_declaration_needs_a_need():
    rounded = {"x rounded": "entries are whole"}
    whole = replace(GOOD, cases=only([3, 4], [2, 1], [1]), mistakes=())
    assert not any("rounded" in s for s in audit(replace(whole, invariant=rounded)))
    assert "drop the declaration" in audit(replace(GOOD, invariant=rounded))[0]


def test_ties_are_seen():
    def steps(x):
        return np.floor(x)

    tie = replace(GOOD, answer=steps, cases=only([0.5], [2, 3]), mistakes=())
    assert any("case 1 changes when x moves" in line for line in audit(tie))
    moved = replace(tie, cases=only([0.5], [2.5, 3.5]))
    assert not any("moves" in line for line in audit(moved))


@pytest.mark.parametrize(
    ("mistakes", "said"),
    [
        ([Mistake(lambda x: x / np.hypot.reduce(x), "right.")], "no case shows"),
        ([GOOD.mistakes[0], replace(GOOD.mistakes[0], hint="square.")], "two mistakes"),
        ([GOOD.mistakes[0], replace(GOOD.mistakes[0], hint="it.")], "another hint"),
        ([replace(GOOD.mistakes[1], changes=())], "'x negated' from the mistake"),
        ([replace(GOOD.mistakes[0], changes=("x negated",))], "is not the mistake"),
        ([replace(GOOD.mistakes[0], hint="long" * 50 + ".")], "too long a hint"),
        ([replace(GOOD.mistakes[0], hint="no end")], "without an end"),
    ],
)
def test_mistakes_are_audited(mistakes, said):
    found = audit(replace(GOOD, mistakes=tuple(mistakes)))
    assert any(said in line for line in found), found


def test_an_exercise_that_asks_for_a_value_is_audited_for_its_hints():
    seven = replace(GOOD, answer=7.0, cases=lambda: [()], names=(), mistakes=())
    assert audit(seven) == []
    found = audit(replace(seven, mistakes=(Mistake(7.0, "no."),)))
    assert found == ["no case shows the mistake: no."]
