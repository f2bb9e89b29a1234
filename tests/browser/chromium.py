"""Finds a Chrome or Chromium for the browser tests; run as a program (`make browser`), also installs one.

Looked for in this order: the program that CHROME_PATH names, a Chrome or Chromium that is installed,
Playwright's own. Installed, where none is found: Playwright's own if it can be downloaded, else
Debian's package if this user may install it.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Playwright, sync_playwright

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find(playwright: Playwright) -> str | None:
    """The path of a browser that starts here, or None.

    If CHROME_PATH is set, no other browser is taken for it.
    """
    if named := os.environ.get("CHROME_PATH"):
        candidates = [named]
    else:
        candidates = [*NAMES, playwright.chromium.executable_path]
    paths = (shutil.which(candidate) for candidate in candidates)
    return next((path for path in paths if path and _starts(path)), None)


def missing() -> str:
    """What to tell whoever runs the tests when `find` found none."""
    if named := os.environ.get("CHROME_PATH"):
        return f"CHROME_PATH is {named}, which does not start. Set it to a Chrome or Chromium, or unset it."
    return (
        "The browser tests need Chrome or Chromium, and none was found. Install one (on Debian, as root: "
        "apt-get install chromium; elsewhere: https://www.google.com/chrome/), or set CHROME_PATH to one."
    )


def _starts(path: str) -> bool:
    # Some are there and do not start: Ubuntu's stand-in for its snap, a download that lacks system libraries.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install_playwrights() -> None:
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_debians() -> None:
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and not (shutil.which("sudo") and _run([*as_root, "true"])):
        return
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    _run([*apt_get, "update"])
    _run([*apt_get, "install", "-y", "--no-install-recommends", "chromium"])


def _run(command: list[str]) -> bool:
    print("+", *command, flush=True)
    return subprocess.run(command).returncode == 0


def main() -> int:
    with sync_playwright() as playwright:
        path = find(playwright)
        if not path and not os.environ.get("CHROME_PATH"):
            for install in (_install_playwrights, _install_debians):
                install()
                if path := find(playwright):
                    break
    print(f"Browser tests use {path}" if path else missing(), flush=True)
    # Without a browser the tests say that they were left out; continuous integration leaves nothing out.
    return 0 if path or "CI" not in os.environ else 1


if __name__ == "__main__":
    sys.exit(main())
