"""Mutants of a room: its code with one small mistake each, made by mutmut's operators.

mutmut itself changes functions only; models, forms and admins are mostly class bodies, so we walk whole modules.
"""

import ast
import difflib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import (
    CodeRange,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    WhitespaceInclusivePositionProvider,
)
from mutmut.mutation.mutators import mutation_operators

# What no test could or should notice: types and imports. Docstrings the operators leave alone themselves.
LEFT_ALONE = (cst.Annotation, cst.Import, cst.ImportFrom)
# Who there is in Eskmere, where they meet and what they say: another name or number in it is as good.
FICTION = {"demonstration/council.py", "demonstration/stock.py"}


@dataclass(frozen=True)
class Mutant:
    file: str  # relative to the tree
    line: int
    lines: range  # those whose execution executes the change: the statement's, or its head's; none if that is at import
    source: str  # the whole mutated file
    diff: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Change:
    """One node and what an operator puts in its place; the file's new text is made only for those that are chosen."""

    module: "Module"
    node: cst.CSTNode
    replacement: cst.CSTNode

    def mutant(self) -> Mutant | None:
        """None where the new text is no Python, or means the same as the old."""
        source = self.module.with_change(self.node, self.replacement)
        try:
            if ast.dump(ast.parse(source)) == self.module.meaning:
                return None
            compile(source, self.module.file, "exec")
        except SyntaxError:
            return None
        line = self.module.position(self.node).start.line
        return Mutant(self.module.file, line, self.module.statement(self.node), source, self.module.diff(source))


class Module:
    def __init__(self, tree: Path, file: str) -> None:
        self.file = file
        self.source = (tree / file).read_text(encoding="utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self.source))
        self.module = wrapper.module
        self.meaning = ast.dump(ast.parse(self.source))
        self._lines = self.source.split("\n")
        self._positions = wrapper.resolve(PositionProvider)
        self._extents = wrapper.resolve(WhitespaceInclusivePositionProvider)
        self._parents = wrapper.resolve(ParentNodeProvider)

    def sites(self) -> Iterator[list[Change]]:
        """Each place that can be changed, with the changes that can be made there."""
        for node in self._mutable(self.module):
            made = [Change(self, node, new) for new in _replacements(node)]
            if made:
                yield made

    def position(self, node: cst.CSTNode) -> CodeRange:
        return self._positions[node]

    def statement(self, node: cst.CSTNode) -> range:
        """The lines of the simple statement that holds `node`; in the head of a compound one, its own lines; none of what runs
        at import."""
        if self._runs_at_import(node):
            return range(0)
        holder = node
        while not isinstance(holder, cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.Module):
            holder = self._parents[holder]
        place = self.position(holder if isinstance(holder, cst.SimpleStatementLine) else node)
        return range(place.start.line, place.end.line + 1)

    def _runs_at_import(self, node: cst.CSTNode) -> bool:
        """A constant, the body of a class, a default of a parameter."""
        while holder := self._parents.get(node):
            if isinstance(holder, cst.FunctionDef | cst.Lambda) and node is holder.body:
                return False
            node = holder
        return True

    def with_change(self, node: cst.CSTNode, replacement: cst.CSTNode) -> str:
        """The file's text with the change: written into its line where it fits, because making the whole anew is slow."""
        start, end = self._extents[node].start, self._extents[node].end
        if start.line != end.line or isinstance(node, cst.BaseCompoundStatement):
            changed = self.module.deep_replace(node, replacement)
            assert isinstance(changed, cst.Module)
            return changed.code
        line = self._lines[start.line - 1]
        new = line[: start.column] + self.module.code_for_node(replacement) + line[end.column :]
        return "\n".join([*self._lines[: start.line - 1], new, *self._lines[start.line :]])

    def diff(self, source: str) -> str:
        before, after = self.source.splitlines(), source.splitlines()
        return "\n".join(difflib.unified_diff(before, after, self.file, self.file, n=1, lineterm=""))

    def _mutable(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        for child in node.children:
            if not isinstance(child, LEFT_ALONE):
                yield child
                yield from self._mutable(child)


def mutants(tree: Path, room: str, most: int) -> list[Mutant]:
    """At most `most` mutants of a room, the same ones for the same code: one a place, then second ones."""
    chance = random.Random(room)
    sites = [site for file in _files(tree, room) for site in Module(tree, file).sites()]
    for site in sites:
        chance.shuffle(site)
    chance.shuffle(sites)
    return list(_first(_in_rounds(sites), most))


def _in_rounds(sites: list[list[Change]]) -> Iterator[Change]:
    for turn in range(max(map(len, sites), default=0)):
        yield from (site[turn] for site in sites if turn < len(site))


def _first(changes: Iterable[Change], most: int) -> Iterator[Mutant]:
    seen = set()
    for change in changes:
        mutant = change.mutant() if len(seen) < most else None
        if mutant and mutant.diff not in seen:
            seen.add(mutant.diff)
            yield mutant


def _files(tree: Path, room: str) -> list[str]:
    paths = sorted((tree / room).rglob("*.py"))
    files = [str(path.relative_to(tree)) for path in paths if "migrations" not in path.parts]
    return [file for file in files if file not in FICTION]


def _replacements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.BaseString) and " " in _text(node):
        return  # a sentence is proof-read, not tested
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from _made_by(operator, node)


def _made_by(operator: Any, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield from (new for new in operator(node) if isinstance(new, cst.CSTNode))


def _text(node: cst.BaseString) -> str:
    return node.value if isinstance(node, cst.SimpleString) else ""
