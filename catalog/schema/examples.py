"""What a plain value of a field looks like, for whatever explains fields to contributors."""

import re

from catalog.quantities import UNITS
from catalog.schema.types import Axis, Field

COUNTS = ((1e12, "175B"), (1e9, "3.2M"), (1e6, "12288"), (0, "96"))
"""Examples of counts, by how large the field may be."""
NAMED = {
    "aliases": "davinci",
    "authors": "Tom B. Brown and 30 others",
    "code_license": "MIT",
    "country": "US",
    "edition": "arXiv v4",
    "lesson": "A model made large enough learns a new task from examples in its prompt.",
    "license": "Apache-2.0",
    "name": "GPT-3 175B",
    "optimizer": "AdamW",
    "title": "Language Models are Few-Shot Learners",
    "tokenizer": "byte-level BPE",
}
"""Examples of texts, by the name of the field."""
TYPED = {
    "date": "2022-04-04",
    "boolean": "true",
    "url": "https://arxiv.org/abs/2204.02311",
    "text": "as printed",
}
RECORDS = {
    "organization": "openai",
    "accelerator": "a100-80gb",
    "dataset": "the-pile",
    "source": "brown-2020",
    "variant": "gpt-3-175b",
}


def example(field: Field) -> str:
    """A plain value that the field accepts, as it is written in a file."""
    if field.type == "table":
        value = f"{{at: Table 2, basis: {field.axes[0].words[0]}, components: {{books: {{share: 45%}}}}}}"
    elif field.type == "quantity":
        value = _quantity(field)
    elif field.type == "choice":
        value = field.choices[0]
    elif field.to:
        value = RECORDS[field.to]
    else:
        value = NAMED.get(field.name) or TYPED[field.type]
    return f"[{value}]" if field.many else value


def _quantity(field: Field) -> str:
    if field.unit == "count":
        return next(text for limit, text in COUNTS if (field.maximum or 0) >= limit)
    if field.unit == "number" and (field.minimum or 1) < 1e-3:
        return "6e-5"
    return re.split(", | or ", UNITS[field.unit].example)[0]


def describe(field: Field) -> str:
    """All that a contributor must know about a field, in a line."""
    sentences = [field.doc]
    if field.choices:
        sentences.append(f"One{' or more' if field.many else ''} of {', '.join(field.choices)}.")
    if field.to:
        sentences.append(
            f"The id of {'one or more records' if field.many else 'a record'} of the kind {field.to}."
        )
    if field.ramp:
        sentences.append("May be a ramp, a -> b.")
    if field.axes:
        sentences.append(f"Basis: {'; '.join(map(_axis, field.axes))}.")
    if field.only:
        sentences.append(f"Only for {', '.join(field.only)}.")
    return " ".join(sentences)


def _axis(axis: Axis) -> str:
    return " or ".join(axis.words) + (
        f" ({axis.words[0]} is meant where none is written)" if axis.meant else ""
    )
