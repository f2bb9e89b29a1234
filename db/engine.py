"""The database that the running dashboard reads: kept up to date with the catalog's files, at each view."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, create_engine

from catalog.reader import Memory, Progress, catalog_files
from catalog.records import Problem
from db.build import build

ROOT = Path(__file__).parent.parent


def catalog_folder() -> Path:
    """The folder of YAML files: `CATALOG_DIR`, else catalog/ beside this package."""
    return Path(os.environ.get("CATALOG_DIR") or ROOT / "catalog")


def build_folder() -> Path:
    """The folder of built databases: `CATALOG_BUILD_DIR`, else var/ beside this package."""
    return Path(os.environ.get("CATALOG_BUILD_DIR") or ROOT / "var")


def open_engine(database: Path) -> Engine:
    """An engine that reads one database file and can write nothing; the file may be unlinked while it is open."""
    return create_engine(f"sqlite:///file:{database}?mode=ro&immutable=1&uri=true")


@dataclass(slots=True)
class Snapshot:
    """One state of the catalog. `problems`: why the files on disk are newer than this, if they are."""

    database: Path
    engine: Engine
    problems: list[Problem] = field(default_factory=list)

    @property
    def version(self) -> str:
        """Changes whenever the catalog's content does; the key for caches."""
        return self.database.stem


class NoCatalog(Exception):
    """There is no good catalog, neither in the files nor from an earlier build; carries the problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Store:
    """Keeps a snapshot of the catalog in `root`, built into `folder`. Threads may share it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self._memory = Memory()
        self._lock = Lock()
        self._seen: list[tuple[str, int, int, int]] = []
        self._snapshot: Snapshot | None = None

    def current(self, progress: Progress | None = None) -> Snapshot:
        """The newest good snapshot; raises NoCatalog. Costs one stat a file while nothing has changed."""
        with self._lock:
            seen = self._stat()
            if self._snapshot is None or seen != self._seen:
                self._snapshot = self._refreshed(progress)
                self._seen = seen
            return self._snapshot

    def _stat(self) -> list[tuple[str, int, int, int]]:
        found = []
        for shown, path in catalog_files(self.root):
            try:
                stat = path.stat()
                found.append((shown, stat.st_mtime_ns, stat.st_size, stat.st_ino))
            except OSError:
                found.append((shown, 0, 0, 0))
        return found

    def _refreshed(self, progress: Progress | None) -> Snapshot:
        result = build(self.root, self.folder, self._memory, progress)
        if result.database is None:
            raise NoCatalog(result.problems)
        known = self._snapshot
        if known and known.database == result.database:
            return Snapshot(known.database, known.engine, result.problems)
        return Snapshot(result.database, open_engine(result.database), result.problems)


@cache
def store() -> Store:
    """The one store of this process: data routes and pages show the same state."""
    return Store(catalog_folder(), build_folder())
