"""YAML files → validated records, or problems that name file, line, column, field and remedy."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from catalog.reader.documents import FOLDERS, SHARED_FILES, Document, kind_of, parse_document, read_document
from catalog.reader.files import Refused, read_bytes
from catalog.reader.resolve import Resolver
from catalog.records import Catalog, Problem

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, the file at hand)."""


@dataclass(slots=True)
class Memory:
    """Documents of earlier readings by file and content, so that unchanged files are not parsed again."""

    documents: dict[str, tuple[bytes, Document]] = field(default_factory=dict)
    parsed: int = 0
    """Files parsed so far."""


def catalog_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(path below the catalog, path) of every catalog file, in a stable order."""
    for name in SHARED_FILES:
        if (root / name).exists() or (root / name).is_symlink():
            yield name, root / name
    for folder in FOLDERS:
        if (root / folder).is_dir():
            for entry in sorted(os.scandir(root / folder), key=lambda entry: entry.name):
                if entry.name.endswith(".yaml"):
                    yield f"{folder}/{entry.name}", Path(entry.path)


def read(
    root: Path, memory: Memory | None = None, progress: Progress | None = None
) -> tuple[Catalog, list[Problem]]:
    """The catalog in the folder `root` and every problem in it, sorted by place; never raises for what is in it."""
    memory = memory or Memory()
    files = list(catalog_files(root))
    documents = []
    for number, (shown, path) in enumerate(files):
        if progress:
            progress(number, len(files), shown)
        documents.append(_remembered(shown, path, root, memory))
    for gone in memory.documents.keys() - {shown for shown, _ in files}:
        del memory.documents[gone]
    resolver = Resolver(documents)
    catalog = resolver.resolve()
    problems = [problem for document in documents for problem in document.problems] + resolver.problems
    if not files:
        problems.append(Problem(str(root), 1, 1, "catalog", "holds no catalog files; is this the right folder?"))
    return catalog, sorted(set(problems))


def _remembered(shown: str, path: Path, root: Path, memory: Memory) -> Document:
    try:
        data = read_bytes(path, root, shown)
    except Refused as refused:
        return Document(shown, problems=refused.problems)
    digest = blake2b(data, digest_size=16).digest()
    known = memory.documents.get(shown)
    if known and known[0] == digest:
        return known[1]
    document = parse_document(data, shown)
    memory.documents[shown] = (digest, document)
    memory.parsed += 1
    return document


__all__ = ["Memory", "Progress", "catalog_files", "kind_of", "read", "read_document"]
