"""The house rules of a chapter: one small function each, which yields offences.

A rule takes a `tests.book.Page`. There is no list of exceptions: a rule that a good
chapter can't keep is a wrong rule.
"""

import ast
import re
import statistics
from collections.abc import Callable, Iterator

from nbformat import NotebookNode

from tests.book import PREFIX, Page
from tools import chapter, notebooks

LONGEST_LINE = 79
LONGEST_CELL, MEDIAN_CELL, LONG_CELL = 25, 5, 12  # lines; one in ten may be longer

TAGS = {"hide-input", "hide-output", "remove-cell", "remove-input", "raises-exception"}

FORBIDDEN_CODE = {
    r"figsize": "size a figure by meaning: figure(width=…)",
    r"\.show\(": "a figure shows itself: no show()",
    r"set_title|suptitle|\.title\(": "the caption says it: no title",
    r"np\.random\.(?!default_rng|Generator)": "draw from np.random.default_rng(seed)",
    r"default_rng\(\s*\)": "give default_rng a seed",
    r"perf_counter|time\.time|datetime": "a page shows no times",
    r"^\s*[%!]": "no magics and no shell commands",
    r"display_id|\binteract(ive|_manual)?\(": "it dies in the page: use mathdl.widgets",
    r"NBVAL_|PYTEST_VALIDATE": "exempt a cell by a tag, with a comment # why:",
    r";\s*\Z": "a last semicolon hides nothing when tests run: assign the value",
}
FORBIDDEN_OUTPUT = {
    r"/(home|root|Users|tmp|usr|opt|var|work)/|site-packages|[A-Z]:\\": "a path",
    r"\b0x[0-9a-f]{6,}": "an address: give the object a __repr__",
    r"\b(19|20)\d\d-[01]\d-[0-3]\d(?!\d)|\b\d\d:\d\d:\d\d\b": "a date or a time",
}
BANNED = "clearly|obviously|simply|trivially|it is easy to see"
MACROS = r"\\(re)?newcommand|\\def\b|\\DeclareMathOperator"

Rule = Callable[[Page], Iterator[str]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    RULES.append(check)
    return check


def _lines(cell: NotebookNode) -> list[str]:
    """Return the lines that hold something: the formatter sets the empty ones."""
    return [line for line in cell.source.splitlines() if line.strip()]


def _numbered(page: Page) -> Iterator[tuple[str, NotebookNode]]:
    """Yield each code cell with the name that a reader finds it by."""
    for number, cell in enumerate(page.code, 1):
        yield f"code cell {number}", cell


# The file


@rule
def is_named_in_kebab_case(page: Page) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.name):
        yield f"{page.name!r} is an address: write it in-kebab-case"


@rule
def is_in_normal_form(page: Page) -> Iterator[str]:
    if notebooks.text(page.notebook) != notebooks.text(notebooks.normal(page.notebook)):
        yield "run `make notebooks`: it stores notebooks in normal form"


@rule
def was_run_from_top_to_bottom(page: Page) -> Iterator[str]:
    for number, cell in enumerate(page.code, 1):
        if cell.execution_count != number:
            yield f"code cell {number} has the count {cell.execution_count}"


@rule
def has_prose_and_code_only(page: Page) -> Iterator[str]:
    for cell in page.notebook.cells:
        if cell.cell_type not in ("markdown", "code"):
            yield f"a cell of type {cell.cell_type}: {cell.source[:40]!r}"
        if cell.get("attachments"):
            yield f"a picture is attached to {cell.source[:40]!r}: draw it in a cell"


@rule
def has_known_tags(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for tag in cell.metadata.get("tags", []):
            exempt = tag.startswith("nbval-")
            if exempt and not re.search(r"^# why: \S", cell.source, re.MULTILINE):
                yield f"{name} is tagged {tag} without a comment `# why: …`"
            if not exempt and tag not in TAGS:
                yield f"{name} is tagged {tag}, which nothing reads"


# The code


def _tree(cell: NotebookNode) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.parse("")  # its output or another rule tells


@rule
def imports_in_its_first_cell_alone(page: Page) -> Iterator[str]:
    for number, (name, cell) in enumerate(_numbered(page)):
        nodes = list(ast.walk(_tree(cell)))
        imports = [n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
        if number == 0 and len(imports) != len(_tree(cell).body):
            yield f"{name}: the first code cell imports, and does nothing else"
        if number > 0 and imports:
            yield f"{name} imports: imports stand in the first code cell"


@rule
def imports_from_mathdl_by_name(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for node in ast.walk(_tree(cell)):
            names = [alias.name for alias in getattr(node, "names", []) or []]
            whole = isinstance(node, ast.Import) and any(
                n.split(".")[0] == "mathdl" for n in names
            )
            if whole or (isinstance(node, ast.ImportFrom) and "*" in names):
                yield f"{name}: import names, as in `from mathdl.plot import arrows`"


@rule
def has_no_forbidden_code(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for pattern, advice in FORBIDDEN_CODE.items():
            if found := re.search(pattern, cell.source, re.MULTILINE):
                yield f"{name} has {found[0].strip()!r}: {advice}"


@rule
def has_lines_as_wide_as_the_page(page: Page) -> Iterator[str]:
    sources = [*_numbered(page), *_printed_solutions(page)]
    for name, cell in sources:
        for line in _lines(cell):
            if len(line) > LONGEST_LINE:
                yield f"{name} has {len(line)} characters in {line.strip()[:40]!r}…"


def _printed_solutions(page: Page) -> Iterator[tuple[str, NotebookNode]]:
    for solution in page.named("solution"):
        for block in re.findall(r"^```python\n(.*?)^```", solution.body, re.M | re.S):
            yield f"solution {solution.argument}", NotebookNode(source=block)


def _folded(cell: NotebookNode) -> bool:
    return "hide-input" in cell.metadata.get("tags", [])


@rule
def has_short_cells(page: Page) -> Iterator[str]:
    for number, (name, cell) in enumerate(_numbered(page)):
        # The first cell is a list of names, which nobody reads as code.
        if number > 0 and len(_lines(cell)) > LONGEST_CELL:
            yield f"{name} has {len(_lines(cell))} lines; {LONGEST_CELL} at most"
    # What is folded, such as a check, does not stand in the reader's way.
    lengths = sorted(len(_lines(cell)) for cell in page.code if not _folded(cell))
    if not lengths:
        return
    if statistics.median(lengths) > MEDIAN_CELL:
        yield f"half of the open cells have more than {MEDIAN_CELL} lines: {lengths}"
    if 10 * sum(length > LONG_CELL for length in lengths) > len(lengths):
        yield f"over a tenth of the open cells have over {LONG_CELL} lines: {lengths}"


# The outputs


def _texts(output: NotebookNode) -> Iterator[str]:
    """Yield what an output says in letters; pixels and their like are left out."""
    if output.output_type == "stream":
        yield output.text
    elif output.output_type == "error":
        yield output.evalue
    else:
        for mime, data in output.data.items():
            if isinstance(data, str) and mime not in ("image/png", "image/jpeg"):
                yield re.sub(r"base64,[\w+/=\s]+", "", data)


@rule
def shows_nothing_of_machine_or_time(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        text = "\n".join(t for output in cell.outputs for t in _texts(output))
        for pattern, what in FORBIDDEN_OUTPUT.items():
            if found := re.search(pattern, text):
                place = text[max(found.start() - 20, 0) : found.end() + 20]
                yield f"the output of {name} shows {what}, in {place!r}"


@rule
def shows_no_warning_and_no_error(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                yield f"{name} prints to stderr: {output.text[:80]!r}"
            may_raise = "raises-exception" in cell.metadata.get("tags", [])
            if output.output_type == "error" and not may_raise:
                yield f"{name} raises {output.ename} without the tag raises-exception"


@rule
def shows_objects_that_say_what_they_are(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for output in cell.outputs:
            data = output.get("data", {})
            plain = data.get("text/plain", "")
            if len(data) == 1 and re.match(
                r"\[?(<[\w.]+|Text\()|\w+\(children=", plain
            ):
                yield f"{name} shows {plain[:40]!r}: assign it, or give it a __repr__"


def _pictures(cell: NotebookNode) -> bool:
    data = [mime for output in cell.outputs for mime in output.get("data", {})]
    return any(mime.startswith("image/") for mime in data)


@rule
def names_captions_and_describes_its_figures(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        about = cell.metadata.get("mystnb", {})
        figure, image = about.get("figure", {}), about.get("image", {})
        if _pictures(cell):
            for key in ("name", "caption"):
                if not figure.get(key):
                    yield f"{name} draws a figure without mystnb.figure.{key}"
            if not image.get("alt"):
                yield f"{name} draws a figure without mystnb.image.alt"


@rule
def stores_its_figures_as_svg(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for output in cell.outputs:
            mimes = set(output.get("data", {}))
            if mimes & {"image/png", "image/jpeg"} and "image/svg+xml" not in mimes:
                yield f"{name} shows pixels alone: mathdl.plot stores an SVG too"


@rule
def describes_its_widgets(page: Page) -> Iterator[str]:
    for name, cell in _numbered(page):
        for output in cell.outputs:
            shown = output.get("data", {}).get("text/html", "")
            for image in re.findall(r"<img\b[^>]*>", shown):
                if not re.search(r'\balt="[^"]+"', image):
                    yield f"{name} shows a picture without alternative text"


# The prose


@rule
def says_nothing_of_the_layout(page: Page) -> Iterator[str]:
    for passage in chapter.left_of_layout(page.notebook, page.name):
        yield f"{passage[:60]!r}… is the layout's: write your own, or delete it"


@rule
def has_headings_in_order(page: Page) -> Iterator[str]:
    levels = page.prose.headings
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"one heading of level 1 comes first; the levels are {levels}"
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


@rule
def uses_no_banned_words(page: Page) -> Iterator[str]:
    for found in re.finditer(rf"\b({BANNED})\b", page.prose.words, re.IGNORECASE):
        start = max(found.start() - 30, 0)
        yield f"{found[0]!r}, in {page.prose.words[start : found.end() + 30]!r}"


@rule
def uses_latex_without_macros_of_its_own(page: Page) -> Iterator[str]:
    for cell in page.notebook.cells:
        if cell.cell_type == "markdown" and (found := re.search(MACROS, cell.source)):
            yield f"{found[0]} in {cell.source[:40]!r}: plain LaTeX only"


@rule
def sets_displayed_formulas_apart(page: Page) -> Iterator[str]:
    """Where a `$$` follows a line of text in a list, the page shows its dollars."""
    for cell in page.notebook.cells:
        before, inside = "", False
        for line in cell.source.splitlines():
            if cell.cell_type == "markdown" and line.count("$$") == 1:
                inside = not inside  # the line that closes may end in a label
                if inside and before.strip():
                    yield f"leave an empty line between {before[:40]!r} and a formula"
            before = line


@rule
def labels_what_is_numbered(page: Page) -> Iterator[str]:
    for directive in page.named(*PREFIX):
        if not directive.label and directive.name not in ("math", "figure"):
            yield f"{{{directive.name}}} {directive.argument} has no label"


@rule
def titles_its_results_in_words(page: Page) -> Iterator[str]:
    for directive in page.named(*PREFIX):
        if "$" in directive.argument:
            yield f"the title {directive.argument!r} has a formula: lists read it aloud"


@rule
def numbers_its_formulas_between_dollars(page: Page) -> Iterator[str]:
    for _ in page.named("math"):
        yield "write $$…$$ (label): GitHub and editors show a {math} block as code"


@rule
def labels_by_kind_chapter_and_name(page: Page) -> Iterator[str]:
    for kind, label in page.prose.labels:
        start = f"{PREFIX.get(kind, 'sec')}-{page.name}-"
        if not re.fullmatch(re.escape(start) + r"[a-z0-9]+(-[a-z0-9]+)*", label):
            yield f"{label!r} is to begin with {start!r}, in kebab-case"
