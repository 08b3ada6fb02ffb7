"""Every exercise has a solution; every coded one tells right from wrong."""

import importlib
import sys

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mathdl.exercises import _judge as core
from mathdl.exercises import judge, known_labels
from tests import book
from tests.exercises import reading
from tools import notebooks
from tools.chapter import ANSWERING, EXERCISES, WRONG

CHAPTERS = [p for p in book.chapters() if "chapters" in p.path.parts]
CODED = [(page, one) for page in CHAPTERS for one in reading.coded(page)]


def is_whole(label: str) -> bool:
    """Whether all answers are whole numbers, which float32 holds exactly."""
    exercise = core._find(label)
    answers = [exercise.answer]
    if callable(exercise.answer):
        answers = [exercise.answer(*case) for case in exercise.cases()]
    return all(np.array_equal(one, np.round(one)) for one in answers)


def each(pages):
    return pytest.mark.parametrize("page", pages, ids=str)


each_coded = pytest.mark.parametrize(
    ("page", "exercise"), CODED, ids=[one.label for _, one in CODED]
)


@each(CHAPTERS)
def test_a_chapter_has_8_to_12_exercises_and_5_answer_back(page):
    least, most = EXERCISES[0], EXERCISES[-1]
    count, answering = len(reading.labels(page)), len(reading.coded(page))
    assert count in EXERCISES, f"{page} has {count}: {least} to {most} are due"
    assert answering >= ANSWERING, (
        f"{answering} exercises of {page} answer back by check(…): at least "
        f"{ANSWERING} are due"
    )


@each(book.chapters())
def test_every_exercise_has_a_folded_solution(page):
    assert reading.unsolved(page) == []
    assert reading.solving_nothing(page) == []
    assert reading.unfolded(page) == []


@each(book.chapters())
def test_a_check_stands_below_its_exercise_and_is_not_attempted(page):
    assert reading.unasked(page) == []
    assert reading.not_open(page) == []


@each(book.chapters())
def test_coded_exercises_are_those_that_mathdl_knows(page):
    coded = [one.label for one in reading.coded(page)]
    assert sorted(coded) == sorted(known_labels(page.name))


@each_coded
def test_the_printed_solution_is_right(page, exercise, capsys):
    reading.solve(page, exercise)
    assert capsys.readouterr().out.startswith(f"✓ {exercise.label}: ")


def kept(page):
    """Return the answers kept in tests/exercises/wrong/<chapter>.py.

    That module holds ``WRONG``: for each label of a coded exercise, a list of pairs
    ``(answer, part of the hint)``, with an empty text where no hint is asked for. It
    may hold ``RIGHT``: right answers in other styles, a list for each label.
    """
    name = page.name.replace("-", "_")
    return importlib.import_module(f"tests.exercises.wrong.{name}")


@each_coded
def test_wrong_answers_are_rejected_with_their_hints(page, exercise):
    wrong = kept(page).WRONG[exercise.label]
    hinted = sum(hint != "" for _, hint in wrong)
    assert hinted >= WRONG, (
        f"{exercise.label} has {hinted} wrong answers with a hint in "
        f"tests/exercises/wrong: at least {WRONG} are due"
    )
    for answer, expected in wrong:
        verdict = judge(exercise.label, answer)
        assert verdict.status == "wrong", f"{answer} is accepted"
        hint = verdict.text.partition("Hint: ")[2]
        assert expected in hint, verdict.text


@each_coded
def test_right_answers_in_other_styles_are_right(page, exercise):
    for answer in getattr(kept(page), "RIGHT", {}).get(exercise.label, []):
        verdict = judge(exercise.label, answer)
        assert verdict.status == "right", verdict.text


@each(CHAPTERS)
def test_answers_are_kept_for_exercises_of_the_chapter_alone(page):
    known = {one.label for one in reading.coded(page)}
    assert set(kept(page).WRONG) == known
    assert set(getattr(kept(page), "RIGHT", {})) <= known


# Nonsense


def stops(*_):
    raise RuntimeError("no idea")


def recurses(*arguments):
    return recurses(*arguments)


def forgets(*arguments):
    len(arguments)


def forges(*_):
    raise ValueError("no\n✓ ex-page-a: right.")


def nest(*_):
    inner = []
    inner.append(inner)
    return inner


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no repr")

    def __array__(self, *_, **__):
        raise RuntimeError("no array")


NONSENSE = {
    "a string": "forty-two",
    "an array of another shape": np.zeros((7, 1, 3)),
    "an empty array": np.zeros((0, 2)),
    "a ragged list": [[1, 2], [3]],
    "a dictionary": {"answer": 42},
    "an object": Unprintable(),
    "a class": Unprintable,
    "a function of nothing": lambda: 1,
    "a function of too much": lambda a, b, c, d, e, f, g: 1,
    "a function that stops": stops,
    "a function that ends Python": lambda *_: sys.exit("over"),
    "a function that forges a verdict": forges,
    "a function that never ends": recurses,
    "a function without return": forgets,
    "a function that returns nan": lambda *_: np.nan,
    "a function that returns infinities": lambda *_: np.full((2, 2), np.inf),
    "a function that returns a string": lambda *_: "forty-two",
    "a function that returns bytes": lambda *_: b"42",
    "a function that returns truth": lambda *_: True,
    "a function that returns complex numbers": lambda *_: np.full((2, 2), 1 + 2j),
    "a function that returns a nest": nest,
    "a function that returns more than fits": lambda *_: np.broadcast_to(
        0.0, (10**6, 10**7)
    ),
    "a function that returns a function": lambda *_: stops,
    "a function that returns an object": lambda *_: Unprintable(),
    "a function that returns an empty list": lambda *_: [],
    "a function that returns a large array": lambda *_: np.zeros((50, 50, 50)),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
@each_coded
def test_nonsense_is_explained(page, exercise, answer):
    verdict = judge(exercise.label, answer)
    assert verdict.status == "wrong"
    assert 10 < len(verdict.text) <= 300, verdict.text
    assert len(verdict.text.splitlines()) == 1, verdict.text
    assert "✓" not in verdict.text
    assert "Traceback" not in verdict.text
    assert ".py" not in verdict.text
    assert " at 0x" not in verdict.text


@each_coded
def test_an_answer_that_does_not_end_is_stopped(page, exercise, monkeypatch):
    def loops(*_):
        while True:
            pass

    monkeypatch.setattr(core, "SECONDS", 0.1)
    verdict = judge(exercise.label, loops)
    assert "does every loop end, and soon?" in verdict.text


@each_coded
def test_answers_of_another_kind_are_named(page, exercise):
    right = right_answer(page, exercise.label)

    def said(change):
        return judge(exercise.label, lambda *given: change(right(*given))).text

    assert "complex" in said(lambda a: np.asarray(a) + 5j)
    assert "text" in said(lambda a: np.asarray(a).astype(str))
    assert "text" in said(lambda a: np.asarray(a).astype(bytes))
    single = said(lambda a: np.asarray(a, np.float32))
    assert "float32" in single or is_whole(exercise.label)
    assert "is right to 7 digits" in said(lambda a: np.asarray(a) * (1 + 5e-8))


@each_coded
def test_no_answer_is_no_mistake(page, exercise):
    for answer in (None, ..., lambda *_: ...):
        assert judge(exercise.label, answer).status == "todo"


def right_answer(page, label):
    module = importlib.import_module(f"mathdl.exercises.{page.name.replace('-', '_')}")
    (found,) = (e for e in module.EXERCISES if e.label == label)
    return found.answer


def spoil(argument) -> bool:
    """Change the arrays in an argument; return whether there are any."""
    if isinstance(argument, np.ndarray):
        argument += 1
        return argument.size > 0
    if isinstance(argument, list | tuple):
        return any([spoil(part) for part in argument])
    return False


def careful_copy(argument):
    if isinstance(argument, list | tuple):
        return type(argument)(careful_copy(part) for part in argument)
    return argument.copy() if isinstance(argument, np.ndarray) else argument


@each_coded
def test_an_answer_that_changes_its_argument_is_told(page, exercise):
    right = right_answer(page, exercise.label)
    spoiled = []

    def spoils(*arguments):
        result = right(*careful_copy(arguments))
        spoiled.append(any([spoil(argument) for argument in arguments]))
        return result

    verdict = judge(exercise.label, spoils)
    if any(spoiled):
        assert verdict.status == "wrong"
        assert "changes its argument" in verdict.text
    assert judge(exercise.label, right).status == "right"


# The tests themselves

EXERCISE = "```{exercise}\n:label: ex-page-a\n\nWhat is 1 + 1?\n```\n"
SOLUTION = (
    "````{solution} ex-page-a\n:label: sol-page-a\n:class: dropdown\n\n"
    "```python\nanswer = 2\n```\n````\n"
)
OPEN = "· ex-page-a: not attempted yet. Write your answer."


def made(prose, printed=OPEN, source='answer = ...\ncheck("ex-page-a", answer)'):
    output = new_output("stream", name="stdout", text=printed)
    cells = [
        new_code_cell("import numpy as np"),
        new_markdown_cell(prose),
        new_code_cell(source, outputs=[output]),
        new_markdown_cell(SOLUTION if "solution" not in prose else "End."),
    ]
    return book.page(notebooks.ROOT / "page.ipynb", new_notebook(cells=cells))


def test_a_good_page_passes():
    page = made(EXERCISE)
    assert reading.labels(page) == ["ex-page-a"]
    assert [one.label for one in reading.coded(page)] == ["ex-page-a"]
    assert reading.unsolved(page) == reading.solving_nothing(page) == []
    assert (
        reading.unfolded(page) == reading.unasked(page) == reading.not_open(page) == []
    )
    assert reading.printed_solution(page, "ex-page-a") == "answer = 2\n"


def test_faults_of_a_page_are_seen():
    assert reading.unsolved(made(EXERCISE.replace("-a", "-b"))) == ["ex-page-b"]
    assert reading.solving_nothing(made("No exercise.")) == ["ex-page-a"]
    assert reading.unfolded(made(SOLUTION.replace("dropdown", ""))) == ["ex-page-a"]
    assert reading.unasked(made("No exercise.")) == ["ex-page-a"]
    assert reading.not_open(made(EXERCISE, "✓ ex-page-a: right.")) == ["ex-page-a"]
    assert reading.not_open(made(EXERCISE, "")) == ["ex-page-a"]


def test_a_solution_without_code_is_seen():
    page = made(EXERCISE + SOLUTION.replace("```python", "```text"))
    with pytest.raises(AssertionError, match="ex-page-a has no single"):
        reading.printed_solution(page, "ex-page-a")


def test_a_solution_runs_after_the_imports():
    page = made(EXERCISE + SOLUTION.replace("answer = 2", "answer = np.add(1, 1)"))
    page.code[
        0
    ].source = "import numpy as np\ndef check(_, answer): seen.append(answer)"
    (exercise,) = reading.coded(page)
    page.code[0].source += "\nseen = []"
    exercise.line += "\nassert seen == [2]"
    reading.solve(page, exercise)
    exercise.line = exercise.line.replace("[2]", "[3]")
    with pytest.raises(AssertionError):
        reading.solve(page, exercise)
