"""YAML nodes → claims: what a field's lines say, each with its receipt (format, sections 2 and 3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.claims import Claim, Facts, Receipt, Table
from catalog.quantities import parse_date
from catalog.reader.files import tag_problem
from catalog.reader.nodes import Entries, Nodes
from catalog.reader.values import check_choice, check_identifier, check_text, did_you_mean, read_quantity, read_scalar
from catalog.schema import CLAIM_KEYS, CLAIM_KINDS, ROW_FIELDS, VALUELESS, Field

RECEIPTS = ("source", "at", "also")
TABLE_KEYS = ("of", "basis", *RECEIPTS, "tokenizer", "note", "components")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a block hands to its lines: path in the file, record, source; place and further receipts (own only)."""

    path: str
    stated_for: str
    source: str = ""
    at: str = ""
    also: tuple[Receipt, ...] = ()

    def named(self, field: str) -> str:
        """Path of a field, as problems name it."""
        return f"{self.path}/{field}" if self.path else field


class Blocks(Nodes):
    """Reads the blocks of one file: receipts, claims and tables."""

    # ---- receipts

    def scope(self, entries: Entries, outer: Scope, path: str, stated_for: str | None = None) -> Scope:
        """The scope of a block: its source comes from the nearest block above, its place and `also` are its own."""
        source = self._key(entries, "source", path, check_identifier) or outer.source
        at = self._key(entries, "at", path) or ""
        return Scope(path, stated_for or outer.stated_for, source, at, self._also(entries, path))

    def _key(self, entries: Entries, key: str, path: str, read: Callable[[str], Any] = check_text) -> Any:
        return self.text(entries[key][1], f"{path}/{key}" if path else key, read) if key in entries else None

    def _also(self, entries: Entries, path: str) -> tuple[Receipt, ...]:
        if "also" not in entries:
            return ()
        node = entries["also"][1]
        receipts = []
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            keys = self.entries(item, f"{path}/also", ("source", "at"), lambda: ["source", "at"])
            source = self._key(keys, "source", f"{path}/also", check_identifier)
            at = self._key(keys, "at", f"{path}/also")
            if source and at:
                receipts.append(Receipt(source, at))
            elif isinstance(item, MappingNode):
                self.problem(item, f"{path}/also", "needs both: {source: …, at: …}")
        return tuple(receipts)

    # ---- facts and claims

    def facts(self, entries: Entries, fields: dict[str, Field], scope: Scope) -> Facts:
        """All fields with receipts that a block writes, `undisclosed` and `not_stated` included."""
        facts: Facts = {}
        for name, (key_node, node) in entries.items():
            field = fields.get(name)
            if field and field.receipt:
                facts[name] = self.claims(field, key_node, node, scope)
        for key, kind in (("undisclosed", "undisclosed"), ("not_stated", "not-stated")):
            if key in entries:
                node = entries[key][1]
                for item in node.value if isinstance(node, SequenceNode) else [node]:
                    self._claims_without_value(item, kind, fields, scope, facts)
        return {name: claims for name, claims in facts.items() if claims}

    def _claims_without_value(
        self, node: Node, kind: str, fields: dict[str, Field], scope: Scope, facts: Facts
    ) -> None:
        path = scope.named(kind.replace("-", "_"))
        keys = self.entries(node, path, ("fields", "read", "source", "at", "note"), lambda: ["fields", "read", "at"])
        names = keys["fields"][1] if "fields" in keys else None
        if not isinstance(names, SequenceNode):
            self.problem(node, path, "needs `fields: […]`, the list of fields it speaks of")
            return
        source = self._key(keys, "source", path, check_identifier) or scope.source
        at = self._key(keys, "at", path) or ""
        read = self.texts(keys["read"][1], f"{path}/read", check_identifier) if "read" in keys else ()
        note = self._key(keys, "note", path) or ""
        for item in names.value:
            name = self.text(item, path)
            field = fields.get(name)
            if field is None or not field.receipt:
                self.problem(item, path, f"{name!r} is not a field here{did_you_mean(str(name), list(fields))}")
            elif name in facts:
                self.problem(item, path, f"{name} is also written above; put {{kind: {kind}}} first in its list instead")
            else:
                mark = item.start_mark
                claim = Claim(field, self.file, mark.line + 1, mark.column + 1, source=source, at=at, stated_kind=kind)
                claim.read, claim.note, claim.stated_for = read, note, scope.stated_for
                self._check_receipt(claim, item, scope.named(name))
                facts[name] = [claim]

    def claims(self, field: Field, key_node: Node, node: Node, scope: Scope) -> list[Claim]:
        """The claims of one field, the preferred first."""
        path = scope.named(field.name)
        if not isinstance(node, SequenceNode) or (field.many and all(isinstance(i, ScalarNode) for i in node.value)):
            claim = self.claim(field, node, scope, key_node)
            return [claim] if claim else []
        if not node.value:
            self.problem(node, path, "is an empty list; write a value, or remove the line")
            return []
        if len(node.value) > 1 and all(isinstance(item, ScalarNode) for item in node.value):
            self.problem(node, path, "is a list of plain values, but takes one; write rival claims as {value, source, at}")
            return []
        claims = [self.claim(field, item, scope, item) for item in node.value]
        found = [claim for claim in claims if claim]
        for claim, item in zip(claims[1:], node.value[1:], strict=True):
            if claim and claim.stated_kind in VALUELESS:
                self.problem(item, path, f"{claim.stated_kind} must stand first in the list of claims")
        if found and found[0].stated_kind == "contested" and len(found) < 2:
            self.problem(node.value[0], path, "contested needs the rival claims after it")
        return found

    def claim(self, field: Field, node: Node, scope: Scope, place: Node) -> Claim | None:
        """One claim; None and a problem if it cannot be read. Its receipt: format, section 3, rule 1."""
        path = scope.named(field.name)
        mark = place.start_mark
        claim = Claim(field, self.file, mark.line + 1, mark.column + 1, stated_for=scope.stated_for)
        tag = tag_problem(node, self.file)
        if tag:
            self.problems.append(replace(tag, field=path))
            return None
        before = len(self.problems)
        if isinstance(node, MappingNode):
            if field.type == "table" and any(key.value == "components" for key, _ in node.value):
                self._read_table(claim, node, scope, path)
            else:
                self._read_claim(claim, node, scope, path)
        elif field.type == "table":
            self.problem(node, path, "is a table; write `components:` with a line for each, or {kind: undisclosed, …}")
        else:
            claim.source, claim.at, claim.also = scope.source, scope.at, scope.also
            self._read_value(claim, node, path)
        if len(self.problems) > before:
            return None
        return claim if self._check_receipt(claim, node, path) else None

    def _read_claim(self, claim: Claim, node: MappingNode, scope: Scope, path: str) -> None:
        keys = self.entries(node, path, CLAIM_KEYS, lambda: list(CLAIM_KEYS))
        plain = set(keys) == {"value"}
        claim.source = self._key(keys, "source", path, check_identifier) or scope.source
        claim.at = scope.at if plain else self._key(keys, "at", path) or ""
        claim.also = scope.also if plain else self._also(keys, path)
        claim.stated_kind = self._key(keys, "kind", path, lambda text: check_choice(text, CLAIM_KINDS)) or ""
        claim.derived_from = self._key(keys, "from", path) or ""
        claim.since = self._key(keys, "since", path, parse_date) or ""
        claim.until = self._key(keys, "until", path, parse_date) or ""
        claim.tokenizer = self._key(keys, "tokenizer", path) or ""
        claim.note = self._key(keys, "note", path) or ""
        if "read" in keys:
            claim.read = self.texts(keys["read"][1], f"{path}/read", check_identifier)
        if "basis" in keys:
            claim.basis = self._basis(claim.field, keys["basis"][1], path)
        if "value" in keys:
            self._read_value(claim, keys["value"][1], path)
        for bound in ("low", "high"):
            if bound in keys:
                setattr(claim, bound, self._bound(claim.field, keys[bound][1], f"{path}/{bound}"))
        self._check_claim(claim, node, path)

    def _check_claim(self, claim: Claim, node: Node, path: str) -> None:
        if claim.stated_kind in VALUELESS:
            if claim.says_something:
                self.problem(node, path, f"has a value although it is {claim.stated_kind}; write the value as a claim of its own")
        elif not claim.says_something:
            self.problem(node, path, "has no value; write `value`, or `kind: undisclosed` or `not-stated`")
        if claim.low is not None and claim.high is not None and claim.low > claim.high:
            self.problem(node, path, "`low` is larger than `high`; swap them")
        if claim.since and claim.until and claim.since > claim.until:
            self.problem(node, path, "`since` is later than `until`; swap them")

    def _read_value(self, claim: Claim, node: Node, path: str) -> None:
        field = claim.field
        if isinstance(node, SequenceNode) and field.many:
            claim.value = self.texts(node, path, lambda text: read_scalar(field, text))
            claim.written = ";".join(str(item.value) for item in node.value)
            if len(set(claim.value)) < len(claim.value):
                self.problem(node, path, "names one of its values twice; keep each once")
            return
        if not isinstance(node, ScalarNode):
            self.problem(node, path, "holds a list or block where one value must stand")
            return
        claim.written = node.value
        if field.type == "quantity":
            read = self.text(node, path, lambda text: read_quantity(field, text))
            if read:
                claim.value, claim.precision, claim.steps = read
        else:
            value = self.text(node, path, lambda text: read_scalar(field, text))
            claim.value = (value,) if field.many and value is not None else value

    def _bound(self, field: Field, node: Node, path: str) -> float | None:
        if field.type != "quantity":
            self.problem(node, path, "bounds are for numbers only")
            return None
        read = self.text(node, path, lambda text: read_quantity(field, text))
        return read[0] if read else None

    def _basis(self, field: Field, node: Node, path: str) -> tuple[str, ...]:
        words = self.texts(node, f"{path}/basis")
        axes = set()
        for word in words:
            if word not in field.words:
                known = ", ".join(field.words) or "none"
                message = f"{word!r} is no basis of {field.name} (known: {known}){did_you_mean(word, list(field.words))}"
                self.problem(node, path, message)
            elif field.words[word] in axes:
                self.problem(node, path, f"{word!r} excludes another word of the basis; keep one of each kind")
            else:
                axes.add(field.words[word])
        return words

    def _check_receipt(self, claim: Claim, node: Node, path: str) -> bool:
        if claim.stated_kind == "not-stated" and not claim.read:
            self.problem(node, path, "not-stated needs `read: […]`, the sources that were read in vain")
        elif claim.stated_kind == "contested" and not claim.note:
            self.problem(node, path, "contested needs a `note` that says who disagrees about what")
        elif claim.stated_kind in ("not-stated", "contested"):
            return True
        elif not claim.source:
            self.problem(node, path, "has no source; write `source: …` here or at the head of the block")
        elif not claim.at and (claim.stated_kind == "undisclosed" or claim.field.needs_place):
            where = "here: a claim with more than a value names its own place" if isinstance(node, MappingNode) else "here"
            self.problem(node, path, f"has no place; write `at: …` {where} (Table 1, section 2, page 5 of {claim.source})")
        else:
            return True
        return False

    # ---- tables

    def _read_table(self, claim: Claim, node: MappingNode, outer: Scope, path: str) -> None:
        keys = self.entries(node, path, TABLE_KEYS, lambda: list(TABLE_KEYS))
        scope = self.scope(keys, outer, path)
        claim.source, claim.at, claim.also = scope.source, scope.at, scope.also
        claim.tokenizer = self._key(keys, "tokenizer", path) or ""
        claim.note = self._key(keys, "note", path) or ""
        if "basis" in keys:
            claim.basis = self._basis(claim.field, keys["basis"][1], path)
        table = Table(of=self._key(keys, "of", path, check_identifier) or "")
        if "components" in keys:
            table.components = self.components(keys["components"][1], scope)
            for row in table.components.values():
                for share in row.get("share", ()):
                    share.basis = claim.basis
        claim.value = table

    def components(self, node: Node, outer: Scope) -> dict[str, Facts]:
        """The rows of a table. `source`, `at` and `also` may stand beside the rows or in one of them."""
        path = outer.named("components")
        lines = self.entries(node, path, None, list)
        scope = self._inner_scope(lines, outer, path)
        rows: dict[str, Facts] = {}
        for id, (key_node, row) in lines.items():
            if id in RECEIPTS:
                continue
            self.text(key_node, path, check_identifier)
            entries = self.entries(row, f"{path}/{id}", (*ROW_FIELDS, *RECEIPTS), lambda: list(ROW_FIELDS))
            rows[id] = self.facts(entries, ROW_FIELDS, self._inner_scope(entries, scope, f"{path}/{id}"))
        return rows

    def _inner_scope(self, entries: Entries, outer: Scope, path: str) -> Scope:
        """A table's place covers its rows too, until one of them names its own source or place."""
        own = self.scope(entries, outer, path)
        if "source" in entries or "at" in entries:
            return own
        return replace(own, at=outer.at, also=own.also or outer.also)
