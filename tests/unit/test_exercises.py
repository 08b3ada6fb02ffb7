"""`judge` tells right from wrong, explains, hints, and never lets an error out."""

import re

import numpy as np
import pytest

from mathdl.exercises import Exercise, Mistake, check, judge, known_labels
from mathdl.exercises import _judge as core

DOUBLE = Exercise(
    label="ex-toy-double",
    answer=lambda x: 2 * x,
    names=("x",),
    cases=lambda: [(np.array([3.0, -1.0]),), (np.array([1.0]),)],
    tried="two vectors",
    mistakes=(Mistake(lambda x: x**2, "twice is not squared."),),
)
SEVEN = Exercise(
    label="ex-toy-seven",
    answer=7.0,
    tried="It is prime.",
    mistakes=(Mistake(8.0, "count again from zero."),),
)


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    known = {e.label: e for e in (DOUBLE, SEVEN)}
    find = core._find
    monkeypatch.setattr(core, "_find", lambda label: known.get(label) or find(label))


def idle(x): ...


def idle_with_docstring(x):
    """Return twice x."""


@pytest.mark.parametrize("answer", [None, ..., idle, idle_with_docstring])
def test_not_attempted(answer):
    assert judge("ex-toy-double", answer).status == "todo"


def test_right(capsys):
    check("ex-toy-double", lambda x: x + x)
    assert capsys.readouterr().out == (
        "✓ ex-toy-double: right. Tried on two vectors.\n"
    )
    assert judge("ex-toy-seven", np.int64(7)).status == "right"


def mutates(x):
    x *= 2
    return x


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: 3 * x, r"for x = \[1\] you return \[3\]"),
        (lambda x: x**2, "Hint: twice is not squared"),
        (lambda x: 0, r"of shape \(\); shape \(1,\) is expected"),
        (lambda x: "two", "the text 'two', where numbers are expected"),
        (lambda x: print(end=""), "None: is there a return"),
        (lambda x: x * np.nan, "not finite"),
        (lambda x: [[1, 2], [3]], "can't be read as an array"),
        (lambda x: {}, "an object of type dict"),
        (lambda: 1, "stops with TypeError"),
        (lambda x: 1 / 0, "stops with ZeroDivisionError: division by zero"),
        (lambda x: x @ np.ones((5, 5)), "stops with ValueError"),
        (mutates, "changes its argument"),
        (np.ones(2), "asks for a function of \\(x\\)"),
        ("2x", "asks for a function"),
    ],
)
def test_wrong_functions_are_explained(answer, said):
    verdict = judge("ex-toy-double", answer)
    assert verdict.status == "wrong"
    assert re.search(said, verdict.text), verdict.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (8, "Hint: count again"),
        (6, "your answer is 6"),
        ([7, 7], r"of shape \(2,\)"),
        ("seven", "the text 'seven'"),
        (np.nan, "not finite"),
        (lambda: 7, "asks for a value"),
    ],
)
def test_wrong_values_are_explained(answer, said):
    verdict = judge("ex-toy-seven", answer)
    assert verdict.status == "wrong"
    assert re.search(said, verdict.text), verdict.text


def test_the_smallest_failing_case_is_shown():
    wrong_from_two_on = judge("ex-toy-double", lambda x: 2 * x if x.size < 2 else x)
    assert "for x = [3, -1]" in wrong_from_two_on.text


def test_a_function_that_returns_zero_is_an_attempt():
    assert judge("ex-toy-double", lambda x: 0).status == "wrong"


def test_unknown_labels_name_the_nearest():
    with pytest.raises(ValueError, match="Did you mean ex-linear-maps-rotation"):
        check("ex-linear-maps-rotatoin", 1)
    with pytest.raises(ValueError, match="no exercise is labelled 'nonsense'"):
        check("nonsense", 1)


def test_known_labels():
    assert "ex-linear-maps-collapse" in known_labels("linear-maps")
    assert known_labels("no-such-chapter") == []


def test_every_reference_answer_passes_its_own_check():
    for exercise in core._module("linear_maps").EXERCISES:
        assert judge(exercise.label, exercise.answer).status == "right"


def test_every_known_mistake_is_wrong_and_gets_its_hint():
    for exercise in core._module("linear_maps").EXERCISES:
        for mistake in exercise.mistakes:
            verdict = judge(exercise.label, mistake.answer)
            assert verdict.status == "wrong", (exercise.label, mistake.hint)
            assert mistake.hint in verdict.text, (exercise.label, verdict.text)
