"""Which module may import what. The reasons stand in the table below."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("app", "catalog", "db", "pages", "tests")
DATABASE = ("sqlalchemy", "sqlite3", "sqlmodel")
YAML = ("ruamel", "yaml")


@dataclass(frozen=True)
class Rule:
    """What the modules under a name may import of ours, and what they may not import of others."""

    name: str
    ours: tuple[str, ...]
    not_others: tuple[str, ...]
    not_ours: tuple[str, ...] = ()


# The first rule whose name covers a module holds for it.
RULES = (
    # A front door like app.py: it may use everything but the pages.
    Rule("catalog.__main__", ("catalog", "db"), ("streamlit",)),
    # Pure, and usable without a database or a server.
    Rule("catalog", ("catalog",), ("streamlit", *DATABASE), ("catalog.__main__",)),
    Rule("db", ("db", "catalog"), ("streamlit",), ("catalog.__main__",)),
    # Pages get data from queries alone, and never from each other.
    Rule("pages", ("db.queries", "catalog", "pages.parts"), (*DATABASE, *YAML), ("catalog.__main__",)),
    Rule("app", OURS, (), ("tests",)),
)


def under(module: str, name: str) -> bool:
    return module == name or module.startswith(name + ".")


def imported(source: str, package: str) -> set[str]:
    """The full names that a module's source imports, wherever in it; `from a import b` counts as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            start = ".".join([*above, *filter(None, [node.module])])
            names.update(f"{start}.{alias.name}" for alias in node.names)
    return names


def violations(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """The imports in a module's source that its rule forbids, in order."""
    rule = next(rule for rule in RULES if under(module, rule.name))
    package = module if is_package else module.rpartition(".")[0]

    def allowed(name: str) -> bool:
        if name.partition(".")[0] in OURS:
            permitted = any(under(name, ours) for ours in rule.ours)
            return permitted and not any(under(name, ours) for ours in rule.not_ours)
        return not any(under(name, other) for other in rule.not_others)

    return sorted(name for name in imported(source, package) if not allowed(name))


def modules() -> dict[str, Path]:
    packages = ("catalog", "db", "pages")
    paths = [ROOT / "app.py", *(path for package in packages for path in (ROOT / package).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}


@pytest.mark.parametrize("module", modules())
def test_module_imports_only_what_it_may(module):
    path = modules()[module]
    name = module.removesuffix(".__init__")
    assert violations(name, path.read_text("utf-8"), is_package=path.name == "__init__.py") == []


def test_every_package_of_ours_is_covered():
    packages = {path.parent.name for path in ROOT.glob("*/*.py")} | {path.stem for path in ROOT.glob("*.py")}
    assert packages == set(OURS)


@pytest.mark.parametrize(
    ("module", "source", "forbidden"),
    [
        ("catalog.reader", "import yaml\nfrom catalog import schema", []),
        ("catalog.reader", "from db import build", ["db.build"]),
        ("catalog.reader", "def late():\n    import streamlit as st", ["streamlit"]),
        ("catalog.reader", "from . import __main__", ["catalog.__main__"]),
        ("catalog.reader", "from sqlalchemy.orm import Session", ["sqlalchemy.orm.Session"]),
        ("catalog.__main__", "from db import build, export", []),
        ("catalog.__main__", "import pages.overview", ["pages.overview"]),
        ("db.build", "import sqlmodel\nfrom catalog.reader import read\nfrom .tables import Claim", []),
        ("db.build", "from streamlit import cache_data", ["streamlit.cache_data"]),
        ("db.build", "from pages.parts import formats", ["pages.parts.formats"]),
        (
            "pages.model",
            "import streamlit as st\nfrom db import queries\nfrom pages.parts.charts import line",
            [],
        ),
        ("pages.model", "from db.queries import models\nfrom catalog.estimates import flop", []),
        ("pages.model", "from db import queries, engine", ["db.engine"]),
        ("pages.model", "from pages import compare", ["pages.compare"]),
        ("pages.model", "from . import compare", ["pages.compare"]),
        ("pages.model", "import yaml, sqlmodel, sqlalchemy", ["sqlalchemy", "sqlmodel", "yaml"]),
        ("pages.parts.charts", "from .. import compare", ["pages.compare"]),
        ("pages.parts.charts", "from . import formats", []),
        ("app", "from db import build\nfrom tests import browser", ["tests.browser"]),
    ],
)
def test_forbidden_imports_are_found(module, source, forbidden):
    assert violations(module, source) == forbidden
