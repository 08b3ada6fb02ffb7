"""The Sphinx extension that makes the pages of this book, one concern a module."""

from pathlib import Path
from shutil import copyfile

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx

from mathdl_book import assets, checked, explorables, folds, formulas, links, page


def setup(app: Sphinx) -> dict[str, bool]:
    """Load the parts of the extension."""
    for part in (assets, page, formulas, folds, checked, explorables, links):
        part.setup(app)
    app.connect("build-finished", _finish, priority=950)
    return {"parallel_read_safe": False, "parallel_write_safe": False}


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        first = Path(app.outdir) / f"{app.config.root_doc}.html"
        if first.name != "index.html":  # an address without a name opens this page
            copyfile(first, first.with_name("index.html"))
    if app._warncount:
        # What warned must warn again: the next build starts anew.
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
