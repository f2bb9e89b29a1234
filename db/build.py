"""From the catalog's folder to a SQLite file: all or nothing, written beside, checked, swapped in.

The file's name holds the hash of everything it was made from, so a build of an unchanged catalog parses nothing, and
readers of the old file keep it until they open the new one.
"""

import gc
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.pool import NullPool

from catalog.reader import Memory, Progress, catalog_files, read
from catalog.reader.files import Refused, read_bytes
from catalog.records import Problem
from db.rows import Row, rows
from db.tables import METADATA

KEPT = 4
"""Databases that stay in the build folder: readers may still open the ones before the newest."""
ABANDONED = 3600
"""Seconds after which a half-written file is taken for the leavings of a killed build."""


@dataclass(slots=True)
class Build:
    """What a build came to: the database to use (the last good one if there are problems; None if there is none)."""

    database: Path | None
    problems: list[Problem] = field(default_factory=list)
    built: bool = False


def build(root: Path, folder: Path, memory: Memory | None = None, progress: Progress | None = None) -> Build:
    """Brings the database in `folder` up to the catalog in `root`; never raises for what is in the catalog."""
    target = folder / f"catalog-{_code()}-{fingerprint(root)}.sqlite"
    if target.exists():
        os.utime(target)  # the newest is the last good one
        return Build(target)
    with _without_collection():
        catalog, problems = read(root, memory, progress)
        if problems:
            return Build(last_good(folder), problems)
        folder.mkdir(parents=True, exist_ok=True)
        _write(rows(catalog), target)
    _tidy(folder)
    return Build(target, built=True)


@contextmanager
def _without_collection() -> Iterator[None]:
    """A build makes objects that all live to its end; collecting meanwhile walks them over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def fingerprint(root: Path) -> str:
    """Hash of the catalog files' names and bytes (24 hex digits)."""
    digest = blake2b(digest_size=12)
    for shown, path in catalog_files(root):
        try:
            data = read_bytes(path, root, shown)
        except Refused as refused:
            data = str(refused.problems[0]).encode()
        digest.update(f"{shown}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def last_good(folder: Path) -> Path | None:
    """The newest database in the build folder that this code can read."""
    databases = list(folder.glob(f"catalog-{_code()}-*.sqlite"))
    return max(databases, key=lambda path: path.stat().st_mtime, default=None)


@cache
def _code() -> str:
    """Hash of the code that reads and builds: another version of it makes another database."""
    digest = blake2b(digest_size=4)
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *(here.parent / "catalog").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(tables: Iterable[tuple[str, list[Row]]], target: Path) -> None:
    handle, name = tempfile.mkstemp(prefix="building-", suffix=".sqlite", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        engine = create_engine(f"sqlite:///{temporary}", poolclass=NullPool)
        with engine.connect() as connection:
            _fill(connection, tables)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(connection: Connection, tables: Iterable[tuple[str, list[Row]]]) -> None:
    connection.execute(text("PRAGMA journal_mode = OFF"))  # a killed build leaves a file that nobody opens
    connection.execute(text("PRAGMA synchronous = OFF"))
    METADATA.create_all(connection)
    for name, found in tables:
        if found:
            _insert(connection, METADATA.tables[name], found)
    connection.commit()
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    damage = connection.execute(text("PRAGMA quick_check")).scalar()
    if broken or damage != "ok":
        raise RuntimeError(f"the built database is inconsistent: {broken[:3]} {damage}")


def _insert(connection: Connection, table: SqlTable, found: list[Row]) -> None:
    """One executemany of the compiled statement: passing a dictionary a row through SQLAlchemy takes thrice as long."""
    columns = [column.name for column in table.columns if column.name in found[0]]
    statement = insert(table).values(dict.fromkeys(columns)).compile(dialect=connection.dialect)
    cells = itemgetter(*columns)
    connection.exec_driver_sql(str(statement), [cells(row) for row in found])


def _tidy(folder: Path) -> None:
    """Removes old databases and what killed builds left."""
    databases = sorted(folder.glob("catalog-*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
    abandoned = [path for path in folder.glob("building-*") if path.stat().st_mtime < time.time() - ABANDONED]
    for path in [*databases[KEPT:], *abandoned]:
        with suppress(OSError):
            path.unlink()
