"""Who says what a block's lines write, and where (format, section 3, rule 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from catalog.claims import Claim, Receipt
from catalog.reader.nodes import Entries, Nodes, Reference, within
from catalog.reader.values import check_identifier, check_text
from catalog.schema.blocks import RECEIPT_KEYS


@dataclass(frozen=True, slots=True)
class Scope:
    """What a block hands to its lines: path in the file, record, source; `at` and `also` are its own."""

    path: str
    stated_for: str
    source: str = ""
    at: str = ""
    also: tuple[Receipt, ...] = ()

    def named(self, field: str) -> str:
        """Path of a field, as problems name it."""
        return within(self.path, field)


class Receipts(Nodes):
    """Reads the receipts of one file's blocks and claims."""

    def scope(self, entries: Entries, outer: Scope, path: str, stated_for: str | None = None) -> Scope:
        """The scope of a block: its source comes from the nearest block above; `at`, `also` are its own."""
        source = self.source(entries, path) or outer.source
        at = self.key(entries, "at", path) or ""
        return Scope(path, stated_for or outer.stated_for, source, at, self.also(entries, path))

    def key(self, entries: Entries, key: str, path: str, read: Callable[[str], Any] = check_text) -> Any:
        """The text of a key through `read`; None if it is not there, or refused with a problem."""
        return self.text(entries[key][1], within(path, key), read) if key in entries else None

    def source(self, entries: Entries, path: str) -> str | None:
        """The source that a block or claim names; None if it names none."""
        return self._source_id(entries["source"][1], within(path, "source")) if "source" in entries else None

    def sources(self, node: Node, path: str) -> tuple[str, ...]:
        """A list of sources."""
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(id for item in nodes if (id := self._source_id(item, path)))

    def _source_id(self, node: Node, path: str) -> str | None:
        id: str | None = self.text(node, path, check_identifier)
        if id:
            mark = node.start_mark
            self.references.append(Reference("source", id, self.file, mark.line + 1, mark.column + 1, path))
        return id

    def also(self, entries: Entries, path: str) -> tuple[Receipt, ...]:
        """The further receipts of a block or claim."""
        if "also" not in entries:
            return ()
        node = entries["also"][1]
        path = within(path, "also")
        receipts = []
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            keys = self.entries(item, path, RECEIPT_KEYS)
            source = self.source(keys, path)
            at = self.key(keys, "at", path)
            if source and at:
                receipts.append(Receipt(source, at))
            elif isinstance(item, MappingNode):
                self.problem(item, path, "needs both: {source: …, at: …}")
        return tuple(receipts)

    def check_receipt(self, claim: Claim, node: Node, path: str) -> None:
        """Notes a problem if a claim lacks what its kind needs: source and place, what was read, or why."""
        if claim.stated_kind == "not-stated":
            if not claim.read:
                self.problem(node, path, "not-stated needs `read: […]`, the sources that were read in vain")
        elif claim.stated_kind == "contested":
            if not claim.note:
                self.problem(node, path, "contested needs a `note` that says who disagrees about what")
        elif not claim.source:
            self.problem(node, path, "has no source; write `source: ID` here or at the head of the block")
        elif not claim.at and (claim.stated_kind == "undisclosed" or claim.field.needs_place):
            message = f"has no place; write `at: …` (such as Table 1, section 2, page 5 of {claim.source})"
            if isinstance(node, MappingNode):
                message += ": a claim with more than a value names its own"
            self.problem(node, path, message)
