"""Nested lists, tuples and dicts of arrays: the parameters of a network as one thing.

A network's parameters are a list of layers ``(W, b)``; a gradient has the same form.
A *tree* is an array, or a list, tuple or dict of trees; its *leaves* are its arrays
from left to right.
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


def map_leaves(function: Callable, tree: Tree, *others: Tree) -> Tree:
    """Apply a function leaf by leaf: to the leaves of one tree, or of several alike.

    Examples
    --------
    >>> map_leaves(lambda a, b: a + b, [1, (2, 3)], [10, (20, 30)])
    [11, (22, 33)]
    """
    columns = [leaves(one) for one in (tree, *others)]
    sizes = {len(column) for column in columns}
    if len(sizes) > 1:
        raise ValueError(f"the trees have {', '.join(map(str, sorted(sizes)))} leaves")
    return rebuild(tree, (function(*row) for row in zip(*columns, strict=True)))


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
