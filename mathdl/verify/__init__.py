"""Checks behind the numbered results of the book.

A theorem's proof convinces the reader; its check makes sure that what is printed is
what was proved. A check runs the statement on cases drawn at random, and shows that it
has teeth: variants of the statement that are a little wrong must fail on the same
cases.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mathdl.verify._check import LABEL, PERTURBATION, Check, Statement, read_variants
from mathdl.verify._pairs import VerificationError

__all__ = ["Checked", "VerificationError", "parse", "verify"]

LINE = re.compile(
    rf"^(?P<label>{LABEL.pattern}): holds in (?P<cases>\d+) random cases, "
    r"(?:equal to (?P<equal>\S+) of the data|(?P<exact>exactly)"
    r"|at most, to (?P<most>\S+) of the data, within (?P<close>\S+) of equality in "
    r"(?P<near>\d+)|at most, exactly, and equal in (?P<attained>\d+))"
    r"; rejected: (?P<rejected>.+)\.$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Checked:
    """What one printed line of `verify` says.

    Attributes
    ----------
    label : str
    cases : int
        How many cases were drawn.
    relation : {"==", "<="}
    tolerance : str
        As a share of the data, such as ``"1e-10"``, or ``"exact"``.
    close : str or None
        For a bound: how near to equality some cases came, as a share of the sides.
    near : int or None
        For a bound: in how many cases it came that near.
    rejected : tuple of str
        The names of the wrong variants.
    """

    label: str
    cases: int
    relation: str
    tolerance: str
    close: str | None
    near: int | None
    rejected: tuple[str, ...]


def verify(
    label: str,
    statement: Statement,
    *,
    wrong: Mapping[str, Mapping[str, object]],
    relation: str = "==",
    close: float = PERTURBATION,
    cases: int = 200,
    tolerance: float = 1e-10,
    seed: int = 0,
) -> None:
    """Check the statement of a numbered result on random cases, and print one line.

    Parameters
    ----------
    label : str
        The label of the result, such as ``"thm-linear-maps-matrix"``. A result that
        is an equality and a bound has two checks of the same label.
    statement : callable
        Takes a ``numpy.random.Generator``, draws one case, and returns the two sides
        ``(left, right)`` of the statement as numbers or arrays of one shape; or yields
        several such pairs. What the statement claims (its constants, exponents,
        hypotheses) are keyword parameters with the true values as defaults. Branches
        draw the hard cases; they have no formula of their own.

        Each entry is measured by itself, or by a hundredth of the largest entry if
        that is more. Where both sides may come out small by cancellation, a third
        entry, ``(left, right, scale)``, gives the size of the data instead: a number,
        or an array for single entries. Sides of whole numbers or truth values are
        compared exactly.
    wrong : mapping
        Wrong variants: a name in words for each, and the keywords that make the
        statement wrong, ``{"a third for a half": dict(half=1 / 3)}``. Each must fail
        on the same draws, and each pair of the statement must fail in one of them.
    relation : {"==", "<="}
        Whether the sides must be equal, or the left one at most the right one.
    close : float
        How near to equality a bound must come, as a share of its sides, in at least
        one case of twenty. A larger number is for a bound that isn't sharp.
    cases : int
        How many cases are drawn.
    tolerance : float
        The largest difference allowed, as a share of what an entry is measured by.
    seed : int
        Case k is drawn from ``numpy.random.default_rng([seed, k])``.

    Raises
    ------
    VerificationError
        If a case fails, or if the check could not fail: a variant holds too; a pair
        is the same in all cases, comes in fewer than a tenth of them, or compares a
        thing with itself (one object, or bitwise equal floats in nine tenths); a side
        is not finite, or far below the scale; no case comes close to a bound; a line
        of the statement never runs.

    Examples
    --------
    >>> import numpy as np
    >>> def parallelogram(rng, twice=2.0):
    ...     x, y = rng.normal(size=(2, 3))
    ...     left = np.sum((x + y) ** 2) + np.sum((x - y) ** 2)
    ...     return left, twice * (x @ x + y @ y)
    >>> wrong = {"2.02 for 2": dict(twice=2.02)}
    >>> verify("thm-plane-sides", parallelogram, wrong=wrong)  # doctest: +ELLIPSIS
    thm-plane-sides: holds in 200 random cases, ...; rejected: 2.02 for 2.
    """
    check = Check(label, statement, relation, close, cases, tolerance, seed)
    check.read_arguments()
    read_variants(statement, wrong)
    seen = check.run()
    variants = {
        name: check.try_variant(name, changed) for name, changed in wrong.items()
    }
    for place, pairs in seen.items():
        check.audit(place, pairs, [v[place] for v in variants.values() if place in v])
    print(check.line(seen, list(wrong)))


def parse(text: str) -> list[Checked]:
    """Read back the lines that `verify` printed in ``text``."""
    return [
        Checked(
            label=found["label"],
            cases=int(found["cases"]),
            relation="<=" if found["near"] or found["attained"] else "==",
            tolerance=found["equal"] or found["most"] or "exact",
            close=found["close"],
            near=int(found["near"] or found["attained"] or 0) or None,
            rejected=tuple(found["rejected"].split("; ")),
        )
        for found in LINE.finditer(text)
    ]
