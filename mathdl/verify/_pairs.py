"""The two sides of a statement in one case, and what was seen of them in all cases."""

from dataclasses import dataclass, field

import numpy as np

FAR = 1000  # how far below the scale a side counts as hidden by it
FLOOR = 0.01  # an entry is measured by itself, or by this share of the largest


class VerificationError(AssertionError):
    """A statement that does not hold, or a check that would let a wrong one pass."""


@dataclass
class Pair:
    """One pair (left, right) of one case, and what its errors are measured by."""

    left: np.ndarray
    right: np.ndarray
    measure: np.ndarray  # of the shape of the sides
    same: bool  # one object, or the same bits, on both sides
    exact: bool

    @classmethod
    def read(cls, given: object) -> "Pair":
        if not isinstance(given, tuple) or len(given) not in (2, 3):
            raise VerificationError(
                "a statement gives pairs (left, right), or (left, right, scale); "
                f"this one gave {given!r}"
            )
        left, right = np.asarray(given[0]), np.asarray(given[1])
        if left.shape != right.shape and left.ndim and right.ndim:
            raise VerificationError(
                f"the left side has shape {left.shape}, the right side {right.shape}"
            )
        for side, name in ((left, "left"), (right, "right")):
            _check_finite(side, f"the {name} side")
        left, right = np.broadcast_arrays(left, right)
        exact = left.dtype.kind in "biu" and right.dtype.kind in "biu"
        if exact:
            left, right = left.astype(int), right.astype(int)
        same = _is_one_object(given[0], given[1]) or (
            not exact and np.array_equal(left, right)
        )
        own = np.maximum(abs(left), abs(right))
        if len(given) == 3:
            measure = _read_scale(given[2], own.shape)
        else:
            measure = np.maximum(own, FLOOR * np.max(own, initial=0))
        return cls(left, right, measure, same, exact)

    @property
    def own(self) -> np.ndarray:
        """The size of each entry, by its own two sides."""
        return np.maximum(abs(self.left), abs(self.right))

    @property
    def gap(self) -> np.ndarray:
        return self.left - self.right

    def allowed(self, tolerance: float) -> np.ndarray:
        return np.zeros(self.own.shape) if self.exact else tolerance * self.measure

    def holds(self, relation: str, tolerance: float) -> bool:
        gap = abs(self.gap) if relation == "==" else self.gap
        return bool(np.all(gap <= self.allowed(tolerance)))

    def is_hidden(self) -> bool:
        """Whether an entry with two sides lies far below what it is measured by."""
        both = (self.left != 0) & (self.right != 0)
        return bool(np.any(both & (self.measure > FAR * self.own)))

    def nearness(self, residual: bool) -> float:
        """Return how far the left side is below the right one, where it is nearest.

        As a share of the sides; of the scale, where one side is always zero. Entries
        that are bitwise equal or zero say nothing, unless they are whole numbers.
        """
        size = self.measure if residual else self.own
        telling = size > 0
        if not self.exact:
            telling &= self.gap != 0
        if not residual:
            telling &= (self.left != 0) & (self.right != 0)
        if not telling.any():
            return np.inf
        return float(np.min(-self.gap[telling] / size[telling]))


@dataclass
class Seen:
    """The pairs that came from one place of the statement."""

    pairs: list[Pair] = field(default_factory=list)
    broken: int = 0

    def add(self, pair: Pair) -> None:
        if pair.left.size:
            self.pairs.append(pair)

    def is_residual(self) -> bool:
        """Whether one side is zero in all cases, on purpose."""
        return any(
            all(not np.any(getattr(pair, side)) for pair in self.pairs)
            for side in ("left", "right")
        )

    def is_constant(self) -> bool:
        first = self.pairs[0]
        return all(
            np.array_equal(p.left, first.left) and np.array_equal(p.right, first.right)
            for p in self.pairs
        )


def _check_finite(values: np.ndarray, what: str) -> None:
    if values.dtype.kind not in "biufc":
        raise VerificationError(
            f"{what} holds {values.dtype.name} entries: give numbers or truth values"
        )
    if not np.all(np.isfinite(values)):
        raise VerificationError(
            f"{what} is not finite: {values}; where infinity is claimed, compare truth "
            "values such as bool(np.isinf(x))"
        )


def _is_one_object(left: object, right: object) -> bool:
    """Whether both sides are one object; small whole numbers always are."""
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return np.shares_memory(left, right)
    return left is right and not isinstance(left, int | np.bool_)


def _read_scale(scale: object, shape: tuple[int, ...]) -> np.ndarray:
    size = np.asarray(scale, dtype=float)
    _check_finite(size, "the scale")
    if np.any(size < 0):
        raise VerificationError(f"the scale is a size, at least 0, and not {size}")
    return np.broadcast_to(size, shape)
