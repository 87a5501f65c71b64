"""`--where`: which clean pages are kept, in a small language over their columns.

    quality.han > 0.3 and quality.characters >= 200
    district != "unassigned" and (source or len(authors) > 0) and "mill.gloss" not in damage

Columns are those of a page, parts of a struct follow a dot; a date is a string, `published_at >= "2020-01-01"`. There
are numbers, strings, lists, `true`, `false` and `null`; `and or not`, `< <= > >= == !=`, `in`, `not in`, `is null`,
`+ - * /`, and `len(…)`. A null column makes each comparison false but `== null` and `is null`. The name of a preset
(`filters.toml`) stands for its expression.

It is parsed by Python's own parser and walked by the tables below: nothing but what stands there can be said, and
nothing is ever evaluated by Python.
"""

from __future__ import annotations

import ast
import operator
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

LONGEST = 2000
DEEPEST = 40

CONSTANTS = {"true": True, "false": False, "null": None}
COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.In: ("in", lambda left, right: left in right),
    ast.NotIn: ("not in", lambda left, right: left not in right),
    ast.Is: ("is", lambda left, right: left is right),
    ast.IsNot: ("is not", lambda left, right: left is not right),
}
ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
NULL_SAFE = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)


class WhereError(ValueError):
    """An expression that cannot be used; the message says what is wrong with which part of it, and what there is."""


@dataclass(frozen=True, slots=True)
class Where:
    """A filter of pages: `text` as the user wrote it, and its parsed form."""

    text: str
    tree: ast.expr

    def why_not(self, row: Mapping[str, Any]) -> str:
        """'' where the page is kept; else which part of the expression is false, and the values in it.

        Raises WhereError where values do not go together (a string below a number).
        """
        return next(_failures(self.tree, row), "")


@cache
def parse_where(text: str) -> Where:
    """The filter that `text` says, or that the preset of this name says. Raises WhereError."""
    said = presets().get(text.strip(), text).strip()
    if not said or len(said) > LONGEST:
        raise WhereError(f"where: write an expression of 1 to {LONGEST:,} characters, or one of {_listed(presets())}")
    try:
        tree = ast.parse(said, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        place = getattr(fault, "offset", None)
        at = f" at character {place}" if place else ""
        raise WhereError(
            f"where: {said!r} cannot be read{at}; write for example: quality.han > 0.3 and lost == 0"
        ) from None
    _check(tree, said, 0)
    for part in ast.walk(tree):  # values that do not go together are found before a page is read
        if isinstance(part, (ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call)):
            _value(part, _specimen())
    return Where(said, tree)


@cache
def presets() -> Mapping[str, str]:
    """Name → expression of the presets."""
    data = tomllib.loads((files("dataset") / "data" / "filters.toml").read_text(encoding="utf-8"))
    return {name: preset["where"] for name, preset in data.items()}


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(sorted(names))


@cache
def columns() -> Mapping[str, Any]:
    """Column → None, or the names of its parts."""
    import pyarrow as pa

    from dataset.tables import schema_of

    return {
        field.name: tuple(part.name for part in field.type) if pa.types.is_struct(field.type) else None
        for field in schema_of("pages")
    }


@cache
def _specimen() -> Mapping[str, Any]:
    """A row with a value of the right type in every column."""
    import pyarrow as pa

    from dataset.tables import schema_of

    def value(kind: Any) -> Any:
        if pa.types.is_struct(kind):
            return {part.name: value(part.type) for part in kind}
        if pa.types.is_list(kind):
            return [value(kind.value_type)]
        return "文" if pa.types.is_string(kind) or pa.types.is_timestamp(kind) else 1

    return {field.name: value(field.type) for field in schema_of("pages")}


def _check(node: ast.AST, said: str, depth: int) -> None:
    """Refuse all that is not of the language, before a page is read."""
    if depth > DEEPEST:
        raise WhereError(f"where: more than {DEEPEST} levels of brackets in {said!r}")
    if isinstance(node, (ast.Name, ast.Attribute)):
        _check_column(node)
        return
    if isinstance(node, ast.Call):
        if not (isinstance(node.func, ast.Name) and node.func.id == "len") or len(node.args) != 1 or node.keywords:
            raise WhereError(f"where: {ast.unparse(node)}: the one function is len(COLUMN)")
        _check(node.args[0], said, depth + 1)
        return
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, (int, float, str, bool, type(None))):
            raise WhereError(f"where: {ast.unparse(node)} is no number and no string")
        return
    if not isinstance(node, (ast.BoolOp, ast.UnaryOp, ast.Compare, ast.BinOp, ast.List, ast.Tuple)) or (
        isinstance(node, ast.BinOp) and type(node.op) not in ARITHMETIC
    ):
        there = "and, or, not, < <= > >= == !=, in, is null, + - * /, len()"
        raise WhereError(f"where: {ast.unparse(node)!r} cannot be said here; there are {there}")
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check(child, said, depth + 1)


def _check_column(node: ast.Name | ast.Attribute) -> None:
    known = columns()
    if isinstance(node, ast.Name):
        if node.id in CONSTANTS or (node.id in known and not known[node.id]):
            return
        if known.get(node.id):
            raise WhereError(f"where: {node.id} has parts: {', '.join(f'{node.id}.{part}' for part in known[node.id])}")
        meant = _meant(node.id, list(known))
        raise WhereError(f"where: there is no column {node.id!r}{meant}; there are {_listed(known)}")
    parts = known.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if not parts or node.attr not in parts:
        said = ast.unparse(node)
        every = [f"{name}.{part}" for name, names in known.items() for part in names or ()]
        meant = _meant(said, every)
        raise WhereError(f"where: there is no column {said!r}{meant}; with parts there are {', '.join(every)}")


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _failures(node: ast.expr, row: Mapping[str, Any]) -> Iterator[str]:
    """The parts of a conjunction that are false, each with the values that make it so."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for part in node.values:
            yield from _failures(part, row)
    elif not _value(node, row):
        seen = dict.fromkeys(ast.unparse(part) for part in _outermost_columns(node))
        values = ", ".join(f"{name} is {_shown(_value(ast.parse(name, mode='eval').body, row))}" for name in seen)
        yield f"where: {ast.unparse(node)} is false" + (f" ({values})" if values else "")


def _outermost_columns(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, (ast.Attribute, ast.Call)) or (isinstance(node, ast.Name) and node.id not in CONSTANTS):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _outermost_columns(child)


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return f"{value:.4g}"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _value(node: ast.expr, row: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return CONSTANTS[node.id] if node.id in CONSTANTS else row[node.id]
    if isinstance(node, ast.Attribute):
        return (row[ast.unparse(node.value)] or {}).get(node.attr)
    if isinstance(node, ast.BoolOp):
        values = (_value(part, row) for part in node.values)
        return all(values) if isinstance(node.op, ast.And) else any(values)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(part, row) for part in node.elts]
    try:
        return _computed(node, row)
    except (TypeError, OverflowError) as fault:
        raise WhereError(f"where: {ast.unparse(node)} cannot be computed ({fault})") from None


def _computed(node: ast.expr, row: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Call):
        return len(_value(node.args[0], row) or ())
    if isinstance(node, ast.UnaryOp):
        value = _value(node.operand, row)
        return not value if isinstance(node.op, ast.Not) else None if value is None else -value
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, row), _value(node.right, row)
        if left is None or right is None or (right == 0 and isinstance(node.op, ast.Div)):
            return None
        if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            raise TypeError("only numbers can be reckoned with")
        return ARITHMETIC[type(node.op)](left, right)
    assert isinstance(node, ast.Compare)
    left = _value(node.left, row)
    for kind, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, row)
        unknown = (left is None or right is None) and not isinstance(kind, NULL_SAFE)
        if unknown or not COMPARISONS[type(kind)][1](left, right):
            return False
        left = right
    return True
