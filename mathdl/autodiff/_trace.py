"""The tape: arrays that remember how they were computed, and the sweep back over it.

A `Traced` array stands in for a NumPy array while a function runs. NumPy hands each
call with a traced array among its arguments to us (its protocols `__array_ufunc__` and
`__array_function__`); we compute the value with NumPy and note on the tape the
function, its arguments and its value. `sweep` walks the tape from the end and adds up
adjoints. When the derivative has been taken, its traced arrays are *finished*: whoever
has kept one has a constant, which NumPy may turn into a bare array.
"""

import threading

import numpy as np

from mathdl.autodiff._given import FLOAT, REAL, SCALARS, no_rule, numbers, own

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
            for node in self.tape:
                node.finish()
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

    def finish(self):
        """Leave the tape, with the value alone; before every leaf no sweep gets to."""
        self.tape = self.arguments = self.inputs = None
        self.place = -1

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
        if self.tape is None:
            return getattr(ufunc, method)(*settled(inputs), **settled(options))
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
        raise TypeError(no_rule(name, options))

    def __array_function__(self, function, types, arguments, options):
        """Answer NumPy when it meets a traced array in any other function."""
        if self.tape is None:
            return function(*settled(arguments), **settled(options))
        if form := FORMS.get(function):
            return form(*arguments, **options)
        if function in CONSTANT:
            options = {key: bare(option) for key, option in options.items()}
            return function(*map(bare, arguments), **options)
        raise TypeError(no_rule(function.__name__))

    def __getitem__(self, index):
        return apply(entry, (self,), {"index": own(index)})

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
        return float(self._settled(MATH))

    def __int__(self):
        return int(self._settled(MATH))

    def __index__(self):
        return self._settled(MATH).__index__()

    def __complex__(self):
        return complex(self._settled(MATH))

    def __array__(self, *arguments, **options):
        return np.array(self._settled(ARRAY), *arguments, **options)

    def item(self):
        return self._settled(MATH).item()

    def tolist(self):
        return self._settled(MATH).tolist()

    def _settled(self, refusal):
        """Return the value of a finished array; of another it would lose its past."""
        if self.tape is not None:
            raise TypeError(refusal)
        return self._value

    def __copy__(self):
        return self

    def __deepcopy__(self, known):
        return self  # It can't be changed, and a copy would be on no tape.

    def __reduce__(self):
        return np.array, (self._settled("pickle would cut the derivative off"),)

    def __repr__(self):
        if self.tape is None:
            return repr(self._value)
        return f"Traced({np.array2string(np.asarray(self._value), separator=', ')})"

    def __format__(self, how):
        return format(self._value, how) if how else str(self)

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

    # As NumPy's functions of these names, with their options in their order.

    def sum(self, axis=None, dtype=None, out=None, keepdims=False, **more):
        if dtype is None and out is None and not more:  # most rules come here
            return apply(np.sum, (self,), {"axis": axis, "keepdims": keepdims})
        return np.sum(self, axis, dtype, out, keepdims, **more)

    def mean(self, *options, **named):
        return np.mean(self, *options, **named)

    def max(self, *options, **named):
        return np.max(self, *options, **named)

    def min(self, *options, **named):
        return np.min(self, *options, **named)

    def argmax(self, *options, **named):
        return np.argmax(self, *options, **named)

    def reshape(self, *shape, **named):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape, **named)

    def ravel(self, *options, **named):
        return np.ravel(self, *options, **named)

    def transpose(self, *axes):
        return np.transpose(self, (axes[0] if len(axes) == 1 else axes) or None)

    T = property(transpose)


MATH = (
    "float(x), or a function of the module math, would cut the derivative off: "
    "use NumPy's functions (np.sin, not math.sin)"
)
ARRAY = (
    "np.array or np.asarray would cut the derivative off: "
    "use np.stack or np.concatenate to build an array of traced ones"
)


def entry(x, index):
    """Return x[index]."""
    return x[index]


def bare(x):
    """Return the value of a traced array, and anything else as it is."""
    return x._value if type(x) is Traced else x


def settled(x):
    """Return x, or a tree of such, with finished arrays as bare ones."""
    if type(x) is Traced:
        return x if x.tape is not None else x._value
    if type(x) in (list, tuple):
        return type(x)(map(settled, x))
    return {key: settled(y) for key, y in x.items()} if type(x) is dict else x


def real(x, why="to compute with"):
    """Return x as it is where it is traced, and else as an array of floats or a number.

    Raises
    ------
    TypeError
        Where it holds anything but real numbers.
    """
    if type(x) is Traced:
        return x if x.tape is not None else real(x._value)
    if type(x) is np.ndarray and x.dtype is FLOAT:
        return x
    array = numbers(x, why)
    if array.dtype.kind != "f":
        array = array.astype(float)
    return array[()] if array.ndim == 0 else array


def reals(*arrays):
    """Return `real` of each."""
    return [x if type(x) is Traced else real(x) for x in arrays]


def apply(function, arguments, options=NONE):
    """Compute function(*arguments, **options) and put it on the tape."""
    inputs = []
    tape = finished = None
    for x in arguments:
        if type(x) is Traced:
            if x.tape is None:
                finished = True
            else:
                tape = x.tape
            x = x._value
        inputs.append(x)
    if tape is None:
        return function(*inputs, **options)
    if finished:
        arguments = settled(tuple(arguments))
    for k, x in enumerate(arguments):
        kind = type(x)
        if kind is Traced:
            continue
        if kind is np.ndarray and (x.dtype is FLOAT or x.dtype.kind in REAL):
            tape.lock(x)
        elif kind not in SCALARS:
            inputs[k] = x = _kept(x)
            arguments = (*arguments[:k], x, *arguments[k + 1 :])
    value = function(*inputs, **options)
    return Traced(value, tape, function, arguments, inputs, options)


def _kept(x):
    """Return as an array of its own what its owner might change before the sweep."""
    return np.array(numbers(x, "beside what is differentiated"))[()]


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
    tape, start, first = leaves[0].tape, leaves[0].place, leaves[-1].place + 1
    forget = not (record or keep)
    if forget:
        nodes = tape[first:]
        del tape[first:]
    else:
        nodes = tape[first : max(adjoints) + 1]
    while nodes:
        node = nodes.pop()  # what nobody has kept goes, and gives its memory back
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
        if forget:  # node.finish(), without the time of a call
            node.tape = node.arguments = node.inputs = y = inputs = None
            node.place = -1
    return adjoints
