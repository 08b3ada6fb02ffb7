"""The program of a scene: what is computed once, in order, and what stands where."""

from __future__ import annotations

from collections.abc import Iterator

from mathdl.scenes.trees import CONDITIONS, LEAVES, Body, Forest, Node


class Block:
    """A place where definitions stand: the program, or the body of what runs."""

    def __init__(self, forest: Forest, parent: Block | None, body: Body | None) -> None:
        self.parent, self.body = parent, body
        self.runs_here = set(body.variables) if body else set()
        self.met: dict[Node, int] = {}
        self.order: list[Node] = []
        self.inner: dict[int, Block] = {}
        self.names: dict[Node, str] = {}
        self.counts = parent.counts if parent else {}

    def visit(self, node: Node, weight: int = 1) -> None:
        """Count where a node stands; what depends on nothing here is moved outside."""
        if node.op in LEAVES:
            return
        if self._belongs_outside(node):
            return self.parent.visit(node, 2)
        first = node not in self.met
        self.met[node] = self.met.get(node, 0) + weight
        if node.op in CONDITIONS:  # never named, so what it needs stands here again
            for arg in node.args:
                self._enter(arg, weight)
        elif first:
            for arg in node.args:
                self._enter(arg)
            self.order.append(node)

    def _enter(self, arg: object, weight: int = 1) -> None:
        if isinstance(arg, Node):
            self.visit(arg, weight)
        if isinstance(arg, Body):
            self.open(arg)

    def open(self, body: Body) -> None:
        """Visit what runs inside."""
        if id(body) not in self.inner:
            block = self.inner[id(body)] = Block(None, self, body)
            for root in body.roots:
                block.visit(root)

    def _belongs_outside(self, node: Node) -> bool:
        return self.parent is not None and not node.free & self.runs_here

    def define(self) -> Iterator[tuple[str, Node]]:
        """Yield name and node of each definition, after those that it needs."""
        prefix = self.body.prefix if self.body else ""
        for node in self.order:
            if node.op == "Run":
                yield node.args[0], node
            elif self.met[node] > 1 and node.op not in CONDITIONS:
                k = self.counts[prefix] = self.counts.get(prefix, -1) + 1
                self.names[node] = f"{prefix}_{k}"
                yield self.names[node], node

    def tree(self, node: Node, whole: bool = False) -> object:
        """Return a node as a tree; ``whole`` writes out one that has a name."""
        if node.op in LEAVES:
            return node.args[0] if node.args else [node.op]
        if self._belongs_outside(node):
            return self.parent.tree(node, whole)
        if node in self.names and not whole:
            return self.names[node]
        if node.op == "Piecewise":
            args = [self.tree(arg) for arg in node.args]
            pairs = zip(args[::2], args[1::2], strict=True)
            return ["Piecewise", *([cond, value] for cond, value in pairs)]
        return [node.op, *(self._written(arg) for arg in node.args)]

    def _written(self, arg: object) -> object:
        if isinstance(arg, Body):
            return self.inner[id(arg)].written()
        if isinstance(arg, Node):
            return arg.args[0] if arg.op == "Run" else self.tree(arg)
        return arg

    def written(self) -> object:
        """Return the body of what runs, with its definitions."""
        lets = [[name, self.tree(node, True)] for name, node in self.define()]
        values = [self.tree(root) for root in self.body.roots]
        if self.body.single and not lets:
            return values[0]
        return {"let": lets, "value": values[0] if self.body.single else values}


def settle(forest: Forest, draft: object) -> tuple[list[dict], object]:
    """Return the program of a scene, and its parts with trees in place of nodes."""
    top = Block(forest, None, None)
    _walk(draft, top._enter)
    program = []
    for name, node in top.define():
        needs = sorted(node.inputs)
        if node.op == "Run":
            orbit = forest.data[name]
            start = [top.tree(entry) for entry in node.args[1:-1]]
            step = top.inner[id(node.args[-1])].written()
            entry = {"run": name, "start": start, "step": step, "n": orbit.n}
            program.append({**entry, "noise": orbit.noise, "needs": needs})
        else:
            program.append({"let": name, "value": top.tree(node, True), "needs": needs})
    return program, _replace(draft, top)


def needs(draft: object) -> list[str]:
    """Return the names of the inputs on which a part of a scene depends."""
    found: set[str] = set()

    def note(leaf: object) -> None:
        if isinstance(leaf, Node):
            found.update(leaf.inputs)
        if isinstance(leaf, Body):
            found.update(leaf.outside("inputs"))

    _walk(draft, note)
    return sorted(found)


def _walk(draft: object, note) -> None:
    if isinstance(draft, dict):
        draft = draft.values()
    elif not isinstance(draft, list):
        note(draft)
        return
    for part in draft:
        _walk(part, note)


def _replace(draft: object, top: Block) -> object:
    if isinstance(draft, dict):
        return {name: _replace(part, top) for name, part in draft.items()}
    if isinstance(draft, list):
        return [_replace(part, top) for part in draft]
    return top._written(draft)
