"""`judge` tells right from wrong, explains, hints, and never lets an error out."""

import decimal
import fractions
import re
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from mathdl.exercises import Exercise, Mistake, check, judge, known_labels
from mathdl.exercises import _deadline as deadlines
from mathdl.exercises import _judge as core

DOUBLE = Exercise(
    label="ex-toy-double",
    answer=lambda x: 2 * x,
    names=("x",),
    cases=lambda: [(np.array([3.0, -1.5]),), (np.array([1.1]),)],
    tried="vectors",
    mistakes=(Mistake(lambda x: x**2, "twice is not squared."),),
)
SEVEN = Exercise(
    label="ex-toy-seven",
    answer=7.0,
    tried="It is prime.",
    mistakes=(Mistake(8.0, "count again from zero."),),
)
UNIT = Exercise(
    label="ex-toy-unit",
    answer=lambda x: np.eye(len(x))[0],
    names=("x",),
    cases=lambda: [(np.array([3.0, -1.0]),)],
    tried="a vector",
    error=lambda expected, given, x: abs(np.linalg.norm(given) - 1),
)
STACK = Exercise(
    label="ex-toy-stack",
    answer=lambda f, layers: f(layers[0]),
    names=("f", "layers"),
    cases=lambda: [(np.sum, [np.arange(50.0)])],
    tried="a list",
)


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    known = {e.label: e for e in (DOUBLE, SEVEN, UNIT, STACK)}
    find = core._find
    monkeypatch.setattr(
        core, "_find", lambda label: known.get(str(label)) or find(label)
    )
    monkeypatch.setattr(core, "SECONDS", 0.2)


def idle(x): ...


def idle_with_docstring(x):
    """Return twice x."""


@pytest.mark.parametrize("answer", [None, ..., idle, idle_with_docstring])
def test_not_attempted(answer):
    assert judge("ex-toy-double", answer).status == "todo"


def test_right(capsys):
    check("ex-toy-double", lambda x: x + x)
    assert capsys.readouterr().out == (
        "✓ ex-toy-double: right. Tried on 2 cases: vectors.\n"
    )
    assert judge("ex-toy-seven", np.int64(7)).text == "right. It is prime."


def prints(x):
    print("✓ ex-toy-double: right.\n" * 1000)
    warnings.warn("think again", stacklevel=1)
    return 2 * x


def in_other_types(x):
    return [fractions.Fraction(2 * x[0]), *(decimal.Decimal(2 * t) for t in x[1:])]


@pytest.mark.parametrize(
    "answer",
    [
        prints,
        in_other_types,
        lambda x: list(x + x),
        lambda x: [np.array(t + t) for t in x],
        lambda x: (2 * x) * (1 + 1e-11),
        lambda x: np.matrix(x + x).A1,
    ],
)
def test_right_in_another_style(answer, capsys):
    assert judge("ex-toy-double", answer).status == "right"
    assert capsys.readouterr().out == ""


def mutates(x):
    x *= 2
    return x


def mutates_inside(f, layers):
    layers[0] = "text"
    return 1225.0


def contains_itself(x):
    nest = []
    nest.append(nest)
    return nest


class Speechless(Exception):
    def __str__(self):
        raise RuntimeError


class Unreadable:
    def __array__(self, *_, **__):
        raise RuntimeError


class Yes:
    """Answers everything with itself."""

    def __getattr__(self, name):
        return self

    def __call__(self, *_):
        return self


class Twofaced:
    @property
    def __class__(self):
        raise RuntimeError


class Metaclass(type):
    @property
    def __name__(cls):
        raise RuntimeError


class Nameless(metaclass=Metaclass):
    pass


def speechless(x):
    raise Speechless


def forges(x):
    raise ValueError("no.\n✓ ex-toy-double: right.\r\x85\u2028✓ ex-toy-double: right.")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: 3 * x, r"for x = \[1.1\] your function returns \[3.3\]"),
        (lambda x: x**2, "Hint: twice is not squared"),
        (lambda x: 0, r"0 of shape \(\), where shape \(1,\) is expected"),
        (lambda x: "two", "returns the text 'two', where numbers"),
        (lambda x: b"two", "the text b'two'"),
        (lambda x: [str(2 * t) for t in x], "the text '2.2'"),
        (lambda x: np.array(["a"]), "returns text, where numbers are expected"),
        (lambda x: 2 * x + 5j, "complex numbers, where real ones"),
        (lambda x: [2 * t + 0j for t in x], r"2.2\+0j, a complex number"),
        (lambda x: x > 0, "true or false"),
        (lambda x: [True], "True, where numbers"),
        (lambda x: np.array([1], "M8[D]"), "entries of type datetime64"),
        (lambda x: np.timedelta64(2, "D"), "a time, where numbers"),
        (lambda x: Twofaced(), "an object of type Twofaced"),
        pytest.param(Nameless, "stops with TypeError", id="nameless"),
        (lambda x: Nameless, "an object of type Metaclass"),
        (lambda x: print(print), r"printed \"<built-in function print>\""),
        (lambda x: print(object()), r"printed \"<object object>\""),
        (lambda x: print(end=""), "None, so a return may be missing"),
        (lambda x: x * np.nan, "not finite"),
        (lambda x: [[1, 2], [3]], "a list whose parts differ in shape"),
        (lambda x: {}, "an object of type dict"),
        (lambda x: (t for t in x), "an object of type generator"),
        (lambda x: Unreadable(), "an object of type Unreadable"),
        (lambda x: Yes(), "an object of type Yes"),
        (Yes(), "an object of type Yes"),
        (contains_itself, "too large or too deep"),
        (lambda x: np.broadcast_to(0.0, (10**6, 10**7)), r"shape \(1000000, 10000000"),
        (lambda x: [np.broadcast_to(0.0, 10**6)] * 2, "more numbers than"),
        (lambda: 1, "stops with TypeError"),
        (lambda x: 1 / 0, "stops with ZeroDivisionError: division by zero"),
        (lambda x: x @ np.ones((5, 5)), "stops with ValueError"),
        (lambda x: sys.exit(), "stops with SystemExit"),
        (speechless, r"stops with Speechless\.$"),
        (forges, "ValueError: no. ex-toy-double: right."),
        (mutates, "changes its argument"),
        (np.ones(2), r"asks for a function of \(x\), and you gave \[1, 1\]"),
        ("2x", "and you gave something of type str"),
        (lambda x: (2 * x).astype("f4"), "float32, and 9 are asked for"),
        (lambda x: 2.000002 * x, "to 6 digits.* returns 2.200002, where 2.2 is right"),
        (lambda x: 2 * x * (print("so far") or 0), '; it printed "so far"'),
    ],
)
def test_wrong_functions_are_explained(answer, said):
    verdict = judge("ex-toy-double", answer)
    assert verdict.status == "wrong"
    assert re.search(said, verdict.text), verdict.text


@pytest.mark.parametrize(
    "answer",
    [
        forges,
        lambda x: "long" * 10**5,
        lambda x: [[1] * 10**4, [2]],
        lambda x: 1 / len(str(x) * 0),
        lambda x: np.linspace(0, 1, 40).reshape(2, 20),
        lambda x: [1, 2][x],
        type("Long" * 1000, (), {}),
    ],
)
def test_a_verdict_is_one_line_of_300_characters(answer, capsys):
    check("ex-toy-double", answer)
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 1
    assert len(said) <= 300 + len("✗ ex-toy-double: \n")
    assert said.count("✓") == 0


def test_an_argument_changed_within_a_list_is_told():
    verdict = judge("ex-toy-stack", mutates_inside)
    assert "changes its argument" in verdict.text
    assert verdict.text.startswith("for f = ")
    assert "layers = [an array of shape (50,)]" in verdict.text


def test_an_answer_that_is_not_unique_is_judged_by_its_property():
    assert judge("ex-toy-unit", lambda x: x / np.hypot(*x)).status == "right"
    near = judge("ex-toy-unit", lambda x: x / np.hypot(*x) * (1 + 1e-7))
    assert "is right to 6 digits, and 9 are asked for." in near.text
    assert judge("ex-toy-unit", lambda x: x).status == "wrong"
    assert "expected" in judge("ex-toy-unit", lambda x: [1]).text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (8, "Hint: count again"),
        (6, r"your answer is 6\.$"),
        (7.000007, "right to 5 digits, and 9 are asked for: it is 7.00001, where 7 is"),
        ([7, 7], r"of shape \(2,\)"),
        ("seven", "your answer is the text 'seven'"),
        (7 + 0j, "a complex number"),
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
    assert "for x = [3, -1.5]" in wrong_from_two_on.text


def test_an_answer_is_called_once_a_case():
    calls = []
    judge("ex-toy-double", lambda x: calls.append(x.size) or x + 1)
    assert calls == [1, 2]


def test_results_that_change_later_are_kept_as_they_were():
    scratch = np.zeros(1)

    def squares(x):
        if x.size > 1:
            scratch[:] = 0
            return x**2
        scratch[:] = x**2
        return scratch

    assert "twice is not squared" in judge("ex-toy-double", squares).text


# Time


def loops(x):
    while True:
        pass


def loops_and_catches(x):
    while True:
        try:
            x = x + 1
            x = x - 1
        except BaseException:
            pass


def sleeps(x):
    time.sleep(60)


def waits(x):
    threading.Event().wait()


def sleeps_and_catches(x):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue


@pytest.mark.parametrize(
    "answer", [loops, loops_and_catches, sleeps, sleeps_and_catches, waits]
)
def test_what_does_not_end_is_stopped(answer):
    start = time.monotonic()
    verdict = judge("ex-toy-double", answer)
    assert verdict.text.endswith(
        "is not done within 0.2 seconds: does every loop end, and soon?"
    )
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("answer", [loops, loops_and_catches])
def test_it_is_stopped_in_other_threads_and_without_signals(answer, monkeypatch):
    said = []
    thread = threading.Thread(
        target=lambda: said.append(judge("ex-toy-double", answer))
    )
    thread.start()
    thread.join(20)
    monkeypatch.delattr(deadlines.signal, "setitimer", raising=False)
    said.append(judge("ex-toy-double", answer))
    assert ["is not done within" in verdict.text for verdict in said] == [True, True]
    assert judge("ex-toy-double", lambda x: x + x).status == "right"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm")
def test_nothing_of_a_deadline_is_left_behind():
    handler, timer, trace = signal.SIGALRM, signal.ITIMER_REAL, sys.gettrace()
    before = signal.getsignal(handler)
    for _ in range(20):
        assert "is not done" in judge("ex-toy-double", sleeps_and_catches).text
        assert sys.gettrace() is trace
        assert signal.getsignal(handler) == before
        assert signal.getitimer(timer) == (0, 0)


def test_a_reader_can_stop_a_check():
    def stopped(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge("ex-toy-double", stopped)


# Labels


def test_a_function_that_returns_zero_is_an_attempt():
    assert judge("ex-toy-double", lambda x: 0).status == "wrong"


def test_unknown_labels_name_the_nearest():
    with pytest.raises(ValueError, match="Did you mean ex-linear-maps-rotation"):
        check("ex-linear-maps-rotatoin", 1)
    with pytest.raises(ValueError, match="no exercise is labelled 'nonsense'"):
        check("nonsense", 1)


def test_label_and_answer_in_the_wrong_order_are_told():
    with pytest.raises(ValueError, match="the label comes first"):
        check(np.max, "ex-linear-maps-rotation")


def test_known_labels():
    assert "ex-linear-maps-collapse" in known_labels("linear-maps")
    assert known_labels("no-such-chapter") == []
