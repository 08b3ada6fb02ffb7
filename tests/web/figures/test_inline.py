"""Figures in the page have its ink, ids of their own, and room for what comes."""

import html
import json
import re

import pytest

from mathdl_book.figures import inline

SVG = (
    '<?xml version="1.0"?>\n<svg width="{width}" height="10pt" viewBox="0 0 9 9">'
    '<defs><g id="a"/></defs><use xlink:href="#a"/><use href="#a" fill="url(#a)"/>'
    '<path stroke="#797979" fill="#7979790"/></svg>'
)


def test_an_inlined_figure_has_its_own_ids_and_the_pages_ink():
    svg = inline.inlined(SVG.format(width="72pt"), 'a < "b"', "p-")
    assert svg.startswith('<svg role="img" aria-label="a &lt; &quot;b&quot;"')
    assert svg.count("p-a") == 4 and not re.search(r'["#]a"', svg)
    assert 'stroke="currentColor"' in svg and "#7979790" in svg


@pytest.mark.parametrize(
    ("width", "style"),
    [
        ("72pt", "width: 96px; min-width: 48px"),
        ("4in", "width: 384px; min-width: 192px"),
        ("100", "width: 100px; min-width: 50px"),
    ],
)
def test_a_figure_shrinks_but_not_to_nothing(width, style):
    svg = inline.inlined(SVG.format(width=width), "", "p-")
    root = svg[: svg.index(">")]
    assert f'style="{style}"' in root
    assert not re.search(r"\s(width|height)=", root)


def test_a_still_picture_is_inlined_and_keeps_its_size():
    markup = (
        '<figure class="explorable" data-state="{}"><img alt="one &amp; two" '
        'src="data:image/svg+xml,%3Csvg width=&#x27;9pt&#x27; height=&#x27;9pt&#x27;%3E'
        '%3C/svg%3E" width="12" height="12"></figure>'
    )
    assert inline.explorable(markup, "p-") == (
        '<figure class="explorable" data-state=\'{}\'><svg role="img" '
        'aria-label="one &amp; two" width="9pt" height="9pt"/></figure>'
    )


def test_a_picture_keeps_room_for_the_sliders_that_come_below_it():
    state = {"at": [0, 0], "values": [[1, 2.5], ["mean", "median"]], "frames": []}
    markup = (
        f'<figure class="explorable" data-state="{html.escape(json.dumps(state))}">'
    )
    assert 'style="--mdl-sliders: 2; --mdl-worded: 1"' in inline.explorable(markup, "")
