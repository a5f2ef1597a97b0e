"""Mistakes that a person makes in SQL, made one at a time in a parsed query: each operator finds its places by itself.

A mutant is the text of a whole model with one mistake in it. Judging belongs to `stand.py`.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns of sha256, which it passes on as it stands

#: Changes a node of the copy it is given, and gives what stands in its place; None where the operator does not fit.
Change = Callable[[exp.Expression], exp.Expression | None]
_BUT_LAST, _BUT_FIRST = slice(None, -1), slice(1, None)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: in which model, of which kind, at which node of its query, and the model's text with it."""

    model: str
    operator: str
    place: int
    was: str
    became: str
    sql: str

    def __str__(self) -> str:
        return f"{self.model}: {self.operator}, place {self.place}: {self.was} -> {self.became}"


def mutants(model: str, sql: str) -> Iterator[Mutant]:
    """Every mutant of a model in the order of its text; those that read the same as another are left out."""
    whole = parse(sql)
    seen = {whole.sql("duckdb")}
    for operator, (kind, change) in OPERATORS.items():
        for place in range(sum(1 for _ in whole.find_all(kind))):
            tree = whole.copy()
            node = list(tree.find_all(kind))[place]
            was = node.sql("duckdb")
            changed = change(node)
            if changed is None:
                continue
            if changed is not node:
                node.replace(changed)
            text = tree.sql("duckdb")
            if text not in seen:
                seen.add(text)
                yield Mutant(model, operator, place, _short(was), _short(changed.sql("duckdb")), text)


def parse(sql: str) -> exp.Expression:
    """The query of a model as a tree."""
    return sqlglot.parse_one(sql, dialect="duckdb")


def _short(text: str) -> str:
    return text if len(text) < 90 else f"{text[:60]} ... {text[-25:]}"


def _drop_key(which: slice) -> Change:
    """`on a and b` becomes `on a`, `using (a, b)` becomes `using (a)`, or the other one: what `which` keeps."""

    def change(join: exp.Expression) -> exp.Expression | None:
        using, on = join.args.get("using"), join.args.get("on")
        if using and len(using) > 1:
            join.set("using", using[which])
        elif isinstance(on, exp.And):
            join.set("on", _all_of(on, which))
        else:
            return None
        return join

    return change


def _all_of(conditions: exp.Expression, which: slice) -> exp.Expression:
    return exp.and_(*[part.copy() for part in list(conditions.flatten())[which]])


def _other_join(join: exp.Expression) -> exp.Expression | None:
    """A left join becomes an inner one and the other way round; others stay."""
    side, kind = join.args.get("side"), join.args.get("kind")
    if side == "LEFT" and not kind:
        join.set("side", None)
        return join
    if not side and not kind and not join.args.get("method") and (join.args.get("on") or join.args.get("using")):
        join.set("side", "LEFT")
        return join
    return None


def _drop_condition(where: exp.Expression) -> exp.Expression | None:
    """The last condition of a filter goes; a filter of one condition lets everything pass."""
    where.set("this", where.this.this if isinstance(where.this, exp.And) else exp.true())
    return where


def _drop_first_condition(where: exp.Expression) -> exp.Expression | None:
    if not isinstance(where.this, exp.And):
        return None
    where.set("this", _all_of(where.this, _BUT_FIRST))
    return where


def _drop_partition_key(window: exp.Expression) -> exp.Expression | None:
    keys = window.args.get("partition_by")
    if not keys:
        return None
    window.set("partition_by", keys[:-1])
    return window


def _turn_order(ordered: exp.Expression) -> exp.Expression | None:
    ordered.set("desc", not ordered.args.get("desc"))
    return ordered


def _other_extreme(node: exp.Expression) -> exp.Expression | None:
    twin = _EXTREMES.get(type(node))
    if twin is None:
        return None
    return twin(**{key: value for key, value in node.args.items() if key in twin.arg_types})


_EXTREMES = {exp.Min: exp.Max, exp.Max: exp.Min, exp.ArgMin: exp.ArgMax, exp.ArgMax: exp.ArgMin}


def _binary(twins: dict[type, type]) -> Change:
    def change(node: exp.Expression) -> exp.Expression | None:
        twin = twins.get(type(node))
        return twin(this=node.this.copy(), expression=node.expression.copy()) if twin else None

    return change


def _coalesce_a_side(node: exp.Expression) -> exp.Expression | None:
    """A missing figure counted as nought: the left side of a sum or a quotient."""
    if node.this.find(exp.Literal) and not node.this.find(exp.Column):
        return None
    node.set("this", exp.func("coalesce", node.this.copy(), exp.Literal.number(0)))
    return node


def _coalesce_the_other_side(node: exp.Expression) -> exp.Expression | None:
    if not node.expression.find(exp.Column):
        return None
    node.set("expression", exp.func("coalesce", node.expression.copy(), exp.Literal.number(0)))
    return node


def _else_nought(case: exp.Expression) -> exp.Expression | None:
    """A missing figure shown as nought: a case without an else gets one."""
    if case.args.get("default"):
        return None
    case.set("default", exp.Literal.number(0))
    return case


def _drop_branch(case: exp.Expression) -> exp.Expression | None:
    branches = case.args["ifs"]
    if len(branches) < 2:
        return None
    case.set("ifs", branches[1:])
    return case


def _forget_the_fallback(coalesce: exp.Expression) -> exp.Expression | None:
    return coalesce.this.copy()


def _fallback_first(coalesce: exp.Expression) -> exp.Expression | None:
    others = coalesce.expressions
    if not others or isinstance(others[0], exp.Literal):
        return None
    first, second = coalesce.this.copy(), others[0].copy()
    coalesce.set("this", second)
    coalesce.set("expressions", [first, *[other.copy() for other in others[1:]]])
    return coalesce


def _affirm(node: exp.Expression) -> exp.Expression | None:
    return node.this.copy()


def _drop_filter(node: exp.Expression) -> exp.Expression | None:
    return node.this.copy()


def _plus_one(number: exp.Expression) -> exp.Expression | None:
    """A threshold or factor that is off by one; text, the places of a list and the year beyond all years stay."""
    if (
        number.is_string
        or number.this == "9999"
        or isinstance(number.parent, exp.Bracket | exp.DataTypeParam | exp.Anonymous)
    ):
        return None
    if "." in number.this:
        return exp.Literal.number(str(float(number.this) + 1))
    return exp.Literal.number(str(int(number.this) + 1))


def _keep_doubles(node: exp.Expression) -> exp.Expression | None:
    if node.args.get("distinct") is not True and not isinstance(node.args.get("distinct"), exp.Distinct):
        return None
    node.set("distinct", False if isinstance(node, exp.Union) else None)
    return node


def _swap_columns(select: exp.Expression, offset: int) -> exp.Expression | None:
    """Two neighbours in the list of columns change places and keep their names."""
    plain = [column for column in select.expressions if isinstance(_source(column), exp.Column)]
    pairs = list(itertools.pairwise(plain))[offset::4]
    if not pairs:
        return None
    one, two = pairs[0]
    first, second = _source(one).copy(), _source(two).copy()
    names = one.alias_or_name, two.alias_or_name
    one.replace(exp.alias_(second, names[0]))
    two.replace(exp.alias_(first, names[1]))
    return select


def _source(column: exp.Expression) -> exp.Expression:
    return column.this if isinstance(column, exp.Alias) else column


_LESS = {exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT}
OPERATORS: dict[str, tuple[type[exp.Expression] | tuple[type[exp.Expression], ...], Change]] = {
    "drop the last join key": (exp.Join, _drop_key(_BUT_LAST)),
    "drop the first join key": (exp.Join, _drop_key(_BUT_FIRST)),
    "inner for left join": (exp.Join, _other_join),
    "drop a filter's last condition": (exp.Where, _drop_condition),
    "drop a filter's first condition": (exp.Where, _drop_first_condition),
    "drop a condition on groups": (exp.Having, _drop_condition),
    "drop a filter of an aggregate": (exp.Filter, _drop_filter),
    "drop a partition key": (exp.Window, _drop_partition_key),
    "turn an order round": (exp.Ordered, _turn_order),
    "min for max": (tuple(_EXTREMES), _other_extreme),
    "< for <=": (tuple(_LESS), _binary(_LESS)),
    "and for or": ((exp.And, exp.Or), _binary({exp.And: exp.Or, exp.Or: exp.And})),
    "+ for -": ((exp.Add, exp.Sub), _binary({exp.Add: exp.Sub, exp.Sub: exp.Add})),
    "= for <>": ((exp.EQ, exp.NEQ), _binary({exp.EQ: exp.NEQ, exp.NEQ: exp.EQ})),
    "= for is not distinct from": (
        (exp.NullSafeEQ, exp.NullSafeNEQ),
        _binary({exp.NullSafeEQ: exp.EQ, exp.NullSafeNEQ: exp.NEQ}),
    ),
    "nought for a missing left side": ((exp.Add, exp.Sub, exp.Div), _coalesce_a_side),
    "nought for a missing right side": ((exp.Add, exp.Sub, exp.Div), _coalesce_the_other_side),
    "nought where a case has no answer": (exp.Case, _else_nought),
    "drop a case's first branch": (exp.Case, _drop_branch),
    "forget what stands in": (exp.Coalesce, _forget_the_fallback),
    "what stands in comes first": (exp.Coalesce, _fallback_first),
    "affirm what is denied": (exp.Not, _affirm),
    "off by one": (exp.Literal, _plus_one),
    "keep doubles": ((exp.Union, exp.Select), _keep_doubles),
    **{
        f"swap two columns, {number}": (exp.Select, lambda select, offset=offset: _swap_columns(select, offset))
        for number, offset in (("first", 0), ("second", 1), ("third", 2), ("fourth", 3))
    },
}
