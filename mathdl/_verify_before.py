"""Checks behind the numbered results of the book.

A theorem's proof convinces the reader; its check makes sure that what is printed is
what was proved. A check runs the statement on cases drawn at random, and shows that it
has teeth: a left-hand side that is changed a little must be rejected.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

PERTURBATION = 1e-6

LABEL = re.compile(r"(thm|lem|prop|cor)(-[a-z0-9]+)+")

LINE = re.compile(
    rf"^(?P<label>{LABEL.pattern}): holds in (?P<cases>\d+) random cases, "
    r"(?:equal to (?P<equal>\S+) of the data|exactly"
    r"|at most, to (?P<most>\S+) of the data, and strictly less in (?P<strict>\d+))"
    r"; (?P<teeth>.+ rejected)\.$",
    re.MULTILINE,
)

Statement = Callable[[np.random.Generator], object]


class VerificationError(AssertionError):
    """A statement that does not hold, or a check that would let a wrong one pass."""


@dataclass(frozen=True)
class Checked:
    """What one printed line of `verify` says."""

    label: str
    cases: int
    relation: str
    tolerance: str
    strict: int | None
    teeth: str


@dataclass
class _Equation:
    """One pair (left, right) of one case, with the size that errors are measured by."""

    left: np.ndarray
    right: np.ndarray
    scale: float
    exact: bool

    @classmethod
    def read(cls, pair: tuple) -> "_Equation":
        if not isinstance(pair, tuple) or len(pair) not in (2, 3):
            raise VerificationError(
                "a statement gives pairs (left, right), or (left, right, scale); "
                f"this one gave {pair!r}"
            )
        left, right = np.asarray(pair[0]), np.asarray(pair[1])
        if left.shape != right.shape and left.ndim and right.ndim:
            raise VerificationError(
                f"the left side has shape {left.shape}, the right side {right.shape}"
            )
        left, right = np.broadcast_arrays(left, right)
        exact = left.dtype.kind in "biu" and right.dtype.kind in "biu"
        size = pair[2] if len(pair) == 3 else _size(left, right)
        return cls(left, right, float(size), exact)

    def changed(self) -> "_Equation":
        """Return the same equation with a left side that is slightly too large."""
        step = 1 if self.exact else PERTURBATION * (self.scale or 1.0)
        left = self.left.astype(int if self.exact else self.left.dtype) + step
        return _Equation(left, self.right, self.scale, self.exact)

    def gap(self) -> np.ndarray:
        left, right = (
            (self.left.astype(int), self.right.astype(int))
            if self.exact
            else (self.left, self.right)
        )
        return left - right

    def holds(self, relation: str, tolerance: float) -> bool:
        allowed = 0 if self.exact else tolerance * self.scale
        gap = np.abs(self.gap()) if relation == "==" else self.gap()
        return bool(np.all(gap <= allowed))  # nan compares false: it never holds

    def is_strict(self, tolerance: float) -> bool:
        allowed = 0 if self.exact else tolerance * self.scale
        return bool(np.all(self.gap() < -allowed))


@dataclass
class _Tally:
    """What was seen over all cases."""

    strict: int = 0
    exact: bool = True
    exercised: int = 0
    bites: dict[int, list[bool]] = field(default_factory=dict)

    def add(self, equations: list[_Equation], relation: str, tolerance: float) -> None:
        self.strict += all(e.is_strict(tolerance) for e in equations)
        for position, equation in enumerate(equations):
            if equation.left.size == 0:
                continue  # nothing to compare, nothing to reject
            self.exercised += 1
            self.exact &= equation.exact
            rejected = not equation.changed().holds(relation, tolerance)
            self.bites.setdefault(position, []).append(rejected)


def verify(
    label: str,
    statement: Statement,
    *,
    cases: int = 200,
    tolerance: float = 1e-10,
    relation: str = "==",
    wrong: Statement | None = None,
    seed: int = 0,
) -> None:
    """Check the statement of a numbered result on random cases, and print one line.

    Parameters
    ----------
    label : str
        The label of the result, such as ``"thm-linear-maps-matrix"``.
    statement : callable
        Takes a ``numpy.random.Generator``, draws one case, and returns the two sides
        ``(left, right)`` of the statement as numbers or arrays of one shape; or yields
        several such pairs. A third entry, ``(left, right, scale)``, gives the size that
        errors are measured by; without it, that is the largest entry of both sides.
        Sides of whole numbers or truth values are compared exactly.
    cases : int
        How many cases are drawn.
    tolerance : float
        The largest difference allowed, as a fraction of the scale.
    relation : {"==", "<="}
        Whether the sides must be equal, or the left one at most the right one.
    wrong : callable, optional
        A wrong variant of the statement, which must be rejected. An inequality that
        no case meets with equality needs one.
    seed : int
        The seed of the generator: every run draws the same cases.

    Raises
    ------
    VerificationError
        If a case fails, or if the check would accept a slightly wrong statement.

    Examples
    --------
    >>> def commutes(rng):
    ...     a, b = rng.normal(size=2)
    ...     return a * b, b * a
    >>> verify("thm-numbers-commute", commutes, cases=50)  # doctest: +ELLIPSIS
    thm-numbers-commute: holds in 50 random cases, equal to 1e-10 of the data; ...
    """
    _check_arguments(label, cases, tolerance, relation)
    rng = np.random.default_rng(seed)
    tally = _Tally()
    for case in range(cases):
        equations = _equations(statement, rng)
        for equation in equations:
            if not equation.holds(relation, tolerance):
                raise VerificationError(
                    _failure(label, case, cases, seed, equation, relation, tolerance)
                )
        tally.add(equations, relation, tolerance)
    teeth = _teeth(label, tally, relation, wrong)
    if wrong is not None:
        _check_wrong(label, wrong, cases, tolerance, relation, seed)
    print(_line(label, cases, tolerance, relation, tally, teeth))


def parse(text: str) -> list[Checked]:
    """Read back the lines that `verify` printed in ``text``."""
    return [
        Checked(
            label=found["label"],
            cases=int(found["cases"]),
            relation="<=" if found["strict"] else "==",
            tolerance=found["equal"] or found["most"] or "exact",
            strict=int(found["strict"]) if found["strict"] else None,
            teeth=found["teeth"],
        )
        for found in LINE.finditer(text)
    ]


def _check_arguments(label, cases, tolerance, relation) -> None:
    if not isinstance(label, str) or not LABEL.fullmatch(label):
        raise ValueError(
            "a check names a numbered result (thm-…, lem-…, prop-…, cor-…), "
            f"not {label!r}"
        )
    if not isinstance(cases, int) or cases < 1:
        raise ValueError(f"cases must be a whole number of at least 1, not {cases!r}")
    if not 0 < tolerance < PERTURBATION:
        raise ValueError(
            f"the tolerance must lie between 0 and {PERTURBATION:g} (the change that a "
            f"check must reject), not {tolerance!r}"
        )
    if relation not in ("==", "<="):
        raise ValueError(f'the relation is "==" or "<=", not {relation!r}')


def _size(left: np.ndarray, right: np.ndarray) -> float:
    return max(np.max(np.abs(side), initial=0) for side in (left, right))


def _equations(statement: Statement, rng: np.random.Generator) -> list[_Equation]:
    outcome = statement(rng)
    pairs = list(outcome) if isinstance(outcome, Iterator) else [outcome]
    return [_Equation.read(pair) for pair in pairs]


def _failure(label, case, cases, seed, equation, relation, tolerance) -> str:
    gap = np.max(np.abs(equation.gap()), initial=0)
    sign = "=" if relation == "==" else "<="
    return (
        f"{label} fails in case {case + 1} of {cases} (seed {seed}):\n"
        f"left  = {equation.left}\nright = {equation.right}\n"
        f"left {sign} right was claimed; they are {gap:.3g} apart, and "
        f"{0 if equation.exact else tolerance * equation.scale:.3g} is allowed"
    )


def _teeth(label: str, tally: _Tally, relation: str, wrong: Statement | None) -> str:
    """Say what was rejected, or raise because a wrong statement would have passed."""
    if not tally.exercised:
        raise VerificationError(
            f"{label}: every case compares empty arrays, so nothing was checked"
        )
    enough = all if relation == "==" else any
    bites = all(enough(rejected) for rejected in tally.bites.values())
    if not bites and relation == "==":
        raise VerificationError(
            f"{label}: a left side changed by {PERTURBATION:g} of the data is accepted "
            "too, so this check has no teeth"
        )
    if not bites and wrong is None:
        raise VerificationError(
            f"{label}: no case comes close to equality, so a slightly wrong bound "
            "would pass too; draw cases that attain it, or give a wrong variant "
            "(wrong=…)"
        )
    change = "a change by 1" if tally.exact else f"a change of {PERTURBATION:g}"
    said = [change] * bites + ["a wrong variant"] * (wrong is not None)
    return " and ".join(said) + (" are rejected" if len(said) > 1 else " is rejected")


def _check_wrong(label, wrong, cases, tolerance, relation, seed) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        if not all(e.holds(relation, tolerance) for e in _equations(wrong, rng)):
            return
    raise VerificationError(
        f"{label}: the wrong variant holds in all {cases} cases too, so this check has "
        "no teeth"
    )


def _line(label, cases, tolerance, relation, tally, teeth) -> str:
    how = f"equal to {tolerance:.0e} of the data"
    if relation == "<=":
        how = (
            f"at most, to {tolerance:.0e} of the data, "
            f"and strictly less in {tally.strict}"
        )
    elif tally.exact:
        how = "exactly"
    return f"{label}: holds in {cases} random cases, {how}; {teeth}."
