"""The database that the running dashboard reads: kept up to date with the catalog's files, at each view."""

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock
from time import monotonic

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from catalog.folders import build_folder, catalog_folder, seconds_between_looks
from catalog.reader import Memory, Progress, all_files
from catalog.reader.outline import stamps
from catalog.records import Problem
from db.build import VERSION_DIGITS, Build, build


def open_engine(database: Path) -> Engine:
    """An engine that reads one database file and can write nothing; the file may be unlinked meanwhile."""
    return create_engine(f"sqlite:///file:{database}?mode=ro&immutable=1&uri=true")


@dataclass(slots=True)
class Snapshot:
    """One state of the catalog. `problems`: why the files on disk are newer than this, if they are.

    `number`: another one for each state of the files, broken ones too.
    """

    database: Path
    engine: Engine
    problems: list[Problem] = field(default_factory=list)
    number: int = field(default_factory=count().__next__)

    @property
    def version(self) -> str:
        """Changes whenever the catalog's content or the code that read it does; the key for caches."""
        return self.database.stem

    @property
    def content(self) -> str:
        """The catalog's content in a few digits, to cite: the same for the same files."""
        return self.database.stem.rpartition("-")[2][:VERSION_DIGITS]


class NoCatalog(Exception):
    """There is no good catalog, neither in the files nor from an earlier build; carries the problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Store:
    """Keeps a snapshot of the catalog in `root`, built into `folder`. Threads may share it.

    It looks for edits at most once in so many seconds: a look costs a stat of each file.
    """

    def __init__(self, root: Path, folder: Path, between_looks: float = 0) -> None:
        self.root = root
        self.folder = folder
        self._between_looks = between_looks
        self._memory = Memory()
        self._lock = Lock()
        self._looked = 0.0
        self._seen: dict[str, list[int]] = {}
        self._snapshot: Snapshot | None = None

    def current(self, progress: Progress | None = None) -> Snapshot:
        """The newest good snapshot; raises NoCatalog."""
        with self._lock:
            if self._snapshot is not None and monotonic() < self._looked + self._between_looks:
                return self._snapshot
            seen = stamps(all_files(self.root))
            if self._snapshot is None or seen != self._seen or not self._snapshot.database.exists():
                self._snapshot = self._refreshed(progress)
                self._seen = seen
            self._looked = monotonic()
            return self._snapshot

    def _refreshed(self, progress: Progress | None) -> Snapshot:
        known = self._snapshot
        try:
            result = build(self.root, self.folder, self._memory, progress)
        except (OSError, DBAPIError) as error:
            if not known:
                raise
            message = f"cannot be built ({error}); make room in the folder, or let it be written"
            result = Build(known.database, [Problem(str(self.folder), 1, 1, "database", message)])
        if known and (result.problems or result.database == known.database):
            return Snapshot(known.database, known.engine, result.problems)
        if result.database is None:
            raise NoCatalog(result.problems)
        return Snapshot(result.database, open_engine(result.database), result.problems)


@cache
def store() -> Store:
    """The one store of this process: data routes and pages show the same state."""
    return Store(catalog_folder(), build_folder(), seconds_between_looks())
