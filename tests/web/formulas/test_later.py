"""Formulas behind the first sections are put in a file, and can be put back."""

import re

from mathdl_book.figures import pictures
from mathdl_book.formulas import later


def formula(letter):
    kind = " notranslate" if letter in "ac" else ""  # as in a line of text
    return (
        f'<span class="katex{kind}">'
        f'<span class="katex-mathml"><math><mi>{letter}</mi></math></span>'
        '<span class="katex-html" aria-hidden="true">'
        f'<span class="mord">{letter}</span></span></span>'
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
    assert found.count('class="katex later') == 8
    for letter in "cd":
        assert f"<math><mi>{letter}</mi></math></span></span>" in found
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
