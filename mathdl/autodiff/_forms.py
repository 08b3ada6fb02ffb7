"""NumPy's functions as they are called: their options, by NumPy's names for them.

What a function takes is put to the names in NumPy's own signature; the options that a
rule knows are handed to it, and others are refused by name. Functions without a slope
are listed at the end.
"""

from inspect import Parameter, signature

import numpy as np

from mathdl.autodiff._given import no_rule, own
from mathdl.autodiff._rules import LETTERS, average, concatenate, einsum, length
from mathdl.autodiff._trace import CONSTANT, FORMS, apply, bare


def form(function):
    """Take this function where NumPy's is called with a traced array."""

    def keep(ours):
        FORMS[function] = _as_called(function, ours)
        return ours

    return keep


def _as_called(function, ours):
    """Return ours, to be called as NumPy's: what it is given is put to its names."""
    known = signature(ours).parameters
    theirs = signature(ours)
    try:
        if known.keys() <= signature(function).parameters.keys():
            theirs = signature(function)
    except ValueError:
        pass  # Before NumPy 2.4 functions in C told no signature.
    both = zip(known, theirs.parameters, strict=False)
    alike = next((k for k, (a, b) in enumerate(both) if a != b), len(known))
    if any(p.kind is Parameter.VAR_POSITIONAL for p in known.values()):
        alike = np.inf  # einsum

    def call(*arguments, **options):
        if len(arguments) > alike or not known.keys() >= options.keys():
            arguments, options = _by_name(function, theirs, known, arguments, options)
        return ours(*arguments, **options)

    call.names = known.keys()
    return call


def _by_name(function, theirs, known, arguments, options):
    """Return the arguments and options that are ours; refuse others that tell."""
    given = theirs.bind(*arguments, **options)
    for name in [name for name in given.arguments if name not in known]:
        value, theirs_of = given.arguments.pop(name), theirs.parameters[name]
        if theirs_of.kind is Parameter.VAR_KEYWORD:
            raise TypeError(no_rule(function.__name__, value))
        standard = theirs_of.default
        if value is not standard and (
            type(value) is not type(standard) or value != standard
        ):
            raise TypeError(no_rule(function.__name__, [name]))
    return given.args, given.kwargs


def _reduction(function):
    @form(function)
    def reduce(a, axis=None, keepdims=False):
        return apply(function, (a,), {"axis": axis, "keepdims": keepdims})


for _function in (np.sum, np.max, np.min):
    _reduction(_function)


@form(np.mean)
def _mean(a, axis=None, keepdims=False):
    return apply(average, (a,), {"axis": axis, "keepdims": keepdims})


def _centred(a, axis):
    """Return the distances from the mean, and how many each mean is of."""
    mean = np.mean(a, axis=axis, keepdims=True)
    return a - mean, a.size / max(mean.size, 1)


@form(np.var)
def _var(a, axis=None, ddof=0, keepdims=False):
    apart, n = _centred(a, axis)
    return np.sum(np.square(apart), axis=axis, keepdims=keepdims) / (n - ddof)


@form(np.std)
def _std(a, axis=None, ddof=0, keepdims=False):
    apart, n = _centred(a, axis)
    return length(apart, axis, keepdims) / np.sqrt(n - ddof)


@form(np.linalg.norm)
def _norm(x, ord=None, axis=None, keepdims=False):
    if axis is None and ord is None:
        return length(x, None, keepdims)
    axes = tuple(range(x.ndim)) if axis is None else axis
    axes = axes if isinstance(axes, tuple) else (axes,)
    if len(axes) == 1:
        return _norm_of_vectors(x, ord, axes, keepdims)
    if len(axes) == 2:
        return _norm_of_matrices(x, ord, axes, keepdims)
    raise ValueError(f"np.linalg.norm along {len(axes)} axes: expected one or two")


def _norm_of_vectors(x, ord, axes, keepdims):
    """Return (sum of abs(x)^ord)^(1/ord), and what becomes of it for 0 and inf."""
    if isinstance(ord, str):
        raise TypeError(no_rule("linalg.norm", [f"ord={ord!r} of a vector"]))
    if ord in (None, 2):
        return length(x, axes, keepdims)
    if ord == 0:
        return np.sum(bare(x) != 0, axis=axes, keepdims=keepdims).astype(float)
    sizes = np.abs(x)
    if ord == 1:
        return np.sum(sizes, axis=axes, keepdims=keepdims)
    if abs(ord) == np.inf:
        extreme = np.max if ord > 0 else np.min
        return extreme(sizes, axis=axes, keepdims=keepdims)
    powers = np.sum(sizes**ord, axis=axes, keepdims=keepdims)
    tip = powers == 0  # there the root is steep, and the norm has slope 0
    return np.where(tip, 0.0, np.where(tip, 1.0, powers) ** (1 / ord))


def _norm_of_matrices(x, ord, axes, keepdims):
    """Return the root of all squares, or the largest (smallest) sum of a line.

    The lines are the columns for ord 1 (-1), and the rows for inf (-inf).
    """
    if ord in (None, "fro", "f"):
        return length(x, axes, keepdims)
    if ord not in (1, -1, np.inf, -np.inf):
        raise TypeError(no_rule("linalg.norm", [f"ord={ord!r} of a matrix"]))
    along, across = axes if abs(ord) == 1 else axes[::-1]
    sums = np.sum(np.abs(x), axis=along, keepdims=True)
    y = (np.max if ord > 0 else np.min)(sums, axis=across, keepdims=True)
    return y if keepdims else np.squeeze(y, axes)


@form(np.cumsum)
def _cumsum(a, axis=None):
    a, axis = (np.reshape(a, -1), 0) if axis is None else (a, axis)
    return apply(np.cumsum, (a,), {"axis": axis})


@form(np.where)
def _where(condition, x=None, y=None):
    if x is None and y is None:
        return np.where(bare(condition))
    return apply(np.where, (bare(condition), x, y))


@form(np.clip)
def _clip(a, a_min=None, a_max=None, *, min=None, max=None):
    for low in (a_min, min):
        a = a if low is None or low is np._NoValue else np.maximum(a, low)
    for high in (a_max, max):
        a = a if high is None or high is np._NoValue else np.minimum(a, high)
    return a


@form(np.full_like)
def _full_like(a, fill_value, shape=None):
    return np.broadcast_to(fill_value, np.shape(a) if shape is None else shape) * 1.0


@form(np.concatenate)
def _concatenate_form(arrays, axis=0):
    arrays = tuple(arrays)
    if axis is None:
        arrays, axis = tuple(np.reshape(a, -1) for a in arrays), 0
    return apply(concatenate, arrays, {"axis": axis})


@form(np.stack)
def _stack(arrays, axis=0):
    return np.concatenate([np.expand_dims(a, axis) for a in arrays], axis=axis)


@form(np.reshape)
def _reshape(a, shape):
    return apply(np.reshape, (a,), {"shape": own(shape)})


@form(np.ravel)
def _ravel(a):
    return np.reshape(a, -1)


@form(np.squeeze)
def _squeeze(a, axis=None):
    return np.reshape(a, np.squeeze(np.empty(a.shape), axis).shape)


@form(np.transpose)
def _transpose(a, axes=None):
    places = range(a.ndim)  # read with NumPy's own eyes: -1 is the last
    axes = places[::-1] if axes is None else [places[k] for k in axes]
    return apply(np.transpose, (a,), {"axes": tuple(axes)})


@form(np.swapaxes)
def _swapaxes(a, axis1, axis2):
    axes = list(range(a.ndim))
    axes[axis1], axes[axis2] = axes[axis2], axes[axis1]
    return apply(np.transpose, (a,), {"axes": tuple(axes)})


@form(np.flip)
def _flip(m, axis=None):
    return apply(np.flip, (m,), {"axis": axis})


@form(np.broadcast_to)
def _broadcast_to(array, shape):
    return apply(np.broadcast_to, (array,), {"shape": own(shape)})


@form(np.expand_dims)
def _expand_dims(a, axis):
    return apply(np.expand_dims, (a,), {"axis": own(axis)})


@form(np.dot)
def _dot(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return np.multiply(a, b)
    if np.ndim(b) > 2:
        raise TypeError("np.dot of more than two axes: use np.matmul or np.einsum")
    return np.matmul(a, b)


@form(np.outer)
def _outer(a, b):
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


@form(np.trace)
def _trace(a, offset=0, axis1=0, axis2=1):
    rows, columns = a.shape[axis1], a.shape[axis2]
    rest = [k for k in range(a.ndim) if k not in (axis1 % a.ndim, axis2 % a.ndim)]
    a = np.transpose(a, [axis1, axis2, *rest])
    i = np.arange(max(0, -offset), max(0, min(rows, columns - offset)))
    return np.sum(a[i, i + offset], axis=0)


@form(np.einsum)
def _einsum_form(*operands, optimize=False):
    subscripts, *operands = operands
    if not isinstance(subscripts, str):
        raise TypeError("np.einsum without a string of subscripts is not known here")
    written = explicit(subscripts, operands)
    return apply(einsum, tuple(operands), {"subscripts": written})


def explicit(subscripts: str, operands) -> str:
    """Write out what einsum lets one leave out: the dots, and what comes after ->."""
    letters, arrow, out = subscripts.replace(" ", "").partition("->")
    names = letters.split(",")
    free = [c for c in reversed(LETTERS) if c not in subscripts]
    dots = ""
    for k, operand in enumerate(operands):
        if "..." in names[k]:
            own = np.ndim(operand) - len(names[k].replace("...", ""))
            dots = max(dots, "".join(free[:own][::-1]), key=len)
            names[k] = names[k].replace("...", "".join(free[:own][::-1]))
    if not arrow:
        every = letters.replace(",", "").replace("...", "")
        out = "..." + "".join(c for c in sorted(set(every)) if every.count(c) == 1)
    return ",".join(names) + "->" + out.replace("...", dots)


CONSTANT.update({
    np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal,
    np.sign, np.floor, np.ceil, np.rint, np.isfinite, np.isnan, np.isinf,
    np.logical_and, np.logical_or, np.logical_not,
    np.shape, np.ndim, np.size, np.argmax, np.argmin, np.argsort, np.zeros_like,
    np.ones_like, np.allclose, np.isclose, np.array_equal, np.any, np.all,
    np.count_nonzero, np.array2string, np.array_repr, np.array_str,
})  # fmt: skip
