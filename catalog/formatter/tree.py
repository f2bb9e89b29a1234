"""A catalog file as a tree of its lines, each with the comments that belong to it.

YAML's parsers drop comments. But nodes know where they begin and end, so whatever begins with `#` outside
every scalar is a comment, and what stands around it says to which line it belongs: one behind a value to that
line, one on a line of its own to the line below it, or to the end of the block at whose depth it is indented.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_SIGNS = ("|", ">")


class LeftAlone(Exception):
    """The text has something that cannot be rewritten safely; `check` says what is wrong with it."""


@dataclass(slots=True, eq=False)
class Entry:
    """A line `key: value`, an item of a list (no key), or the whole file (no parent)."""

    node: Node
    key: ScalarNode | None = None
    parent: "Entry | None" = None
    children: list["Entry"] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    """Comments above it; an empty text is a blank line."""
    tail: str = ""
    """Comment behind it."""
    foot: list[str] = field(default_factory=list)
    """Comments at the end of the block that it holds."""

    @property
    def name(self) -> str:
        """The key's text; none for an item of a list."""
        return str(self.key.value) if self.key else ""

    @property
    def start(self) -> int:
        """Where the line's own text begins."""
        return (self.key or self.node).start_mark.index

    @property
    def column(self) -> int:
        """How far the line is indented."""
        if self.key is None and self.parent and not self.parent.in_brackets:
            return self.parent.node.start_mark.column
        return (self.key or self.node).start_mark.column

    @property
    def is_scalar(self) -> bool:
        """Whether the value is one text."""
        return isinstance(self.node, ScalarNode)

    @property
    def is_mapping(self) -> bool:
        """Whether the value has keys."""
        return isinstance(self.node, MappingNode)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written as value."""
        return isinstance(self.node, ScalarNode) and not self.node.value and not self.node.style

    @property
    def in_brackets(self) -> bool:
        """Whether the value is written as {…} or […]."""
        return isinstance(self.node, MappingNode | SequenceNode) and bool(self.node.flow_style)

    @property
    def is_block(self) -> bool:
        """Whether the value is lines of its own."""
        return not self.is_scalar and not self.in_brackets

    def spans(self, index: int) -> bool:
        """Whether the value holds the position."""
        return self.node.start_mark.index < index < self.node.end_mark.index

    def walk(self) -> Iterator["Entry"]:
        """The entry and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_tree(text: str, root: Node) -> Entry:
    """The file's lines with their comments. `root` was composed from `text`, whose lines end in \\n."""
    tree = _entry(root, None, None)
    if not tree.children:
        raise LeftAlone
    entries = list(tree.walk())[1:]
    _Comments(text, tree, entries).assign()
    for entry in entries:
        if entry.parent and entry.parent.is_block and _follows_blank_line(text, entry.start):
            entry.head.append("")
    for entry in tree.walk():
        if entry.children:  # no blank line after the line that opens a block
            entry.children[0].head = list(dropwhile(lambda line: not line, entry.children[0].head))
    return tree


def _entry(node: Node, key: Node | None, parent: Entry | None) -> Entry:
    if key is not None and not isinstance(key, ScalarNode):
        raise LeftAlone
    entry = Entry(node, key, parent)
    if entry.is_mapping:
        entry.children = [_entry(value, name, entry) for name, value in node.value]
    elif not entry.is_scalar:
        entry.children = [_entry(item, None, entry) for item in node.value]
    if entry.is_empty and (key is None or (parent is not None and parent.in_brackets)):
        raise LeftAlone  # a comma too many: rewriting would hide what check points at
    return entry


class _Comments:
    """Finds the comments of a text and gives each to its entry."""

    def __init__(self, text: str, tree: Entry, entries: list[Entry]) -> None:
        self.text, self.tree, self.entries = text, tree, entries
        self.starts = [entry.start for entry in entries]
        self.tokens: list[tuple[int, Entry]] = []
        """Where each scalar or bracket ends, and whose it is."""
        self.scalars: list[tuple[int, int]] = []
        for entry in tree.walk():
            self._note_tokens(entry)
        self.tokens.sort(key=lambda token: token[0])
        self.scalars.sort()

    def _note_tokens(self, entry: Entry) -> None:
        for node in (entry.key, entry.node):
            start, end = (node.start_mark.index, node.end_mark.index) if node else (0, 0)
            if isinstance(node, ScalarNode) and node.style in _BLOCK_SIGNS:
                # Behind the sign a comment may stand.
                self.tokens.append((start + 1, entry))
                self.scalars.append((self.text.find("\n", start), end))
            elif isinstance(node, ScalarNode):
                self.tokens.append((end, entry))
                self.scalars.append((start, end))
            elif entry.in_brackets and node:
                self.tokens += [(start + 1, entry), (end, entry)]

    def assign(self) -> None:
        """Gives every comment to its entry."""
        position = 0
        for start, end in [*self.scalars, (len(self.text), len(self.text))]:
            for match in _COMMENT.finditer(self.text, position, max(start, position)):
                self._assign_one(match.start(), match.group().rstrip())
            position = max(position, end)

    def _assign_one(self, index: int, comment: str) -> None:
        line_start = self.text.rfind("\n", 0, index) + 1
        number = bisect_right(self.tokens, index, key=lambda token: token[0])
        before, owner = self.tokens[number - 1] if number else (0, self.tree)
        if before > line_start:
            if owner is self.tree:
                owner.foot.append(comment)
            elif owner.tail:
                owner.head.append(comment)
            else:
                owner.tail = comment
            return
        target = self._owner_of_line(index, index - line_start)
        if _follows_blank_line(self.text, index):
            target.append("")
        target.append(comment)

    def _owner_of_line(self, index: int, column: int) -> list[str]:
        """Where a comment on a line of its own belongs: above an entry or at the end of a block."""
        number = bisect_right(self.starts, index)
        previous = self.entries[number - 1] if number else None
        following = self.entries[number] if number < len(self.entries) else None
        if previous and previous.node.start_mark.index > index and not previous.is_block:
            return previous.head  # between a key and its value
        around = _brackets_around(previous, index)
        if around and (following is None or following.start > around.node.end_mark.index):
            return around.foot if around.children else around.head
        if around is None:
            outer = following.column if following else -1
            block = previous.parent if previous else None
            while block:
                if not block.in_brackets and outer < block.children[0].column <= column:
                    return block.foot
                block = block.parent
        return following.head if following else self.tree.foot


def _follows_blank_line(text: str, index: int) -> bool:
    end = text.rfind("\n", 0, index)
    return end >= 0 and not text[text.rfind("\n", 0, end) + 1 : end].strip(" \t")


def _brackets_around(entry: Entry | None, index: int) -> Entry | None:
    """The innermost {…} or […] that the position stands in."""
    while entry and not (entry.in_brackets and entry.spans(index)):
        entry = entry.parent
    return entry
