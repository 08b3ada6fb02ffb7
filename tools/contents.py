"""Write the table of contents that Jupyter Book reads: ``python -m tools.contents``.

The reading order stands in ``chapters/plan.yml`` alone. Of it, `_toc.yml` has what is
written; the pages of the back matter, which no plan holds, stay as they are.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from mathdl_book.content import plan as plans
from tools import notebooks

FILE = "_toc.yml"
BACK = "  - caption: Back matter\n"
HEAD = """\
# What is written, in reading order. `make chapter` and `python -m tools.contents` make
# this file of chapters/plan.yml; only the back matter is edited here.
format: jb-book
root: intro
parts:
"""


class ContentsError(Exception):
    """A table of contents that can't be made; the message says why."""


def text(root: Path = notebooks.ROOT) -> str:
    """Return the table of contents that the plan asks for.

    Raises
    ------
    ContentsError
        If the table of today has no back matter to keep.
    mathdl_book.plan.PlanError
        If the plan has a fault.
    """
    _, found, back = (root / FILE).read_text("utf-8").partition(BACK)
    if not found:
        raise ContentsError(f"{FILE} has no line {BACK.strip()!r}")
    return HEAD + "".join(_parts(plans.read(root))) + BACK + back


def _parts(plan: plans.Plan) -> Iterator[str]:
    if plan.opening.page:
        yield f"  - chapters:\n{_entry(plan.opening)}"
    for part in plan.parts:
        if written := [chapter for chapter in part.chapters if chapter.page]:
            about = part.about[0].lower() + part.about[1:].removesuffix(".")
            yield (
                f'  - caption: "{part.title}: {about}"\n    numbered: 2\n'
                f"    chapters:\n{''.join(map(_entry, written))}"
            )


def _entry(chapter: plans.Chapter) -> str:
    return f"      - file: {chapter.page}\n"


def write(root: Path = notebooks.ROOT) -> Path:
    """Write the table of contents and return its path."""
    path = root / FILE
    notebooks.write(path, text(root).encode())
    return path


def main() -> int:
    """Run the command line."""
    try:
        write()
    except (ContentsError, plans.PlanError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
