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
    """The lines of a statement, and those that have run."""

    code: CodeType | None
    run: set[int] = field(default_factory=set)

    def note(self, frame, event, _):
        if frame.f_code is not self.code:
            return None
        self.run.add(frame.f_lineno)
        return self.note

    def never_run(self) -> int | None:
        """Return the first line that has not run, or None."""
        if self.code is None:
            return None
        lines = {line for *_, line in self.code.co_lines() if line is not None}
        return min(lines - self.run - {self.code.co_firstlineno}, default=None)


@contextmanager
def lines_run(statement: Callable) -> Iterator[Lines]:
    """Note which lines of a statement run; a debugger that looks on goes first."""
    watched = sys.gettrace() is None
    lines = Lines(getattr(statement, "__code__", None) if watched else None)
    if watched:
        sys.settrace(lines.note)
    try:
        yield lines
    finally:
        if watched:
            sys.settrace(None)
