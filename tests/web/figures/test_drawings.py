"""A drawing says the same in less."""

import pytest

from mathdl_book.figures import drawings

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
