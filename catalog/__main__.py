"""The command line: `python -m catalog COMMAND`; `python -m catalog COMMAND --help` explains one."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from catalog import issue_forms, json_schema
from catalog.claims import Claim, all_claims
from catalog.commands import (
    Refusal,
    audit,
    diff,
    estimate_serving,
    estimate_training,
    fix,
    history,
    import_board,
    links,
    new,
)
from catalog.folders import HERE, build_folder, catalog_folder
from catalog.formatter import rewrite, unformatted
from catalog.importers import Unreadable
from catalog.reader import Contents, Memory, all_files, catalog_files, load, outline, parse, strays
from catalog.records import Catalog, Problem
from catalog.terminal import path_from_here, problem_line, show_progress
from catalog.training_plan import Unanswerable

SCHEMA_FOLDER = HERE.parent / "docs" / "schema"
FORMS_FOLDER = HERE.parent / ".github" / "ISSUE_TEMPLATE"
FORMATTED = "formatted.txt"
"""In the build folder: digests of the files that are known to be formatted."""
OUTLINES = "outlines.json"
"""In the build folder: what the check of one file needs to know of all others."""


# ---- commands


def check(args: argparse.Namespace) -> int:
    """Names every problem of the catalog's files: where it is, what is wrong, what to write instead."""
    files = dict(all_files(args.root))
    if args.files:
        chosen = {shown for shown, _ in _chosen(args, files.items())}
        problems = outline.problems_of(files.items(), args.root, chosen, build_folder() / OUTLINES)
        contents = load(args.root, ((shown, files[shown]) for shown in chosen))
        counts = _number(chosen, "file")
    else:
        memory, found = Memory(), outline.stamps(files.items())
        contents = load(args.root)
        catalog, problems = parse(contents, memory)
        documents = (document for _, document in memory.documents.values())
        outline.remember(found, documents, args.root, build_folder() / OUTLINES)
        problems = [*strays(args.root), *problems]
        counts = _counts(contents, catalog)
    faulty = {problem.file for problem in problems}  # mending comes before tidying
    sound = {shown: data for shown, data in contents.items() if shown not in faulty}
    problems += sorted(unformatted(sound) if args.files else _unformatted(sound))
    _print_problems(problems, args.root)
    print(f"{counts}: {_number(problems, 'problem') if problems else 'no problems'}")
    return 1 if problems else 0


def format(args: argparse.Namespace) -> int:
    """Brings files into the catalog's order and style. Comments are kept, no fact is changed."""
    files = _chosen(args, catalog_files(args.root))
    if args.check:
        contents = load(args.root)
        changed: list[str] = []
        problems = _unformatted({shown: contents[shown] for shown, _ in files})
    else:
        changed, problems = rewrite(args.root, files)
    _print_problems(problems, args.root)
    for shown in changed:
        print(f"formatted {path_from_here(args.root, shown)}")
    print(f"{_number(files, 'file')}: {len(changed)} rewritten, {_number(problems, 'problem')}")
    return 1 if problems else 0


def schema(args: argparse.Namespace) -> int:
    """Writes the JSON Schemas by which editors explain and check catalog files, and the issue forms."""
    forms = issue_forms.write(FORMS_FOLDER) if args.folder == SCHEMA_FOLDER else []
    for path in (*json_schema.write(args.folder), *forms):
        print(f"wrote {path}")
    return 0


def build(args: argparse.Namespace) -> int:
    """Builds the SQLite database from the files; where they have problems, the last good one stays."""
    print(f"built {_database(args)}")
    return 0


def export(args: argparse.Namespace) -> int:
    """Writes every table as CSV, and the data dictionary."""
    from db.export import export as export_tables

    for path in export_tables(_database(args), args.folder):
        print(f"wrote {path}")
    return 0


# ---- what they share


def _chosen(args: argparse.Namespace, every: Iterable[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """(path below the catalog, path) of the files that the command line names; all where it names none."""
    files = list(every)
    if not args.files:
        return files
    wanted = [path.parent.resolve() / path.name for path in args.files]
    names = {path.name for path in args.files}
    named = ((shown, path) for shown, path in files if shown.rpartition("/")[2] in names)
    places = {path.parent.resolve() / path.name: (shown, path) for shown, path in named}
    for path, place in zip(args.files, wanted, strict=True):
        if place not in places:
            raise Refusal(f"{path} is no file of the catalog in {args.root}; `--root` names another folder")
    return [places[place] for place in wanted]


def _unformatted(contents: Contents) -> list[Problem]:
    return unformatted(contents, build_folder() / FORMATTED)


def _database(args: argparse.Namespace) -> Path:
    """The database of the catalog as it is now; refuses where its files have problems."""
    from db.build import build as build_database  # takes half a second to import

    result = build_database(args.root, build_folder(), progress=show_progress)
    _print_problems(result.problems, args.root)
    if result.problems or result.database is None:
        raise Refusal(f"{_number(result.problems, 'problem')}: nothing was built")
    return result.database


def _print_problems(problems: Iterable[Problem], root: Path) -> None:
    for problem in problems:
        print(problem_line(problem, root))


def _counts(contents: Contents, catalog: Catalog) -> str:
    counts = [
        _number(contents, "file"),
        _number(catalog.models, "model"),
        _number(catalog.variants, "variant"),
        _number({(claim.file, claim.line, claim.column) for claim in _written(catalog)}, "claim"),
    ]
    return ", ".join(counts)


def _written(catalog: Catalog) -> Iterator[Claim]:
    """Every claim of the catalog; one that is inherited comes several times."""
    for model in catalog.models.values():
        yield from all_claims(model.facts)
        yield from all_claims(model.project.facts if model.project else {})
    for variant in catalog.variants.values():
        for record in (variant, *variant.stages.values()):
            yield from all_claims(record.facts)
    for dataset in catalog.datasets.values():
        for facts in (dataset.facts, *dataset.components.values()):
            yield from all_claims(facts)
    for chip in catalog.accelerators.values():
        yield from all_claims(chip.facts)


def _number(things: Sequence[object] | Iterable[object], name: str) -> str:
    count = len(list(things))
    return f"{count:,} {name}{'' if count == 1 else 's'}"


# ---- the command line


Command = Callable[[argparse.Namespace], int]
Subcommands = argparse._SubParsersAction


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments, help and examples."""
    main = argparse.ArgumentParser(
        prog="python -m catalog", description="Checks, formats and publishes the catalog."
    )
    commands = main.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        run: Command, name: str, example: str = "", of: Subcommands = commands
    ) -> argparse.ArgumentParser:
        explained = run.__doc__ or ""
        added = of.add_parser(
            name.rpartition(" ")[2],
            help=re.split("[.:;]", explained)[0].lower(),
            description=explained,
            epilog=f"example: python -m catalog {name} {example}",
        )
        added.set_defaults(run=run)
        return added

    _add_root(checks := command(check, "check", "catalog/models/palm.yaml"))
    _add_files(checks)

    _add_root(formats := command(format, "format"))
    _add_files(formats)
    formats.add_argument(
        "--check", action="store_true", help="write nothing, name the files that would change"
    )

    _add_folder(command(schema, "schema"), default=SCHEMA_FOLDER)

    for module in (new, audit, diff, fix, history, links, import_board):
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        _add_root(added := command(module.run, name, module.EXAMPLE))
        module.add_arguments(added)

    _add_root(command(build, "build"))

    _add_root(exports := command(export, "export", "tables"))
    _add_folder(exports)

    estimate = commands.add_parser("estimate", help="calculates with the catalog's figures")
    kinds = estimate.add_subparsers(title="what to estimate", metavar="KIND", required=True)
    for name, what in (("training", estimate_training), ("serving", estimate_serving)):
        _add_root(added := command(what.run, f"estimate {name}", what.EXAMPLE, of=kinds))
        what.add_arguments(added)
    return main


def _add_root(command: argparse.ArgumentParser) -> None:
    usual = "folder of the catalog's files (default: %(default)s; CATALOG_DIR sets it too)"
    command.add_argument("--root", type=Path, default=catalog_folder(), metavar="DIR", help=usual)


def _add_files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="only these files (default: all)"
    )


def _add_folder(command: argparse.ArgumentParser, default: Path | None = None) -> None:
    usual = "where the files go" + (" (default: %(default)s)" if default else "")
    command.add_argument(
        "folder", nargs="?" if default else None, type=Path, default=default, metavar="DIR", help=usual
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status: 0 all is well, 1 not, 2 the command line is wrong."""
    args = parser().parse_args(argv)
    if "root" in args:
        args.root = args.root.absolute()
    try:
        return int(args.run(args))
    except (Refusal, Unanswerable, Unreadable) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `… check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; check that it exists and may be written", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
