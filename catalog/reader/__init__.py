"""YAML files → validated records, or problems that name file, line, column, field and remedy."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from catalog.reader.documents import FOLDERS, SHARED_FILES, Document, is_scores, kind_of, parse_document
from catalog.reader.files import Refused, read_bytes
from catalog.reader.resolve import Resolver
from catalog.records import Catalog, Problem

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, the file at hand)."""
HOMES = (
    "models belong in models/ID.yaml, corpora in datasets/ID.yaml, boards in boards/ID.yaml, all else in the "
    "shared files"
)
Contents = dict[str, bytes | Problem]
"""Path below the catalog → the file's bytes, or why they are not read."""


@dataclass(slots=True)
class Memory:
    """Documents of earlier readings by file and content, so that unchanged files are not parsed again."""

    documents: dict[str, tuple[bytes, Document]] = field(default_factory=dict)
    parsed: int = 0
    """Files parsed so far."""


def catalog_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(path below the catalog, path) of every YAML file of the catalog, in a stable order."""
    return ((shown, path) for shown, path in _entries(root) if kind_of(shown))


def all_files(root: Path) -> Iterator[tuple[str, Path]]:
    """The same with the boards' CSV files of scores: everything that the catalog is made of."""
    return ((shown, path) for shown, path in _entries(root) if shown not in FOLDERS)


def read(
    root: Path, memory: Memory | None = None, progress: Progress | None = None
) -> tuple[Catalog, list[Problem]]:
    """The catalog in the folder `root` and every problem in it, sorted by place; raises for nothing in it."""
    catalog, problems = parse(load(root), memory, progress)
    return catalog, [*strays(root), *problems]


def load(root: Path, files: Iterable[tuple[str, Path]] | None = None) -> Contents:
    """Reads the bytes of every catalog file; `files`: of these alone."""
    contents: Contents = {}
    for shown, path in _entries(root) if files is None else files:
        try:
            contents[shown] = read_bytes(path, root, shown)
        except Refused as refused:
            contents[shown] = refused.problem
    if not contents:
        message = "holds no catalog files; name the folder that holds sources.yaml and models/"
        contents[str(root)] = Problem(str(root), 1, 1, "catalog", message)
    return contents


def parse(
    contents: Contents, memory: Memory | None = None, progress: Progress | None = None
) -> tuple[Catalog, list[Problem]]:
    """The catalog that the files' bytes hold and every problem in them; `memory` spares what is unchanged."""
    memory = memory or Memory()
    documents = []
    for number, (shown, data) in enumerate(contents.items()):
        if progress:
            progress(number, len(contents), shown)
        documents.append(
            Document(shown, problems=[data], readable=False)
            if isinstance(data, Problem)
            else _document(shown, data, memory)
        )
    for gone in memory.documents.keys() - contents.keys():
        del memory.documents[gone]
    resolver = Resolver(documents)
    catalog = resolver.resolve()
    problems = {*resolver.problems, *(problem for document in documents for problem in document.problems)}
    return catalog, sorted(problems, key=lambda problem: (problem.field != "file", problem))


def _entries(root: Path) -> Iterator[tuple[str, Path]]:
    """What looks like a catalog file. A folder that is a link out of the catalog stands for its files."""
    for name in SHARED_FILES:
        if os.path.lexists(root / name):
            yield name, root / name
    for folder in FOLDERS:
        path = root / folder
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            yield folder, path
        elif path.is_dir():
            for name in sorted(os.listdir(path)):  # noqa: PTH208
                shown = f"{folder}/{name}"
                if is_catalog_file(shown):
                    yield shown, path / name


def is_catalog_file(shown: str) -> bool:
    """Whether a path below the catalog is that of a file that is read."""
    hidden = shown.startswith(".") or "/." in shown
    return not hidden and bool(kind_of(shown) or is_scores(shown))


def strays(root: Path) -> list[Problem]:
    """A problem for each file that was surely meant for the catalog, but stands where none is read."""
    found = []
    for folder in ("", *(entry.name for entry in _visible(root) if entry.is_dir(follow_symlinks=False))):
        for entry in _visible(root / folder):
            path = f"{folder}/{entry.name}" if folder else entry.name
            yaml = entry.name.lower().endswith((".yaml", ".yml"))
            meant = yaml or (folder in FOLDERS and entry.is_dir())
            if meant and not kind_of(path) and (folder or yaml):
                found.append(Problem(path, 1, 1, "file", f"is not read; {HOMES}"))
    return found


def _visible(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, but for what editors and Python keep there."""
    entries = os.scandir(folder) if folder.is_dir() else ()
    return sorted((e for e in entries if not e.name.startswith((".", "_"))), key=lambda entry: entry.name)


def _document(shown: str, data: bytes, memory: Memory) -> Document:
    digest = blake2b(data, digest_size=16).digest()
    known = memory.documents.get(shown)
    if known and known[0] == digest:
        return known[1]
    document = parse_document(data, shown)
    memory.documents[shown] = (digest, document)
    memory.parsed += 1
    return document


__all__ = [
    "Contents",
    "Memory",
    "Progress",
    "catalog_files",
    "is_catalog_file",
    "is_scores",
    "kind_of",
    "load",
    "parse",
    "read",
    "strays",
]
