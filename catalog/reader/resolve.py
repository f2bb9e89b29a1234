"""Documents → one catalog: ids unique, references followed, facts inherited, kinds of claims judged."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalog.claims import Claim, Facts, Receipt, Table, first_value, judge_kind
from catalog.reader.documents import Document
from catalog.reader.values import did_you_mean
from catalog.records import Accelerator, Catalog, Dataset, Like, Model, Problem, Record, Variant
from catalog.schema import KINDS

SHELVES = {
    "model": "models",
    "variant": "variants",
    "dataset": "datasets",
    "accelerator": "accelerators",
    "organization": "organizations",
    "source": "sources",
}


class Resolver:
    """Joins documents into `catalog`; what does not fit together goes to `problems`."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.catalog = Catalog()
        self.problems: list[Problem] = []
        self._own: dict[str, Facts] = {}
        """Variant id → the facts that its own block writes."""
        self._missing: set[tuple[str, str, str]] = set()
        """(file, kind, id) of references that were reported: a hundred lines may name one missing source."""
        for document in documents:
            for record in document.records:
                self._shelve(record)

    def resolve(self) -> Catalog:
        """Follows every reference; afterwards `problems` is complete."""
        for record, claims, makers in self._written():
            self._judge(record, claims, makers)
        for record in (*self.catalog.sources.values(), *self.catalog.organizations.values()):
            self._labels_exist(record)
        explaining: list[Model | Variant] = [*self.catalog.models.values(), *self.catalog.variants.values()]
        for model in explaining:
            for rule, explanation in model.explained.items():
                if explanation.source:
                    self._exists("source", explanation.source, model, model, f"explained/{rule}")
        for chip in self.catalog.accelerators.values():
            chip.facts = self._chip_facts(chip, ())
        for variant in self.catalog.variants.values():
            variant.facts = self._facts(variant, ())
            self._check_architecture(variant)
        return self.catalog

    # ---- records and references

    def _shelve(self, record: Record) -> None:
        shelf = getattr(self.catalog, SHELVES[record.kind])
        if record.id in shelf:
            other = shelf[record.id]
            message = (
                f"is also the id of the {record.kind} in {other.file}:{other.line}; give one of them another"
            )
            self._problem(record, record.id, message)
            return
        if isinstance(
            record, Variant | Accelerator
        ):  # their facts are about to be resolved; documents are kept
            record = replace(record)
        shelf[record.id] = record
        if isinstance(record, Variant):
            self._own[record.id] = record.facts

    def _problem(self, place: Record | Claim | Like, field: str, message: str) -> None:
        self.problems.append(Problem(place.file, place.line, place.column, field, message))

    def _exists(self, kind: str, id: str, record: Record, place: Record | Claim | Like, field: str) -> bool:
        """Whether there is such a record; else a problem at the place in the record where it is named."""
        shelf = getattr(self.catalog, SHELVES[kind])
        if id in shelf:
            return True
        if (record.file, kind, id) not in self._missing:
            self._missing.add((record.file, kind, id))
            remedy = f"correct it, or {_remedy(kind, id)}"
            message = f"{id!r} is no {kind} of the catalog{did_you_mean(id, shelf)}; {remedy}"
            self._problem(place, _path(record, field), message)
        return False

    def _labels_exist(self, record: Record) -> None:
        for label in KINDS[record.kind].labels:
            if label.type == "reference":
                value = record.labels.get(label.name, ())
                for id in (value,) if isinstance(value, str) else value:
                    self._exists(label.to, id, record, record, label.name)

    def _written(self) -> Iterator[tuple[Record, Iterable[Claim], tuple[str, ...]]]:
        """Every record or part with the claims written in it, and the makers whose reports they may be."""
        for model in self.catalog.models.values():
            makers = _makers(model)
            yield model, _claims(model.facts), makers
            if model.project:
                yield model.project, _claims(model.project.facts), makers
        for variant in self.catalog.variants.values():
            makers = _makers(variant) or _makers(self.catalog.models.get(variant.model))
            yield variant, _claims(variant.facts), makers
            for stage in variant.stages.values():
                yield stage, _claims(stage.facts), makers
        for dataset in self.catalog.datasets.values():
            yield dataset, _claims(dataset.facts, dataset), _makers(dataset)
        for chip in self.catalog.accelerators.values():
            yield chip, _claims(chip.facts), _makers(chip)

    def _judge(self, record: Record, claims: Iterable[Claim], makers: tuple[str, ...]) -> None:
        for claim in claims:
            for source in (claim.source, *claim.read):
                if source:
                    self._exists("source", source, record, claim, claim.field.name)
            claim.kind = self._kind(claim, claim.source, makers)
            if claim.also:
                claim.also = tuple(self._judged(also, record, claim, makers) for also in claim.also)
            if isinstance(claim.value, Table):
                self._check_table(record, claim)
            elif claim.field.type == "reference":
                for id in (claim.value,) if isinstance(claim.value, str) else claim.value or ():
                    self._exists(claim.field.to, id, record, claim, claim.field.name)

    def _judged(self, also: Receipt, record: Record, claim: Claim, makers: tuple[str, ...]) -> Receipt:
        self._exists("source", also.source, record, claim, claim.field.name)
        return Receipt(also.source, also.at, self._kind(claim, also.source, makers))

    def _kind(self, claim: Claim, source: str, makers: tuple[str, ...]) -> str:
        record = self.catalog.sources.get(source)
        return judge_kind(claim.stated_kind, makers, record.labels.get("organization", ()) if record else ())

    def _check_table(self, record: Record, claim: Claim) -> None:
        of = claim.value.of
        if not of or not self._exists("dataset", of, record, claim, claim.field.name):
            return
        known = self.catalog.datasets[of].components
        for id in claim.value.components:
            if known and id not in known:
                message = (
                    f"{id!r} is no component of {of}{did_you_mean(id, known)}; known: {', '.join(known)}"
                )
                self._problem(claim, _path(record, claim.field.name), message)

    # ---- inheritance (format, section 3): own > like > model

    def _facts(self, variant: Variant, chain: tuple[str, ...]) -> Facts:
        own = self._own[variant.id]
        model = self.catalog.models.get(variant.model)
        inherited: Facts = dict(model.facts) if model else {}
        inherited.update(self._like_facts(variant, chain))
        architecture = first_value(own, "architecture") or first_value(inherited, "architecture")
        kept = {name: claims for name, claims in inherited.items() if _applies(claims[0], architecture)}
        return {**kept, **own}

    def _like_facts(self, variant: Variant, chain: tuple[str, ...]) -> Facts:
        like = variant.like
        if like is None:
            return {}
        other = self.catalog.variants.get(like.of)
        if other is None:
            self._exists("variant", like.of, variant, like, "like/of")
            return {}
        if like.of in (*chain, variant.id):
            circle = " → ".join((*chain, variant.id, like.of))
            self._problem(
                like, f"{variant.id}/like", f"is circular ({circle}); write the facts out in one of them"
            )
            return {}
        facts = self._facts(other, (*chain, variant.id))
        return {name: claims for name, claims in facts.items() if claims[0].field.group in like.groups}

    def _chip_facts(self, chip: Accelerator, chain: tuple[str, ...]) -> Facts:
        like = chip.like
        if like is None:
            return chip.facts
        other = self.catalog.accelerators.get(like.of)
        if other is None:
            self._exists("accelerator", like.of, chip, like, "like/of")
            return chip.facts
        if like.of in (*chain, chip.id):
            circle = " → ".join((*chain, chip.id, like.of))
            self._problem(
                like, f"{chip.id}/like", f"is circular ({circle}); write the figures out in one of them"
            )
            return chip.facts
        facts = self._chip_facts(other, (*chain, chip.id))
        taken = {name: claims for name, claims in facts.items() if claims[0].field.group in like.groups}
        return {**taken, **chip.facts}

    def _check_architecture(self, variant: Variant) -> None:
        architecture = first_value(variant.facts, "architecture")
        for name, claims in self._own[variant.id].items():
            if not _applies(claims[0], architecture):
                kinds = " or ".join(claims[0].field.only)
                message = f"applies to {kinds} only, and {variant.id} is {architecture}; remove it"
                self._problem(claims[0], f"{variant.id}/{name}", message)


def _path(record: Record, field: str) -> str:
    """The path of a record's field, as problems name it."""
    return field if isinstance(record, Model | Dataset) else f"{record.id}/{field}"


def _remedy(kind: str, id: str) -> str:
    if kind in ("model", "dataset"):
        return f"add the file {SHELVES[kind]}/{id}.yaml"
    return "add it to its model's variants" if kind == "variant" else f"add an entry to {SHELVES[kind]}.yaml"


def _applies(claim: Claim, architecture: str | None) -> bool:
    only = claim.field.only
    return not only or architecture is None or architecture in only


def _makers(record: Record | None) -> tuple[str, ...]:
    return tuple(first_value(record.facts, "organization") or ()) if record else ()


def _claims(facts: Facts, dataset: Dataset | None = None) -> Iterator[Claim]:
    """All claims of a record, those inside tables and components included."""
    for claims in facts.values():
        for claim in claims:
            yield claim
            if isinstance(claim.value, Table):
                for row in claim.value.components.values():
                    yield from _claims(row)
    if dataset:
        for row in dataset.components.values():
            yield from _claims(row)
