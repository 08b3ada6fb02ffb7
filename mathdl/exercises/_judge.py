"""How an answer is judged: run it on cases, explain the smallest failure, hint."""

import difflib
import dis
import importlib
import pkgutil
import time
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mathdl.exercises import _words
from mathdl.exercises._running import Outcome, outcome

SYMBOL = {"todo": "·", "right": "✓", "wrong": "✗"}

# The modules beside this one that hold no chapter's exercises.
TOOLS = {"results"}

SECONDS = 10.0  # for all calls of one check
HINT_SECONDS = 2.0  # for more calls, that a hint may need
LONGEST = 300  # characters of a verdict, with its hint

RIGHT = 1e-9  # errors up to this are right
NEAR = 1e-5  # and up to this one, the digits that are right are counted
SINGLE = 1e-4  # what float32 may lose, which keeps 7 digits

# The instructions of a function with nothing but `...` for a body.
_IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


def distance(expected: object, given: object, *_case: object) -> np.ndarray:
    """Return how far each entry is from right, relative to the largest that is right.

    Parameters
    ----------
    expected, given : array_like
        Real numbers, of one shape.
    """
    expected, given = np.asarray(expected, float), np.asarray(given, float)
    scale = np.max(np.abs(expected), initial=0)
    with np.errstate(all="ignore"):  # a wrong answer may be as large as it likes
        return np.abs(expected - given) / (scale or 1)


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to those who give it.

    ``answer`` takes what the exercise's function takes and returns what one who makes
    the mistake would return (for an exercise that asks for a value: the wrong value).
    ``changes`` names the changes of the right answer that the tests try
    ("theta negated") and that are this very mistake.
    """

    answer: object
    hint: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """A coded exercise: its answer, the cases to try, the mistakes to expect.

    Parameters
    ----------
    label : str
        ``ex-<chapter>-<name>``, as in the chapter.
    answer : callable or value
        The right answer: a function, or the value that is asked for.
    tried : str
        What the cases are, in the reader's words ("matrices from 1×1 to 5×5").
    cases : callable
        Returns argument tuples of the function; they are tried smallest first.
    names : tuple of str
        The names of the function's arguments, as the exercise calls them.
    mistakes : tuple of Mistake
        Wrong answers that deserve a hint of their own.
    invariant : mapping of str to str
        Changes that make no difference or can't be ("x permuted"), and why; the tests
        ask for cases that tell all others apart.
    error : callable
        ``error(expected, given, *case)``: how far an answer is from right, relative to
        its size; for answers that are not unique, how far from having the property
        that is asked for. ``given`` has the shape of ``expected`` and is finite.
    """

    label: str
    answer: object
    tried: str
    cases: Callable[[], Iterable[tuple]] = field(default=lambda: [()])
    names: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    invariant: Mapping[str, str] = field(default_factory=dict)
    error: Callable[..., object] = distance


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer: ``status`` is "todo", "right" or "wrong"."""

    status: str
    text: str


def check(label: str, answer: object) -> None:
    """Print a verdict on an answer to the exercise ``label``.

    Parameters
    ----------
    label : str
        The exercise's label, such as ``"ex-linear-maps-reflection"``.
    answer : callable or value
        The learner's answer. It is given copies and is never changed. What it prints
        is not shown; a call that does not end is stopped.

    Raises
    ------
    ValueError
        If no exercise has this label; the message names the nearest ones.
    """
    verdict = judge(label, answer)
    print(f"{SYMBOL[verdict.status]} {label}: {verdict.text}")


def judge(label: str, answer: object) -> Verdict:
    """Judge an answer to the exercise ``label``; see `check`."""
    exercise = _find(label)
    if answer is None or answer is Ellipsis or _is_idle(answer):
        return Verdict(
            "todo",
            "not attempted yet. Write your answer in place of ... and run the cell.",
        )
    if callable(exercise.answer):
        if not callable(answer):
            return _wrong(_no_function(exercise, answer))
        return _judge(exercise, answer)
    if callable(answer):
        return _wrong("this exercise asks for a value, and you gave a function")
    return _judge(_as_function(exercise), _constant(answer), "your answer")


def known_labels(chapter: str) -> list[str]:
    """List the labels of a chapter's coded exercises (``"linear-maps"``)."""
    name = chapter.replace("-", "_")
    if name not in _chapters():
        return []
    return [e.label for e in _module(name).EXERCISES]


def known_chapters() -> list[str]:
    """List the chapters that have coded exercises (``"linear-maps"``)."""
    return [name.replace("_", "-") for name in _chapters()]


def _chapters() -> list[str]:
    """Return the modules beside this one that hold exercises, longest name first."""
    package = importlib.import_module(__package__)
    names = [m.name for m in pkgutil.iter_modules(package.__path__)]
    chapters = [n for n in names if not n.startswith("_") and n not in TOOLS]
    return sorted(chapters, key=len, reverse=True)


def _module(name: str):
    return importlib.import_module(f"{__package__}.{name}")


def _find(label: str) -> Exercise:
    if type(label) is not str:
        raise ValueError('the label comes first: check("ex-…", your_answer)')
    for name in _chapters():
        if label.startswith(f"ex-{name.replace('_', '-')}-"):
            for exercise in _module(name).EXERCISES:
                if exercise.label == label:
                    return exercise
    known = [one for name in _chapters() for one in known_labels(name)]
    near = difflib.get_close_matches(label, known, n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    said = _words.one_line(repr(label), 60)
    raise ValueError(f"no exercise is labelled {said}.{meant}")


def _is_idle(answer: object) -> bool:
    """Whether a function has nothing but ``...``, ``pass`` or a docstring inside."""
    if type(answer) is not types.FunctionType:
        return False
    steps = list(dis.get_instructions(answer))
    constants = [s.argval for s in steps if s.opname in ("LOAD_CONST", "RETURN_CONST")]
    return all(s.opname in _IDLE for s in steps) and all(
        value is None or value is Ellipsis for value in constants
    )


def _no_function(exercise: Exercise, answer: object) -> str:
    numbers = outcome(_constant(answer), (), SECONDS).numbers
    gave = "something of type " + _words.type_name(answer)
    if numbers is not None:
        gave = _words.shown(numbers)
    names = ", ".join(exercise.names)
    return f"this exercise asks for a function of ({names}), and you gave {gave}"


def _as_function(exercise: Exercise) -> Exercise:
    """Return an exercise that asks for a value as one for a function of nothing."""
    mistakes = (replace(m, answer=_constant(m.answer)) for m in exercise.mistakes)
    return replace(
        exercise, answer=_constant(exercise.answer), mistakes=tuple(mistakes)
    )


def _constant(value: object) -> Callable[[], object]:
    return lambda: value


def _judge(
    exercise: Exercise, function: Callable, subject: str = "your function"
) -> Verdict:
    """Call a function on one case after the other, until one shows a fault."""
    end = time.monotonic() + SECONDS
    cases = sorted(exercise.cases(), key=_weight)
    outcomes: list[Outcome] = []
    for case in cases:
        outcomes.append(outcome(function, case, end - time.monotonic()))
        complaint = _complaint(exercise, case, outcomes[-1])
        if complaint:
            return _wrong(
                _sentence(exercise, case, subject, complaint, outcomes[-1].printed),
                _hint(exercise, function, cases, outcomes),
            )
    tried = exercise.tried
    if exercise.names:
        tried = f"Tried on {len(cases)} cases: {tried}."
    return Verdict("right", f"right. {tried}")


def _sentence(
    exercise: Exercise, case: tuple, subject: str, complaint: str, printed: str
) -> str:
    if subject == "your answer":
        return f"{subject} {complaint.replace('returns', 'is', 1)}"
    where = _words.described(exercise.names, case)
    also = f'; it printed "{printed}"' if printed else ""
    return f"{where} {subject} {complaint}{also}"


def _weight(case: tuple) -> tuple[int, float]:
    """Order cases by how many numbers they hold, then by how large these are."""
    numbers = _numbers(case)
    return numbers.size, float(np.abs(numbers).sum())


def _numbers(value: object) -> np.ndarray:
    """Return all numbers in arrays nested in lists and tuples, in order."""
    if isinstance(value, list | tuple):
        return np.concatenate([np.empty(0), *(_numbers(part) for part in value)])
    return np.empty(0) if callable(value) else np.ravel(np.asarray(value, float))


def _wrong(text: str, hint: str = "") -> Verdict:
    """Return the verdict "wrong": one line, and a hint on a line of its own."""
    hint = f"\n  Hint: {hint}" if hint else ""
    line = _words.one_line(text, LONGEST - 1 - len(hint)).rstrip(".")
    stop = "" if line.endswith(("?", "…")) else "."
    return Verdict("wrong", line + stop + hint)


# What one call says about an answer


def _complaint(exercise: Exercise, case: tuple, found: Outcome) -> str:
    """Say what is wrong with an outcome ("returns 3"), or return nothing if right."""
    if found.late:
        return f"is not done within {SECONDS:g} seconds: does every loop end, and soon?"
    if found.fault:
        return found.fault
    # The right answer is numbers too, read in the same way.
    expected = outcome(exercise.answer, case, SECONDS).numbers
    given = found.numbers
    if given.shape != expected.shape:
        return (
            f"returns {_words.shown(given)} of shape {given.shape}, "
            f"where shape {expected.shape} is expected"
        )
    if not np.all(np.isfinite(given)):
        return f"returns {_words.shown(given)}, which is not finite"
    with np.errstate(all="ignore"):
        errors = np.asarray(exercise.error(expected, given, *case), float)
    return _inexact(exercise, expected, found, errors)


def _inexact(
    exercise: Exercise, expected: np.ndarray, found: Outcome, errors: np.ndarray
) -> str:
    """Say how far an answer is from right, or return nothing if it is near enough."""
    error = np.max(errors, initial=0)
    if error <= RIGHT:
        return ""
    if found.single and error <= SINGLE:
        return (
            "is right, but only to the 7 digits or less of float32, and 9 are asked "
            "for: let it compute in float64, NumPy's default"
        )
    if not error <= NEAR:
        return f"returns {_words.shown(found.numbers)}"
    right = f"is right to {int(-np.log10(error))} digits, and 9 are asked for"
    if exercise.error is not distance:
        return right
    worst = np.unravel_index(np.argmax(errors), errors.shape)
    given, wanted = _first_difference(found.numbers[worst], expected[worst])
    return f"{right}: it returns {given}, where {wanted} is right"


def _first_difference(given: float, expected: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to tell them apart."""
    for digits in range(2, 18):
        texts = f"{given:.{digits}g}", f"{expected:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


# Hints


def _hint(
    exercise: Exercise,
    function: Callable,
    cases: list[tuple],
    outcomes: list[Outcome],
) -> str:
    """Return the hint of the mistake that explains what comes of all cases, if any.

    Cases that would take long are left out.
    """
    last = outcomes[-1]
    told = last.numbers is None and last.error is None  # late, or of another kind
    if told or not exercise.mistakes:
        return ""
    known, end = list(outcomes), time.monotonic() + HINT_SECONDS
    for case in cases[len(known) :]:
        found = outcome(function, case, end - time.monotonic())
        if found.late:
            break
        known.append(found)
    for mistake in exercise.mistakes:
        made = [outcome(mistake.answer, case, SECONDS) for case in cases[: len(known)]]
        if _explains(made, known):
            return mistake.hint
    return ""


def _explains(made: list[Outcome], known: list[Outcome]) -> bool:
    """Whether calls come to the same; errors alone have to say the same too."""
    if not all(map(_alike, made, known)):
        return False
    return any(one.numbers is not None for one in known) or all(
        one.fault == other.fault for one, other in zip(made, known, strict=True)
    )


def _alike(mistaken: Outcome, found: Outcome) -> bool:
    """Whether two calls came to the same, also in where it is not finite."""
    if mistaken.numbers is None or found.numbers is None:
        return found.error is not None and mistaken.error is found.error
    if mistaken.numbers.shape != found.numbers.shape:
        return False
    finite = np.isfinite(found.numbers)
    if not np.array_equal(np.isfinite(mistaken.numbers), finite):
        return False
    errors = distance(mistaken.numbers[finite], found.numbers[finite])
    return bool(np.all(errors <= (SINGLE if found.single else RIGHT)))
