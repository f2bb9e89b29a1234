"""How values, dates, names and standings read: the one place for words and number formats of the pages."""

import re
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from catalog.quantities import format_quantity, scientific, short_count, significant
from catalog.schema import KINDS, ROW_FIELDS, VARIANT_FIELDS, Field

# ---- fields

LABELS = {
    "accelerator": "Chip",
    "accelerator_count": "Chips",
    "api_access": "API access",
    "api_date": "API opened",
    "batch_tokens": "Batch",
    "chip_hours": "Chip-hours",
    "co2": "CO₂ equivalent",
    "corpus_tokens": "Corpus",
    "corpus_words": "Corpus",
    "ffn_activation": "Feed-forward activation",
    "ffn_size": "Feed-forward size",
    "hardware_flop": "Hardware FLOP",
    "hfu": "Hardware FLOP utilization (HFU)",
    "key_value_heads": "Key-value heads",
    "license": "Licence",
    "code_license": "Licence of the code",
    "mfu": "Model FLOP utilization (MFU)",
    "parameters": "Parameters",
    "price_input": "Price, input",
    "price_output": "Price, output",
    "pue": "Power usage effectiveness (PUE)",
    "tokens_per_parameter": "Tokens per parameter",
    "training_flop": "Training compute",
    "training_tokens": "Training tokens seen",
}
"""Where the field's name with spaces is not what one would say."""

COUNTED = {
    "batch_tokens": "tokens",
    "context_length": "tokens",
    "corpus_tokens": "tokens",
    "corpus_words": "words",
    "training_tokens": "tokens",
    "target_length": "tokens",
    "vocabulary_size": "tokens",
}
"""What a count counts, where its label does not say so."""

FIELDS: dict[str, Field] = {**KINDS["dataset"].fields, **ROW_FIELDS, **VARIANT_FIELDS}


def label(field: str) -> str:
    """A field in plain words."""
    return LABELS.get(field) or field.replace("_", " ").capitalize()


# ---- values


def quantity(value: float, field: str) -> str:
    """A number of a field as everywhere, with its unit: `300B tokens`, `46.2 %`, `3.14×10²³ FLOP`.

    A quantity that is no field, such as tokens per parameter, reads like a count.
    """
    if field not in FIELDS:
        return format_quantity(float(f"{value:.3g}"), "count")
    text = format_quantity(value, FIELDS[field].unit)
    return f"{text} {COUNTED[field]}" if field in COUNTED else text


def unit(value: float, unit: str) -> str:
    """A number that belongs to no field, in its unit: `312 TFLOP/s`, `40 %`, `1.1`."""
    return format_quantity(value, unit).strip()


def exact_quantity(value: float, field: str, written: str) -> str:
    """The same with the digits that the source printed (`written`), at most five: `540.35B`.

    A count below ten million that the source writes out is written out: `250,680 tokens`.
    """
    mantissa = re.match(r"[\d.]*", written)
    digits = len(re.sub(r"\D", "", mantissa[0]).strip("0")) if mantissa else 0
    if digits <= 3 or field not in FIELDS:
        return quantity(value, field)
    digits = min(digits, 5)
    unit = FIELDS[field].unit
    if unit == "fraction":
        return f"{significant(value * 100, digits)} %"
    if unit == "FLOP":
        return f"{scientific(value, digits)} FLOP"
    if unit not in ("count", "hours"):
        return quantity(value, field)
    text = f"{int(value):,}" if written.isdigit() and value < 1e7 else short_count(value, digits)
    counted = "h" if unit == "hours" else COUNTED.get(field, "")
    return f"{text} {counted}".strip()


def short_quantity(value: float, field: str) -> str:
    """The same without what is counted, for columns and charts that say it in their title."""
    return quantity(value, field).removesuffix(f" {COUNTED.get(field)}").removesuffix(" FLOP")


def tick(value: float, field: str) -> str:
    """A power of ten beside an axis."""
    return short_quantity(value, field).removeprefix("1.00×")


def claim_value(claim: Any, names: dict[str, str], *, exact: bool = False) -> str:
    """What a row of claims says, as text; empty if it says nothing. `exact`: with all its source's digits."""
    field = FIELDS.get(claim.field.rpartition("/")[2])
    if field and field.ramp and "->" in (claim.written or ""):
        return f"{claim.written.replace('->', '→')} {COUNTED.get(field.name, '')}".strip()
    if claim.number is not None:
        name_of_field = claim.field.rpartition("/")[2]
        written = claim.written if exact and claim.written else ""
        return exact_quantity(claim.number, name_of_field, written) + _interval(claim, field)
    if claim.value is None:
        return _bound(claim)
    if field and field.to:
        return ", ".join(name(field.to, id, names) for id in claim.value.split(";"))
    if field and field.type == "boolean":
        return "yes" if claim.value == "true" else "no"
    if field and field.type == "date":
        return date(claim.value)
    if field and field.type == "choice":
        return ", ".join(words(choice) for choice in claim.value.split(";"))
    return str(claim.value)


def _interval(claim: Any, field: Field | None) -> str:
    if claim.low is None or claim.high is None or not field:
        return ""
    return f" ({short_quantity(claim.low, field.name)} to {short_quantity(claim.high, field.name)})"


def _bound(claim: Any) -> str:
    field = claim.field.rpartition("/")[2]
    if claim.low is not None and claim.high is not None:
        return f"{short_quantity(claim.low, field)} to {quantity(claim.high, field)}"
    if claim.low is not None:
        return f"≥ {quantity(claim.low, field)}"
    return f"≤ {quantity(claim.high, field)}" if claim.high is not None else ""


def name(kind: str, id: str, names: dict[str, str]) -> str:
    """A record's name, else its id in readable form."""
    return names.get(f"{kind}/{id}") or (id.upper() if kind == "accelerator" else id)


def makers(organization: str | None, names: dict[str, str]) -> str:
    """Organizations of a cell that joins their ids by `;`."""
    if not organization:
        return "unknown"
    return ", ".join(name("organization", id, names) for id in organization.split(";"))


WORDS = {
    "moe-decoder": "mixture-of-experts decoder",
    "moe-encoder-decoder": "mixture-of-experts encoder-decoder",
    "dense-encoder-decoder": "dense encoder-decoder",
    "api": "API only",
    "pue": "PUE counted",
    "no-pue": "PUE not counted",
    "attention": "attention counted",
    "no-attention": "attention not counted",
    "step": "while steps run",
    "run": "over the run",
    "best": "best seen",
    "location": "location-based",
    "market": "market-based",
    "dynamic": "dynamic power alone",
    "idle": "idle power counted",
    "lifecycle": "life cycle counted",
    "metered": "metered power",
    "tdp": "rated power",
    "with-code": "code counted",
    "without-code": "code not counted",
    "input-only": "input tokens only",
    "ideal": "ideal, no pauses",
    "model": "model FLOP",
    "hardware": "hardware FLOP",
}
"""Words of the schema that need more than a space for their hyphen."""


def words(word: str) -> str:
    """A word of the schema as readers see it: `dense-decoder` → dense decoder."""
    return WORDS.get(word) or word.replace("-", " ")


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(iso: str | None) -> str:
    """A date of year, month or day precision: `2020`, `May 2020`, `28 May 2020`; empty if there is none."""
    if not iso:
        return ""
    year, month, day = (*iso.split("-"), "", "")[:3]
    return " ".join(part for part in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if part)


def month(iso: str) -> str:
    """The month of a date, or its year where no month is known."""
    return date(iso[:7])


def interval(low: str, high: str) -> str:
    """`44M to 1.2T`, or one of them if they read the same."""
    return low if low == high else f"{low} to {high}"


def plural(number: int, noun: str) -> str:
    """`1 model`, `11 models`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


MOST_NAMED = 100


def several(names: Sequence[str]) -> str:
    """`GPT-3, PaLM`; of very many the first, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


# ---- sources


def citations(sources: pd.DataFrame) -> dict[str, str]:
    """Each source as one cites it in passing; where that would name two of them, with its edition."""
    short = {id: _citation(id, sources.loc[id]) for id in sources.index}
    times = Counter(short.values())
    editions = sources["edition"].dropna()
    return {
        id: f"{text} [{editions[id]}]" if times[text] > 1 and id in editions else text
        for id, text in short.items()
    }


def _citation(id: str, source: pd.Series) -> str:
    """Brown et al. 2020, else title and year.

    Ids of papers are an author's name and the year (`brown-2020`), whose spelling stands among the authors.
    """
    year, authors = (source[name] if isinstance(source[name], str) else "" for name in ("year", "authors"))
    author = id.partition("-")[0]
    spelled = re.search(rf"\b{re.escape(author)}\b", authors, re.IGNORECASE)
    if spelled and re.fullmatch(r"[a-z]+-\d{4}", id):
        several = re.search(r", | and ", authors)
        return f"{spelled[0]} et al. {year}" if several else f"{spelled[0]} {year}"
    title = textwrap.shorten(str(source["title"]), 60, placeholder=" …")
    return f"{title} ({year})" if year else title


def receipt(source: str | None, place: str | None, cited_as: Mapping[str, str]) -> str:
    """Who says it and where: `Brown et al. 2020, Table 2.1`. `cited_as`: the `citations`."""
    cited = [cited_as.get(id, id) for id in (source or "").split(";") if id]
    return ", ".join([*cited, *([place] if place else [])])


# ---- standings

MARKS = {
    "conflict": ("≠", "conflict", "claims on it cannot all be true"),
    "third-party": ("†", "third party", "not the makers' own word"),
    "estimated": ("≈", "estimate", "the source itself estimates it"),
    "derived": ("ƒ", "computed", "our arithmetic on a source's figures"),
}
"""Standing → mark, word, what it means. A plain report of the makers has no mark."""

NOTHING = {
    "undisclosed": ("undisclosed", "the makers withhold it"),
    "not-stated": ("not stated", "looked for in the sources, not found"),
    "contested": ("contested", "no claim is preferred"),
    "": ("–", "nobody has looked yet"),
}
"""Standing of a field without a value → what stands in its place, what that means."""


def standing(claim: Any) -> str:
    """Kind and conflict of a claim in one word: `reported`, `third-party+conflict`; empty without a claim."""
    if not claim:
        return ""
    return f"{claim.kind}+conflict" if claim.conflict else str(claim.kind)


def marks(standing: str) -> list[str]:
    """The standings of a word from `standing` that have a mark."""
    return [word for word in reversed(standing.split("+")) if word in MARKS]


def is_hollow(standing: str) -> bool:
    """Whether charts draw the value hollow, since nobody states it as a fact."""
    return standing.split("+")[0] in ("estimated", "derived")


def standing_words(standing: str) -> str:
    """A standing in words: `third party, conflict`."""
    return ", ".join(MARKS[word][1] if word in MARKS else word for word in standing.split("+"))


def nothing(standing: str) -> tuple[str, str]:
    """What stands in place of a value, and what that means."""
    return NOTHING.get(standing.split("+")[0], NOTHING[""])


# ---- text that is nobody's Markdown

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ACTIVE = re.compile(
    r"(?<=\\:)(?=[\w+\\/-]+\\:)|(?<=\\:)(?=\\/)|(?<=www)(?=\\\.)|(?<=\\@)(?=\w)", re.IGNORECASE
)
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """`text` for places that read Markdown, such that it is shown as it is and nothing in it works.

    Escapes stop Markdown's own signs. Icons, emoji and bare addresses are looked for after that, so an
    invisible joiner takes them apart.
    """
    return _ACTIVE.sub(WORD_JOINER, _PUNCTUATION.sub(r"\\\1", " ".join(text.split())))
