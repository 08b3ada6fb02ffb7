"""What has been checked: a table, and links between results and their checks.

Nothing is written by hand. A result is a theorem, lemma, proposition or corollary of
the text; its check is a line that `mathdl.verify` printed and the notebook stored.
"""

from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from mathdl.verify import Checked, parse
from mathdl_book.content import tables

KINDS = {"theorem", "lemma", "proposition", "corollary"}
HEADINGS = (
    "Result",
    "Random cases",
    "What was compared",
    "Wrong variants that it rejects",
)
RELATIONS = {"==": "equal", "<=": "at most"}


@dataclass
class Result:
    """A numbered result: where it stands, its counter, and its title."""

    page: str
    kind: str
    counter: str
    title: list[nodes.Node]


@dataclass
class Check:
    """What a notebook says of one result, in a line or two, and where."""

    page: str
    lines: list[Checked]


def anchor(label: str) -> str:
    """Return the id of the place where the check of a result is shown."""
    return f"check-{label}"


def _book(
    env: BuildEnvironment,
) -> tuple[dict[str, Result], dict[str, Check]]:
    """Return what the pages read so far hold: results and checks."""
    if not hasattr(env, "mathdl_checked"):
        env.mathdl_checked = ({}, {})
    return env.mathdl_checked


def _read(app: Sphinx, document: nodes.document) -> None:
    """Note the results and checks of one page, and link them both ways."""
    page = app.env.docname
    results, checks = _book(app.env)
    boxes = {box["label"]: box for box in document.findall(_is_result)}
    for label, box in boxes.items():
        title = [child.deepcopy() for child in box[0].children]
        results[label] = Result(page, box["realtype"], box["countertype"], title)
    for output in list(document.findall(_is_printed)):
        lines = parse(output.astext())
        for line in lines:
            if line.label not in checks:
                checks[line.label] = Check(page, [])
                output["ids"].append(anchor(line.label))
            checks[line.label].lines.append(line)
        known = [
            label
            for label in dict.fromkeys(one.label for one in lines)
            if label in boxes
        ]
        if known:
            output.parent.insert(
                output.parent.index(output) + 1, _link_back(known, page)
            )
    for label, box in boxes.items():
        if label in checks and checks[label].page == page:
            box += _link_to_check(label, checks[label])


def _is_result(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Admonition) and node.get("realtype") in KINDS


def _is_printed(node: nodes.Node) -> bool:
    return isinstance(node, nodes.literal_block) and "stream" in node["classes"]


def _cases(check: Check) -> int:
    return sum(line.cases for line in check.lines)


def _link_to_check(label: str, check: Check) -> nodes.paragraph:
    text = f"checked in {_cases(check)} random cases"
    link = nodes.reference("", text, refid=anchor(label), internal=True)
    return nodes.paragraph("", "", link, classes=["result-checked"])


def _link_back(labels: list[str], page: str) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "This checks ", classes=["check-of"])
    for position, label in enumerate(labels):
        paragraph += nodes.Text(", " if position else "")
        # sphinx-proof puts "Theorem 1.2" where it finds the label.
        paragraph += addnodes.pending_xref(
            "",
            nodes.inline("", label),
            refdomain="prf",
            reftype="ref",
            reftarget=label,
            refdoc=page,
            refwarn=True,
        )
    paragraph += nodes.Text(".")
    return paragraph


class checked_table(nodes.General, nodes.Element):
    """The place of the table, which is made when all pages have been read."""


class CheckedDirective(SphinxDirective):
    """A table of all numbered results of the book and their checks."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the table."""
        tables.tell_of_all(self.env)
        return [checked_table()]


def _resolve(app: Sphinx, document: nodes.document, page: str) -> None:
    for place in list(document.findall(checked_table)):
        place.replace_self(_summary(app, page))


def _summary(app: Sphinx, page: str) -> list[nodes.Node]:
    results, checks = _book(app.env)
    ordered = [
        label
        for chapter in tables.reading_order(app.env, app.config.root_doc)
        for label, result in results.items()
        if result.page == chapter
    ]
    cases = sum(map(_cases, checks.values()))
    done = sum(label in checks for label in ordered)
    said = (
        f"Numbered results so far: {len(ordered)}. Checked: {done}, in {cases:,} "
        "random cases together."
    )
    rows = [_row(app, page, label) for label in ordered]
    return [nodes.paragraph("", said), *tables.table(HEADINGS, (34, 10, 24, 32), rows)]


def _row(app: Sphinx, page: str, label: str) -> nodes.row:
    results, checks = _book(app.env)
    result, check = results[label], checks.get(label)
    number = app.env.toc_fignumbers.get(result.page, {}).get(result.counter, {})
    named = f"{result.kind.title()} {'.'.join(map(str, number.get(label, ())))}"
    title = [child.deepcopy() for child in result.title]
    statement = nodes.inline("", named, *title)
    link = make_refnode(app.builder, page, result.page, label, statement)
    if check is None:
        return tables.row([link], [nodes.Text("no check yet")], [], [])
    count = nodes.inline("", f"{_cases(check):,}")
    compared = "; ".join(_compared(line) for line in check.lines)
    rejected = "; ".join(name for line in check.lines for name in line.rejected)
    return tables.row(
        [link],
        [make_refnode(app.builder, page, check.page, anchor(label), count)],
        [nodes.Text(compared)],
        [nodes.Text(rejected)],
    )


def _compared(line: Checked) -> str:
    text = RELATIONS[line.relation]
    text += ", exactly" if line.tolerance == "exact" else f", to {line.tolerance}"
    if line.near is None:
        return text
    near = "equal" if line.close is None else f"within {line.close} of equality"
    return f"{text}; {near} in {line.near}"


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    results, checks = _book(env)
    for found in (results, checks):
        for label in [label for label, item in found.items() if item.page == page]:
            del found[label]


def setup(app: Sphinx) -> None:
    """Add the directive, and watch what the pages hold."""
    app.add_node(checked_table)
    app.add_directive("checked", CheckedDirective)
    app.connect("doctree-read", _read)
    app.connect("doctree-resolved", _resolve)
    app.connect("env-purge-doc", _purge)
