"""`python -m catalog estimate training`: a run as plain text, each figure with its formula and its source."""

import argparse
import textwrap
from collections.abc import Iterator, Sequence

from catalog import chips
from catalog.claims import Claim, Facts
from catalog.commands.arguments import amounts, chip
from catalog.quantities import format_quantity, significant
from catalog.reader import load, parse
from catalog.records import Catalog
from catalog.scaling_laws import LAWS, Band
from catalog.training_plan import ASSUMED, NAMES, Known, Plan, Rig, plan

WIDTH = 100
KNOWN = {
    "parameters": ("count", "parameters, such as 70B"),
    "tokens": ("count", "training tokens, such as 1.4T"),
    "compute": ("FLOP", "training compute, such as 5.76e23 or '3640 PF-days'"),
    "chips": ("count", "number of chips"),
    "days": ("days", "days of training, such as '30 days'"),
    "budget": ("USD", "money, such as '1M USD'; with --price"),
}
RIG = {
    "peak": ("FLOP/s", "peak of one chip, such as '312 TFLOP/s' (default: the chip's)"),
    "mfu": ("fraction", "part of the peak that is made use of (default: 40%%)"),
    "power": ("W", "power of one chip with its share of the machine (default: the chip's)"),
    "pue": ("number", "power usage effectiveness of the data centre (default: 1.10)"),
    "price": ("USD/h", "price of a chip-hour, such as '2 USD/h' (default: the chip's earliest)"),
    "grid": ("kg/kWh", "CO₂ of the power (default: '0.429 kg/kWh')"),
}
LAW = next(iter(LAWS))
EXAMPLE = "--compute 5.76e23 --chip a100-80gb --chips 1024"


def add_arguments(training: argparse.ArgumentParser) -> None:
    """The options of `estimate training`."""
    known = training.add_argument_group("what is known: one or two of parameters, tokens and compute")
    for name, (_, meaning) in KNOWN.items():
        known.add_argument(f"--{name}", metavar="AMOUNT", help=meaning)
    rig = training.add_argument_group("what it is trained on")
    rig.add_argument("--chip", metavar="ID", help="accelerator of the catalog, such as a100-80gb")
    for name, (_, meaning) in RIG.items():
        rig.add_argument(f"--{name}", metavar="AMOUNT", help=meaning)
    training.add_argument(
        "--law",
        choices=list(LAWS),
        default=LAW,
        help="scaling law (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Calculates a training run: size, tokens, compute, loss, time, energy and cost, with all formulas.

    Any two of parameters, tokens and compute give the third; one alone gives the best of the others by a
    scaling law. Compute may come from chips and days too, or from a budget.
    """
    print(_training(args, parse(load(args.root))[0]))
    return 0


def _training(args: argparse.Namespace, catalog: Catalog) -> str:
    given = amounts(args, RIG)
    assumed = _of_the_chip(chip(args, catalog))
    figures = {name: assumption.value for name, assumption in ASSUMED.items()}
    figures |= {name: claim.value for name, claim in assumed.items()} | given
    rig = Rig(**figures)
    run = plan(Known(**amounts(args, KNOWN)), LAWS[args.law], rig)
    return "\n".join([*_figures(run), "", *_advice(run), "", *_assumptions(rig, given, assumed, run)])


def _of_the_chip(facts: Facts) -> dict[str, Claim]:
    found = {"peak": chips.peak(facts), "power": chips.power(facts), "price": chips.price(facts)}
    return {name: claim for name, claim in found.items() if claim}


# ---- text


def _figures(run: Plan) -> Iterator[str]:
    """Each figure of the run, and below it how it comes about."""
    yield f"Training run, by {run.law.name}"
    yield ""
    for name, title in NAMES.items():
        if name not in run.steps:
            continue
        step = run.steps[name]
        yield f"  {title:<22} {step.shown}" + ("" if step.formula else "  (given)")
        source = f"  [{', '.join(part for part in (step.source, step.at) if part)}]" if step.source else ""
        if step.formula:
            yield from _wrapped(f"{step.formula} = {step.filled}{source}", 25)
    loss = run.loss
    if loss:
        yield f"  {'Predicted loss':<22} {band_text(loss)} nats per token  [{run.law.source}]"


def _advice(run: Plan) -> Iterator[str]:
    """Where the run stands to the frontier of the law."""
    found = run.distance
    ratio = found.tokens_ratio
    if 0.9 < ratio < 1.1:
        yield f"  The size and the tokens fit each other, by {run.law.name}."
        return
    word = "Under-trained" if ratio < 1 else "Over-trained"
    size, data = (format_quantity(count, "count") for count in found.best)
    share = format_quantity(ratio, "fraction") if ratio < 1 else f"{significant(ratio)} times"
    tokens = format_quantity(found.tokens_for_size, "count")
    yield from _wrapped(
        f"{word}: {share} of the {tokens} tokens that its size calls for, by {run.law.name}. The best for "
        f"the same compute is {size} on {data} tokens.",
        2,
    )
    if found.wasted:
        saved = format_quantity(found.wasted, "fraction")
        yield from _wrapped(f"The best run would reach the same loss with {saved} less compute.", 2)


def _assumptions(rig: Rig, given: dict[str, float], assumed: dict[str, Claim], run: Plan) -> Iterator[str]:
    yield "  Assumed:"
    for name, (unit, _) in RIG.items():
        value = getattr(rig, name)
        if value is None:
            yield from _wrapped(f"{name}: not known; --{name} gives it", 4)
            continue
        if name in given:
            said = "given"
        elif name in assumed:
            claim = assumed[name]
            when = f", {claim.since}" if claim.since else ""
            said = f"{claim.field.name} of the chip [{claim.source}, {claim.at}{when}]"
        else:
            assumption = ASSUMED[name]
            receipt = f" [{assumption.source}, {assumption.at}]" if assumption.source else ""
            said = assumption.why + receipt
        yield from _wrapped(f"{name} {format_quantity(value, unit).strip()}: {said}", 4)
    for remark in run.law.remarks:
        yield from _wrapped(f"{remark.text} [{remark.source}, {remark.at}]", 2, "  Note: ")


def band_text(band: Band) -> str:
    """`1.974 (80 %: 1.957 to 1.990)`: a loss with its interval."""
    value, *ends = (f"{number:.3f}" for number in band if number is not None)
    return f"{value} (80 %: {' to '.join(ends)})" if ends else value


def _wrapped(text: str, indent: int, first: str = "") -> Sequence[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first or " " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
