"""Derivatives of functions: gradients, Jacobians and their products with vectors."""

from collections.abc import Callable

import numpy as np

from mathdl import tree
from mathdl.autodiff._given import REAL
from mathdl.autodiff._trace import Traced, Tracing, leaf, real, sweep

ONE = np.float64(1)


def value_and_grad(function: Callable) -> Callable:
    """Return the function that computes f(x) and the gradient of f at x.

    Parameters
    ----------
    function : callable
        ``function(x, *others)`` returns one real number. It is written with NumPy. x is
        an array or a number, or a tree of them (lists, tuples, dicts): the parameters
        of a network, say. The derivative is with respect to x alone.

    Returns
    -------
    callable
        ``(x, *others) -> (value, gradient)``: a float, and a gradient of x's form, with
        an array of the same shape for each array.

    Raises
    ------
    TypeError
        Where x holds what is no real number, or the value is not one real number, or a
        function without a derivative rule is met.
    InPlaceError
        Where the function changes an array that the derivative still needs.

    Examples
    --------
    >>> value_and_grad(lambda x: np.sum(x**2))(np.array([1.0, 2.0]))
    (5.0, array([2., 4.]))
    """
    _demand_function(function)

    def both(x, *others):
        with Tracing() as tracing:
            leaves, y = _run(tracing, function, x, others)
            if getattr(y, "shape", ()) != ():
                raise TypeError(
                    f"a gradient needs a function whose value is one number; this one "
                    f"returned an array of shape {y.shape}: use jacobian, or sum"
                )
            value = y if tracing.nested else _bare(y)
            return _plain(value), _pull(tracing, leaves, [y], [ONE], x)

    return both


def grad(function: Callable) -> Callable:
    """Return the gradient of a function: ``(x, *others) -> gradient``, of x's form.

    See `value_and_grad`, which gives the function's value at no further cost.

    Examples
    --------
    >>> grad(lambda x: x**3)(2.0)
    12.0
    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    """
    both = value_and_grad(function)
    return lambda x, *others: both(x, *others)[1]


def vjp(function: Callable) -> Callable:
    """Return the product of a vector with the Jacobian, one reverse sweep long.

    Parameters
    ----------
    function : callable
        ``function(x, *others)``, from an array or a tree of arrays to another.

    Returns
    -------
    callable
        ``(x, u, *others) -> uᵀJ``, of x's form, for u of the value's form.

    Examples
    --------
    >>> A = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> vjp(lambda x: A @ x)(np.zeros(2), np.array([1.0, 0.0]))
    array([1., 2.])
    """
    _demand_function(function)

    def product(x, u, *others):
        return _pull_back(function, x, u, others, "u", "the value whose adjoint it is")

    return product


def jvp(function: Callable) -> Callable:
    """Return the product of the Jacobian with a vector: the derivative along v.

    The product u ↦ uᵀJ is linear in u, and its own transpose is v ↦ Jv. So two reverse
    sweeps give what forward mode gives in one, without a second table of rules.

    Parameters
    ----------
    function : callable
        ``function(x, *others)`` returns an array; x is an array or a tree of arrays.

    Returns
    -------
    callable
        ``(x, v, *others) -> Jv``, of the shape of the value, for v of x's form.

    Examples
    --------
    >>> A = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> jvp(lambda x: A @ x)(np.zeros(2), np.array([1.0, 0.0]))
    array([1., 3.])
    """
    transpose = vjp(function)

    def product(x, v, *others):
        _matched(x, tree.leaves(x), v, "v", "x")
        zero = tree.map_leaves(
            lambda y: np.zeros(np.shape(_bare(y))), function(x, *others)
        )
        return vjp(lambda u: transpose(x, u, *others))(zero, v)

    return product


def hvp(function: Callable) -> Callable:
    """Return the product of the Hessian with a vector, by reverse over reverse.

    The Hessian H is the Jacobian of the gradient, and symmetric: so Hv = vᵀH is one
    sweep back over the computation of the gradient (Pearlmutter 1994, *Fast exact
    multiplication by the Hessian*). It costs a few gradients, whatever the number of
    parameters; the Hessian itself is never built.

    Parameters
    ----------
    function : callable
        ``function(x, *others)`` returns one number; x is an array or a tree of arrays.
        It is twice continuously differentiable at x.

    Returns
    -------
    callable
        ``(x, v, *others) -> Hv``, of x's form, for v of x's form.

    Examples
    --------
    >>> hvp(lambda x: x[0] ** 2 * x[1])(np.array([1.0, 3.0]), np.array([1.0, 0.0]))
    array([6., 2.])
    """
    slope = grad(function)

    def product(x, v, *others):
        return _pull_back(slope, x, v, others, "v", "x")

    return product


def jacobian(function: Callable) -> Callable:
    """Return the Jacobian of a function of one array, row by row.

    Parameters
    ----------
    function : callable
        ``function(x, *others)`` returns an array or a number.

    Returns
    -------
    callable
        ``(x, *others) -> J`` of shape ``value.shape + x.shape``: the entry
        ``J[i, ..., j, ...]`` is the derivative of value[i, ...] by x[j, ...]. It takes
        one run of the function and one reverse sweep for each entry of the value.

    Examples
    --------
    >>> jacobian(lambda x: x**2)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """
    _demand_function(function)

    def matrix(x, *others):
        if isinstance(x, (list, tuple, dict)):
            raise TypeError("jacobian takes one array; use vjp or jvp for a tree")
        with Tracing() as tracing:
            leaves, y = _run(tracing, function, x, others)
            shape = np.shape(_bare(y))
            n = int(np.prod(shape))
            basis = np.eye(n).reshape(n, *shape)
            rows = [_pull(tracing, leaves, [y], [u[()]], x, True) for u in basis]
            if not rows:
                return np.zeros(shape + np.shape(_bare(x)))
            return np.reshape(np.stack(rows), shape + np.shape(_bare(x)))

    return matrix


def check_grads(function: Callable, x, *others, order: int = 2, seed: int = 0) -> None:
    """Compare the derivatives of a function along random directions with differences.

    Parameters
    ----------
    function : callable
        ``function(x, *others)`` returns an array or a number.
    x : array or tree of arrays
    order : int
        1 compares the gradient, 2 the gradient's gradient too, and so on.
    seed : int
        Where the directions are drawn from.

    Raises
    ------
    AssertionError
        Where a derivative is not what central differences say to six digits.
    """
    rng = np.random.default_rng(seed)
    x = tree.map_leaves(lambda a: np.asarray(a, dtype=float), x)
    v = tree.map_leaves(lambda a: rng.normal(size=a.shape), x)
    u = rng.normal(size=np.shape(function(x, *others)))
    size = max((np.max(np.abs(a), initial=1) for a in tree.leaves(x)), default=1)
    h = np.finfo(float).eps ** 0.2 * size

    def along(t):
        moved = tree.map_leaves(lambda a, s: a + t * s, x, v)
        return np.sum(u * function(moved, *others))

    slopes = tree.map_leaves(np.multiply, vjp(function)(x, u, *others), v)
    predicted = sum(map(np.sum, tree.leaves(slopes)))
    near, far = along(h) - along(-h), along(2 * h) - along(-2 * h)
    measured = (8 * near - far) / (12 * h)  # right up to the fourth power of h
    np.testing.assert_allclose(predicted, measured, rtol=1e-6, atol=1e-6)
    if order > 1:

        def slope(x):
            parts = tree.leaves(vjp(function)(x, u, *others))
            return np.concatenate([np.reshape(part, -1) for part in parts])

        check_grads(slope, x, order=order - 1, seed=seed + 1)


def _pull_back(function, x, u, others, name, owner):
    """Return uᵀJ, or say that u has not the form of what it belongs to."""
    with Tracing() as tracing:
        leaves, y = _run(tracing, function, x, others)
        values = tree.leaves(y)
        seeds = list(map(real, _matched(y, values, u, name, owner)))
        return _pull(tracing, leaves, values, seeds, x)


def _run(tracing, function, x, others):
    """Run the function on leaves in the place of the arrays of x."""
    bare = [real(part, "to differentiate by") for part in tree.leaves(x)]
    if not bare:
        raise TypeError("there is no array to differentiate with respect to")
    leaves = [leaf(part, tracing.tape) for part in bare]
    y = function(tree.rebuild(x, leaves), *others)
    for value in tree.leaves(y):
        if not _is_real(value):
            raise TypeError(
                "expected a number or an array of real numbers from the function, "
                f"got {value!r}"
            )
    return leaves, y


def _is_real(value):
    if isinstance(value, (Traced, float, int)):
        return True
    return isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in REAL


def _pull(tracing, leaves, values, seeds, x, keep=False):
    """Return the adjoints of the leaves, in the form of x, from those of the values."""
    adjoints = {}
    for y, u in zip(values, seeds, strict=True):
        if type(y) is Traced and y.place >= leaves[0].place:
            # The same array may be returned twice.
            adjoints[y.place] = adjoints[y.place] + u if y.place in adjoints else u
    if adjoints:
        adjoints = sweep(adjoints, leaves, tracing.nested, keep)
    found = [adjoints.get(one.place) for one in leaves]
    return tree.rebuild(x, _own(found, leaves, seeds))


def _own(adjoints, leaves, seeds):
    """Give each array of the gradient its own memory, so that it may be changed."""
    seen = set(map(id, seeds))
    for k, g in enumerate(adjoints):
        if type(g) is np.ndarray and g.ndim:
            if g.base is not None or id(g) in seen:
                adjoints[k] = g = g.copy()
            seen.add(id(g))
        else:
            adjoints[k] = _plain(np.zeros(leaves[k].shape) if g is None else g)
    return adjoints


def _plain(y):
    """Return a number without axes as a float, and anything else as it is."""
    if type(y) is Traced or getattr(y, "ndim", 0):
        return y
    return float(y)


def _bare(y):
    return y._value if type(y) is Traced else y


def _demand_function(function):
    if not callable(function):
        raise TypeError(
            f"expected a function, got {function!r}: grad(f)(x), not grad(f(x))"
        )


def _matched(known, values, given, name, owner):
    """Return the arrays of the given tree in the order of the known one's values."""
    try:
        parts = tree.match(known, given)
    except ValueError as error:
        raise ValueError(f"{name} has not the form of {owner}: {error}") from None
    ours, theirs = _shapes(parts), _shapes(values)
    if ours != theirs:
        raise ValueError(f"{name} has the shape {ours}, and {owner} has {theirs}")
    return parts


def _shapes(arrays):
    return [getattr(a, "shape", ()) for a in arrays]
