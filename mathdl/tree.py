"""Nested lists, tuples and dicts of arrays: the parameters of a network as one thing.

A network's parameters are a list of layers ``(W, b)``; a gradient has the same form.
A *tree* is an array, or a list, tuple or dict of trees; its *leaves* are its arrays
from left to right. Two trees are *alike* where lists and tuples are of the same length
and dicts have the same keys: what belongs together is told by the key, not by the order
in which keys were entered.
"""

from collections.abc import Callable, Iterable
from typing import Any

Tree = Any
BRANCHES = (list, tuple, dict)


def leaves(tree: Tree) -> list:
    """Return the arrays of a tree from left to right; dicts in the order of entry.

    Examples
    --------
    >>> leaves([(1.0, 2.0), {"b": 3.0}])
    [1.0, 2.0, 3.0]
    """
    if isinstance(tree, dict):
        tree = tree.values()
    elif not isinstance(tree, (list, tuple)):
        return [tree]
    found = []
    for branch in tree:
        if isinstance(branch, BRANCHES):
            found += leaves(branch)
        else:
            found.append(branch)
    return found


def rebuild(tree: Tree, new: Iterable) -> Tree:
    """Return a tree of the form of the given one, with new leaves from left to right.

    Raises
    ------
    ValueError
        Where there are fewer or more new leaves than the tree has.

    Examples
    --------
    >>> rebuild([(1.0, 2.0), {"b": 3.0}], "xyz")
    [('x', 'y'), {'b': 'z'}]
    """
    supply = iter(new)
    try:
        built = _rebuild(tree, supply)
    except StopIteration:
        raise ValueError(f"too few leaves for a tree of {len(leaves(tree))}") from None
    if next(supply, None) is not None:
        raise ValueError(f"too many leaves for a tree of {len(leaves(tree))}")
    return built


def match(tree: Tree, other: Tree) -> list:
    """Return the arrays of another tree, each at the place of its partner in the first.

    Raises
    ------
    ValueError
        Where the two are not alike.

    Examples
    --------
    >>> match({"a": 1, "b": 2}, {"b": 20, "a": 10})
    [10, 20]
    """
    if not isinstance(tree, BRANCHES):
        if isinstance(other, BRANCHES):
            raise ValueError(
                f"the trees are not alike: {_named(other)} where one array is expected"
            )
        return [other]
    if isinstance(tree, dict):
        if not isinstance(other, dict) or tree.keys() != other.keys():
            raise ValueError(f"the trees are not alike: {_named(tree, other)}")
        pairs = [(branch, other[key]) for key, branch in tree.items()]
    else:
        if not isinstance(other, (list, tuple)) or len(tree) != len(other):
            raise ValueError(f"the trees are not alike: {_named(tree, other)}")
        pairs = zip(tree, other, strict=True)
    found = []
    for branch, partner in pairs:
        if isinstance(branch, BRANCHES) or isinstance(partner, BRANCHES):
            found += match(branch, partner)
        else:
            found.append(partner)
    return found


def map_leaves(function: Callable, tree: Tree, *others: Tree) -> Tree:
    """Apply a function leaf by leaf: to the leaves of one tree, or of several alike.

    Raises
    ------
    ValueError
        Where the trees are not alike.

    Examples
    --------
    >>> map_leaves(lambda a, b: a + b, [1, (2, 3)], [10, (20, 30)])
    [11, (22, 33)]
    >>> map_leaves(lambda a, b: a + b, {"w": 1, "b": 2}, {"b": 20, "w": 10})
    {'w': 11, 'b': 22}
    """
    columns = [leaves(tree), *(match(tree, other) for other in others)]
    return rebuild(tree, (function(*row) for row in zip(*columns, strict=True)))


def _named(*trees) -> str:
    """Return in words what the trees are, down to their first branches."""
    return " and ".join(
        f"a dict with the keys {list(tree)}"
        if isinstance(tree, dict)
        else f"a {type(tree).__name__} of {len(tree)}"
        if isinstance(tree, (list, tuple))
        else "one array"
        for tree in trees
    )


def _rebuild(tree, supply):
    if isinstance(tree, dict):
        keys, branches = tree.keys(), tree.values()
    elif isinstance(tree, (list, tuple)):
        keys, branches = None, tree
    else:
        return next(supply)
    built = [
        _rebuild(branch, supply) if isinstance(branch, BRANCHES) else next(supply)
        for branch in branches
    ]
    if keys is not None:
        return dict(zip(keys, built, strict=True))
    return type(tree)(*built) if hasattr(tree, "_fields") else type(tree)(built)
