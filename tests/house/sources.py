"""Which source files are there, and what do they do?"""

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """A source file, or a text that is planted where one could stand."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def stem(self) -> str:
        return Path(self.path).stem


def sources(*folders: str, ending: str = ".py") -> list[Source]:
    """Read every file with this ending under these folders of the repository."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob(f"*{ending}"))
    return [Source(str(path.relative_to(ROOT)), path.read_text()) for path in paths]


def planted(text: str, path: str = "freshstart/pages/planted.py") -> Source:
    """Stand a breach in the house for as long as a test looks at it."""
    return Source(path, textwrap.dedent(text))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Go through every function, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


# What a call is that writes ---------------------------------------------------------------------------------

CHANGES = {
    "save", "delete", "create", "create_user", "set_password", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "select_for_update", "atomic", "on_commit", "execute", "executemany", "raw",
}  # fmt: skip


def writes_in(tree: ast.AST) -> list[str]:
    """List what changes rows or opens a transaction; `update` with names is a queryset's, never a dict's."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in CHANGES:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
            case ast.Call(
                func=ast.Attribute(attr="update") as call, args=[], keywords=[ast.keyword(arg=str()), *_]
            ):
                found.append(f"{node.lineno}: {ast.unparse(call)}")
    return found
