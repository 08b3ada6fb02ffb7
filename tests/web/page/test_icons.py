"""Icons are glyphs of a font that holds those of the pages."""

import base64
import io
import math
import re

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from mathdl_book.page import icons

WOFF2 = re.compile(r"data:font/woff2;base64,([^)]*)")


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
