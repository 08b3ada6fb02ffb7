"""Which lines of a statement run: what never runs says nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType


def line_of(outcome: Iterator) -> int:
    """Return the line at which a generator has just yielded."""
    frame = getattr(outcome, "gi_frame", None)
    return frame.f_lineno if frame else 0


@dataclass
class Lines:
    """The lines of a statement that have not run yet."""

    code: CodeType | None
    waiting: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, statement: Callable) -> "Lines":
        code = getattr(statement, "__code__", None)
        if code is None or sys.gettrace() is not None:  # a debugger goes first
            return cls(None)
        lines = {line for *_, line in code.co_lines() if line is not None}
        return cls(code, lines - {code.co_firstlineno})

    def note(self, frame, event, _):
        if not self.waiting:  # from here on nothing is slowed down
            sys.settrace(None)
            return None
        if frame.f_code is not self.code:
            return None
        self.waiting.discard(frame.f_lineno)
        return self.note

    def never_run(self) -> int | None:
        """Return the first line that has not run, or None."""
        return min(self.waiting, default=None)


@contextmanager
def lines_run(statement: Callable) -> Iterator[Lines]:
    """Note which lines of a statement run."""
    lines = Lines.of(statement)
    if lines.code is None:
        yield lines
        return
    sys.settrace(lines.note)
    try:
        yield lines
    finally:
        sys.settrace(None)
