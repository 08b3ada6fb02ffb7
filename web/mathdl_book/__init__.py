"""The Sphinx extension that makes the pages of this book: a room a concern."""

import shutil
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx

from mathdl_book.content import (
    checked,
    colours,
    excerpts,
    exercises,
    folds,
    tables,
    terms,
)
from mathdl_book.figures import explorables
from mathdl_book.finding import chapters, entries, filter, previews, sidebar
from mathdl_book.formulas import typeset
from mathdl_book.page import assets, clean
from mathdl_book.ways_out import hub, links, live, offline

# Those that wait for the same event get it in this order.
PARTS = (
    *(assets, clean, typeset, folds, checked, excerpts, exercises, explorables),
    *(chapters, hub, tables, links, live, terms, previews, entries, offline),
    *(sidebar, colours, filter),
)


def setup(app: Sphinx) -> dict[str, bool | int]:
    """Load the parts of the extension."""
    for part in PARTS:
        part.setup(app)
    app.connect("build-finished", _finish, priority=950)
    return {
        # To be raised when what a build remembers takes another form.
        "env_version": 2,
        "parallel_read_safe": False,
        "parallel_write_safe": False,
    }


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Open the book at its first page; leave nothing behind of a build that failed."""
    warned = app._warncount and app.keep_going  # -W --keep-going
    if exception or warned or app.statuscode:
        shutil.rmtree(app.outdir, ignore_errors=True)
        # What was wrong must be told again: the next build reads every page.
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    elif app.builder.format == "html" and app.config.root_doc != "index":
        first = Path(app.outdir, f"{app.config.root_doc}.html")
        shutil.copyfile(first, first.with_name("index.html"))
