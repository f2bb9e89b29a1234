"""A claim: what one source says about one field, with its receipt. When two claims conflict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.quantities import Quantity, agree, date_span
from catalog.schema import Field


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who says it and where: a source's id, a place in it, and the kind of claim that it makes of it."""

    source: str
    at: str
    kind: str = ""


@dataclass(slots=True)
class Claim:
    """What a source says about a field.

    `value`: a number in the field's base unit, text, bool, a tuple of texts (a set) or a Table; None where
    nothing is said. `precision`: half a unit of the last printed digit. `steps`: all values of a ramp.
    `stated_kind` is what the file writes, mostly nothing; `kind` is judged once all sources are known.
    """

    field: Field
    file: str
    line: int
    column: int
    value: Any = None
    written: str = ""
    precision: float = 0.0
    steps: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    source: str = ""
    at: str = ""
    also: tuple[Receipt, ...] = ()
    stated_kind: str = ""
    kind: str = ""
    basis: tuple[str, ...] = ()
    derived_from: str = ""
    since: str = ""
    until: str = ""
    tokenizer: str = ""
    note: str = ""
    read: tuple[str, ...] = ()
    stated_for: str = ""

    @property
    def says_something(self) -> bool:
        """Whether the claim has a value or a bound."""
        return self.value is not None or self.low is not None or self.high is not None

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """The claim's own receipt, then those that print the same."""
        return (Receipt(self.source, self.at, self.kind), *self.also)


@dataclass(slots=True)
class Table:
    """A mixture or the languages' shares: component id → field → claims. `of`: their dataset."""

    of: str = ""
    components: dict[str, dict[str, list[Claim]]] = field(default_factory=dict)


Facts = dict[str, list[Claim]]


def all_claims(facts: Facts) -> Iterator[Claim]:
    """Every claim of the facts, those inside tables included."""
    for claims in facts.values():
        for claim in claims:
            yield claim
            if isinstance(claim.value, Table):
                for row in claim.value.components.values():
                    yield from all_claims(row)


def first_value(facts: Facts, name: str) -> Any:
    """Value of the field's preferred claim; None if nobody has looked or the preferred claim has no value."""
    claims = facts.get(name)
    return claims[0].value if claims else None


def standing_kind(claim: Claim) -> str:
    """The kind shown to readers: `derived` where the value is our arithmetic on the source's figures."""
    return "derived" if claim.derived_from else claim.kind


def conflict(a: Claim, b: Claim) -> bool:
    """Whether two claims of one field cannot both be true (format, section 2).

    Both have values, no axis of basis keeps them apart, their times overlap and they differ beyond the
    printed precision. An estimate beside a report is no conflict.
    """
    if a.value is None or b.value is None or isinstance(a.value, Table):
        return False
    if (a.kind == "estimated") != (b.kind == "estimated"):
        return False
    return not _kept_apart(a, b) and _times_overlap(a, b) and _differ(a, b)


def conflicts(claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """All pairs of claims of one field that conflict, in the order in which the claims are written."""
    return [(a, b) for number, a in enumerate(claims) for b in claims[number + 1 :] if conflict(a, b)]


def _kept_apart(a: Claim, b: Claim) -> bool:
    for axis in a.field.axes:
        meant = axis.words[0] if axis.meant else None
        word_a = next((word for word in a.basis if word in axis.words), meant)
        word_b = next((word for word in b.basis if word in axis.words), meant)
        if word_a and word_b and word_a != word_b:
            return True
    return bool(a.tokenizer and b.tokenizer and a.tokenizer != b.tokenizer)


def _times_overlap(a: Claim, b: Claim) -> bool:
    return not (_ends_before(a.until, b.since) or _ends_before(b.until, a.since))


def _ends_before(until: str, since: str) -> bool:
    """Whether one may have ended when the other began: if it ends in the month of that beginning, it may."""
    return bool(until and since) and date_span(until)[0] <= date_span(since)[1]


def _differ(a: Claim, b: Claim) -> bool:
    if a.field.type == "date":
        return not (a.value.startswith(b.value) or b.value.startswith(a.value))
    if a.field.type == "quantity":
        return not agree(Quantity(a.value, a.precision), Quantity(b.value, b.precision))
    if a.field.to == "accelerator":
        return not (_names_all(a.value, b.value) and _names_all(b.value, a.value))
    if a.field.many:
        return set(a.value) != set(b.value)
    if a.field.type == "text":
        return a.value.casefold() != b.value.casefold()
    return bool(a.value != b.value)


def _names_all(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each chip is among the others, by its id or less precisely: a100 may mean a100-80gb."""
    return all(any(f"{a}-".startswith(f"{b}-") or f"{b}-".startswith(f"{a}-") for b in others) for a in some)


def judge_kind(stated: str, makers: Iterable[str], voices: Iterable[str]) -> str:
    """The kind that is stated, else `reported` if the source is the word of one of the record's makers."""
    if stated:
        return stated
    return "reported" if not set(makers).isdisjoint(voices) else "third-party"
