"""The parts of the book's extension that need no book: pages, icons, figures, links."""

import base64
import html
import io
import json
import math
import pkgutil
import re
import subprocess
from importlib.metadata import distributions, version
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sphinx_book_theme
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from sphinx.errors import ExtensionError

import mathdl
from mathdl_book import (
    assets,
    drawings,
    figures,
    formulas,
    glyphs,
    icons,
    later,
    links,
    node,
    page,
    pictures,
    purge,
    strokes,
)

ROOT = Path(__file__).resolve().parents[2]
WOFF2 = re.compile(r"data:font/woff2;base64,([^)]*)")

THEMED = """\
<html data-theme="auto"><head>
<script>inline()</script>
<link rel="preload" as="script" href="_static/scripts/x.js" />
<link href="_static/styles/theme.css?digest=1" rel="stylesheet" />
<link rel="icon" href="_static/favicon.svg"/>
<script defer src="https://elsewhere.example/x.js"></script>
</head><body>
<div id="pst-primary-sidebar" class="bd-sidebar">
<button class="btn search-button-field" title="Search" aria-label="Search">
<i class="fa-solid fa-magnifying-glass"></i> <span>Search</span></button></div>
<div class="proof admonition" id="proof">
<p>Proof. It <code>&lt;script&gt;</code></p></div>
<section class="theorem-content" id="proof-content"></section>
<script type="text/javascript">
let x = "<b>";
</script></body></html>"""


def test_a_clean_page_loads_the_books_files_alone():
    clean = page.clean(THEMED, root="../", version="1")
    assert re.findall(r'(?:src|href)="([^"]*)"', clean) == [
        "_static/favicon.svg",
        "../_static/book.css?v=1",
        "../_static/early.js?v=1",
        "../_static/book.js?v=1",
    ]
    assert "inline()" not in clean and 'let x = "<b>"' not in clean
    assert "<code>&lt;script&gt;</code>" in clean  # text about scripts is text


@pytest.mark.parametrize(
    ("body", "search", "loaded"),
    [
        ('<figure class="explorable" data-widget="x">', False, "explorable-x.js"),
        ('<figure class="explorable wide" data-widget="y">', False, "explorable-y.js"),
        (
            '<figure class="explorable" data-widget="y">'
            '<figure class="explorable" data-widget="x">',
            False,
            "explorable-x-y.js",
        ),
        ('<div class="chart" role="group">', False, "chart.js"),
        ("", True, "searchindex.js"),
    ],
)
def test_what_few_pages_need_is_loaded_there(body, search, loaded):
    themed = THEMED.replace("</body>", f"{body}</body>")
    assert loaded in page.clean(themed, search=search)
    assert loaded not in page.clean(THEMED)


def test_names_and_landmarks_are_mended():
    clean = page.clean(THEMED)
    assert 'class="btn search-button-field" title="Search">' in clean
    assert '<div id="pst-primary-sidebar" role="region" aria-label="Book"' in clean
    assert 'data-theme="light"' in clean
    assert "<em>Proof.</em>" in clean
    assert 'id="proof' not in clean


def test_a_long_page_has_pauses_between_its_blocks_and_no_other_change():
    text = "<p>" + 1000 * "word " + "</p>\n"
    box = f'<div class="proof admonition">\n{2 * text}</div>\n'
    long = page._paused(f"<article>\n{6 * (text + box)}</article>")
    assert long.replace(page.PAUSE, "") == f"<article>\n{6 * (text + box)}</article>"
    stretches = long.split(page.PAUSE)
    assert len(stretches) == 5
    for end, begin in pairwise(stretches):
        assert end.endswith(("</p>\n", "</div>\n"))
        assert begin.startswith(("<p>", '<div class="proof'))
        assert page.STRETCH <= len(end) < page.STRETCH + len(text) + 100
    code = f"<pre>{text}</pre>" * 10
    assert page._paused(code.replace("\n", "")) == code.replace("\n", "")


DRAWN_IN_PAGE = (
    '<div class="figure-frame"><svg role="img" aria-label="&quot;A&quot; &lt; b" '
    'style="width: 400px; min-width: 300px;font-family:sans" viewBox="0 0 300 150">'
    '<path d="M0 0v1"/></svg></div>'
)
STILL = (
    '<figure class="explorable" data-state=\'{}\'><svg role="img" aria-label="B" '
    'width="75pt" height="30pt" viewBox="0 0 75 30"><path d="M1 1"/></svg></figure>'
)


def test_drawings_but_the_first_become_files(tmp_path):
    shelf = pictures.Shelf(tmp_path, "part/one", "../")
    found = pictures.apart(DRAWN_IN_PAGE + DRAWN_IN_PAGE + STILL, shelf)
    assert found.startswith(DRAWN_IN_PAGE + '<div class="figure-frame"><img')
    first, second = re.findall(r"<img[^>]*>", found)
    assert 'alt="&quot;A&quot; &lt; b"' in first and 'loading="lazy"' in first
    assert 'width="400" height="200" style="min-width: 300px"' in first
    assert 'width="100" height="40">' in second
    drawing = (tmp_path / "_figures" / "part.one-1.svg").read_text("utf-8")
    root = ElementTree.fromstring(drawing)
    assert root.attrib == {"viewBox": "0 0 300 150", "style": "font-family:sans"}
    assert '<path d="M0 0v1"/></svg>' in drawing
    still = ElementTree.parse(tmp_path / "_figures" / "part.one-2.svg").getroot()
    assert still.attrib == {"viewBox": "0 0 75 30"}


def formula(letter):
    return (
        '<span class="formula notranslate"><span class="katex">'
        f'<span class="katex-mathml"><math><mi>{letter}</mi></math></span>'
        '<span class="katex-html" aria-hidden="true">'
        f'<span class="mord">{letter}</span></span></span></span>'
    )


def chapter(*sections):
    return "<!DOCTYPE html>\n<html lang='en'>" + "".join(
        f"<section><p>{text} {' '.join(map(formula, letters))}</p></section>"
        for text, letters in sections
    )


def test_formulas_behind_the_first_sections_come_later(tmp_path):
    long = "word " * (later.ENOUGH // 5)
    page = chapter((long, "ab"), ("short", 'cd"c'), ("short", "</d>"))
    shelf = pictures.Shelf(tmp_path, "part/of one", "../")
    found = later.apart(page, shelf)
    assert re.search(
        r'<html data-formulas="\.\./_figures/part\.of%20one-formulas\.js\?v=\w{8}"',
        found,
    )
    assert [found.count(formula(letter)) for letter in "abcd"] == [1, 1, 0, 0]
    assert found.count('class="katex later"') == 8
    for letter in "cd":
        assert f"<math><mi>{letter}</mi></math></span></span></span>" in found
    assert later.whole(found, tmp_path) == page
    script = (tmp_path / "_figures" / "part.of one-formulas.js").read_text("utf-8")
    assert script.count("katex-html") == len(set('cd"</>'))


def test_a_page_with_nothing_far_down_stays_whole(tmp_path):
    shelf = pictures.Shelf(tmp_path, "one", "")
    long = "word " * (later.ENOUGH // 5)
    for small in (chapter(("short", "ab"), ("short", "c")), chapter((long, "ab"))):
        assert later.apart(small, shelf) == small
        assert later.whole(small, tmp_path) == small
    assert not (tmp_path / "_figures").exists()


@pytest.mark.parametrize("size", ['viewBox="0 0 3 4"', 'width="3pt"', 'width="50%"'])
def test_a_drawing_that_says_no_size_stays_in_the_page(tmp_path, size):
    drawing = f'<svg role="img" aria-label="A" {size}><path d="M0 0"/></svg>'
    shelf = pictures.Shelf(tmp_path, "one", "")
    assert pictures.apart(2 * drawing, shelf) == 2 * drawing


def test_the_address_of_a_drawing_changes_with_what_it_shows(tmp_path):
    shelf = pictures.Shelf(tmp_path, "one", "")
    other = DRAWN_IN_PAGE.replace("v1", "v2")
    pages = [pictures.apart(2 * one, shelf) for one in (DRAWN_IN_PAGE, other)]
    addresses = [re.search(r'src="_figures/([^"]*)"', one)[1] for one in pages]
    assert [one.partition("?v=")[0] for one in addresses] == 2 * ["one-1.svg"]
    assert addresses[0] != addresses[1]


def test_a_long_state_becomes_a_script(tmp_path):
    shelf = pictures.Shelf(tmp_path, "one", "")
    assert pictures.apart(STILL, shelf) == STILL
    state = {"text": "<'&>" * 2000}
    escaped = html.escape(json.dumps(state), quote=False).replace("'", "&#39;")
    found = pictures.apart(STILL.replace("{}", escaped), shelf)
    assert "data-state=" not in found
    assert re.search(r'data-state-from="_figures/one-1\.js\?v=\w{8}"', found)
    script = (tmp_path / "_figures" / "one-1.js").read_text("utf-8")
    assert json.loads(script.removeprefix("figureState(").removesuffix(");")) == state


def test_icons_are_named_and_keep_what_marks_them():
    named = icons.marked(
        '<i class="theme-switch fa-solid fa-moon fa-lg" data-mode="dark" title="Dark">'
        "</i>"
    )
    assert named == (
        '<span class="icon icon-solid-moon theme-switch fa-lg" data-mode="dark" '
        'aria-hidden="true"></span>'
    )
    assert "icon-solid-bars" in icons.marked('<span class="fa-solid fa-bars"></span>')
    assert icons.marked('<span class="sd-fa">fa-x</span>').startswith("<span")


def test_the_sheet_draws_the_icons_of_the_pages_once():
    bars = icons.marked('<i class="fas fa-bars"></i>')
    pages = [bars + icons.marked('<i class="fa-angle-left"></i>'), bars]
    sheet = icons.sheet(pages)
    assert '.icon-solid-angle-left::before{content:"\\e000"}' in sheet
    assert '.icon-solid-bars::before{content:"\\e001"}' in sheet
    font = TTFont(io.BytesIO(base64.b64decode(WOFF2.search(sheet)[1])))
    assert font.getBestCmap() == {0xE000: "solid-angle-left", 0xE001: "solid-bars"}
    assert font["hmtx"]["solid-bars"][0] == 448  # as Font Awesome draws it, of 512
    assert icons.sheet(pages) == sheet
    assert icons.sheet([""]) == ""


def test_the_glyph_of_an_icon_covers_what_its_drawing_covers():
    outline = TTFont(io.BytesIO(icons._font([("solid", "bars")])))["glyf"]["solid-bars"]
    # Three bars of a height of 64 at 96, 256 and 416 from the top, which is at 448.
    assert (outline.xMin, outline.xMax) == (0, 448)
    assert (outline.yMin, outline.yMax) == (0, 384)
    pen = AreaPen()
    outline.draw(pen, None)
    rounded = 448 * 64 - (4 - math.pi) * 32**2
    assert abs(pen.value) == pytest.approx(3 * rounded, rel=0.005)


def test_an_unknown_icon_is_named():
    with pytest.raises(ExtensionError, match="no solid icon called 'nosuchicon'"):
        icons.marked('<i class="fas fa-nosuchicon"></i>')


SVG = (
    '<?xml version="1.0"?>\n<svg width="{width}" height="10pt" viewBox="0 0 9 9">'
    '<defs><g id="a"/></defs><use xlink:href="#a"/><use href="#a" fill="url(#a)"/>'
    '<path stroke="#797979" fill="#7979790"/></svg>'
)


def test_an_inlined_figure_has_its_own_ids_and_the_pages_ink():
    svg = figures.inlined(SVG.format(width="72pt"), 'a < "b"', "p-")
    assert svg.startswith('<svg role="img" aria-label="a &lt; &quot;b&quot;"')
    assert svg.count("p-a") == 4 and not re.search(r'["#]a"', svg)
    assert 'stroke="currentColor"' in svg and "#7979790" in svg


@pytest.mark.parametrize(
    ("width", "style"),
    [
        ("72pt", "width: 96px; min-width: 72px"),
        ("4in", "width: 384px; min-width: 288px"),
        ("100", "width: 100px; min-width: 75px"),
    ],
)
def test_a_figure_shrinks_but_not_to_nothing(width, style):
    svg = figures.inlined(SVG.format(width=width), "", "p-")
    root = svg[: svg.index(">")]
    assert f'style="{style}"' in root
    assert not re.search(r"\s(width|height)=", root)


def test_a_still_picture_is_inlined_and_keeps_its_size():
    markup = (
        '<figure class="explorable" data-state="{}"><img alt="one &amp; two" '
        'src="data:image/svg+xml,%3Csvg width=&#x27;9pt&#x27; height=&#x27;9pt&#x27;%3E'
        '%3C/svg%3E" width="12" height="12"></figure>'
    )
    assert figures.explorable(markup, "p-") == (
        '<figure class="explorable" data-state=\'{}\'><svg role="img" '
        'aria-label="one &amp; two" width="9pt" height="9pt"/></figure>'
    )


def test_a_picture_keeps_room_for_the_sliders_that_come_below_it():
    state = {"at": [0, 0], "values": [[1, 2.5], ["mean", "median"]], "frames": []}
    markup = (
        f'<figure class="explorable" data-state="{html.escape(json.dumps(state))}">'
    )
    assert 'style="--mdl-sliders: 2; --mdl-worded: 1"' in figures.explorable(markup, "")


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/someone/book.git",
        "https://github.com/someone/book",
        "https://user:secret@github.com/someone/book.git/",
        "git@github.com:someone/book.git",
        "ssh://git@github.com/someone/book.git",
        "ssh://git@github.com:22/someone/book",
    ],
)
def test_a_remote_is_an_address_on_the_web(remote):
    found = links.parse(remote, "main")
    assert found.address == "https://github.com/someone/book"


@pytest.mark.parametrize(
    "remote", ["", "/srv/git/book.git", "../book", "./a/b", "file:///srv/book", "book"]
)
def test_what_is_not_on_the_web_has_no_address(remote):
    assert links.parse(remote, "main") is None


@pytest.mark.parametrize(
    ("remote", "where"),
    [
        ("https://github.com/a/b", "gh/a/b/my%2Fbranch"),
        ("https://gitlab.com/a/b/c", "gl/a%2Fb%2Fc/my%2Fbranch"),
        (
            "https://git.example.org/a/b",
            "git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/my%2Fbranch",
        ),
    ],
)
def test_binder_is_asked_in_its_own_way_for_each_host(remote, where):
    address = links.parse(remote, "my/branch").binder("chapters/a/b.ipynb")
    assert address == (
        f"https://mybinder.org/v2/{where}?urlpath=lab%2Ftree%2Fchapters%2Fa%2Fb.ipynb"
    )


def test_a_workflow_says_what_is_built(tmp_path):
    environ = {
        "GITHUB_REPOSITORY": "fork/book",
        "GITHUB_REF_NAME": "try",
        "GITHUB_SERVER_URL": "https://github.example.org",
    }
    found = links.repository(tmp_path, environ)
    assert found == links.Repository("github.example.org", "fork/book", "try")


def test_elsewhere_the_remote_origin_says_it(tmp_path):
    assert links.repository(tmp_path, {}) is None

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)

    git("init", "--quiet", "--initial-branch", "draft")
    assert links.repository(tmp_path, {}) is None
    git("remote", "add", "origin", "git@github.com:someone/book.git")
    found = links.repository(tmp_path, {})
    assert found == links.Repository("github.com", "someone/book", "draft")


@pytest.fixture(scope="module")
def typesetter():
    one = formulas.Typesetter()
    yield one
    one.close()


def test_a_formula_becomes_html_and_mathml(typesetter):
    html = typesetter.set(r"\mathbf{x} \in \mathbb{R}^n", False)
    assert html.startswith('<span class="katex">') and "<math" in html
    display = typesetter.set(r"\begin{aligned} a &= b \\ &= c \end{aligned}", True)
    assert display.startswith('<span class="katex-display">')


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchthing", "x_1_2", "é = 1"])
def test_a_formula_that_cannot_be_set_says_why_and_harms_no_other(typesetter, tex):
    with pytest.raises(formulas.FormulaError, match=r"\w+ \w+"):
        typesetter.set(tex, False)
    assert typesetter.set("x", False)


def test_a_missing_npm_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(node, "PACKAGES", tmp_path)
    with pytest.raises(ExtensionError, match="'katex' is not installed.* `make book`"):
        formulas.Typesetter().set("x", False)


def test_a_missing_or_old_node_is_told(monkeypatch, tmp_path):
    node.executable.cache_clear()
    monkeypatch.setattr(node, "folders", lambda: [str(tmp_path)])
    old = tmp_path / "node"
    for script in (None, "echo v16.20.0", "echo nonsense"):
        if script:
            old.write_text(f"#!/bin/sh\n{script}\n")
            old.chmod(0o755)
        with pytest.raises(ExtensionError, match="Node 18 or newer is needed"):
            node.executable()
    old.write_text("#!/bin/sh\necho v18.0.0\n")
    assert node.executable() == str(old)
    node.executable.cache_clear()


def test_a_bundle_that_fails_says_why(tmp_path):
    target = tmp_path / "out.js"
    with pytest.raises(ExtensionError, match=r"out\.js(?s:.*)nosuchfile"):
        node.bundle('import "./nosuchfile.js";', target)
    assert not target.exists()


def test_every_public_module_is_in_the_reference():
    text = (ROOT / "backmatter" / "mathdl.md").read_text("utf-8")
    named = set(re.findall(r"automodule:: mathdl\.(\w+)", text))
    modules = {m.name for m in pkgutil.iter_modules(mathdl.__path__)}
    assert named == {name for name in modules if not name.startswith("_")}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in found}


def test_every_package_that_the_project_names_is_pinned_to_what_is_installed():
    named = [
        canonicalize_name(line.split("==")[0])
        for file in ("requirements.txt", "binder/requirements.txt")
        for line in (ROOT / file).read_text("utf-8").splitlines()
        if "==" in line
    ]
    assert len(named) > 10
    assert {name: pins()[name] for name in named} == {
        name: version(name) for name in named
    }


def test_every_pinned_package_runs_on_the_first_python_3_11():
    installed = [d for d in distributions() if canonicalize_name(d.name) in pins()]
    newer = {
        d.name: wanted
        for d in installed
        if not SpecifierSet(wanted := d.metadata.get("Requires-Python", "")).contains(
            "3.11.0"
        )
    }
    assert newer == {}


def test_a_path_is_told_step_by_step_and_errors_do_not_add_up():
    path = "M 0 0 " + "".join(f"L {k / 3:.6f} {k / 7:.6f} " for k in range(1, 300))
    short = strokes.shortened(path)
    steps = re.findall(r"-?\d*\.?\d+", short)
    x, y = sum(map(float, steps[::2])), sum(map(float, steps[1::2]))
    assert (x, y) == pytest.approx((299 / 3, 299 / 7), abs=0.0051)
    assert len(short) < len(path) / 2


@pytest.mark.parametrize(
    "path", ["", "M 1 2 A 1 1 0 0 0 3 4", "m 1 2 l 3 4", "M 1e-5 2", "L 1 2"]
)
def test_a_path_of_another_kind_stays(path):
    assert strokes.shortened(path) == path


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 1 L 2 1 L 2 2 z M 5 5 L 6 7 z", "M1 1h1v1zM5 5l1 2z"),
        ("M 0 0 Q 1 1 2 0 C 3 -1 4 -1 5 0.5", "M0 0q1 1 2 0c1-1 2-1 3 .5"),
        ("M 0 0 L 1 2 L 3 3 L 3 3", "M0 0l1 2 2 1h0"),
    ],
)
def test_commands_are_kept(path, short):
    assert strokes.shortened(path) == short


DRAWN = """<svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 463.4395 20">
<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>
</defs><g id="figure_1"><g id="patch_1"><path d="M 0 0 L 1 1" style="fill: none"/></g>
<defs><path id="m" d="M 0 0 L 0 3.5 L 1 3.5"/></defs>
<g clip-path="url(#c)"><use xlink:href="#m" x="61.86714" style="stroke: red"/>
<use xlink:href="#m" x="7" style="stroke: red"/></g><g id="line2d_2"/>
<text style="font-size: 11px; font-family: 'A', B" transform="rotate(-0 61 5)">x &lt; 1
</text></g><clipPath id="c"><rect x="0" width="9.0000001"/></clipPath></svg>"""


def test_a_drawing_says_the_same_in_less():
    assert drawings.lightened(DRAWN) == (
        '<svg viewBox="0 0 463.44 20" stroke-linejoin="round" '
        "style=\"font-family:'A', B\">"
        '<defs><path id="m" d="M0 0v3.5h1"/></defs>'
        '<g clip-path="url(#c)" style="stroke:red"><use x="61.867" href="#m"/>'
        '<use x="7" href="#m"/></g>'
        '<text style="font-size:11px">x &lt; 1\n</text>'
        '<clipPath id="c"><rect x="0" width="9"/></clipPath></svg>'
    )


def axes(*inside):
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(inside)}</svg>'


TICK = '<defs><path id="t" d="M 0 0 L 0 3.5" style="stroke: black"/></defs>'


def tick(x):
    return f'<g><use href="#t" x="{x}" y="9" style="fill: red"/></g>'


def grid(x, style="stroke: grey"):
    return f'<path d="M {x} 9 L {x} 1" clip-path="url(#c)" style="{style}"/>'


def test_ticks_and_a_grid_are_one_path_each():
    drawn = drawings.lightened(
        axes(TICK, *(f"{grid(x)}{tick(x)}<text>{x}</text>" for x in (10, 20.123, 30)))
    )
    assert drawn == (
        '<svg><path d="M10 9v-8M20.12 9v-8M30 9v-8" clip-path="url(#c)" '
        'style="stroke:grey"/><path style="fill:red;stroke:black" '
        'd="M10 9v3.5M20.12 9v3.5M30 9v3.5"/><text>10</text><text>20.123</text>'
        "<text>30</text></svg>"
    )


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([grid(10), grid(20, "stroke: red")], 2),
        ([grid(10), grid(20, "stroke: red"), grid(30)], 2),
        ([grid(10), grid(12)], 2),
        ([grid(10), grid(20, "stroke: red"), grid(20)], 3),
        ([grid(10), '<path d="M 0 5 L 9 5"/>', grid(20)], 3),  # it lies between them
        ([grid(10), '<path d="M 0 5 L 9 6"/>', grid(20)], 3),
        ([grid(10), '<rect width="9"/>', grid(20)], 2),
        (
            [
                line.replace("/>", ' transform="scale(2)"/>')
                for line in (grid(10), grid(20))
            ],
            2,
        ),
    ],
)
def test_lines_that_would_lie_otherwise_stay(lines, count):
    assert drawings.lightened(axes(*lines)).count("<path") == count


def test_a_mark_that_is_more_than_a_line_stays_a_mark():
    clipped = TICK.replace("style=", 'clip-path="url(#c)" style=')
    assert drawings.lightened(axes(clipped, tick(1))).count("<use") == 1


def test_a_drawing_read_as_a_file_has_its_name_space():
    alone = drawings.lightened(DRAWN, alone=True)
    assert drawings.ElementTree.fromstring(alone).tag == f"{drawings.SVG}svg"


def test_what_is_no_drawing_stays():
    assert drawings.lightened("<svg><b></svg>") == "<svg><b></svg>"


PAGE = (
    '<html data-theme="light"><p class="seen" id="here">x</p>'
    '<details open><span style="color: var(--asked)"></span></details></html>'
)


def names() -> purge.Names:
    found = purge.Names()
    found.read_page(PAGE)
    found.read_script('x.classList.add("opened"); y.className = `kind-${k}`;')
    return found


@pytest.mark.parametrize(
    "css",
    [
        "p.seen:hover::before{a:b}",
        "#here>.opened{a:b}",
        ".kind-title{a:b}",
        "details[open] p:not(.absent){a:b}",
        ":is(.absent,.seen) p{a:b}",
        '[data-theme="dark"] p{a:b}',
        "*{a:b}",
        "@media print{p{a:b}}",
        "@keyframes turn{to{a:b}}p{animation:1s turn}",
        ":root{--asked:1;--in-other:2}p{c:var(--in-other)}",
        "@font-face{font-family:Here;src:url(x)}p{font-family:Here}",
        "@container place (min-width:1rem){p{a:b}}",
    ],
)
def test_a_rule_that_may_apply_stays(css):
    assert purge.purged(css, names()).replace("\n", "") == css


@pytest.mark.parametrize(
    "css",
    [
        "table{a:b}",
        "p.absent:hover{a:b}",
        "#absent .seen{a:b}",
        "p[title]{a:b}",
        ":is(.absent,table) p{a:b}",
        "@media print{table{a:b}}",
        "@keyframes turn{to{a:b}}",
        ":root{--never:1;--for-never:var(--never)}",
        "@font-face{font-family:Nowhere;src:url(x)}",
        '@charset "utf-8";',
    ],
)
def test_a_rule_that_can_not_apply_goes(css):
    assert purge.purged(css, names()).strip() == ""


def test_of_a_list_of_selectors_those_stay_that_may_apply():
    assert purge.purged("table,p,.absent{a:b}", names()) == "p{a:b}\n"


def test_formulas_bring_the_glyphs_that_they_use_and_no_others(typesetter):
    css, folder = assets.katex_sheet(), node.package("katex") / "dist"
    tex = [r"\mathbf{W}x_1", r"\mathbb{R}", r"\Bigl(\sum_i a\Bigr)", r"\text{so}"]
    page = "".join(typesetter.set(one, True) for one in tex)
    fonts = re.findall(
        r"font-family:([^;]+);font-style:(\w+);font-weight:(\d+);"
        r"src:url\(data:font/woff2;base64,([^)]*)\)",
        glyphs.embedded(css, folder, [page]),
    )
    held = {}
    for family, style, weight, data in fonts:
        font = TTFont(io.BytesIO(base64.b64decode(data)))
        held[family, style, weight] = {chr(code) for code in font.getBestCmap()}
        described = {entry.nameID: str(entry) for entry in font["name"].names}
        assert "SIL Open Font License" in described[13]
        assert not any("KaTeX" in described[k] for k in (1, 4, 6))
    assert held["Book_Main", "normal", "700"] == {"W"}
    assert held["Book_AMS", "normal", "400"] == {"R"}
    assert held["Book_Math", "italic", "400"] == set("axi")
    assert "∑" in held["Book_Size2", "normal", "400"]
    assert set("so1") <= held["Book_Main", "normal", "400"]
    assert {family for family, *_ in held} == {
        *("Book_Main", "Book_AMS", "Book_Math", "Book_Size2"),
    }


def test_only_what_a_page_loads_is_named_by_its_contents(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "book.js").write_text("1")
    (tmp_path / "searchindex.js").write_text("1")
    page = tmp_path / "page.html"
    film = '<a href="https://films.example.org/watch?v=abc">'
    page.write_text(f'{film}<script src="../_static/book.js?v=old">')
    assets._name(tmp_path)
    first = page.read_text()
    assert film in first and "?v=old" not in first
    (tmp_path / "searchindex.js").write_text("2")
    assets._name(tmp_path)
    assert page.read_text() != first and film in page.read_text()


@pytest.mark.parametrize(
    ("used", "sought"),
    [
        ('<p class="lead">', ["margin"]),
        ('<aside class="margin sidebar">', ["margin", "sidebar"]),
        ('<div class="cell tag_full_width">', ["full-width"]),
    ],
)
def test_of_what_may_stand_in_a_margin_a_page_seeks_what_the_book_has(used, sought):
    theme = Path(sphinx_book_theme.__file__).parent / "theme/sphinx_book_theme/static"
    script = (theme / "scripts/sphinx-book-theme.js").read_text("utf-8")
    names = purge.Names()
    names.read_page(f"<html><body>{used}</body></html>")
    found = assets.MARGINAL.search(script)
    assert json.loads(assets._marginal(names, found)) == sought
