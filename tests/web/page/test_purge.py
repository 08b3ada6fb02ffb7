"""A rule stays in a style sheet if it may apply, and goes if it can't."""

import pytest

from mathdl_book.page import purge

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
