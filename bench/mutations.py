"""Find the places in a module where a small mistake is likely, and make it.

A mutation is what a tired programmer might have written instead: another
comparison, `or` for `and`, a number off by one, a condition that is
always or never true, a missing `not`, a missing statement. Strings do not
change, because most are texts that the golden files compare. Docstrings,
annotations, decorators and log messages do not change either.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COMPARISONS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
ARITHMETIC = {"+": "-", "-": "+", "*": "//", "//": "*", "%": "*"}
JUNCTIONS = {"and": "or", "or": "and"}
OPERATOR = re.compile(r"is\s+not|not\s+in|is|in|and|or|[<>=!]=|//|[<>+*%-]")
LOGGERS = ("log", "logger", "logging")

# Left alone, by the type of the node and the field it stands in.
SKIPPED_FIELDS = ("annotation", "returns", "decorator_list", "type_comment")


@dataclass(frozen=True, slots=True)
class Mutation:
    """Replace the octets from `start` to `end` of a source by `text`."""

    start: int
    end: int
    line: int
    text: str

    def apply(self, source: bytes) -> bytes:
        """Return the source with the mistake in it."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def find_mutations(source: bytes) -> list[Mutation]:
    """Return all mutations of a module that still compile, in its order."""
    finder = _Finder(source)
    mutations = sorted(set(finder.find()), key=lambda each: (each.start, each.end, each.text))
    return [mutation for mutation in mutations if _compiles(mutation.apply(source))]


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


class _Finder:
    """The tree of a source, and where each of its nodes is in the octets."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.tree = ast.parse(source)
        self.line_starts = [0]
        for line in source.splitlines(keepends=True):
            self.line_starts.append(self.line_starts[-1] + len(line))

    def find(self) -> Iterator[Mutation]:
        """Yield the mutations, some of them twice or not valid Python."""
        stack: list[ast.AST] = [self.tree]
        while stack:
            node = stack.pop()
            if _is_left_alone(node):
                continue
            yield from self._of_node(node)
            for name, value in ast.iter_fields(node):
                if name in SKIPPED_FIELDS:
                    continue
                children = value if isinstance(value, list) else [value]
                stack += [child for child in children if isinstance(child, ast.AST)]

    def _of_node(self, node: ast.AST) -> Iterator[Mutation]:
        match node:
            case ast.Compare():
                operands = [node.left, *node.comparators]
                yield from self._operators(operands, COMPARISONS)
            case ast.BoolOp():
                yield from self._operators(node.values, JUNCTIONS)
            case ast.BinOp():
                yield from self._operators([node.left, node.right], ARITHMETIC)
            case ast.UnaryOp(op=ast.Not()):
                yield self._replace(node, f"({self._text(node.operand)})")
            case ast.Constant():
                yield from self._constant(node)
            case ast.If() | ast.IfExp():
                yield self._replace(node.test, "True")
                yield self._replace(node.test, "False")
            case ast.comprehension():
                for condition in node.ifs:
                    yield self._replace(condition, "True")
            case ast.FunctionDef():
                yield from self._early_returns(node)
            case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
                yield self._replace(node, "pass")

    def _operators(self, operands: list[ast.expr], swaps: dict[str, str]) -> Iterator[Mutation]:
        """Yield each operator between neighboring operands, swapped."""
        for left, right in pairwise(operands):
            start, end = self._end(left), self._start(right)
            between = self.source[start:end].decode()
            operator = OPERATOR.search(between)
            if operator is None:
                continue
            written = " ".join(operator[0].split())
            if written not in swaps:
                continue
            first = start + operator.start()
            last = start + operator.end()
            yield Mutation(first, last, left.end_lineno or 0, swaps[written])

    def _constant(self, node: ast.Constant) -> Iterator[Mutation]:
        if isinstance(node.value, bool):
            yield self._replace(node, str(not node.value))
        elif isinstance(node.value, int | float):
            yield self._replace(node, str(node.value + 1))

    def _early_returns(self, function: ast.FunctionDef) -> Iterator[Mutation]:
        """Yield the loss of each return but that which ends the function."""
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node is not function.body[-1]:
                yield self._replace(node, "pass")

    def _replace(self, node: ast.expr | ast.stmt, text: str) -> Mutation:
        return Mutation(self._start(node), self._end(node), node.lineno, text)

    def _text(self, node: ast.expr) -> str:
        return self.source[self._start(node) : self._end(node)].decode()

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self.line_starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        # ast.parse always sets both; other makers of trees may not.
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.line_starts[node.end_lineno - 1] + node.end_col_offset


def _is_left_alone(node: ast.AST) -> bool:
    """Say whether neither a node nor anything within it is mutated."""
    match node:
        case ast.JoinedStr():
            # Python 3.11 gives the parts of an f-string the position of
            # the whole.
            return True
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring, or `...`
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            return name in LOGGERS
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return False
