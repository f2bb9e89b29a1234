"""`python -m catalog import-board`: a published table → a board, and what became of it in words."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from catalog.importers import LAYOUTS, import_boards
from catalog.terminal import path_from_here

EXAMPLE = "open-llm new.csv --id open-llm-leaderboard-2023-08-01 --like open-llm-leaderboard-2023-07-14"
LABELS = {
    "name": "the board's name",
    "edition": "its version or snapshot",
    "date": "the day of which the scores are",
    "source": "id of its source in sources.yaml",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The options of `import-board`."""
    command.add_argument("layout", choices=LAYOUTS, metavar="LAYOUT", help="of the file: %(choices)s")
    command.add_argument("file", type=Path, metavar="FILE", help="the published table, as CSV")
    command.add_argument("--id", default="", help="of the board (default: the layout's)")
    command.add_argument(
        "--like", default="", metavar="ID", help="earlier board that a new one takes columns and ties from"
    )
    for name, meaning in LABELS.items():
        command.add_argument(f"--{name}", default="", metavar="TEXT", help=meaning)


def run(args: argparse.Namespace) -> int:
    """Imports a published table of scores. What was tied, marked and described by hand is kept."""
    print("\n".join(_imported(args)))
    return 0


def _imported(args: argparse.Namespace) -> Iterator[str]:
    """Imports the file; lines that say what was written, left out and taken out."""
    labels = {name: text for name in LABELS if (text := getattr(args, name))}
    for board in import_boards(args.layout, args.file, args.root, id=args.id, like=args.like, labels=labels):
        place = path_from_here(args.root, board.file.relative_to(args.root))
        counts = f"{board.rows:,} rows, {board.tied:,} of them tied, {board.scores:,} scores"
        left_out = "".join(f"; {number:,} {reason} left out" for reason, number in board.left_out.items())
        yield f"wrote {place} and its scores: {counts}{left_out}"
        for line in board.dropped:
            yield f"  no longer in the table, taken out of the board: {line}"
    yield "`python -m catalog check` says what is missing"
