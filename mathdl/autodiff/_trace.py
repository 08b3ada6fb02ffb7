"""The tape: arrays that remember how they were computed, and the sweep back over it.

A `Traced` array stands in for a NumPy array while a function runs. NumPy hands each
call with a traced array among its arguments to us (its protocols `__array_ufunc__` and
`__array_function__`); we compute the value with NumPy and note on the tape the
function, its arguments and its value. `sweep` walks the tape from the end and adds up
adjoints.
"""

import threading

import numpy as np

# For each function, one rule for each of its array arguments, or None where there is no
# derivative: rule(g, y, *arguments, **options) is the adjoint of the argument, given
# the adjoint g of the value y.
RULES = {}
# For each function of NumPy that takes options, one of ours that sets them in order.
FORMS = {}
# Functions whose value is locally constant, or no number: they take the bare values.
CONSTANT = set()

NONE = {}
_here = threading.local()


class InPlaceError(ValueError):
    """An array was changed in place while a derivative still needed it."""


class Tape(list):
    """Traced arrays in the order in which they were computed."""

    def __init__(self):
        super().__init__()
        self.locked = []

    def lock(self, array: np.ndarray) -> None:
        """Forbid changes to an array, and before that to what it is a view of."""
        if type(array.base) is np.ndarray:
            self.lock(array.base)
        flags = array.flags
        if flags.writeable:
            flags.writeable = False
            self.locked.append(flags)

    def unlock(self) -> None:
        """Allow again what `lock` forbade, in its order: a view asks its owner."""
        for flags in self.locked:
            flags.writeable = True
        self.locked.clear()


class Tracing:
    """The context of a derivative: it opens a tape, or goes on with the open one.

    `nested` tells that another derivative is being taken around this one; then the
    sweep has to be recorded too.
    """

    def __enter__(self):
        self.nested = getattr(_here, "tape", None) is not None
        if not self.nested:
            _here.tape = Tape()
        self.tape = _here.tape
        return self

    def __exit__(self, kind, error, traceback):
        if not self.nested:
            self.tape.unlock()
            self.tape.clear()  # tape and arrays hold one another: let them go
            _here.tape = None
        if kind is ValueError and "read-only" in str(error):
            raise InPlaceError(
                "an array is changed in place here, and a derivative still needs the "
                "values that it had: write a new array instead (x = x + 1, not x += 1)"
            ) from error


class Traced:
    """An array on the tape. It computes as NumPy's arrays do, and can't be changed."""

    __slots__ = (
        "_value", "tape", "place", "function", "arguments", "inputs", "options",
    )  # fmt: skip
    __hash__ = None

    def __init__(self, value, tape, function, arguments, inputs, options):
        self._value = value
        self.tape = tape
        self.place = len(tape)
        self.function = function
        self.arguments = arguments  # traced or bare, as they came
        self.inputs = inputs  # their bare values
        self.options = options
        tape.append(self)

    @property
    def value(self) -> np.ndarray:
        """The bare array, which can be read and not changed."""
        view = np.asarray(self._value).view()
        view.flags.writeable = False
        return view

    shape = property(lambda self: self._value.shape)
    ndim = property(lambda self: self._value.ndim)
    size = property(lambda self: self._value.size)
    dtype = property(lambda self: self._value.dtype)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        """Answer NumPy when it meets a traced array in an entry-by-entry function."""
        if method == "__call__" and not options:
            if ufunc in RULES:
                return apply(ufunc, inputs)
            if ufunc in CONSTANT:
                return ufunc(*map(bare, inputs))
        if "out" in options:
            raise InPlaceError(
                f"np.{ufunc.__name__} is asked to write a traced result into an "
                "existing array: write a new array instead (X = X + y, not X += y)"
            )
        name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
        raise TypeError(_no_rule(name, options))

    def __array_function__(self, function, types, arguments, options):
        """Answer NumPy when it meets a traced array in any other function."""
        if form := FORMS.get(function):
            try:
                return form(*arguments, **options)
            except TypeError as error:
                if "unexpected keyword" not in str(error):
                    raise
                raise TypeError(_no_rule(function.__name__, options)) from None
        if function in CONSTANT:
            options = {key: bare(option) for key, option in options.items()}
            return function(*map(bare, arguments), **options)
        raise TypeError(_no_rule(function.__name__, {}))

    def __getitem__(self, index):
        return apply(entry, (self,), {"index": index})

    def __setitem__(self, index, new):
        raise InPlaceError(
            "x[...] = … would change a traced array in place: build a new one, with "
            "np.where, np.concatenate or np.stack"
        )

    def __len__(self):
        return len(self._value)

    def __iter__(self):
        return (self[k] for k in range(len(self._value)))

    def __bool__(self):
        return bool(self._value)

    def __float__(self):
        raise TypeError(
            "float(x), or a function of the module math, would cut the derivative off: "
            "use NumPy's functions (np.sin, not math.sin)"
        )

    __int__ = __index__ = __complex__ = __float__

    def __array__(self, *arguments, **options):
        raise TypeError(
            "np.array or np.asarray would cut the derivative off: "
            "use np.stack or np.concatenate to build an array of traced ones"
        )

    def __repr__(self):
        return f"Traced({np.array2string(np.asarray(self._value), separator=', ')})"

    def __add__(self, other):
        return apply(np.add, (self, other))

    def __radd__(self, other):
        return apply(np.add, (other, self))

    def __sub__(self, other):
        return apply(np.subtract, (self, other))

    def __rsub__(self, other):
        return apply(np.subtract, (other, self))

    def __mul__(self, other):
        return apply(np.multiply, (self, other))

    def __rmul__(self, other):
        return apply(np.multiply, (other, self))

    def __truediv__(self, other):
        return apply(np.divide, (self, other))

    def __rtruediv__(self, other):
        return apply(np.divide, (other, self))

    def __matmul__(self, other):
        return apply(np.matmul, (self, other))

    def __rmatmul__(self, other):
        return apply(np.matmul, (other, self))

    def __pow__(self, other):
        return apply(np.power, (self, other))

    def __rpow__(self, other):
        return apply(np.power, (other, self))

    def __neg__(self):
        return apply(np.negative, (self,))

    def __pos__(self):
        return self

    def __abs__(self):
        return apply(np.absolute, (self,))

    def __lt__(self, other):
        return self._value < bare(other)

    def __le__(self, other):
        return self._value <= bare(other)

    def __gt__(self, other):
        return self._value > bare(other)

    def __ge__(self, other):
        return self._value >= bare(other)

    def __eq__(self, other):
        return self._value == bare(other)

    def __ne__(self, other):
        return self._value != bare(other)

    def sum(self, axis=None, keepdims=False):
        return apply(np.sum, (self,), {"axis": axis, "keepdims": keepdims})

    def mean(self, axis=None, keepdims=False):
        return np.mean(self, axis, keepdims=keepdims)

    def max(self, axis=None, keepdims=False):
        return apply(np.max, (self,), {"axis": axis, "keepdims": keepdims})

    def min(self, axis=None, keepdims=False):
        return apply(np.min, (self,), {"axis": axis, "keepdims": keepdims})

    def argmax(self, axis=None):
        return self._value.argmax(axis)

    def reshape(self, *shape):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def ravel(self):
        return np.reshape(self, -1)

    def transpose(self, *axes):
        return np.transpose(self, (axes[0] if len(axes) == 1 else axes) or None)

    T = property(transpose)


def entry(x, index):
    """Return x[index]."""
    return x[index]


def bare(x):
    """Return the value of a traced array, and anything else as it is."""
    return x._value if type(x) is Traced else x


def apply(function, arguments, options=NONE):
    """Compute function(*arguments, **options) and put it on the tape."""
    inputs = []
    tape = None
    for x in arguments:
        if type(x) is Traced:
            tape = x.tape
            x = x._value
        inputs.append(x)
    if tape is None:
        return function(*inputs, **options)
    for x in arguments:
        if type(x) is np.ndarray:
            tape.lock(x)
    value = function(*inputs, **options)
    return Traced(value, tape, function, arguments, inputs, options)


def pair(function):
    """Put function(a, b) on the tape where a or b is traced, and else just compute it.

    Most rules are such functions of an adjoint and one array; a sweep that is not
    recorded then pays nothing for it.
    """

    def call(a, b):
        if type(a) is Traced or type(b) is Traced:
            return apply(function, (a, b))
        return function(a, b)

    return call


def leaf(x, tape):
    """Return a new traced array with the value of x, at which a sweep can stop."""
    if type(x) is Traced:
        return Traced(x._value, tape, np.positive, (x,), (x._value,), NONE)
    tape.lock(x)
    return Traced(x, tape, None, (), (), NONE)


def sweep(adjoints: dict, leaves: list, record: bool, keep: bool) -> dict:
    """Turn the adjoints of outputs, by their place on the tape, into those of leaves.

    Everything on the tape after the leaves is visited once, in reverse. With `record`
    the rules run on traced arrays, so that the adjoints can be differentiated in turn;
    with `keep` the tape can be swept again, else its memory is given back on the way.
    """
    start, first = leaves[0].place, leaves[-1].place + 1
    forget = not (record or keep)
    for node in reversed(leaves[0].tape[first : max(adjoints) + 1]):
        g = adjoints.pop(node.place, None)
        if g is not None and node.function is not None:
            y, inputs = (node, node.arguments) if record else (node._value, node.inputs)
            options = node.options
            # There may be more rules than arguments: concatenate has any number.
            for x, rule in zip(node.arguments, RULES[node.function]):  # noqa: B905
                if rule is not None and type(x) is Traced:
                    place = x.place
                    if place >= start:
                        part = rule(g, y, *inputs, **options)
                        known = adjoints.get(place)
                        adjoints[place] = part if known is None else known + part
        if forget:
            node.arguments = node.inputs = node._value = y = inputs = None
    return adjoints


def _no_rule(name, options) -> str:
    unusual = f" with {', '.join(options)}" if options else ""
    return (
        f"mathdl.autodiff has no derivative rule for np.{name}{unusual}; write it with "
        "functions that have one, or give it one with mathdl.autodiff.primitive"
    )
