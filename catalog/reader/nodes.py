"""The shapes of YAML nodes: mappings without doubtful keys, scalars and lists of scalars; problems are collected."""

from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.quantities import Malformed
from catalog.reader.files import tag_problem
from catalog.reader.values import check_text, did_you_mean
from catalog.records import Problem

Entries = dict[str, tuple[Node, Node]]


class Nodes:
    """Reads the nodes of one file and collects its problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, node: Node, field: str, message: str) -> None:
        """Notes that something is wrong at the node."""
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, field, message))

    def entries(self, node: Node, path: str, allowed: Container[str] | None, known: Callable[[], list[str]]) -> Entries:
        """The lines of a mapping: key → (key node, value node). Doubtful keys become problems and are left out."""
        found: Entries = {}
        if not isinstance(node, MappingNode):
            self.problem(node, path or "file", "holds a plain value or list; write `field: value` lines here")
            return found
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, ScalarNode) or not isinstance(key, str):
                self.problem(key_node, path or "file", "has a bracket where a field's name must stand; quote the text")
            elif key == "<<":
                self.problem(key_node, path or "file", "has a merge key `<<`; write the lines out, or use `like`")
            elif key in found:
                first = found[key][0].start_mark.line + 1
                self.problem(key_node, f"{path}/{key}" if path else key, f"stands twice (first in line {first}); keep one")
            elif self._empty(value_node):
                self._no_value(node, key_node, f"{path}/{key}" if path else key)
            elif allowed is not None and key not in allowed:
                message = f"is not a field here{did_you_mean(key, known())}; see CONTRIBUTING.md for the fields"
                self.problem(key_node, f"{path}/{key}" if path else key, message)
            else:
                tag = tag_problem(value_node, self.file)
                if tag:
                    self.problems.append(replace(tag, field=f"{path}/{key}" if path else key))
                else:
                    found[key] = (key_node, value_node)
        return found

    @staticmethod
    def _empty(node: Node) -> bool:
        return isinstance(node, ScalarNode) and not node.value and not node.style

    def _no_value(self, parent: MappingNode, key_node: Node, path: str) -> None:
        if parent.flow_style:
            message = (
                "has no value: inside {…} an unquoted comma ends the value; quote text that holds a comma, "
                "and write numbers without thousands separators"
            )
        else:
            message = "has no value; write one, or remove the line (`undisclosed` and `not_stated` say why none is there)"
        self.problem(key_node, path, message)

    def text(self, node: Node, path: str, read: Callable[[str], Any] = check_text) -> Any:
        """A scalar's text through `read`; None and a problem if it is none or refused."""
        if not isinstance(node, ScalarNode):
            self.problem(node, path, "holds a list or block; write one plain value")
            return None
        try:
            return read(node.value)
        except Malformed as error:
            self.problem(node, path, str(error))
            return None

    def texts(self, node: Node, path: str, read: Callable[[str], Any] = check_text) -> tuple[Any, ...]:
        """A list of scalars (or one) through `read`, without those that were refused."""
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        values = [self.text(item, path, read) for item in nodes]
        return tuple(value for value in values if value is not None)
