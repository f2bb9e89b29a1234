"""Where the catalog's files and the built databases are."""

import os
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent


def catalog_folder() -> Path:
    """The folder of YAML files: `CATALOG_DIR`, else this package's own."""
    return Path(os.environ.get("CATALOG_DIR") or HERE)


def build_folder() -> Path:
    """The folder of built databases: `CATALOG_BUILD_DIR`, else var/ beside this package."""
    return Path(os.environ.get("CATALOG_BUILD_DIR") or HERE.parent / "var")


def seconds_between_looks() -> float:
    """How long a dashboard goes without looking for edits of the files: `CATALOG_LOOK_SECONDS`, else 1."""
    written = os.environ.get("CATALOG_LOOK_SECONDS") or "1"
    try:
        return float(written)
    except ValueError:
        sys.exit(f"CATALOG_LOOK_SECONDS is {written!r}; write a number of seconds, such as 1 or 0.5")


@cache
def code_stamp(*packages: str) -> str:
    """Changes with the code of these packages: what another version of it made may not fit any more.

    A file that has kept its time and size is taken for unchanged, as Python does for its compiled modules.
    """
    root = HERE.parent
    digest = sha256()
    for path in sorted(path for package in packages for path in (root / package).rglob("*.py")):
        status = path.stat()
        digest.update(f"{path.relative_to(root)} {status.st_mtime_ns} {status.st_size}\n".encode())
    return digest.hexdigest()[:8]
