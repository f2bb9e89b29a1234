"""How alike two models are: the cosine between their standardised, log-scaled features.

A feature is a count or a size that spans orders of magnitude, so its logarithm is taken; subtracting the mean
and dividing by the standard deviation over all models makes features comparable. Two models are compared on
the features that are known of both, and on no others: nothing is filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

FEATURES = (
    *("parameters", "active_parameters", "training_tokens", "tokens_per_parameter"),
    *("layers", "hidden_size", "attention_heads", "context_length", "vocabulary_size"),
    *("batch_tokens", "learning_rate", "training_flop"),
)
"""Columns that are compared; all of them positive numbers."""
LEAST = 5
"""Features that must be known of both: the cosine of a few is often near 1 or -1 by chance."""
NAMED = 3
"""Features that are named as what makes two models alike, and as what tells them apart."""


Vector = Sequence[float] | np.ndarray


def dot(a: Vector, b: Vector) -> float:
    """Dot product of two vectors of one dimension: it grows as they agree, and as they are longer."""
    return float(np.dot(a, b))


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of the angle between two vectors, from -1 (opposite) over 0 to 1 (same direction).

    Unlike the dot product it does not grow with their lengths. ValueError: one of them is zero.
    """
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    if not lengths:
        raise ValueError("a vector of zeros has no direction")
    return dot(a, b) / float(lengths)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike another model is. `compared`: on how many features; `alike`, `different`: in which most."""

    id: str
    cosine: float
    compared: int
    alike: tuple[str, ...]
    different: tuple[str, ...]


def standardised(features: pd.DataFrame) -> pd.DataFrame:
    """Logarithms with mean 0 and standard deviation 1 in each column; what does not vary is left out."""
    logs = np.log10(features.astype(float))
    spread = logs.std()
    return ((logs - logs.mean()) / spread).loc[:, spread > 0]


def similar(features: pd.DataFrame, id: str) -> list[Likeness]:
    """The other rows of `features`, the most alike first. Index: ids; columns: FEATURES, values may miss."""
    standard = standardised(features)
    own, others = standard.loc[id].to_numpy(), standard.drop(index=id)
    found = []
    for other, row in zip(others.index, others.to_numpy(), strict=True):
        shared = ~np.isnan(own) & ~np.isnan(row)
        a, b = own[shared], row[shared]
        if len(a) < LEAST or not a.any() or not b.any():
            continue
        apart = np.abs(a - b)
        order = np.argsort(apart, kind="stable")
        names = standard.columns[shared][order]
        near = names[apart[order] < 0.5][:NAMED]
        far = names[apart[order] > 1][::-1][:NAMED]
        found.append(Likeness(str(other), cosine(a, b), len(a), tuple(near), tuple(far)))
    return sorted(found, key=lambda one: -one.cosine)
