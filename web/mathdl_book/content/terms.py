"""The words of the glossary: linked from each first use, and to their definitions.

A word is defined where a chapter first sets it in bold.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from mathdl_book.content import tables

# Words of everyday language: they are terms only where a chapter sets them in bold.
EVERYDAY = {
    *("batch", "check", "composition", "consistent", "coverage", "depth", "efficiency"),
    *("image", "inverse", "layer", "loss", "matrix", "network", "orientation", "prior"),
    *("range", "risk", "sample", "score", "span", "surprise", "unit", "vector"),
    *("weights", "width"),
}
# A first use in one of these is no place for a link.
CLOSED = (
    *(nodes.reference, nodes.title, nodes.literal, nodes.literal_block, nodes.caption),
    *(nodes.math, nodes.math_block, nodes.raw, nodes.term, addnodes.compact_paragraph),
)
PLURALS = [(r"y$", "(?:y|ies)"), (r"is$", "(?:is|es)"), (r"$", "s?")]


def setup(app: Sphinx) -> None:
    """Note where words are defined, and link them when all pages have been read."""
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-resolved", _link)


def _defined(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return, for each notebook, the id of what it sets in bold, in lower case."""
    if not hasattr(env, "mathdl_defined"):
        env.mathdl_defined = {}
    return env.mathdl_defined


def _forget(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    _defined(env).pop(page, None)


def _note(app: Sphinx, document: nodes.document) -> None:
    """Give what is set in bold an id, where it is first set."""
    page = app.env.docname
    if not app.env.doc2path(page).endswith(".ipynb"):
        return
    found = _defined(app.env).setdefault(page, {})
    for strong in document.findall(nodes.strong):
        words = strong.astext().lower()
        if words not in found:
            found[words] = f"defined-{slug(words)}"
            strong["ids"].append(found[words])


def slug(words: str) -> str:
    """Return words as a part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def pattern(term: str) -> re.Pattern:
    """Return what finds a term, or its plural, as a word of its own.

    Examples
    --------
    >>> bool(pattern("basis").search("two bases of a plane"))
    True
    >>> bool(pattern("rank").search("a frank word"))
    False
    """
    for end, plural in PLURALS:
        if re.search(end, term):
            stem = re.escape(re.sub(end, "", term, count=1))
            return re.compile(rf"(?<![\w–-]){stem}{plural}(?![\w–-])", re.IGNORECASE)
    raise AssertionError("the last of PLURALS fits all")


def _glossary(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return the page and the anchor of each term."""
    entries = env.get_domain("std").objects.items()
    return {term: place for (kind, term), place in entries if kind == "term"}


def _link(app: Sphinx, document: nodes.document, page: str) -> None:
    glossary = _glossary(app.env)
    if page in _defined(app.env):
        _link_first_uses(app, document, page, glossary)
    elif any(place[0] == page for place in glossary.values()):
        _link_definitions(app, document, page)


def _link_first_uses(
    app: Sphinx, document: nodes.document, page: str, glossary: dict
) -> None:
    """Link each term where the chapter first uses it; longer terms go first."""
    prose = [(text, text.astext(), _is_bold(text)) for text in _prose(document)]
    for term in sorted(glossary, key=len, reverse=True):
        found = pattern(term)
        for k, (text, written, bold) in enumerate(prose):
            if term.lower() in EVERYDAY and not bold:
                continue
            if match := found.search(written):
                left = _put_link(app, text, match, page, glossary[term])
                prose[k : k + 1] = [(part, part.astext(), bold) for part in left]
                break


def _prose(document: nodes.document) -> Iterator[nodes.Text]:
    """Yield the texts of paragraphs in which a link may stand."""
    for paragraph in document.findall(nodes.paragraph):
        if not any(isinstance(node, CLOSED) for node in _around(paragraph)):
            for text in paragraph.findall(nodes.Text):
                if not any(isinstance(node, CLOSED) for node in _around(text)):
                    yield text


def _is_bold(text: nodes.Text) -> bool:
    return any(isinstance(node, nodes.strong) for node in _around(text))


def _around(node: nodes.Node) -> Iterator[nodes.Node]:
    while node := node.parent:
        yield node


def _put_link(
    app: Sphinx, text: nodes.Text, match: re.Match, page: str, place: tuple[str, str]
) -> list[nodes.Text]:
    """Make a part of a text a link, and return what is left of the text around it."""
    written = text.astext()
    before, after = written[: match.start()], written[match.end() :]
    link = make_refnode(app.builder, page, *place, nodes.Text(match[0]))
    link["classes"].append("term-link")
    around = [nodes.Text(before), nodes.Text(after)]
    text.parent.replace(text, [around[0], link, around[1]])
    return around


def _link_definitions(app: Sphinx, document: nodes.document, page: str) -> None:
    """Say at each term where it is defined, or first used, if its text does not yet."""
    for item in document.findall(nodes.definition_list_item):
        found = [pattern(term.astext()) for term in item.findall(nodes.term)]
        definition = item[-1]
        leads = any(
            "#" in link.get("refuri", "") and "term-" not in link["refuri"]
            for link in definition.findall(nodes.reference)
        )
        for said, find in (("Defined in", _definition), ("First used in", _use)):
            place = None if leads else find(app, found)
            if place:
                title = nodes.emphasis("", app.env.titles[place[0]].astext())
                link = make_refnode(app.builder, page, *place, title)
                definition[-1] += [nodes.Text(f" {said} "), link, nodes.Text(".")]
                break


def _definition(app: Sphinx, found: list[re.Pattern]) -> tuple[str, str] | None:
    for page in tables.reading_order(app.env, app.config.root_doc):
        for words, anchor in _defined(app.env).get(page, {}).items():
            if any(one.fullmatch(words) for one in found):
                return page, anchor
    return None


def _use(app: Sphinx, found: list[re.Pattern]) -> tuple[str, str] | None:
    """Return the section in which a term is first used."""
    for page in tables.reading_order(app.env, app.config.root_doc):
        for text, section in _paragraphs(app.env, page):
            if any(one.search(text) for one in found):
                return page, section
    return None


def _paragraphs(env: BuildEnvironment, page: str) -> list[tuple[str, str]]:
    """Return the texts of a notebook, each with the id of its section."""
    if page not in _defined(env):
        return []
    if page not in (texts := env.temp_data.setdefault("mathdl_texts", {})):
        texts[page] = [
            (text.astext(), _section(text)["ids"][0])
            for text in _prose(env.get_doctree(page))
        ]
    return texts[page]


def _section(text: nodes.Text) -> nodes.section:
    """Return the section of the chapter, not that of a box, in which a text stands."""
    outer = (nodes.section, nodes.document)
    around = (node for node in _around(text) if isinstance(node, nodes.section))
    return next(node for node in around if isinstance(node.parent, outer))
