"""YAML nodes → claims: what a field's lines say, each with its receipt (format, sections 2 and 3)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.claims import Claim, Facts, Table
from catalog.quantities import date_span, parse_date, quoted
from catalog.reader.nodes import Entries
from catalog.reader.receipts import Receipts, Scope
from catalog.reader.values import (
    check_claim_kind,
    check_identifier,
    check_text,
    did_you_mean,
    read_quantity,
    read_scalar,
)
from catalog.schema import CLAIM_KEYS, ROW_FIELDS, VALUELESS, Field
from catalog.schema.blocks import RECEIPTS, TABLE_KEYS, WITHOUT_VALUE_KEYS

NO_RIVALS = "contested needs the rival claims after it: a list with {kind: contested, note: …} first"
ROW_KEYS = (*ROW_FIELDS, *RECEIPTS)
CLAIM_TEXTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "kind": ("stated_kind", check_claim_kind),
    "from": ("derived_from", check_text),
    "since": ("since", parse_date),
    "until": ("until", parse_date),
    "tokenizer": ("tokenizer", check_text),
    "note": ("note", check_text),
}
"""Key of a claim → its attribute, and how its text is read."""


class Blocks(Receipts):
    """Reads the facts of one file's blocks, tables included."""

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
        keys = self.entries(node, path, WITHOUT_VALUE_KEYS)
        names = keys["fields"][1] if "fields" in keys else None
        if not isinstance(names, SequenceNode):
            if isinstance(node, MappingNode):
                self.problem(node, path, "needs `fields: […]`, the list of fields it speaks of")
            return
        source = self.source(keys, path) or scope.source
        at = self.key(keys, "at", path) or ""
        read = self.sources(keys["read"][1], f"{path}/read") if "read" in keys else ()
        note = self.key(keys, "note", path) or ""
        for item in names.value:
            name = self.text(item, path)
            field = fields.get(name)
            if field is None or not field.receipt:
                message = f"{quoted(str(name))} is not a field here{did_you_mean(str(name), fields)}"
                self.problem(item, path, message)
            elif name in facts:
                message = f"{name} is also written above; put {{kind: {kind}}} first in its list instead"
                self.problem(item, path, message)
            else:
                claim = self._claim_at(item, field, scope)
                claim.source, claim.at, claim.stated_kind = source, at, kind
                claim.read, claim.note = read, note
                self.check_receipt(claim, item, scope.named(name))
                facts[name] = [claim]

    def claims(self, field: Field, key_node: Node, node: Node, scope: Scope) -> list[Claim]:
        """The claims of one field, the preferred first."""
        path = scope.named(field.name)
        if not isinstance(node, SequenceNode):
            claim = self.claim(field, node, scope, key_node)
            if claim and claim.stated_kind == "contested":
                self.problem(node, path, NO_RIVALS)
            return [claim] if claim else []
        if not node.value:
            self.problem(node, path, "is an empty list; write a value, or remove the line")
            return []
        if all(isinstance(item, ScalarNode) for item in node.value):
            if field.many:
                claim = self.claim(field, node, scope, key_node)
                return [claim] if claim else []
            if len(node.value) > 1:
                self.problem(
                    node, path, "takes one value; write rival claims as {value: …, source: …, at: …}"
                )
                return []
        claims = [self.claim(field, item, scope, item) for item in node.value]
        found = [claim for claim in claims if claim]
        for claim, item in zip(claims[1:], node.value[1:], strict=True):
            if claim and claim.stated_kind in VALUELESS:
                self.problem(item, path, f"{claim.stated_kind} must stand first in the list of claims")
        if found and found[0].stated_kind == "contested" and len(found) < 2:
            self.problem(node.value[0], path, NO_RIVALS)
        return found

    def claim(self, field: Field, node: Node, scope: Scope, place: Node) -> Claim | None:
        """One claim; None and a problem if it cannot be read. Its receipt: format, section 3, rule 1."""
        path = scope.named(field.name)
        claim = self._claim_at(place, field, scope)
        before = len(self.problems)
        if isinstance(node, MappingNode):
            if field.type == "table" and any(key.value == "components" for key, _ in node.value):
                self._read_table(claim, node, scope, path)
            else:
                self._read_claim(claim, node, scope, path)
        elif field.type == "table":
            message = "is a table; write `components:` with a line for each, or {kind: undisclosed, …}"
            self.problem(node, path, message)
        else:
            claim.source, claim.at, claim.also = scope.source, scope.at, scope.also
            self._read_value(claim, node, path)
        if len(self.problems) == before:
            self._check_claim(claim, node, path)
        return claim if len(self.problems) == before else None

    def _claim_at(self, place: Node, field: Field, scope: Scope) -> Claim:
        mark = place.start_mark
        return Claim(field, self.file, mark.line + 1, mark.column + 1, stated_for=scope.stated_for)

    def _read_claim(self, claim: Claim, node: MappingNode, scope: Scope, path: str) -> None:
        keys = self.entries(node, path, CLAIM_KEYS)
        plain = set(keys) == {"value"}
        claim.source = self.source(keys, path) or scope.source
        claim.at = scope.at if plain else self.key(keys, "at", path) or ""
        claim.also = scope.also if plain else self.also(keys, path)
        for key in keys:
            if key in CLAIM_TEXTS:
                attribute, read = CLAIM_TEXTS[key]
                setattr(claim, attribute, self.key(keys, key, path, read) or "")
        if "read" in keys:
            claim.read = self.sources(keys["read"][1], f"{path}/read")
        if "basis" in keys:
            claim.basis = self._basis(claim.field, keys["basis"][1], path)
        if "value" in keys:
            self._read_value(claim, keys["value"][1], path)
        for bound in ("low", "high"):
            if bound in keys:
                setattr(claim, bound, self._bound(claim.field, keys[bound][1], f"{path}/{bound}"))

    def _check_claim(self, claim: Claim, node: Node, path: str) -> None:
        """Whether the parts of a claim that were read fit together."""
        if claim.stated_kind in VALUELESS:
            if claim.says_something:
                message = f"has a value although it is {claim.stated_kind}; write it as a claim of its own"
                self.problem(node, path, message)
        elif not claim.says_something:
            self.problem(node, path, "has no value; write `value`, or `kind: undisclosed` or `not-stated`")
        low, high = claim.low, claim.high
        if low is not None and high is not None and low > high:
            self.problem(node, path, "`low` is larger than `high`; swap them")
        elif claim.value is not None and (
            (low is not None and claim.value < low) or (high is not None and claim.value > high)
        ):
            self.problem(node, path, "the value is not between `low` and `high`; correct one of them")
        if claim.since and claim.until and date_span(claim.since)[0] > date_span(claim.until)[1]:
            self.problem(node, path, "`since` is later than `until`; swap them")
        self.check_receipt(claim, node, path)

    def _read_value(self, claim: Claim, node: Node, path: str) -> None:
        field = claim.field
        if isinstance(node, SequenceNode) and field.many and node.value:
            claim.value = self.texts(node, path, partial(read_scalar, field))
            claim.written = ";".join(str(item.value) for item in node.value)
            if len(set(claim.value)) < len(claim.value):
                self.problem(node, path, "names one of its values twice; keep each once")
            return
        if not isinstance(node, ScalarNode):
            self.problem(node, path, "holds a list or block where one value must stand")
            return
        claim.written = node.value
        if field.type == "quantity":
            read = self.text(node, path, partial(read_quantity, field))
            if read:
                claim.value, claim.precision, claim.steps = read
        else:
            value = self.text(node, path, partial(read_scalar, field))
            claim.value = (value,) if field.many and value is not None else value

    def _bound(self, field: Field, node: Node, path: str) -> float | None:
        if field.type != "quantity":
            self.problem(node, path, "bounds are for numbers only")
            return None
        read = self.text(node, path, partial(read_quantity, field))
        return read[0] if read else None

    def _basis(self, field: Field, node: Node, path: str) -> tuple[str, ...]:
        words = self.texts(node, f"{path}/basis")
        axes = set()
        for word in words:
            if word not in field.words:
                known = ", ".join(field.words) or "none"
                near = did_you_mean(word, field.words)
                self.problem(node, path, f"{quoted(word)} is no basis of {field.name} (known: {known}){near}")
            elif field.words[word] in axes:
                other = next(w for w in words if field.words.get(w) == field.words[word])
                self.problem(node, path, f"{word!r} and {other!r} exclude each other; keep one of the two")
            else:
                axes.add(field.words[word])
        return words

    # ---- tables

    def _read_table(self, claim: Claim, node: MappingNode, outer: Scope, path: str) -> None:
        keys = self.entries(node, path, TABLE_KEYS)
        scope = self.scope(keys, outer, path)
        claim.source, claim.at, claim.also = scope.source, scope.at, scope.also
        claim.tokenizer = self.key(keys, "tokenizer", path) or ""
        claim.note = self.key(keys, "note", path) or ""
        if "basis" in keys:
            claim.basis = self._basis(claim.field, keys["basis"][1], path)
        table = Table(of=self.key(keys, "of", path, check_identifier) or "")
        if "components" in keys:
            table.components = self.components(keys["components"][1], scope)
        for row in table.components.values():
            for cell in (cell for claims in row.values() for cell in claims):
                cell.basis = cell.basis or (claim.basis if cell.field.name == "share" else ())
                cell.tokenizer = cell.tokenizer or claim.tokenizer
                cell.note = cell.note or claim.note
        claim.value = table

    def components(self, node: Node, outer: Scope) -> dict[str, Facts]:
        """The rows of a table. `source`, `at` and `also` may stand beside the rows or in one of them."""
        path = outer.named("components")
        lines = self.entries(node, path)
        scope = self._inner_scope(lines, outer, path)
        rows: dict[str, Facts] = {}
        for id, (key_node, row) in lines.items():
            if id in RECEIPTS:
                continue
            self.text(key_node, path, check_identifier)
            entries = self.entries(row, f"{path}/{id}", ROW_KEYS)
            rows[id] = self.facts(entries, ROW_FIELDS, self._inner_scope(entries, scope, f"{path}/{id}"))
        return rows

    def _inner_scope(self, entries: Entries, outer: Scope, path: str) -> Scope:
        """A table's place covers its rows too, until one of them names its own source or place."""
        own = self.scope(entries, outer, path)
        if "source" in entries or "at" in entries:
            return own
        return replace(own, at=outer.at, also=own.also or outer.also)
