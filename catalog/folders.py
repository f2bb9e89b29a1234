"""Where the catalog's files and the built databases are."""

import os
from pathlib import Path

HERE = Path(__file__).parent


def catalog_folder() -> Path:
    """The folder of YAML files: `CATALOG_DIR`, else this package's own."""
    return Path(os.environ.get("CATALOG_DIR") or HERE)


def build_folder() -> Path:
    """The folder of built databases: `CATALOG_BUILD_DIR`, else var/ beside this package."""
    return Path(os.environ.get("CATALOG_BUILD_DIR") or HERE.parent / "var")
