"""A field over a long list leaves what holds its words."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 800}
# A page: the entries of its list, words that some hold, and one that none does.
LISTS = {
    "glossary": ("dl.glossary > dt", "MATRIX eigen", "x-no-such-word"),
    "checked": ("tbody > tr", "singular value", "x-no-such-word"),
    "bibliography": (".citation", "strang algebra", "x-no-such-word"),
}


@pytest.fixture(params=LISTS)
def listed(request, open_page, served):
    page = open_page(f"{served}/backmatter/{request.param}.html", viewport=PHONE)
    entries, words, none = LISTS[request.param]
    return page, page.locator(f"article {entries}"), words, none


def test_what_holds_the_words_is_left(listed):
    page, entries, words, none = listed
    field = page.get_by_role("searchbox", name="Show only what holds")
    visible = entries.filter(visible=True)
    whole = entries.count()
    expect(visible).to_have_count(whole)
    field.fill(words)
    left = visible.count()
    assert 0 < left < whole / 2
    expect(page.locator(".filter output")).to_have_text(f"{left} of {whole}")
    for text in visible.evaluate_all(
        "all => all.map(e => e.textContent + (e.matches('dt') ? "
        "e.nextElementSibling.textContent : ''))"
    ):
        assert all(word in text.lower() for word in words.lower().split())
    field.fill(none)
    expect(visible).to_have_count(0)
    field.fill("")
    expect(visible).to_have_count(whole)
    expect(page.locator(".filter output")).to_have_text("")
    assert page.complaints == []


def test_a_definition_goes_with_its_word(open_page, served):
    page = open_page(f"{served}/backmatter/glossary.html")
    page.get_by_role("searchbox").fill("x-no-such-word")
    expect(page.locator("dl.glossary > dd").filter(visible=True)).to_have_count(0)


def test_where_a_link_leads_is_seen_whatever_stands_in_the_field(open_page, served):
    page = open_page(f"{served}/backmatter/glossary.html")
    page.get_by_role("searchbox").fill("x-no-such-word")
    target = page.locator("dl.glossary > dt").last
    anchor = target.get_attribute("id")
    page.evaluate("anchor => { location.hash = anchor }", anchor)
    expect(target).to_be_in_viewport()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_without_scripts_there_is_no_field_and_all_is_there(open_page, served):
    address = f"{served}/backmatter/glossary.html"
    page = open_page(address, java_script_enabled=False)
    assert page.locator(".filter").count() == 1
    assert not page.locator(".filter").is_visible()
    assert page.locator("dl.glossary > dt").last.is_visible()
