"""Find the browser that the site tests drive, or install one.

``python -m tools.browser`` prints the path of an installed Chromium or Chrome. Without
one it installs Debian's package where apt is there and one may, else Playwright's own.
``MATHDL_BROWSER`` names a browser of your choice.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

# A browser under test asks nothing of the network by itself.
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Behind each window's address field stand two pages of the browser's own, which load
# while a page under test does, and take two thirds of the time of both.
BESIDE = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
# A browser reads the last list of features alone, so Playwright's stands here again.
OFF_IN_PLAYWRIGHT = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay"),
    *("MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
]


# What was asked of a page so far has been painted: frames come in the order in which
# they were asked for. A promise of a page has no end of its own.
PAINTED = """() => new Promise((done, fail) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(() => fail(Error("nothing was painted for half a minute")), 30_000);
})"""
# The faces are asked, in a wait that has an end.
FONTS_LOADED = "[...document.fonts].every(({ status }) => status !== 'loading')"


class NoBrowser(Exception):
    """No browser was found, and none could be installed."""


def find() -> str | None:
    """Return the path of an installed browser, or nothing."""
    chosen = os.environ.get("MATHDL_BROWSER")
    if chosen:
        if not shutil.which(chosen):
            raise NoBrowser(f"MATHDL_BROWSER is {chosen!r}, which can't be run")
        return chosen
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return _of_playwright()


def executable() -> str:
    """Return the path of an installed browser, or say how to get one."""
    found = find()
    if found is None:
        raise NoBrowser(
            "no Chromium or Chrome was found. `make test` installs one where it may; "
            "or install one and name it in MATHDL_BROWSER"
        )
    return found


def arguments() -> list[str]:
    """Return the browser's arguments; its sandbox does not run as root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    off = ",".join(OFF_IN_PLAYWRIGHT + BESIDE)
    return [*QUIET, f"--disable-features={off}", *["--no-sandbox"] * is_root]


def install() -> str:
    """Return the path of a browser, after installing one if there is none."""
    found = find()
    if found is None and (apt := _apt()):
        subprocess.run([*apt, "update", "-qq"], check=False)
        subprocess.run([*apt, "install", "-y", "-qq", "chromium"], check=False)
        found = find()
    if found is None:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)
    return executable()


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _apt() -> list[str] | None:
    """Return how apt-get is called here without a question, or nothing."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = ["sudo", "-n"]
    may = shutil.which("sudo") and not subprocess.run([*sudo, "true"]).returncode
    return [*sudo, "apt-get"] if may else None


if __name__ == "__main__":
    try:
        print(install())
    except NoBrowser as error:
        sys.exit(f"browser: {error}")
