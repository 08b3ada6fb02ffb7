"""SymPy's expressions as trees of lists, which Python and the page both evaluate.

What stands in several places is computed once: it gets a name in the scene's program,
or, where it depends on a symbol that runs (along a graph, over rows, over the steps of
a run), inside what runs. What does not depend on it is computed outside. Expressions
are written down as they are: no rule of algebra is used, so none can change a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import sympy

from mathdl.scenes.expressions import (
    INDEX,
    NOISE,
    STATE,
    ArgMax,
    ArgMin,
    At,
    Named,
    Orbit,
    OverRows,
)

DEEPEST = 120
"""How many levels an expression may have."""

PLAIN = {
    name: name
    for name in (
        "Add Mul exp sin cos tan asin acos atan atan2 sinh cosh tanh Abs sign floor "
        "ceiling Max Min Mod erf erfc gamma loggamma And Or Not"
    ).split()
} | {
    "StrictLessThan": "Lt",
    "LessThan": "Le",
    "StrictGreaterThan": "Gt",
    "GreaterThan": "Ge",
    "Equality": "Eq",
    "Unequality": "Ne",
}
CONDITIONS = {*"Lt Le Gt Ge Eq Ne And Or Not True False".split()}

# What SymPy says of real numbers in other functions.
REWRITTEN = {
    **dict.fromkeys(("asinh", "acosh", "atanh"), sympy.log),
    **dict.fromkeys(("cot", "sec", "csc"), sympy.cos),
    **dict.fromkeys(("coth", "sech", "csch"), sympy.exp),
    **{"Heaviside": sympy.Piecewise, "sinc": sympy.sin},
    **dict.fromkeys(("factorial", "binomial"), sympy.gamma),
}


@dataclass(eq=False, slots=True)
class Node:
    """One operation; equal ones are one object. ``args`` hold nodes, names, bodies."""

    op: str
    args: tuple
    inputs: frozenset = frozenset()  # names of inputs on which it depends
    free: frozenset = frozenset()  # variables that run, on which it depends


@dataclass(eq=False, slots=True)
class Body:
    """What is computed for each value of the variables that run."""

    variables: tuple[str, ...]
    roots: tuple[Node, ...]
    single: bool = True

    @property
    def prefix(self) -> str:
        """What the names of definitions inside begin with."""
        stem, dot, _ = self.variables[0].partition(".")
        return f"{stem}." if dot else stem

    def outside(self, kind: str) -> frozenset:
        """Return what the roots depend on, without what runs here."""
        found = frozenset().union(*(getattr(root, kind) for root in self.roots))
        return found - set(self.variables)


@dataclass
class Scope:
    """The symbols that may stand in an expression, and what has been read of it."""

    names: dict[sympy.Symbol, str] = field(default_factory=dict)
    read: dict[sympy.Basic, Node] = field(default_factory=dict)


class Forest:
    """All expressions of a scene, each node once."""

    def __init__(self) -> None:
        self.nodes: dict[tuple, Node] = {}
        self.inputs: dict[str, object] = {}
        self.data: dict[str, object] = {}
        self.runs: dict[Named, Node] = {}
        self.bound = 0
        self.places: dict[ArgMax, str] = {}
        self.top = Scope()

    # Reading

    def node(
        self, expression: sympy.Basic, scope: Scope | None = None, depth: int = 0
    ) -> Node:
        """Return the node of an expression; ``scope`` says which symbols run."""
        scope = scope or self.top
        if depth > DEEPEST:
            raise ValueError(
                f"an expression has more than {DEEPEST} levels: tell it as an Orbit, "
                "or as a Sum over Data"
            )
        if expression not in scope.read:
            scope.read[expression] = self._read(expression, scope, depth + 1)
        return scope.read[expression]

    def body(
        self,
        symbols: Iterable[sympy.Symbol],
        expressions: Iterable[sympy.Basic],
        scope: Scope | None = None,
        single: bool = False,
    ) -> Body:
        """Return what is computed along symbols that run, each with its own name."""
        names = {}
        for symbol in symbols:
            self.bound += 1
            names[symbol] = f"{symbol.name}:{self.bound}"
        return self._body(names, expressions, scope or self.top, single)

    def run(self, orbit: Orbit) -> Node:
        """Return the node of a run, which is computed once."""
        if orbit.symbol not in self.runs:
            name = f"run{len(self.runs)}"
            start = [self.node(entry) for entry in orbit.start]
            step = self.along(name, orbit, orbit.step)
            made = self._make("Run", name, *start, step)
            self.runs[orbit.symbol] = made
            self.data[name] = orbit
            _closed(made, "a run")
        return self.runs[orbit.symbol]

    def along(self, name: str, orbit: Orbit, expressions: list) -> Body:
        """Return what is computed at each state of a run."""
        names = {STATE[k]: f"{name}.{k}" for k in range(orbit.dimension)}
        names[INDEX] = f"{name}.k"
        names |= {z: f"{name}.z{k}" for k, z in enumerate(NOISE)}
        return self._body(names, expressions, self.top, False)

    def rows(self, data: object, expressions: list, scope=None, single=False) -> Body:
        """Return what is computed for each row of data."""
        names = {symbol: symbol.variable for symbol in data.row}
        return self._body(names, expressions, scope or self.top, single)

    def meet(self, source: object) -> object:
        """Take note of an input or of data; two of one name are refused."""
        known = self.inputs if source.movable else self.data
        other = known.setdefault(source.name, source)
        if other is not source and other.settings != source.settings:
            raise ValueError(
                f"two things of this scene are called {source.name}: run the cells "
                "again that use it, or choose another name"
            )
        return source

    def _body(self, names: dict, expressions, scope: Scope, single: bool) -> Body:
        inner = Scope({**scope.names, **names})
        roots = tuple(self.node(expression, inner) for expression in expressions)
        return Body(tuple(names.values()), roots, single)

    def _read(self, e: sympy.Basic, scope: Scope, depth: int) -> Node:
        if isinstance(e, sympy.Symbol):
            return self._symbol(e, scope)
        if e in (sympy.true, sympy.false):
            return self._make(str(e))
        if e.is_number:
            return self._make("number", _number(e))
        reader = getattr(self, f"_read_{type(e).__name__}", None)
        if reader:
            return reader(e, scope, depth)
        if isinstance(e, OverRows):
            return self._over_rows(e, scope)
        name = type(e).__name__
        if name in REWRITTEN and (other := e.rewrite(REWRITTEN[name])) != e:
            return self.node(other, scope, depth)
        if name not in PLAIN:
            raise ValueError(_unknown(e))
        return self._make(PLAIN[name], *(self.node(a, scope, depth) for a in e.args))

    def _symbol(self, symbol: sympy.Symbol, scope: Scope) -> Node:
        if symbol in scope.names:
            return self._make("run", scope.names[symbol])
        if not isinstance(symbol, Named):
            raise ValueError(
                f"the symbol {symbol} is free: it is no input of this scene, and no "
                "mark says where it runs"
            )
        source = self.meet(symbol.source)
        if symbol in getattr(source, "row", ()):
            raise ValueError(
                f"{symbol} stands for a row of {source.name}: only inside Sum, Mean, "
                f"… over {source.name} does it mean something"
            )
        return self._make("input", symbol.variable, source.name)

    def _read_Pow(self, e: sympy.Pow, scope: Scope, depth: int) -> Node:
        base, power = self.node(e.base, scope, depth), e.exp
        if power in (sympy.S.Half, -sympy.S.Half, 0.5, -0.5):
            root = self._make("sqrt", base)
            return root if power > 0 else self._make("Pow", root, self._whole(-1))
        return self._make("Pow", base, self.node(power, scope, depth))

    def _read_log(self, e: sympy.log, scope: Scope, depth: int) -> Node:
        return self._make("log", self.node(e.args[0], scope, depth))

    def _read_Piecewise(self, e: sympy.Piecewise, scope: Scope, depth: int) -> Node:
        cases = [
            (self.node(case.cond, scope, depth), self.node(case.expr, scope, depth))
            for case in e.args
        ]
        return self._make("Piecewise", *(node for pair in cases for node in pair))

    def _read_ITE(self, e: sympy.ITE, scope: Scope, depth: int) -> Node:
        """Read a choice of conditions, which SymPy makes of a compared Piecewise."""
        test, yes, no = (self.node(arg, scope, depth) for arg in e.args)
        chosen = self._make("And", test, yes)
        return self._make("Or", chosen, self._make("And", self._make("Not", test), no))

    def _read_re(self, e: sympy.re, scope: Scope, depth: int) -> Node:
        return self.node(e.args[0], scope, depth)  # All numbers of a scene are real.

    def _read_At(self, e: At, scope: Scope, depth: int) -> Node:
        run, k, entry = e.args
        steps = self.node(k, scope, depth)
        return self._make("At", self.run(run.source), steps, int(entry))

    def _read_ArgMax(self, e: ArgMax, scope: Scope, depth: int) -> Node:
        (symbol, low, high), value = e.args[1], e.args[0]
        value = -value if isinstance(e, ArgMin) else value
        if e not in self.places:
            self.bound += 1
            self.places[e] = f"{symbol.name}:{self.bound}"
        names = {symbol: self.places[e]}
        slope = value.diff(symbol).replace(sympy.DiracDelta, lambda *_: sympy.S.Zero)
        told = (value, slope)  # A jump is passed over: beside it the slope counts.
        bodies = [self._body(names, [one], scope, True) for one in told]
        ends = [self.node(end, scope, depth) for end in (low, high)]
        return self._make("ArgMax", names[symbol], *bodies, *ends)

    _read_ArgMin = _read_ArgMax

    def _over_rows(self, e: OverRows, scope: Scope) -> Node:
        data = self.meet(e.args[1].source)
        body = self.rows(data, [e.args[0]], scope, True)
        return self._make(type(e).__name__, data.name, body)

    def _whole(self, value: int) -> Node:
        return self._make("number", value)

    def _make(self, op: str, *args: object) -> Node:
        """Return the one node with this operation and these arguments."""
        key = (op, *map(_identity, args))
        if key not in self.nodes:
            inputs = frozenset().union(*(_touches(a, "inputs") for a in args))
            free = frozenset().union(*(_touches(a, "free") for a in args))
            inputs |= {args[-1]} if op == "input" else set()
            inputs |= {args[0]} & self.inputs.keys() if args and op in OVER else set()
            free |= {args[0]} if op == "run" else set()
            self.nodes[key] = Node(op, args, inputs, free)
        return self.nodes[key]


OVER = {kind.__name__ for kind in OverRows.__subclasses__()} | {"Mean"}
LEAVES = {"number", "input", "run", "True", "False"}


def _identity(arg: object) -> object:
    if isinstance(arg, Body):
        return (arg.variables, *map(id, arg.roots))
    return id(arg) if isinstance(arg, Node) else (type(arg), arg)


def _touches(arg: object, kind: str) -> frozenset:
    if isinstance(arg, Body):
        return arg.outside(kind)
    return getattr(arg, kind) if isinstance(arg, Node) else frozenset()


def _closed(node: Node, what: str) -> None:
    if node.free:
        raise ValueError(f"{what} depends on {min(node.free)}, which runs elsewhere")


def _number(e: sympy.Expr) -> float | int:
    try:
        value = float(e)
    except (TypeError, OverflowError) as error:
        raise ValueError(f"{e} is no real number") from error
    if not abs(value) < float("inf"):
        raise ValueError(f"{e} is no finite number")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _unknown(e: sympy.Basic) -> str:
    name = type(e).__name__
    if isinstance(e, sympy.Derivative):
        return (
            f"the derivative {e} is not known: symbols are complex unless they are "
            'made real, as in Symbol("x", real=True)'
        )
    return f"the function {getattr(e, 'name', name)} is unknown in scenes: {e}"
