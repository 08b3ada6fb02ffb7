"""Code is coloured by one writer for all cells, and its marks are few.

To make a writer takes as long as to use it. A new one for each cell reads the whole
style anew, and all of them are alike. It marks thirty kinds of words, which have five
colours: a page has a mark for each colour, and one for what stands side by side.
"""

import re
from typing import Any

from pygments.formatter import Formatter
from sphinx.application import Sphinx

# Names, operators, punctuation and space in code: they have the colour of the text.
PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')
MARK = re.compile(r'<span class="([a-z]\w?)">([^<]*)</span>')
# Kinds of words that look like the first of them, by Pygments' names.
ALIKE = [
    *(["mi", "mf", "mh", "nb", "bp", "vm"], ["k", "kc", "kn", "ow"]),
    *(["s", "s1", "s2", "sa", "sd", "se", "si"], ["nf", "fm", "nc"]),
]
LOOK = {kind: alike[0] for alike in ALIKE for kind in alike}
NEIGHBOURS = re.compile(r'<i class="(\w+)">[^<]*</i>(?:\s*<i class="\1">[^<]*</i>)+')


def lean(code: str) -> str:
    """Return coloured code with the marks alone that make a difference.

    Examples
    --------
    >>> lean('<span class="n">f</span><span class="mf">0.1</span>')
    'f<i class="mi">0.1</i>'
    """
    marked = MARK.sub(_mark, PLAIN.sub(r"\1", code))
    return NEIGHBOURS.sub(_joined, marked)


def _mark(found: re.Match) -> str:
    kind, text = found.groups()
    return f'<i class="{LOOK.get(kind, kind)}">{text}</i>'


def _joined(found: re.Match) -> str:
    text = re.sub(r"</?i[^>]*>", "", found[0])
    return f'<i class="{found[1]}">{text}</i>'


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
