"""What the commands that calculate read from their arguments."""

import argparse
from collections.abc import Mapping

from catalog.claims import Facts
from catalog.records import Catalog
from catalog.training_plan import Unanswerable, amount


def amounts(args: argparse.Namespace, options: Mapping[str, tuple[str, str]]) -> dict[str, float]:
    """Of options with (unit, meaning), those that are given, in base units; raises Unanswerable."""
    given = {name: text for name in options if (text := getattr(args, name)) is not None}
    found = {}
    for name, text in given.items():
        try:
            found[name] = amount(text, options[name][0])
        except Unanswerable as error:
            raise Unanswerable(f"--{name}: {error}") from None
    return found


def chip(args: argparse.Namespace, catalog: Catalog) -> Facts:
    """What is said of the `--chip`; nothing if none is named. Raises Unanswerable."""
    if not args.chip:
        return {}
    if args.chip not in catalog.accelerators:
        known = ", ".join(sorted(catalog.accelerators))
        raise Unanswerable(f"--chip: no accelerator {args.chip!r}; there are {known}")
    return catalog.accelerators[args.chip].facts
