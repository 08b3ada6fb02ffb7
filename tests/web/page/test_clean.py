"""A page loads the book's own files alone, and says what it says in less."""

import re
from itertools import pairwise

import pytest

from mathdl_book.page import clean

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
<div id="jb-print-docs-body" class="onlyprint"><h1>Title</h1><div>Twice</div></div>
<script type="text/javascript">
let x = "<b>";
</script></body></html>"""


def test_a_clean_page_loads_the_books_files_alone():
    cleaned = clean.clean(THEMED, root="../", version="1")
    assert re.findall(r'(?:src|href)="([^"]*)"', cleaned) == [
        "_static/favicon.svg",
        "../_static/book.css?v=1",
        "../_static/early.js?v=1",
        "../_static/book.js?v=1",
    ]
    assert "Twice" not in cleaned
    assert "inline()" not in cleaned and 'let x = "<b>"' not in cleaned
    assert "<code>&lt;script&gt;</code>" in cleaned  # text about scripts is text


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
    assert loaded in clean.clean(themed, search=search)
    assert loaded not in clean.clean(THEMED)


def test_names_and_landmarks_are_mended():
    cleaned = clean.clean(THEMED)
    assert 'class="btn search-button-field" title="Search">' in cleaned
    assert '<div id="pst-primary-sidebar" role="region" aria-label="Book"' in cleaned
    assert 'data-theme="light"' in cleaned
    assert "<em>Proof.</em>" in cleaned
    assert 'id="proof' not in cleaned


def test_a_source_that_is_previewed_has_no_tooltip():
    cited = '<a class="reference internal" href="b/bibliography.html#id1"'
    other = '<a class="reference internal" href="b/glossary.html#id1" title="T">'
    cleaned = clean.clean(
        THEMED.replace("</body>", f'{cited} title="T">{other}</body>')
    )
    assert f"{cited}>" in cleaned and other in cleaned


@pytest.mark.parametrize("corner", ["", "<p></p>"])
def test_an_empty_corner_of_a_table_heads_nothing(corner):
    head = f'<th class="head">{corner}</th><th class="head"><p>step</p></th>'
    cleaned = clean.clean(THEMED.replace("</body>", f"{head}</body>"))
    assert '<td></td><th class="head"><p>step</p></th>' in cleaned


def test_a_long_page_has_pauses_between_its_blocks_and_no_other_change():
    text = "<p>" + 1000 * "word " + "</p>\n"
    box = f'<div class="proof admonition">\n{2 * text}</div>\n'
    long = clean._paused(f"<article>\n{6 * (text + box)}</article>")
    assert long.replace(clean.PAUSE, "") == f"<article>\n{6 * (text + box)}</article>"
    stretches = long.split(clean.PAUSE)
    assert len(stretches) == 5
    for end, begin in pairwise(stretches):
        assert end.endswith(("</p>\n", "</div>\n"))
        assert begin.startswith(("<p>", '<div class="proof'))
        assert clean.STRETCH <= len(end) < clean.STRETCH + len(text) + 100
    code = f"<pre>{text}</pre>" * 10
    assert clean._paused(code.replace("\n", "")) == code.replace("\n", "")
