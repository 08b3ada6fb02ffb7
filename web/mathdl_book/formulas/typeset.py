"""Formulas are typeset when the book is built, by one KaTeX for all pages.

It works beside Sphinx: a page's formulas are sent to it as soon as the page is read,
and asked for when the page is written.
"""

import html
import json
import subprocess
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from mathdl_book.ground import node as node_js

LOGGER = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("typeset.mjs")


INLINE = '<span class="katex">'


class FormulaError(ValueError):
    """A formula that KaTeX can't set; the message says why."""


Formula = tuple[str, bool]  # TeX, and whether it stands in a line of its own


class Typesetter:
    """One Node process that typesets formulas in the background, each of them once."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._queue = ThreadPoolExecutor(max_workers=1)
        self._batches: dict[Formula, Future[dict[Formula, dict[str, str]]]] = {}

    def begin(self, formulas: Iterable[Formula]) -> None:
        """Let formulas be typeset when those before them are."""
        new = [one for one in dict.fromkeys(formulas) if one not in self._batches]
        if new:
            self._batches |= dict.fromkeys(new, self._queue.submit(self._answers, new))

    def set(self, tex: str, display: bool) -> str:
        """Return a formula as HTML, once it is typeset."""
        self.begin([(tex, display)])
        answer = self._batches[tex, display].result()[tex, display]
        if "error" in answer:
            raise FormulaError(answer["error"].removeprefix("KaTeX parse error: "))
        return answer["html"]

    def _answers(self, batch: list[Formula]) -> dict[Formula, dict[str, str]]:
        asked = [{"tex": tex, "display": display} for tex, display in batch]
        return dict(zip(batch, json.loads(self._ask(json.dumps(asked))), strict=True))

    def _ask(self, line: str) -> str:
        if self._process is None:
            self._process = self._start()
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise ExtensionError("The program that typesets formulas has stopped.")
        return answer

    def _start(self) -> subprocess.Popen:
        node_js.package("katex")
        return subprocess.Popen(
            [node_js.executable(), str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def close(self) -> None:
        """Let the process end, if it was started."""
        self._queue.shutdown(cancel_futures=True)
        if self._process is not None:
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()
            self._process = None


class Formulas:
    """The formulas of one build."""

    def __init__(self) -> None:
        self._typesetter = Typesetter()
        self._failed = False

    def begin(self, app: Sphinx, document: nodes.document) -> None:
        """Let the formulas of a page that was read be typeset meanwhile."""
        self._typesetter.begin(
            (node.astext().strip(), display)
            for kind, display in ((nodes.math, False), (nodes.math_block, True))
            for node in document.findall(kind)
        )

    def html(self, node: nodes.Element, display: bool) -> str:
        """Return a formula as HTML; one that can't be set, as it was written."""
        tex = node.astext().strip()
        try:
            return self._typesetter.set(tex, display)
        except FormulaError as error:
            self._failed = True
            said = " ".join(tex.split())
            LOGGER.error("KaTeX can't set %s: %s", said, error, location=node)
            return f"<code>{html.escape(tex)}</code>"

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """End the build, which has failed if a formula could not be set."""
        self._typesetter.close()
        app.statuscode = app.statuscode or int(self._failed)


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    formulas: Formulas = self.builder.app.mathdl_formulas
    html = formulas.html(node, False)
    self.body.append(html.replace(INLINE, INLINE.replace('">', ' notranslate">'), 1))
    raise nodes.SkipNode


def _visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    formulas: Formulas = self.builder.app.mathdl_formulas
    self.body.append(self.starttag(node, "div", "", CLASS="formula notranslate"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(formulas.html(node, True) + "</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Make KaTeX the renderer of this book's formulas."""
    app.mathdl_formulas = Formulas()
    app.add_html_math_renderer("katex", (_visit_inline, None), (_visit_display, None))
    app.connect("config-inited", _choose)
    app.connect("doctree-read", app.mathdl_formulas.begin)
    app.connect("build-finished", app.mathdl_formulas.close)


def _choose(app: Sphinx, config) -> None:
    config.html_math_renderer = "katex"
