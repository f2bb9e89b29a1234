"""`python -m tests.bench`: ratios of medians of jobs that run in turn, to mean the same on another machine.

The whole build is measured against a plain load of the same YAML with the C parser, the least that reading it
takes; a start with nothing changed, against reading the files' bytes; the whole audit, against loading the
catalog from YAML.
"""

import argparse
import csv
import gc
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp

import yaml

from catalog.__main__ import main as command_line
from catalog.audits import audit
from catalog.folders import code_stamp
from catalog.importers import import_boards
from catalog.reader import Memory, all_files, read
from db import build as builder
from db import queries
from db.engine import open_engine
from tests.bench.harness import verdict
from tests.bench.synthetic import enlarge, files_for, write_board, write_table

Job = Callable[[Path], object]
"""Does something with the folder of a catalog."""

ROOT = Path(__file__).parents[2] / "catalog"
BUILD_TARGET = 2.5
START_TARGET = 2.0
VIEW_TARGET = 2.0
IMPORT_TARGET = 3.0
FEW = 150
SHOWN = 100
"""Rows of a board that a page shows at first."""
AUDIT_TARGET = 1.0
CHECK_TARGET = 1 / 20


def main() -> None:
    """Prints every ratio; ends with 1 if one misses its target."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measures build, start and audit."
    )
    parser.add_argument(
        "--files", type=int, default=2500, help="size of the large catalog (default: %(default)s)"
    )
    parser.add_argument(
        "--models", type=int, default=7000, help="size of the large board (default: %(default)s)"
    )
    parser.add_argument(
        "--checked",
        type=int,
        default=10_000,
        help="files of the catalog that is checked (default: %(default)s)",
    )
    options = parser.parse_args()
    met = [*measure(ROOT, "today", 15)]
    with TemporaryDirectory(prefix="bench-") as folder:
        enlarge(ROOT, Path(folder), options.files)
        met += measure(Path(folder), "synthetic", 5)
    met += [measure_audit(variants, runs) for variants, runs in ((300, 15), (10_000, 3))]
    met += measure_boards(options.models)
    met.append(measure_check(options.checked))
    sys.exit(not all(met))


def measure_boards(models: int) -> Iterator[bool]:
    """Prints what a board of so many models costs beside one of FEW; yields whether targets are met."""
    print(f"boards: {models:,} models in 6 tasks beside {FEW}")
    with TemporaryDirectory(prefix="bench-boards-") as name:
        folder = Path(name)
        views: dict[int, Job] = {}
        for size in (models, FEW):
            root = folder / str(size)
            enlarge(ROOT, root, 0)
            write_board(root, size)
            database = builder.build(root, folder / "built").database
            assert database
            views[size] = first_view(database)
        what = f"first view of a board / with {FEW} models"
        yield compare(what, views[models], views[FEW], folder, 15, VIEW_TARGET)
        table = folder / "table.csv"
        write_table(table, models)
        root = folder / str(FEW)
        yield compare("import / check of what it wrote", import_table(table), check, root, 5, IMPORT_TARGET)


def measure(root: Path, name: str, runs: int) -> Iterator[bool]:
    """Prints the ratios for one catalog; yields whether each meets its target."""
    files = [path for _, path in all_files(root)]
    size = sum(path.stat().st_size for path in files)
    print(f"{name}: {len(files):,} files, {size / 1e6:.1f} MB, medians of {runs} runs")
    with TemporaryDirectory(prefix="bench-built-") as folder:
        built = Path(folder)
        yield compare("whole build / plain C load", build_anew(built), load_plainly, root, runs, BUILD_TARGET)
        yield compare(
            "start, nothing changed / reading bytes",
            start_again(root, built),
            read_bytes,
            root,
            5 * runs,
            START_TARGET,
        )


def measure_check(files: int) -> bool:
    """Prints the ratio for a catalog of so many files; returns whether it meets its target."""
    with TemporaryDirectory(prefix="bench-") as folder, TemporaryDirectory(prefix="bench-built-") as kept:
        root = Path(folder)
        enlarge(ROOT, root, files)
        chosen = root / "models" / "palm.yaml"
        with patched("CATALOG_BUILD_DIR", kept):
            check_files(root)  # now the rest is known
            took = seconds(lambda _: check_files(root, changed(chosen)), root)
            took = min(took, seconds(lambda _: check_files(root, changed(chosen)), root))
            at_least = seconds(check_files, root)
    print(f"check: {files:,} files, one of them changed since the rest was checked")
    return verdict("check of the one / of all", took, at_least, CHECK_TARGET)


def check_files(root: Path, *files: Path) -> None:
    """`python -m catalog check`, its output swallowed."""
    with redirect_stdout(io.StringIO()) as said:
        status = command_line(["check", "--root", str(root), *map(str, files)])
    assert status == 0, said.getvalue()


def changed(path: Path) -> Path:
    """A file with one more comment."""
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    return path


@contextmanager
def patched(variable: str, value: str) -> Iterator[None]:
    """An environment variable, for a while."""
    before = os.environ.get(variable)
    os.environ[variable] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before


def measure_audit(variants: int, runs: int) -> bool:
    """Prints the ratio for a catalog of about so many variants; returns whether it meets its target."""
    with TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        enlarge(ROOT, root, files_for(ROOT, variants))
        catalog, problems = read(root)
        assert not problems
        print(f"audit: {len(catalog.variants):,} variants, medians of {runs} runs")
        return compare(
            "whole audit / loading from YAML", lambda _: audit(catalog), read, root, runs, AUDIT_TARGET
        )


def compare(what: str, job: Job, least: Job, root: Path, runs: int, target: float) -> bool:
    """Runs two jobs in turn and prints the ratio of their medians; returns whether it meets the target."""
    times = [(seconds(job, root), seconds(least, root)) for _ in range(runs)]
    took, at_least = (median(column) for column in zip(*times, strict=True))
    return verdict(what, took, at_least, target)


def seconds(job: Job, root: Path) -> float:
    """Processor time of one run of a job, so that what else the machine does counts for less.

    Garbage collection sees no object from before, as in a new process.
    """
    gc.collect()
    gc.freeze()
    start = time.process_time()
    job(root)
    return time.process_time() - start


# ---- jobs


def first_view(database: Path) -> Job:
    """What a page reads to show a board for the first time."""
    engine = open_engine(database)

    def job(root: Path) -> None:
        queries.boards(engine=engine)
        queries.board_columns(engine=engine, board="large")
        shown = queries.board_standings(engine=engine, board="large", first=SHOWN)
        models = tuple(shown["model"])
        wide = queries.board_scores(engine=engine, board="large", marked=True, models=models)
        assert wide.shape == (SHOWN, 6)
        queries.marked(engine=engine, board="large")
        assert len(queries.measured(engine=engine, board="large")) == 6
        queries.results(engine=engine, board="large", models=models)

    return job


def import_table(table: Path) -> Job:
    """The importer on a published table."""

    def job(root: Path) -> None:
        import_boards("open-llm", table, root, labels={"source": "course-slides"})

    return job


def check(root: Path) -> None:
    """Reading the whole catalog, as whoever imports a board does before and after."""
    assert not read(root)[1]


def build_anew(folder: Path) -> Job:
    """The whole build, as at the first start, into a new folder each time."""

    def job(root: Path) -> None:
        result = builder.build(root, Path(mkdtemp(dir=folder)))
        assert result.built, result.problems
        assert result.database
        result.database.unlink()  # at 2,500 files it has 120 MB

    return job


def start_again(root: Path, folder: Path) -> Job:
    """The build step of a start with an up-to-date database in the folder."""
    builder.build(root, folder)

    def job(root: Path) -> None:
        code_stamp.cache_clear()  # a new process has not computed it yet
        memory = Memory()
        result = builder.build(root, folder, memory)
        assert result.database
        assert not result.built
        assert not memory.parsed

    return job


def load_plainly(root: Path) -> None:
    """What any program that reads these files must do."""
    for _, path in all_files(root):
        if path.suffix == ".csv":
            list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        else:
            yaml.load(path.read_bytes(), yaml.CSafeLoader)


def read_bytes(root: Path) -> None:
    """What any program that looks for changes in content must do."""
    for _, path in all_files(root):
        path.read_bytes()


if __name__ == "__main__":
    main()
