"""`python -m catalog estimate serving`: a model on chips as plain text, each figure with its formula."""

import argparse
import textwrap
from collections.abc import Iterator

from catalog import chips
from catalog.claims import Claim, Facts, first_value
from catalog.commands.arguments import amounts, chip
from catalog.quantities import format_quantity
from catalog.reader import load, parse
from catalog.records import Catalog
from catalog.serving import BYTES, FIGURES, MACHINE, NAMES, Chip, Work, network, plan
from catalog.training_plan import Step, Unanswerable

WIDTH = 100
WORK = {
    "prompt": ("tokens in", 512),
    "output": ("tokens out", 128),
    "batch": ("requests at once", 1),
    "beams": ("beams of a request", 1),
    "chips": ("number of chips (default: the fewest that hold it)", 0),
    "most": ("chips that may share a layer", MACHINE),
}
RIG = {
    "memory": ("bytes", "memory of a chip, such as '80 GB' (default: the chip's)"),
    "bandwidth": ("bytes/s", "its bandwidth, such as '2039 GB/s' (default: the chip's)"),
    "peak": ("FLOP/s", "peak of a chip, such as '312 TFLOP/s' (default: the chip's)"),
    "price": ("USD/h", "price of a chip-hour, such as '2 USD/h' (default: the chip's earliest)"),
    "usable": ("fraction", "part of the memory that is free for it (default: 100%%)"),
}
EXAMPLE = "palm-540b --chip tpu-v4 --precision int8 --batch 64"


def add_arguments(serving: argparse.ArgumentParser) -> None:
    """The options of `estimate serving`."""
    serving.add_argument("variant", metavar="ID", help="model of the catalog, such as gpt-3-175b")
    asked = serving.add_argument_group("what is asked")
    for name, (meaning, usual) in WORK.items():
        default = f" (default: {usual})" if usual else ""
        asked.add_argument(f"--{name}", type=int, default=usual, metavar="NUMBER", help=meaning + default)
    for name, what in (("precision", "weights"), ("cache-precision", "key-value cache")):
        asked.add_argument(f"--{name}", choices=list(BYTES), default="bf16", help=f"of the {what}")
    rig = serving.add_argument_group("what it runs on")
    rig.add_argument("--chip", metavar="ID", help="accelerator of the catalog, such as a100-80gb")
    for name, (_, meaning) in RIG.items():
        rig.add_argument(f"--{name}", metavar="AMOUNT", help=meaning)


def run(args: argparse.Namespace) -> int:
    """Calculates what it takes to run a model: memory, chips, least times and cost, with all formulas."""
    print(_serving(args, parse(load(args.root))[0]))
    return 0


def _serving(args: argparse.Namespace, catalog: Catalog) -> str:
    if args.variant not in catalog.variants:
        raise Unanswerable(f"no model or size has the id {args.variant!r}; {len(catalog.variants)} have one")
    facts = catalog.variants[args.variant].facts
    model = network(first_value(facts, "architecture"), {name: first_value(facts, name) for name in FIGURES})
    claims = _of_the_chip(chip(args, catalog))
    given = amounts(args, RIG)
    figures = {name: claim.value for name, claim in claims.items()} | given
    if lacking := [name for name in ("memory", "bandwidth", "peak") if name not in figures]:
        raise Unanswerable(f"--{lacking[0]} is not known; give it, or a --chip that has it")
    work = {name: getattr(args, name) for name in (*WORK, "precision", "cache_precision")}
    run = plan(model, Chip(**figures), Work(**work))
    lines = [f"{catalog.variants[args.variant].name} on chips: lower bounds", ""]
    for name in NAMES:
        if name in run.steps:
            lines += _figure(run.steps[name])
    lines += ["", f"  A token is bound by {run.bound}, prefill by {run.prefill_bound}.", "  Assumed:"]
    lines += [f"    {what}" for what in model.assumed]
    return "\n".join([*lines, *_rig(figures, claims, given)])


def _of_the_chip(facts: Facts) -> dict[str, Claim]:
    found = {
        "memory": _first(facts, "memory"),
        "bandwidth": _first(facts, "memory_bandwidth"),
        "peak": chips.peak(facts),
        "price": chips.price(facts),
    }
    return {name: claim for name, claim in found.items() if claim}


def _first(facts: Facts, field: str) -> Claim | None:
    claims = facts.get(field)
    return claims[0] if claims and claims[0].value else None


def _figure(step: Step) -> Iterator[str]:
    """A figure, and below it how it comes about."""
    yield f"  {NAMES[step.name]:<32} {step.shown}"
    source = f"  [{step.source}, {step.at}]" if step.source else ""
    text = f"{step.formula} = {step.filled}{source}"
    indent = " " * 35
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _rig(figures: dict[str, float], claims: dict[str, Claim], given: dict[str, float]) -> Iterator[str]:
    """Where the chip's figures come from."""
    for name, value in figures.items():
        claim = claims.get(name)
        said = "given" if name in given or not claim else f"[{claim.source}, {claim.at}]"
        yield f"    {name} {format_quantity(value, RIG[name][0])}: {said}"
