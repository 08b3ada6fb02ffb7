"""What the tests read: the book's pages, their directives, labels and references."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from nbformat import NotebookNode

from tools import notebooks

MARKDOWN = MarkdownIt("commonmark").enable("table")
for plugin in (
    colon_fence_plugin,
    dollarmath_plugin,
    myst_block_plugin,
    myst_role_plugin,
):
    MARKDOWN.use(plugin)

DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<argument>.*)")
OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)\n?")

# How the book's numbered things begin their labels.
PREFIX = {
    "prf:theorem": "thm",
    "prf:lemma": "lem",
    "prf:proposition": "prop",
    "prf:corollary": "cor",
    "prf:definition": "def",
    "prf:algorithm": "alg",
    "prf:example": "exm",
    "prf:remark": "rem",
    "exercise": "ex",
    "solution": "sol",
    "math": "eq",
    "figure": "fig",
    "target": "sec",
}
RESULTS = ("prf:theorem", "prf:lemma", "prf:proposition", "prf:corollary")
REFERENCES = ("prf:ref", "numref", "eq", "ref")


@dataclass
class Directive:
    """One directive: ```{name} argument, its options, and what stands in it."""

    name: str
    argument: str
    options: dict[str, str]
    body: str
    cell: int

    @property
    def label(self) -> str | None:
        return self.options.get("label") or self.options.get("name")


@dataclass
class Prose:
    """Markdown, read: its directives at any depth, and what stands between them."""

    directives: list[Directive] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)  # (kind, label)
    roles: list[tuple[str, str]] = field(default_factory=list)  # (role, content)
    headings: list[int] = field(default_factory=list)
    words: str = ""

    def read(self, source: str, cell: int = 0) -> "Prose":
        for token in MARKDOWN.parse(source):
            self._take(token, cell)
        return self

    def _take(self, token: Token, cell: int) -> None:
        if token.type == "heading_open":
            self.headings.append(int(token.tag[1:]))
        elif token.type == "myst_target":
            self.labels.append(("target", token.content))
        elif token.type == "math_block_label":
            self.labels.append(("math", token.info))
        elif token.type in ("fence", "colon_fence"):
            self._take_fence(token, cell)
        for child in token.children or []:
            self._take_inline(child)
        self.words += " " if token.block else ""

    def _take_inline(self, token: Token) -> None:
        if token.type == "text":
            self.words += token.content
        elif token.type == "softbreak":
            self.words += " "
        elif token.type == "myst_role":
            self.roles.append((token.meta["name"], token.content))
        elif token.type == "link_open":
            self._take_link(str(token.attrs["href"]))

    def _take_link(self, address: str) -> None:
        page, _, label = address.partition("#")
        if page.endswith(".ipynb") and "://" not in page:
            self.roles.append(("doc", page.removesuffix(".ipynb")))
        if label and "://" not in page:
            self.roles.append(("ref", label))

    def references(self) -> Iterator[str]:
        """Every label that is referred to."""
        return (_target(content) for role, content in self.roles if role in REFERENCES)

    def linked(self) -> Iterator[str]:
        """The name of every page that is linked as a whole."""
        pages = (_target(content) for role, content in self.roles if role == "doc")
        return (page.rpartition("/")[2] for page in pages)

    def _take_fence(self, token: Token, cell: int) -> None:
        match = DIRECTIVE.fullmatch(token.info.strip())
        if not match:
            return
        name, argument = match["name"].removesuffix("-start"), match["argument"]
        options, body = _options(token.content)
        directive = Directive(name, argument, options, body, cell)
        self.directives.append(directive)
        if directive.label:
            self.labels.append((name, directive.label))
        if name != "math":
            self.read(f"{argument}\n\n{body}", cell)


def _target(content: str) -> str:
    """Return what a role refers to, with or without a text of its own."""
    inside = re.search(r"<([^<>]+)>\s*$", content)
    return inside[1] if inside else content


def _options(content: str) -> tuple[dict[str, str], str]:
    options, place = {}, 0
    while match := OPTION.match(content, place):
        options[match["key"]] = match["value"].strip()
        place = match.end()
    return options, content[place:]


@dataclass(repr=False)
class Page:
    """A notebook or a Markdown page of the book."""

    path: Path
    notebook: NotebookNode
    prose: Prose

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def code(self) -> list[NotebookNode]:
        return [c for c in self.notebook.cells if c.cell_type == "code"]

    def named(self, *names: str) -> list[Directive]:
        return [d for d in self.prose.directives if d.name in names]

    def references(self) -> Iterator[str]:
        """Every label that the page refers to."""
        return self.prose.references()

    def citations(self) -> Iterator[str]:
        for role, content in self.prose.roles:
            if role.split(":")[0] == "cite":
                yield from (key.strip() for key in content.split(","))

    def __repr__(self) -> str:
        return self.path.name


def page(path: Path, notebook: NotebookNode) -> Page:
    """Read a notebook's prose, captions included."""
    prose = Prose()
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            prose.read(cell.source, number)
        else:
            figure = cell.metadata.get("mystnb", {}).get("figure", {})
            prose.labels += [("figure", figure["name"])] if "name" in figure else []
            prose.read(figure.get("caption", ""), number)
    return Page(path, notebook, prose)


@functools.cache
def chapters() -> list[Page]:
    """Return every notebook of the book."""
    return [page(path, notebooks.read(path)) for path in notebooks.paths()]


@functools.cache
def pages() -> list[Page]:
    """Return the Markdown pages of the book."""
    root = notebooks.ROOT
    found = [root / "intro.md", *sorted((root / "backmatter").glob("*.md"))]
    return [
        Page(path, NotebookNode(cells=[]), Prose().read(path.read_text("utf-8")))
        for path in found
        if path.exists()
    ]


def shown_text(cell: NotebookNode) -> str:
    """Return what a code cell prints."""
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def bibliography() -> set[str]:
    """Return the keys that the book's BibTeX file defines."""
    file = notebooks.ROOT / "references.bib"
    text = file.read_text("utf-8") if file.exists() else ""
    return set(re.findall(r"^@\w+\{\s*([^,\s]+)", text, re.MULTILINE))
