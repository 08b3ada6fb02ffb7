"""The one browser of a test run, and how Hypothesis searches."""

import pytest
from hypothesis import settings
from playwright.sync_api import Error, Page, TimeoutError, expect, sync_playwright

from tools import browser

# No deadline: a busy machine is not a wrong result.
settings.register_profile("book", deadline=None)
settings.load_profile("book")
# As long as Playwright waits for all else.
expect.set_options(timeout=30_000)

STALLED = "nothing was painted"


class Stalled(Exception):
    """The browser paints a page no more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: so none waits for it alone at the end.

    Once in some ten thousand pages Chromium 156 stops painting: its compositor waits
    for tiles that no thread draws. A test that meets this, and no other, is begun anew
    once.
    """
    items.sort(key=lambda item: item.get_closest_marker("install") is None)
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=STALLED))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function):
    """Say so where a test failed while the browser painted no more."""
    try:
        return (yield)
    except Exception as error:
        chromium = pyfuncitem.funcargs.get("chromium")
        contexts = chromium.contexts if chromium else []
        for page in [page for context in contexts for page in context.pages]:
            if is_stalled(page):
                raise Stalled(f"{STALLED} any more: {page.url}") from error
        raise


def is_stalled(page: Page, patience: int = 10_000) -> bool:
    """Tell whether no frame comes of a page in so many ms: each is asked something."""
    again = "() => (window.asked = (window.asked ?? 0) + 1) > 2"
    try:
        page.wait_for_function(again, timeout=patience)
    except TimeoutError:
        return True
    except Error:
        return False  # It was closed, or has crashed.
    return False


@pytest.fixture(scope="session")
def chromium():
    """Start the browser once: Playwright can't run twice in a process."""
    path = browser.executable()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=browser.arguments()
        )
        yield running
        running.close()
