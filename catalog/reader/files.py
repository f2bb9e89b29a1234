"""From a file's bytes to YAML nodes, or problems: what a catalog file may look like at all.

`yaml.compose` on the C parser keeps line and column, shows duplicate keys and leaves every scalar as the text that
was written. What could hurt it (deep nesting crashes it, a huge file takes gigabytes) is refused before.
"""

import re
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.records import Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 48
_PLAIN_TAGS = {
    MappingNode: "tag:yaml.org,2002:map",
    SequenceNode: "tag:yaml.org,2002:seq",
    ScalarNode: "tag:yaml.org,2002:str",
}
_DEEP_INDENT = re.compile(rf"^(?:[ ]|[-?] ){{{2 * MAX_DEPTH},}}", re.MULTILINE)
_TAB = re.compile(r"^[ ]*\t", re.MULTILINE)


class _Loader(yaml.CBaseLoader):
    """The C parser with scalars left as text. Asking a resolver for every node's tag would cost a third of the time."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return _PLAIN_TAGS[kind]

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class Refused(Exception):
    """The file cannot be read at all; carries its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = list(problems)


def read_bytes(path: Path, root: Path, shown: str) -> bytes:
    """Bytes of a catalog file; raises Refused for links that lead out of the catalog, huge files and no files."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            raise Refused(Problem(shown, 1, 1, "file", "is a link that leads out of the catalog; put a real file here"))
        if not path.is_file():
            raise Refused(Problem(shown, 1, 1, "file", "is not a file; remove it, or write a YAML file in its place"))
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"has {size:,} bytes, more than the {MAX_BYTES:,} a catalog file may have; split it"
            raise Refused(Problem(shown, 1, 1, "file", message))
        return path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check that it exists and may be read"
        raise Refused(Problem(shown, 1, 1, "file", message)) from error


def compose(data: bytes, shown: str) -> MappingNode:
    """The file's nodes; raises Refused."""
    text = _decoded(data, shown)
    _refuse_dangerous(text, shown)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise Refused(_yaml_problem(error, text, shown)) from error
    if node is None:
        message = "is empty; `python -m catalog new` writes a skeleton, or remove the file"
        raise Refused(Problem(shown, 1, 1, "file", message))
    if not isinstance(node, MappingNode):
        raise Refused(Problem(shown, 1, 1, "file", "does not begin with `field: value` lines; see CONTRIBUTING.md"))
    return node


def tag_problem(node: Node, shown: str) -> Problem | None:
    """A problem if the node carries a YAML tag such as `!!int`."""
    if node.tag == _PLAIN_TAGS[type(node)]:
        return None
    mark = node.start_mark
    return Problem(shown, mark.line + 1, mark.column + 1, "file", f"has the tag {node.tag}; write the value without it")


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"is not UTF-8 (byte 0x{data[error.start]:02x}); save the file with the encoding UTF-8"
        raise Refused(Problem(shown, line, column, "file", message)) from error


def _refuse_dangerous(text: str, shown: str) -> None:
    tab = _TAB.search(text)
    if tab:
        raise Refused(_problem_at(text, tab.end() - 1, shown, "has a tab in its indentation; indent with two spaces"))
    too_deep = f"is nested deeper than {MAX_DEPTH} levels; no catalog file needs that"
    deep = _DEEP_INDENT.search(text)
    if deep:
        raise Refused(_problem_at(text, deep.start(), shown, too_deep))
    depth = 0
    for match in re.finditer(r"[\[{\]}]", text):
        depth = depth + 1 if match.group() in "[{" else max(0, depth - 1)
        if depth > MAX_DEPTH:
            raise Refused(_problem_at(text, match.start(), shown, too_deep))
    if "&" in text:
        _refuse_anchors(text, shown)


def _refuse_anchors(text: str, shown: str) -> None:
    """Nodes do not tell that they had an anchor, so a file with an `&` is scanned token by token."""
    try:
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                mark = token.start_mark
                message = f"has the YAML anchor or alias {token.value!r}; write the value out, or quote the text"
                raise Refused(Problem(shown, mark.line + 1, mark.column + 1, "file", message))
    except yaml.YAMLError:
        return  # compose reports it


def _problem_at(text: str, offset: int, shown: str, message: str) -> Problem:
    line = text.count("\n", 0, offset) + 1
    return Problem(shown, line, offset - text.rfind("\n", 0, offset), "file", message)


def _yaml_problem(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that YAML forbids, such as NUL
        position = getattr(error, "position", 0) or 0
        return _problem_at(text, min(position, len(text)), shown, "holds a character that YAML does not allow; remove it")
    what = str(getattr(error, "problem", "") or "cannot be parsed")
    return Problem(shown, mark.line + 1, mark.column + 1, "file", f"is not valid YAML: {what}; {_remedy(what)}")


def _remedy(what: str) -> str:
    if "mapping values are not allowed" in what:
        return "quote text that holds `: `"
    if "undefined alias" in what or "alias" in what:
        return "quote text that begins with `*`"
    if "expected ',' or" in what:
        return "close the bracket, and quote text inside {…} that holds , { } [ or ]"
    if "while scanning a quoted scalar" in what or "unexpected end of stream" in what:
        return "close the quote"
    if "another document" in what:
        return "keep one document a file: remove the line `---`"
    return "check indentation, quotes and brackets in this line and the one above"
