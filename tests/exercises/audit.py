"""Whether the cases of an exercise tell wrong answers from right ones.

The right answer is changed in ways that a wrong one often is: computed from rounded
inputs, without signs, with one input that never varies, in half the digits. Some case
must tell each of these apart. What can't be told apart, since it makes no difference or
can't occur, the exercise declares by name in ``invariant``, with the reason.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from mathdl.exercises import Exercise
from mathdl.exercises import _judge as core
from mathdl.exercises._running import Outcome, outcome

SECONDS = 10
# Right answers are quick, and a changed one may never end: it is told apart by that.
CHANGED_SECONDS = 1
LONGEST_HINT = 140
MOVE = 1e-12  # relative; no answer may hang on the last digits of an input
MOVES = 4  # how often

ADVICE = {
    "rounded": "a case in which it is not whole",
    "absolute": "a case in which it is negative",
    "negated": "a case in which its sign counts",
    "permuted": "a case in which the order of its entries counts",
    "fixed": "two cases in which it has one shape and other values",
    "clipped": "a case in which it is negative",
    "as int": "a case in which it is not whole",
    "in float32": "a case in which it is no short binary fraction",
    "of length 1": "a case in which it has length 1",
    "largest last": "a case with entries as large as any, of which the last is the "
    "largest, and one that does not begin with the largest in size",
    "with one row": "a case in which it has one row",
    "with one column": "a case in which it has one column",
    "square": "a case in which two of its axes are equal and longer than 1",
    "dependent": "a case in which its rank is below both sides (2 or more)",
    "zero": "a case in which it is 0",
}

ROUNDING = ("rounded", "as int", "in float32")  # what does nothing to whole numbers


def audit(exercise: Exercise) -> list[str]:
    """Return what the cases and the mistakes of an exercise lack, in words."""
    if not callable(exercise.answer):
        return [*_hints(core._as_function(exercise), {})]
    changes = dict(changed_answers(exercise))
    missing = [
        *(name for name, answer in changes.items() if passes(exercise, answer)),
        *missing_corners(exercise),
    ]
    moved = ties(exercise)
    return [
        *(_ask(name) for name in missing if name not in exercise.invariant),
        *(said for name, said in moved.items() if name not in exercise.invariant),
        *(
            f"{name!r} is declared, but the cases tell it apart: drop the declaration"
            for name in exercise.invariant
            if name not in missing and name not in moved
        ),
        *_hints(exercise, changes),
    ]


def _ask(name: str) -> str:
    what, _, kind = name.partition(" ")
    return f"nothing tells {name!r} apart: add {ADVICE[kind]} ({what}), or declare it"


def passes(exercise: Exercise, answer: Callable) -> bool:
    """Whether an answer is right on all cases."""
    return not any(
        core._complaint(exercise, case, outcome(answer, case, CHANGED_SECONDS))
        for case in exercise.cases()
    )


# Changes


def changed_answers(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """Yield the right answer with one change each, and the name of the change."""
    cases = list(exercise.cases())
    for place, name in enumerate(exercise.names):
        values = [case[place] for case in cases]
        for kind, change in _input_changes(values):
            yield f"{name} {kind}", _with_input(exercise.answer, place, change)
    whole = all(_is_whole(exercise.answer(*case)) for case in cases)
    for kind, change in OUTPUTS.items():
        if not (whole and kind in ROUNDING):
            yield f"answer {kind}", _with_output(exercise.answer, change)


OUTPUTS = {
    "rounded": np.round,
    "absolute": np.abs,
    "clipped": lambda a: np.maximum(a, 0),
    "as int": lambda a: a.astype(int),
    "in float32": lambda a: a.astype(np.float32).astype(float),
}


def _input_changes(values: list) -> Iterator[tuple[str, Callable]]:
    if not all(map(_is_whole, values)):
        for kind, change in (
            ("rounded", np.round),
            ("absolute", np.abs),
            ("negated", np.negative),
        ):
            yield kind, lambda value, change=change: _each_number(value, change)
    if any(_length(value) > 1 for value in values):
        yield "permuted", lambda value: value[::-1]
    yield "fixed", _Fixed(values)


class _Fixed:
    """Gives, for any value, the first one of its shape."""

    def __init__(self, values: list) -> None:
        self.first: dict = {}
        for value in values:
            self.first.setdefault(_shape(value), value)

    def __call__(self, value: object) -> object:
        return self.first[_shape(value)]


def _with_input(answer: Callable, place: int, change: Callable) -> Callable:
    def changed(*arguments):
        arguments = list(arguments)
        arguments[place] = change(arguments[place])
        return answer(*arguments)

    return changed


def _with_output(answer: Callable, change: Callable) -> Callable:
    return lambda *arguments: change(np.asarray(answer(*arguments), float))


def _each_number(value: object, change: Callable) -> object:
    """Change the numbers that are not whole by type, in arrays, lists and tuples."""
    if isinstance(value, list | tuple):
        return type(value)(_each_number(part, change) for part in value)
    if callable(value) or _is_whole(value):
        return value
    return change(value) if isinstance(value, np.ndarray) else float(change(value))


def _is_whole(value: object) -> bool:
    """Whether a value has no numbers but whole ones, by type."""
    if isinstance(value, list | tuple):
        return all(map(_is_whole, value))
    return callable(value) or np.asarray(value).dtype.kind in "iu"


def _length(value: object) -> int:
    if isinstance(value, np.ndarray):
        return len(value) if value.ndim else 0
    return len(value) if isinstance(value, list | tuple) else 0


def _shape(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(map(_shape, value))
    return "function" if callable(value) else np.shape(value)


# Corners


def missing_corners(exercise: Exercise) -> Iterator[str]:
    """Yield the corners that no case has, by name."""
    cases = list(exercise.cases())
    for place, name in enumerate(exercise.names):
        values = [case[place] for case in cases]
        for kind, found in _corners(values):
            if not found:
                yield f"{name} {kind}"


def _corners(values: list) -> Iterator[tuple[str, bool]]:
    """Yield the corners that an argument can have, and whether it has them."""
    arrays = [array for value in values for array in _arrays(value)]
    vectors = [a for a in arrays if a.ndim == 1]
    matrices = [a for a in arrays if a.ndim == 2]
    lists = [value for value in values if isinstance(value, list)]
    lengths = [[len(v) for v in group] for group in (vectors, lists) if group]
    if all(isinstance(v, int | np.integer) for v in values):
        yield "zero", 0 in values
    if lengths:
        yield "of length 1", all(1 in group for group in lengths)
    if any(v.size > 1 and v.dtype.kind == "f" for v in vectors):
        yield "largest last", _has_largest_last(vectors)
    if matrices and len(matrices) + len(vectors) == len(arrays):
        yield "with one row", any(len(m) == 1 for m in matrices)
        yield "with one column", any(m.shape[1] == 1 for m in matrices)
        yield "dependent", any(_is_dependent(m) for m in matrices)
    if any(a.ndim > 1 for a in arrays):
        yield "square", any(_has_equal_axes(a.shape) for a in arrays)


def _arrays(value: object) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _arrays(part)


def _has_largest_last(vectors: list[np.ndarray]) -> bool:
    top = max(np.abs(v).max(initial=0) for v in vectors)
    large = [v for v in vectors if v.size > 1 and np.abs(v).max() >= top / 10]
    return any(np.argmax(v) == len(v) - 1 for v in large) and any(
        np.argmax(np.abs(v)) > 0 for v in large
    )


def _has_equal_axes(shape: tuple[int, ...]) -> bool:
    return any(m == n > 1 for m, n in combinations(shape, 2))


def _is_dependent(matrix: np.ndarray) -> bool:
    return 1 < min(matrix.shape) > np.linalg.matrix_rank(matrix)


# Ties


def ties(exercise: Exercise) -> dict[str, str]:
    """Return the arguments whose last digits matter ("x moved"), and an example."""
    rng = np.random.default_rng(0)
    found = {}
    for place, name in enumerate(exercise.names):
        for number, case in enumerate(exercise.cases()):
            if any(_jumps(exercise, place, case, rng) for _ in range(MOVES)):
                found[f"{name} moved"] = (
                    f"the right answer to case {number} changes when {name} moves by "
                    f"{MOVE:g}: {core._words.described(exercise.names, case)}"
                )
                break
    return found


def _jumps(
    exercise: Exercise, place: int, case: tuple, rng: np.random.Generator
) -> bool:
    def move(value):
        return value * (1 + MOVE * rng.choice([-1, 1], size=np.shape(value)))

    moved = _with_input(exercise.answer, place, lambda v: _each_number(v, move))
    return bool(core._complaint(exercise, case, outcome(moved, case, SECONDS)))


# Hints


def _hints(exercise: Exercise, changes: dict[str, Callable]) -> Iterator[str]:
    """Yield what is wrong with the mistakes and their hints."""
    cases = list(exercise.cases())
    results = [_results(m.answer, cases) for m in exercise.mistakes]
    for mistake in exercise.mistakes:
        if len(mistake.hint) > LONGEST_HINT or not mistake.hint.endswith((".", "?")):
            yield f"too long a hint, or without an end: {mistake.hint}"
        verdict = core._judge(exercise, mistake.answer)
        if verdict.status != "wrong":
            yield f"no case shows the mistake: {mistake.hint}"
        elif not verdict.text.endswith(mistake.hint):
            yield f"the mistake gets another hint: {mistake.hint} ({verdict.text})"
    for (one, a), (other, b) in combinations(
        zip(exercise.mistakes, results, strict=True), 2
    ):
        if _same(a, b):
            yield f"no case tells two mistakes apart: {one.hint} / {other.hint}"
    for name, change in changes.items():
        changed = _results(change, cases)
        for mistake, found in zip(exercise.mistakes, results, strict=True):
            if _same(changed, found) and name not in mistake.changes:
                yield f"no case tells {name!r} from the mistake: {mistake.hint}"
            if name in mistake.changes and not _same(changed, found):
                yield f"{name!r} is not the mistake: {mistake.hint}"


def _results(answer: Callable, cases: list[tuple]) -> list[Outcome]:
    return [outcome(answer, case, CHANGED_SECONDS) for case in cases]


def _same(one: list[Outcome], other: list[Outcome]) -> bool:
    return core._explains(one, other)
