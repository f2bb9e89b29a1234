"""A tree of lines → text in canonical order and style."""

import math
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from itertools import dropwhile

import yaml
from yaml.emitter import Emitter

from catalog.formatter.shapes import Shape
from catalog.formatter.tree import Entry

WIDTH = 160
_EMITTER = Emitter(StringIO(), allow_unicode=True)


@lru_cache(maxsize=65536)
def scalar(text: str, in_brackets: bool) -> str:
    """The text as a YAML scalar on one line, in double quotes only where it needs them."""
    analysis = _EMITTER.analyze_scalar(text)
    if text and (analysis.allow_flow_plain if in_brackets else analysis.allow_block_plain):
        return text
    quoted = yaml.dump(text, default_style='"', allow_unicode=True, width=math.inf)
    return str(quoted).rstrip("\n")


def arrange(entry: Entry, shape: Shape) -> None:
    """Brings the entry's lines, and all below, into canonical order."""
    if entry.is_mapping:
        entry.children.sort(key=lambda child: shape.rank(child.name))
    for child in entry.children:
        arrange(child, shape.inside(child.name) if child.key else shape)
        if child.key is None and child.children:  # `- ` and the comment of its first line cannot share a line
            child.head += child.children[0].head
            child.children[0].head = []


def document(tree: Entry, shape: Shape) -> str:
    """The whole file in canonical order and style."""
    header = _file_header(tree, shape)
    arrange(tree, shape)
    header = header or _file_header(tree, shape)
    return "\n".join([*_comments(header, ""), *_block(tree, shape, "")]) + "\n"


def _file_header(tree: Entry, shape: Shape) -> list[str]:
    """Takes the comments about the whole file off the first entry: those with a blank line below them.

    Where records are sorted by name any may become the first, so all comments at the top are the file's.
    """
    first = tree.children[0]
    first.head = _without_first_blanks(first.head)
    blanks = [number for number, line in enumerate(first.head) if not line]
    end = blanks[-1] if blanks else len(first.head) if shape.by_name else 0
    header, first.head = first.head[:end], first.head[end + 1 if end else 0 :]
    return [*header, ""] if header else []


def _block(entry: Entry, shape: Shape, indent: str) -> Iterator[str]:
    """The lines of a mapping or list, one entry a line or block."""
    for number, child in enumerate(entry.children):
        yield from _comments(child.head if number else _without_first_blanks(child.head), indent)
        if child.key is None:
            yield from _item(child, shape, indent)
        else:
            name = scalar(child.name, False)
            yield from _line(child, shape.inside(child.name), indent, f"{name}:")
    yield from _comments(entry.foot, indent)


def _line(entry: Entry, shape: Shape, indent: str, name: str) -> Iterator[str]:
    value = _on_few_lines(entry, shape, f"{indent}{name} ", indent)
    if value is None:
        yield indent + name + _behind(entry)
        yield from _block(entry, shape, f"{indent}  ")
    else:
        yield value.rstrip(" ") + _behind(entry)


def _item(entry: Entry, shape: Shape, indent: str) -> Iterator[str]:
    value = _on_few_lines(entry, shape, f"{indent}- ", indent)
    if value is not None:
        yield value + _behind(entry)
        return
    if entry.tail:
        yield indent + entry.tail
    inside = len(indent) + 2
    lines = list(_block(entry, shape, " " * inside))
    while lines[0][inside] == "#":  # comments of the first line inside
        yield indent + lines.pop(0)[inside:]
    yield f"{indent}- {lines[0][inside:]}"
    yield from lines[1:]


def _on_few_lines(entry: Entry, shape: Shape, prefix: str, indent: str) -> str | None:
    """A plain value, a list of plain values, or a {…} that fits the width; None: it must be a block."""
    if entry.is_scalar:
        return prefix if entry.is_empty else prefix + scalar(entry.node.value, False)
    if not _may_be_in_brackets(entry, shape):
        return None
    if entry.is_mapping or not entry.children:
        line = prefix + _in_brackets(entry)
        return line if len(line) <= WIDTH or not entry.children else None
    if all(child.is_scalar for child in entry.children):
        return _filled(prefix + "[", [_in_brackets(child) for child in entry.children], f"{indent}  ")
    return None


def _may_be_in_brackets(entry: Entry, shape: Shape) -> bool:
    if entry.is_scalar:
        return not entry.is_empty
    if entry.foot or (entry.children and not shape.one_line and entry.is_mapping):
        return False
    return all(
        not any(child.head)
        and not child.tail
        and _may_be_in_brackets(child, shape.inside(child.name) if child.key else shape)
        for child in entry.children
    )


def _in_brackets(entry: Entry) -> str:
    if entry.is_scalar:
        return scalar(entry.node.value, True)
    if entry.is_mapping:
        return (
            "{"
            + ", ".join(f"{scalar(child.name, True)}: {_in_brackets(child)}" for child in entry.children)
            + "}"
        )
    return "[" + ", ".join(_in_brackets(child) for child in entry.children) + "]"


def _filled(line: str, words: list[str], indent: str) -> str:
    """A list of words in as few lines as the width allows."""
    lines = []
    for number, word in enumerate(words):
        piece = word + ("]" if number == len(words) - 1 else ",")
        gap = "" if number == 0 else " "
        if number and len(line) + len(gap) + len(piece) > WIDTH:
            lines.append(line)
            line, gap = indent, ""
        line += gap + piece
    return "\n".join([*lines, line])


def _behind(entry: Entry) -> str:
    return f"  {entry.tail}" if entry.tail else ""


def _comments(lines: list[str], indent: str) -> Iterator[str]:
    """Comments at their indentation; several blank lines become one."""
    for number, line in enumerate(lines):
        if line:
            yield indent + line
        elif number == 0 or lines[number - 1]:
            yield ""


def _without_first_blanks(lines: list[str]) -> list[str]:
    return list(dropwhile(lambda line: not line, lines))
