"""DataFrames: read from the database, walked row by row, written as CSV."""

from collections import namedtuple
from collections.abc import Iterator
from typing import Any, cast

import pandas as pd
from sqlalchemy import REAL, Engine, Select

from catalog.quantities import plain_number
from db import export


def read(query: Select[Any], engine: Engine) -> pd.DataFrame:
    """The rows of a query; missing values are NA, numbers Float64."""
    numbers = {column.name: "Float64" for column in query.selected_columns if isinstance(column.type, REAL)}
    with engine.connect() as connection:
        frame = pd.read_sql(query, connection, dtype_backend="numpy_nullable")
    return frame.astype(numbers)  # a column without a single number would else be text


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as named tuples in which None stands for a missing value."""
    columns = [column.to_numpy(dtype=object, na_value=None) for _, column in frame.items()]
    row = cast(Any, namedtuple)("row", frame.columns)
    yield from map(row._make, zip(*columns, strict=True))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame's columns as CSV in the form of the export: plain numbers, empty cells, no live formulas."""
    columns = [[_plain(value) for value in frame[name]] for name in frame.columns]
    return export.csv_bytes(list(frame.columns), columns)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return plain_number(value) if isinstance(value, float) else value
