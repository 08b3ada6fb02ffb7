"""Code is coloured by one writer for all cells: to make one takes as long as to use it.

A new one for each cell reads the whole style anew, and all of them are alike.
"""

from typing import Any

from pygments.formatter import Formatter
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Let the cells share what writes them."""
    app.connect("builder-inited", _share)


def _share(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    highlighter = app.builder.highlighter
    make = highlighter.formatter
    made: dict[str, Formatter] = {}

    def formatter(**options: Any) -> Formatter:
        asked = repr(sorted(options.items()))  # a list of lines may be among them
        if asked not in made:
            made[asked] = make(**options)
        return made[asked]

    highlighter.formatter = formatter
