"""How a check is tried: the statement on all cases, its wrong variants on the same."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mathdl.verify._lines import line_of, lines_run
from mathdl.verify._pairs import FAR, Pair, Seen, VerificationError

PERTURBATION = 1e-6  # a change of this share of a side must be seen
FEW = 0.1  # a pair that says something in fewer of the cases is refused
CLOSE_CASES = 0.05  # a bound must be approached in this share of the cases

LABEL = re.compile(r"(thm|lem|prop|cor)(-[a-z0-9]+)+")

Statement = Callable[..., object]

ASK_FOR_VARIANTS = (
    "wrong= holds named variants of the statement, made by its own keywords: "
    'wrong={"a third for a half": dict(half=1 / 3)}'
)


Place = tuple[int, int]  # which pair of a case, and the line that yields it


@dataclass
class Check:
    """One check: what is claimed, and how it is tried."""

    label: str
    statement: Statement
    relation: str
    close: float
    cases: int
    tolerance: float
    seed: int

    def read_arguments(self) -> None:
        if not isinstance(self.label, str) or not LABEL.fullmatch(self.label):
            raise ValueError(
                "a check names a numbered result (thm-…, lem-…, prop-…, cor-…), "
                f"not {self.label!r}"
            )
        if not isinstance(self.cases, int) or self.cases < 20:
            raise ValueError(
                f"cases must be a whole number of at least 20, not {self.cases!r}"
            )
        if not 0 < self.tolerance < PERTURBATION:
            raise ValueError(
                f"the tolerance must lie between 0 and {PERTURBATION:g} (the change "
                f"that a check must reject), not {self.tolerance!r}"
            )
        if self.relation not in ("==", "<="):
            raise ValueError(f'the relation is "==" or "<=", not {self.relation!r}')
        if not PERTURBATION <= self.close < 1:
            raise ValueError(
                f"close must lie between {PERTURBATION:g} and 1, not {self.close!r}"
            )

    def run(self) -> dict[Place, Seen]:
        """Try the statement on all cases; raise where it fails."""
        seen: dict[Place, Seen] = {}
        with lines_run(self.statement) as lines:
            for case in range(self.cases):
                for place, pair in self.draw(case):
                    if not pair.holds(self.relation, self.tolerance):
                        raise VerificationError(self.failure(case, pair))
                    seen.setdefault(place, Seen()).add(pair)
        if idle := lines.never_run():
            raise VerificationError(
                f"{self.label}: line {idle} of the statement never runs, so what it "
                "says is not checked: draw cases that reach it, or drop it"
            )
        if not any(found.pairs for found in seen.values()):
            raise VerificationError(
                f"{self.label}: every case compares empty arrays, so nothing is checked"
            )
        return seen

    def draw(self, case: int, **changed: object) -> list[tuple[Place, Pair]]:
        """Return the pairs of one case."""
        outcome = self.statement(np.random.default_rng([self.seed, case]), **changed)
        if not isinstance(outcome, Iterator):
            return [((0, 0), Pair.read(outcome))]
        return [
            ((position, line_of(outcome)), Pair.read(pair))
            for position, pair in enumerate(outcome)
        ]

    def try_variant(self, name: str, changed: Mapping) -> dict[Place, Seen]:
        """Run a wrong variant on the same draws; raise if it holds."""
        seen: dict[Place, Seen] = {}
        for case in range(self.cases):
            try:
                drawn = self.draw(case, **changed)
            except VerificationError as error:
                raise VerificationError(
                    f'{self.label}: the variant "{name}" can\'t be compared, and that '
                    f"is no rejection: {error}"
                ) from error
            for place, pair in drawn:
                found = seen.setdefault(place, Seen())
                found.add(pair)
                found.broken += not pair.holds(self.relation, self.tolerance)
        if not any(found.broken for found in seen.values()):
            raise VerificationError(
                f'{self.label}: the wrong variant "{name}" holds in all {self.cases} '
                "cases too: draw cases that tell it from the statement"
            )
        return seen

    def audit(self, place: Place, seen: Seen, variants: list[Seen]) -> None:
        """Raise if the pairs of one place could not have failed."""
        which = f"{self.label}, pair {place[0] + 1}" + f" (line {place[1]})" * bool(
            place[1]
        )
        pairs, few = seen.pairs, FEW * self.cases
        if len(pairs) < few:
            raise VerificationError(
                f"{which}: comes (with entries to compare) in only {len(pairs)} of "
                f"{self.cases} cases: draw it in at least a tenth"
            )
        if seen.is_constant():
            raise VerificationError(
                f"{which}: is {pairs[0].left} and {pairs[0].right} in all cases: "
                "compare what changes from case to case"
            )
        if sum(not pair.same for pair in pairs) < FEW * len(pairs):
            raise VerificationError(
                f"{which}: compares a thing with itself (one object, or equal to the "
                "last bit): compute one side in another way, or compare whole numbers"
            )
        residual = seen.is_residual()
        if sum(pair.is_hidden() for pair in pairs) > len(pairs) / 2:
            raise VerificationError(
                f"{which}: in most cases the sides, or single entries, are more than "
                f"{FAR} times below what their errors are measured by: give a smaller "
                "scale, one for each entry, or yield the small entries apart"
            )
        if not any(variant.broken for variant in variants):
            raise VerificationError(
                f"{which}: holds in all wrong variants: add one that breaks it, or "
                "drop the pair"
            )
        if residual and not any(_reaches(variant) for variant in variants):
            raise VerificationError(
                f"{which}: one side is always 0, and no wrong variant makes the other "
                f"as large as a {FAR}th of the scale: give a smaller scale"
            )
        if self.relation == "<=":
            self.audit_closeness(which, pairs, residual)

    def audit_closeness(self, which: str, pairs: list[Pair], residual: bool) -> None:
        nearest = sorted(pair.nearness(residual) for pair in pairs)
        if self.near_cases(pairs, residual) < CLOSE_CASES * self.cases:
            enough = nearest[min(len(nearest), int(CLOSE_CASES * self.cases) + 1) - 1]
            raise VerificationError(
                f"{which}: too few cases come within {self.close:g} of equality, so a "
                "slightly wrong bound would pass too (equal bits and 0 <= 0 don't "
                "count): draw cases that attain the bound but for rounding; or, if "
                "it isn't sharp, say how near it comes (here one case in twenty comes "
                f"within {enough:.2g}): close=…"
            )

    def near_cases(self, pairs: list[Pair], residual: bool) -> int:
        close = 0 if all(pair.exact for pair in pairs) else self.close
        close = self.close if self.close > PERTURBATION else close
        return sum(pair.nearness(residual) <= close for pair in pairs)

    def failure(self, case: int, pair: Pair) -> str:
        gap, sign = abs(pair.gap), "=" if self.relation == "==" else "<="
        allowed = np.min(pair.allowed(self.tolerance), initial=np.inf)
        return (
            f"{self.label} fails in case {case + 1} of {self.cases} "
            f"(seed {self.seed}):\nleft  = {pair.left}\nright = {pair.right}\n"
            f"left {sign} right was claimed; they are {np.max(gap, initial=0):.3g} "
            f"apart, and {allowed:.3g} is allowed"
        )

    def line(self, seen: dict[Place, Seen], names: list[str]) -> str:
        found = list(seen.values())
        exact = all(pair.exact for place in found for pair in place.pairs)
        how = "exactly" if exact else f"equal to {self.tolerance:.0e} of the data"
        if self.relation == "<=":
            near = min(self.near_cases(f.pairs, f.is_residual()) for f in found)
            how = (
                f"at most, exactly, and equal in {near}"
                if exact and self.close == PERTURBATION
                else f"at most, to {self.tolerance:.0e} of the data, "
                f"within {self.close:g} of equality in {near}"
            )
        return (
            f"{self.label}: holds in {self.cases} random cases, {how}; "
            f"rejected: {'; '.join(names)}."
        )


def read_variants(statement: Statement, wrong: Mapping) -> None:
    """Raise unless each variant has a name and changes keywords of the statement."""
    known = {
        name: parameter.default
        for name, parameter in inspect.signature(statement).parameters.items()
        if parameter.default is not parameter.empty
    }
    if not wrong:
        raise ValueError(ASK_FOR_VARIANTS)
    for name, changed in wrong.items():
        if not isinstance(name, str) or not re.fullmatch(r"[^;\n]{3,80}", name):
            raise ValueError(
                "a wrong variant is named in words, on one line, without ;, "
                f"and not {name!r}"
            )
        if not isinstance(changed, Mapping) or not changed:
            raise ValueError(ASK_FOR_VARIANTS)
        for keyword, value in changed.items():
            if keyword not in known:
                raise ValueError(
                    f'the variant "{name}" changes {keyword}, but the statement has '
                    f"the keywords {', '.join(known) or '(none)'}"
                )
            if value is known[keyword] or np.array_equal(value, known[keyword]):
                raise ValueError(
                    f'the variant "{name}" leaves {keyword} as it is: {value!r}'
                )


def _reaches(variant: Seen) -> bool:
    """Whether a residual comes near its scale in a wrong variant."""
    return any(np.any(FAR * pair.own >= pair.measure) for pair in variant.pairs)
