"""A build is all or nothing, and what has not changed is not built again."""

import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from sqlite3 import connect
from time import monotonic

import pytest
from sqlalchemy import text

from catalog.audits import RULES
from catalog.reader import Memory
from db import build as builder
from db.build import build, fingerprint, last_good
from db.engine import NoCatalog, Store, open_engine
from db.rows import TableRows
from db.tables import METADATA
from tests.tiny import Tiny

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of built databases."""
    return tmp_path / "var"


def built(tiny: Tiny, folder: Path) -> Path:
    result = build(tiny.root, folder)
    assert result.problems == []
    assert result.database
    return result.database


def layers(database: Path) -> list[float | None]:
    """What a database says of the variants' layers; it must be whole."""
    with closing(connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [row[0] for row in connection.execute("SELECT layers FROM variant ORDER BY id")]


# ---- what is built


def test_a_build_makes_every_table_with_its_rows(tiny: Tiny, folder: Path):
    tiny.model(
        variant="layers: {value: 3, at: a}\nmixture: {at: b, of: pile, components: {books: {share: 60%}}}"
    )
    with closing(connect(built(tiny, folder))) as connection:
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in METADATA.tables
        }
    assert counts == {
        "organization": 2,
        "source": 3,
        "accelerator": 1,
        "dataset": 1,
        "dataset_component": 2,
        "model": 1,
        "variant": 1,
        "mixture": 1,
        "derived": 0,
        "explained": 0,
        "finding": 1,  # the shares add up to 60 %
        "rule": len(RULES),
        "technique": 0,
        "technique_effect": 0,
        "claim": 9,
        **dict.fromkeys(("benchmark", "board", "board_column", "result", "standing"), 0),
    }


def test_claims_know_their_number_their_further_receipts_and_whether_they_conflict(tiny: Tiny, folder: Path):
    tiny.model(
        variant="""
        layers:
          - {value: 3, at: a, also: {source: slides, at: b}}
          - {value: 4, source: survey, at: c}
        license: {value: MIT, at: a}
        """
    )
    columns = (
        "number, also, conflict, note FROM claim WHERE subject = 'tiny-1b' AND field IN ('layers', 'license')"
    )
    with closing(connect(built(tiny, folder))) as connection:
        found = connection.execute(f"SELECT {columns} ORDER BY field, rank, also").fetchall()
    assert found == [(3, 0, 1, None), (3, 1, 1, None), (4, 0, 1, None), (None, 0, 0, None)]


def test_a_database_is_read_only(tiny: Tiny, folder: Path):
    with open_engine(built(tiny, folder)).connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("DELETE FROM claim"))


# ---- what is not built again


def test_an_unchanged_catalog_is_neither_parsed_nor_built(tiny: Tiny, folder: Path):
    first = build(tiny.root, folder)
    memory = Memory()
    second = build(tiny.root, folder, memory)
    assert first.built
    assert not second.built
    assert memory.parsed == 0
    assert second.database == first.database


def test_of_a_changed_catalog_only_the_changed_file_is_parsed(tiny: Tiny, folder: Path):
    memory = Memory()
    build(tiny.root, folder, memory)
    before = memory.parsed
    tiny.model(variant="layers: {value: 3, at: a}")
    result = build(tiny.root, folder, memory)
    assert memory.parsed == before + 1
    assert result.built
    assert result.database
    assert layers(result.database) == [3]


def test_a_catalog_that_is_as_it_was_before_finds_its_database_again(tiny: Tiny, folder: Path):
    first = built(tiny, folder)
    tiny.model(variant="layers: {value: 3, at: a}")
    second = built(tiny, folder)
    tiny.model()
    again = build(tiny.root, folder)
    assert (again.database, again.built) == (first, False)
    assert second != first
    assert last_good(folder) == first


def test_the_fingerprint_tells_names_from_contents():
    assert fingerprint({"a": b"b", "c": b""}) != fingerprint({"a": b"", "bc": b""})
    assert fingerprint({"a": b"1", "b": b"2"}) != fingerprint({"a": b"12", "b": b""})


def test_a_touched_file_is_not_a_changed_one(tiny: Tiny, folder: Path):
    first = built(tiny, folder)
    os.utime(tiny.root / "models/tiny.yaml", (0, 0))
    assert build(tiny.root, folder) == builder.Build(first)


def test_other_code_makes_another_database(tiny: Tiny, folder: Path, monkeypatch: pytest.MonkeyPatch):
    first = built(tiny, folder)
    monkeypatch.setattr(builder, "code_version", lambda: "ffffffff")
    assert built(tiny, folder) != first


# ---- all or nothing


def test_a_broken_catalog_keeps_the_last_good_database(tiny: Tiny, folder: Path):
    good = built(tiny, folder)
    tiny.model(variant="layrs: 3")
    result = build(tiny.root, folder)
    assert (result.database, result.built) == (good, False)
    assert "did you mean `layers`?" in str(result.problems[0])
    assert list(folder.iterdir()) == [good]


def test_a_catalog_that_was_never_good_has_no_database(tiny: Tiny, folder: Path):
    tiny.model(variant="layrs: 3")
    result = build(tiny.root, folder)
    assert result.database is None
    assert result.problems
    assert not folder.exists()


def test_rows_that_refer_to_nothing_are_not_swapped_in(
    tiny: Tiny, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    good = built(tiny, folder)
    tiny.model(variant="layers: {value: 3, at: a}")
    orphan = TableRows("variant", ("id", "model", "name", "flagship"), [("x", "nowhere", "X", True)])
    monkeypatch.setattr(builder, "rows", lambda _: [orphan])
    with pytest.raises(RuntimeError, match="inconsistent"):
        build(tiny.root, folder)
    assert list(folder.iterdir()) == [good]


MOMENTS = {
    "parse": "builder.parse = die",
    "tables made": "builder._insert = die",
    "rows written": "builder.CreateIndex = die",
    "before the swap": "Path.replace = die",
    "after the swap": "builder._tidy = die",
}
KILLED = """
import os, signal, sys
from pathlib import Path
from db import build as builder

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

{moment}
builder.build(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_a_good_database(tiny: Tiny, folder: Path, moment: str):
    good = built(tiny, folder)
    tiny.model(variant="layers: {value: 3, at: a}")
    command = [sys.executable, "-c", KILLED.format(moment=MOMENTS[moment]), str(tiny.root), str(folder)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL
    last = last_good(folder)
    assert last
    assert layers(last) == ([3] if moment == "after the swap" else [None])
    assert (last == good) == (moment != "after the swap")
    assert layers(built(tiny, folder)) == [3]


def build_beside_another(root: Path, folder: Path, both_have_written: Barrier) -> None:
    """Builds, but swaps in only when another process has come as far."""
    replace = Path.replace

    def wait_and_replace(self: Path, target: Path) -> Path:
        both_have_written.wait(60)
        return replace(self, target)

    Path.replace = wait_and_replace  # type: ignore[assignment, method-assign]
    assert build(root, folder).built


def test_two_processes_that_build_at_once_do_no_harm(tiny: Tiny, folder: Path):
    tiny.model(variant="layers: {value: 3, at: a}")
    context = multiprocessing.get_context("spawn")
    arguments = (tiny.root, folder, context.Barrier(2))
    processes = [context.Process(target=build_beside_another, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    (database,) = folder.iterdir()
    assert layers(database) == [3]


# ---- the folder


def test_old_databases_go_and_the_one_in_use_can_still_be_read(tiny: Tiny, folder: Path):
    first = built(tiny, folder)
    with open_engine(first).connect() as connection:
        for number in range(1, builder.KEPT + 2):
            tiny.model(variant=f"layers: {{value: {number}, at: a}}")
            built(tiny, folder)
        assert not first.exists()
        assert len(list(folder.iterdir())) == builder.KEPT
        assert connection.execute(text("SELECT count(*) FROM variant")).scalar() == 1


def test_what_a_killed_build_left_goes_after_a_while(tiny: Tiny, folder: Path):
    folder.mkdir()
    (folder / "building-new.sqlite").touch()
    (folder / "building-old.sqlite").touch()
    os.utime(folder / "building-old.sqlite", (0, 0))
    database = built(tiny, folder)
    assert set(folder.iterdir()) == {database, folder / "building-new.sqlite"}


# ---- the store that follows the files


def test_the_store_shows_an_edit_and_keeps_the_last_good_state(tiny: Tiny, folder: Path):
    store = Store(tiny.root, folder)
    first = store.current()
    assert store.current() is first
    tiny.model(variant="layers: {value: 3, at: a}")
    second = store.current()
    assert second.version != first.version
    tiny.model(variant="layrs: 3")
    broken = store.current()
    assert broken.version == second.version
    assert "layrs" in str(broken.problems[0])
    assert store.current() is broken
    tiny.model(variant="layers: {value: 4, at: a}")
    assert store.current().problems == []
    assert layers(store.current().database) == [4]


def test_the_store_looks_for_edits_no_more_often_than_it_is_told(
    tiny: Tiny, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    store = Store(tiny.root, folder, between_looks=60)
    first = store.current()
    tiny.model(variant="layers: {value: 3, at: a}")
    assert store.current() is first
    later = monotonic() + 61
    monkeypatch.setattr("db.engine.monotonic", lambda: later)
    assert store.current().version != first.version


def test_a_store_without_a_good_catalog_says_why(tiny: Tiny, folder: Path):
    tiny.model(variant="layrs: 3")
    with pytest.raises(NoCatalog) as stop:
        Store(tiny.root, folder).current()
    assert "layrs" in str(stop.value.problems[0])


def test_a_running_dashboard_whose_disk_is_full_shows_the_last_good_catalog(
    tiny: Tiny, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    store = Store(tiny.root, folder)
    before = store.current()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "_write", full)
    tiny.model(variant="layers: {value: 3, at: a}")
    after = store.current()
    assert after.database == before.database
    (problem,) = after.problems
    assert "No space left on device" in problem.message
    monkeypatch.undo()
    tiny.model(variant="layers: {value: 4, at: a}")
    assert store.current().problems == []
