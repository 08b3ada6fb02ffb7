"""The files that a page loads: a style sheet, one for formulas, and a script.

They are made last, when it is known what the pages hold: rules and glyphs that no page
can use are left out. What they were made from stays in the folder ``WHOLE``, beside the
other things that a build remembers, so that a test can compare.
"""

import functools
import hashlib
import json
import re
import shutil
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

import mathdl
from mathdl_book.formulas import glyphs, later
from mathdl_book.ground import node
from mathdl_book.page import icons, purge

LOGGER = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parent
ROOMS = HERE.parent
PACKAGE = Path(mathdl.__file__).parent

# What the rooms give to every page: styles, in the order of their names, and scripts.
OWN = [
    *("content/boxes.css", "content/cells.css", "content/reference.css"),
    *("finding/chart.css", "finding/filter.css", "finding/filter.js"),
    *("finding/preview.css", "finding/preview.js"),
    *("formulas/later.css", "page/page.css", "page/page.js", "page/place.js"),
    *("paper/print.css", "ways_out/hub.css"),
]
# In the order in which they are read; the book's own come last and have the last word.
STYLES = [
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "pygments.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "copybutton.css",
    "own/*.css",
    "explorable.css",
]
# What other scripts call, at once; then what serves the reader, a task each, so that a
# slow machine can answer in between.
SCRIPTS = ["documentation_options.js", "doctools.js", "sphinx_highlight.js"]
TASKS = [
    ["clipboard.min.js", "copybutton.js"],
    ["scripts/pydata-sphinx-theme.js"],
    ["scripts/sphinx-book-theme.js"],
    ["own/page.js"],
    ["own/place.js"],
    ["own/preview.js"],
    ["own/filter.js"],
]
# Before the other one, which has the last word on formulas too.
FORMULAS = ["katex.min.css"]
# Themes and extensions copy much more to the site; what no page loads is removed.
KEPT = {
    *("book.css", "book.js", "chart.js", "early.js"),
    *("favicon.svg", "formulas.css", "searchtools.js", "language_data.js"),
    *("entries.js", "hub.js", "live.js", "previews", "search.js", "thebe"),
}

# A script for each kind of figure.
FIGURES = "explorable-*.js"

# It brings its own styles, and what it is made from names thousands of things.
APART = {"live.js", "entries.js"}

SOURCES = {".py", ".js", ".mjs", ".css", ".html", ".svg", ".json", ".mplstyle"}

# The icon font, which pages do not use, and its 2,000 glyphs.
ICON_FONT = re.compile(
    r"@font-face\s*{[^}]*Font Awesome[^}]*}|(?:\.fa-[\w-]+:before,?)+{content:[^}]*}"
)
WHOLE = "whole"
# Work of the theme's script that takes long on a long page and serves nobody here, and
# what stands in its place.
SPARED = {
    # It measures every code cell, for which the whole page is laid out, when all is
    # loaded and after each change of a figure. page.js sees to what comes near.
    re.compile(
        r'"complete"===document\.readyState\?(\w+)\(\):'
        r'window\.addEventListener\("load",\1\)'
    ): "0",
    # It looks for what is not printed in the whole page. print.css knows it by name.
    re.compile(
        r'(\w+)=\["\.bd-header-announcement",[^\]]*\]\.join\(","\);'
        r'document\.querySelectorAll\(\1\)\.forEach\(\((\w+)=>{\2[^}]*"noprint"\)}\)\)'
    ): r"\1",
}
# It looks for all that may stand in a margin, by each of these names and three more
# forms of it. Those that the book uses are enough.
MARGINAL = re.compile(r'\["marginnote",[^\]]*\]')
# Of what a page itself loads; an address elsewhere may hold a "?v=" of its own.
VERSION = re.compile(r'"((?:\.\.?/)*(?:_static/[\w.-]+|searchindex\.js)\?v=)\w+"')
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@functools.cache
def digest() -> str:
    """Return a short name of all that makes the pages: it changes when that does."""
    found = hashlib.sha256()
    for folder in (ROOMS, PACKAGE):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in SOURCES):
            found.update(path.read_bytes())
    found.update((node.WEB / "package-lock.json").read_bytes())
    for package in ("sphinx", "pydata-sphinx-theme", "sphinx-book-theme"):
        found.update(version(package).encode())
    return found.hexdigest()[:8]


def setup(app: Sphinx) -> None:
    """Let the builder copy and bundle what the pages load."""
    # Every page is made anew when what makes pages has changed.
    app.add_config_value("mathdl_digest", digest(), "env")
    app.connect("config-inited", _configure)
    app.connect("builder-inited", _provide)
    # The theme writes the colours of code at the end of the build: later than that.
    app.connect("build-finished", _bundle, priority=700)


def _configure(app: Sphinx, config) -> None:
    config.html_favicon = config.html_favicon or str(HERE / "favicon.svg")
    for room in ("finding", "page"):
        config.templates_path.append(str(ROOMS / room / "templates"))


def _made(app: Sphinx) -> Path:
    """Return the folder of what the builder will copy to ``_static``."""
    return Path(app.doctreedir) / "static"


def _provide(app: Sphinx) -> None:
    """Lay out what the builder will copy to ``_static``."""
    folder = _made(app)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "own").mkdir(parents=True)
    for file in OWN:
        shutil.copy(ROOMS / file, folder / "own")
    (folder / "katex.min.css").write_text(glyphs.sheet(), "utf-8")
    shutil.copy(PACKAGE / "widgets" / "explorable.css", folder)
    shutil.copy(HERE / "early.js", folder)
    for script in ("chart.js", "search.js"):
        source = (ROOMS / "finding" / script).read_text("utf-8")
        (folder / script).write_text(node.minified(source, "js"), "utf-8")
    app.config.html_static_path.append(str(folder))


def _bundle(app: Sphinx, exception: Exception | None) -> None:
    """Put style sheets and scripts together, and leave nothing else in ``_static``."""
    static = Path(app.outdir) / "_static"
    if exception is None and (static / "basic.css").is_file():  # else no page is new
        pages = [*later.pages(Path(app.outdir)).values()]
        names = purge.Names()
        for page in pages:
            names.read_page(page)
        script = node.minified(_script(static, names), "js")
        (static / "book.js").write_text(script, "utf-8")
        whole = Path(app.doctreedir) / WHOLE
        whole.mkdir(exist_ok=True)
        style = ICON_FONT.sub("", _joined(static, STYLES, "\n"))
        (whole / "book.css").write_text(style + icons.sheet(pages), "utf-8")
        (whole / "formulas.css").write_text(_joined(static, FORMULAS, "\n"), "utf-8")
        _lighten(Path(app.outdir), whole, pages, names)
        _name(Path(app.outdir))
    kept = KEPT | {path.name for path in _made(app).glob(FIGURES)}
    for path in [path for path in static.glob("*") if path.name not in kept]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _script(static: Path, names: purge.Names) -> str:
    tasks = [_joined(static, task, ";\n") for task in TASKS]
    parts = [_joined(static, SCRIPTS, ";\n")]
    parts += [f"setTimeout(() => {{\n{task}\n}});" for task in tasks]
    script = SOURCE_MAP.sub("", "\n".join(parts))
    spared = {**SPARED, MARGINAL: functools.partial(_marginal, names)}
    for work, instead in spared.items():
        script, found = work.subn(instead, script)
        if found != 1:
            LOGGER.warning("the theme's script has changed: it may work on whole pages")
    return script


def _marginal(names: purge.Names, found: re.Match) -> str:
    """Return those names of what stands in a margin that pages use, as a script's list.

    It holds one at least: a script can't look for nothing.
    """

    def is_used(name: str) -> bool:
        forms = (name, name.replace("-", "_"))
        return any(form in names or f"tag_{form}" in names for form in forms)

    used = [name for name in json.loads(found[0]) if is_used(name)]
    return json.dumps(used or ["margin"])


def _lighten(site: Path, whole: Path, pages: list[str], names: purge.Names) -> None:
    """Write style sheets with the rules and glyphs that the pages can use."""
    scripts = [path for path in site.glob("_static/*.js") if path.name not in APART]
    for script in scripts:
        names.read_script(script.read_text("utf-8"))
    for path in whole.glob("*.css"):
        style = path.read_text("utf-8")
        if path.name == "formulas.css":
            style = glyphs.embedded(style, node.package("katex") / "dist", pages)
        style = node.minified(purge.purged(style, names), "css")
        (site / "_static" / path.name).write_text(style, "utf-8")


def _name(site: Path) -> None:
    """Let the addresses of what pages load change when any of it does."""
    files = [path for path in site.glob("_static/*.*") if path.name in KEPT]
    files += site.glob(f"_static/{FIGURES}")
    files.append(site / "searchindex.js")
    contents = b"".join(path.read_bytes() for path in sorted(files))
    name = hashlib.sha256(contents).hexdigest()[:8]
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        named = VERSION.sub(rf'"\g<1>{name}"', page)
        if named != page:
            path.write_text(named, "utf-8")


def _joined(static: Path, patterns: list[str], between: str) -> str:
    paths = [path for pattern in patterns for path in sorted(static.glob(pattern))]
    return between.join(path.read_text("utf-8") for path in paths)
