"""How an answer is judged: run it on cases, explain the smallest failure, hint."""

import copy
import difflib
import dis
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

SYMBOL = {"todo": "·", "right": "✓", "wrong": "✗"}

# The modules beside this one that hold no chapter's exercises.
TOOLS = {"results"}

LARGEST_SHOWN = 40  # entries; beyond that a shape says more

# The instructions of a function with nothing but `...` for a body.
_IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


def agree(expected: object, given: object, *_case: object) -> bool:
    """Whether two arrays have one shape and are equal to 9 digits of their size."""
    expected, given = np.asarray(expected, float), np.asarray(given, float)
    if expected.shape != given.shape:
        return False
    scale = np.max(np.abs(expected), initial=0)
    return bool(np.all(np.abs(expected - given) <= 1e-9 * (scale or 1)))


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to those who give it.

    ``answer`` takes what the exercise's function takes and returns what one who makes
    the mistake would return (for an exercise that asks for a value: the wrong value).
    """

    answer: object
    hint: str


@dataclass(frozen=True)
class Exercise:
    """A coded exercise: its answer, the cases to try, the mistakes to expect.

    Parameters
    ----------
    label : str
        ``ex-<chapter>-<name>``, as in the chapter.
    answer : callable or value
        The right answer: a function, or the value that is asked for.
    cases : callable
        Returns argument tuples of the function; they are tried smallest first.
    tried : str
        What the cases are, in the reader's words ("40 matrices from 1×1 to 5×5").
    names : tuple of str
        The names of the function's arguments, as the exercise calls them.
    mistakes : tuple of Mistake
        Wrong answers that deserve a hint of their own.
    same : callable
        ``same(expected, given, *case)``: whether an answer is right; for answers that
        are not unique, it tests the property that is asked for.
    """

    label: str
    answer: object
    tried: str
    cases: Callable[[], Iterable[tuple]] = field(default=lambda: [()])
    names: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    same: Callable[..., bool] = agree


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
        The learner's answer. It is given copies and is never changed.

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
        return _judge_function(exercise, answer)
    return _judge_value(exercise, answer)


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
    for name in _chapters():
        if str(label).startswith(f"ex-{name.replace('_', '-')}-"):
            for exercise in _module(name).EXERCISES:
                if exercise.label == label:
                    return exercise
    known = [one for name in _chapters() for one in known_labels(name)]
    near = difflib.get_close_matches(str(label), known, n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    raise ValueError(f"no exercise is labelled {label!r}.{meant}")


def _is_idle(answer: object) -> bool:
    """Whether a function has nothing but ``...``, ``pass`` or a docstring inside."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return False
    steps = list(dis.get_instructions(code))
    constants = [s.argval for s in steps if s.opname in ("LOAD_CONST", "RETURN_CONST")]
    return all(s.opname in _IDLE for s in steps) and all(
        value is None or value is Ellipsis for value in constants
    )


def _judge_value(exercise: Exercise, given: object) -> Verdict:
    if callable(given):
        return _wrong("this exercise asks for a value, and you gave a function")
    unreadable = _unreadable(given)
    if unreadable:
        return _wrong(f"your answer is {unreadable}")
    if _same(exercise, exercise.answer, given):
        return Verdict("right", f"right. {exercise.tried}")
    for mistake in exercise.mistakes:
        if _same(exercise, mistake.answer, given):
            return _wrong(f"your answer is {_show(given)}", mistake.hint)
    return _wrong(f"your answer is {_show(given)}" + _shapes(exercise.answer, given))


def _judge_function(exercise: Exercise, function: object) -> Verdict:
    if not callable(function):
        return _wrong(
            f"this exercise asks for a function of ({', '.join(exercise.names)}), "
            f"and you gave {_show(function)}"
        )
    cases = sorted(exercise.cases(), key=_weight)
    for case in cases:
        fault = _fault(exercise, function, case)
        if fault:
            return _wrong(fault, _hint(exercise, function, cases))
    return Verdict("right", f"right. Tried on {exercise.tried}.")


def _fault(exercise: Exercise, function: Callable, case: tuple) -> str | None:
    """Say what is wrong with the function's answer on one case, or nothing."""
    given_case = copy.deepcopy(case)
    where = _describe(exercise.names, case)
    try:
        given = function(*given_case)
    except Exception as error:
        return f"{where} your function stops with {type(error).__name__}: {error}"
    if not np.array_equal(_numbers(case), _numbers(given_case)):
        return f"{where} your function changes its argument; let it work on a copy"
    unreadable = _unreadable(given)
    if unreadable:
        return f"{where} your function returns {unreadable}"
    expected = exercise.answer(*copy.deepcopy(case))
    if _same(exercise, expected, given, *case):
        return None
    return f"{where} you return {_show(given)}" + _shapes(expected, given)


def _hint(exercise: Exercise, function: Callable, cases: list[tuple]) -> str | None:
    """Return the hint of the mistake that explains the answers to all cases."""
    for mistake in exercise.mistakes:
        if all(_is_mistaken(mistake, function, case) for case in cases):
            return mistake.hint
    return None


def _is_mistaken(mistake: Mistake, function: Callable, case: tuple) -> bool:
    try:
        return _alike(
            mistake.answer(*copy.deepcopy(case)), function(*copy.deepcopy(case))
        )
    except Exception as error:
        return _raises_alike(mistake.answer, case, error)


def _alike(mistaken: object, given: object) -> bool:
    """Whether two answers agree, also in where they are not finite."""
    mistaken, given = np.asarray(mistaken, float), np.asarray(given, float)
    if not np.array_equal(np.isfinite(mistaken), np.isfinite(given)):
        return False
    finite = np.isfinite(given)
    return agree(np.where(finite, mistaken, 0), np.where(finite, given, 0))


def _raises_alike(answer: Callable, case: tuple, error: Exception) -> bool:
    try:
        answer(*copy.deepcopy(case))
    except Exception as expected:
        return type(expected) is type(error)
    return False


def _same(exercise: Exercise, expected: object, given: object, *case: object) -> bool:
    try:
        return bool(exercise.same(expected, given, *case))
    except (ValueError, TypeError, IndexError):
        return False  # shapes that do not fit are a wrong answer, not a fault of ours


def _unreadable(given: object) -> str | None:
    """Say why an answer can't be read as numbers, or nothing if it can."""
    if given is None:
        return "None: is there a return?"
    if isinstance(given, str):
        return f"the text {given!r}, where numbers are expected"
    try:
        numbers = np.asarray(given, dtype=float)
    except Exception:  # an object may refuse in a way of its own
        return f"{_show(given)}, which can't be read as an array of numbers"
    if not np.all(np.isfinite(numbers)):
        return f"{_show(given)}, which is not finite"
    return None


def _shapes(expected: object, given: object) -> str:
    if np.shape(expected) == np.shape(given):
        return ""
    return f", of shape {np.shape(given)}; shape {np.shape(expected)} is expected"


def _wrong(text: str, hint: str | None = None) -> Verdict:
    return Verdict("wrong", f"{text}." + (f"\n  Hint: {hint}" if hint else ""))


def _numbers(value: object) -> np.ndarray:
    """Return all numbers in arrays nested in lists and tuples, in order."""
    if isinstance(value, list | tuple):
        return np.concatenate([np.empty(0), *(_numbers(part) for part in value)])
    return np.empty(0) if callable(value) else np.ravel(np.asarray(value, float))


def _weight(case: tuple) -> tuple[int, float]:
    """Order cases by how many numbers they hold, then by how large these are."""
    numbers = _numbers(case)
    return numbers.size, float(np.abs(numbers).sum())


def _describe(names: tuple[str, ...], case: tuple) -> str:
    said = ", ".join(f"{n} = {_show(a)}" for n, a in zip(names, case, strict=True))
    return f"for {said}" if said else "called without arguments,"


def _show(value: object) -> str:
    if callable(value):
        return getattr(value, "__name__", "a function")
    if isinstance(value, list | tuple) and not _is_array(value):
        return f"[{', '.join(_show(part) for part in value)}]"
    if not _is_array(value):
        return f"an object of type {type(value).__name__}"
    array = np.asarray(value, dtype=float)
    if array.size > LARGEST_SHOWN:
        return f"an array of shape {array.shape}"
    style = {"float_kind": "{:.4g}".format}
    text = np.array2string(array, separator=", ", formatter=style)
    return " ".join(text.split())


def _is_array(value: object) -> bool:
    try:
        np.asarray(value, dtype=float)
    except Exception:  # an object may refuse in a way of its own
        return False
    return True
