"""Two-dimensional convolution. It is linear in the picture and in the kernel.

With the picture x, the kernel w and an adjoint g there is one trilinear form,
sum of g · conv2d(x, w), and its derivatives with respect to g, x and w are the three
functions below. The derivatives of each are the other two: so convolution can be
differentiated as often as one likes.
"""

import numpy as np

from mathdl.autodiff._trace import RULES, apply, reals


def conv2d(x, w, stride: int = 1, padding: int = 0):
    """Slide kernels over pictures: y[n,o,i,j] = Σ x[n,c,si+a,sj+b] w[o,c,a,b].

    As everywhere in deep learning the kernel is not flipped: mathematicians call this
    a cross-correlation.

    Parameters
    ----------
    x : array of shape (samples, channels, height, width)
    w : array of shape (outputs, channels, kernel height, kernel width)
    stride : int
        How far the kernel moves from one value to the next.
    padding : int
        How many zeros are put around the picture on each side.

    Returns
    -------
    array of shape (samples, outputs, rows, columns)
        With rows = (height + 2 padding - kernel height) // stride + 1.

    Raises
    ------
    ValueError
        Where shapes do not match or the kernel does not fit into the picture.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.ones((1, 1, 2, 2)))[0, 0]
    array([[ 8., 12.],
           [20., 24.]])
    """
    x, w = reals(x, w)
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError(
            f"pictures of shape {x.shape} and kernels of shape {w.shape}: expected "
            "(samples, channels, height, width) and (outputs, channels, height, width)"
        )
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride}, padding {padding}: expected ≥ 1 and ≥ 0")
    size = [n + 2 * padding for n in x.shape[2:]]
    if not all(1 <= k <= n for k, n in zip(w.shape[2:], size, strict=True)):
        raise ValueError(f"a kernel of {w.shape[2:]} does not fit into {tuple(size)}")
    shapes = {"x": x.shape, "w": w.shape, "stride": stride, "padding": padding}
    return apply(_values, (x, w), shapes)


def _patches(data, w, stride, padding):
    """Return all patches as rows of a matrix: (samples · rows · columns, entries)."""
    if padding:
        data = np.pad(data, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    samples, channels, height, width = data.shape
    rows, columns = 1 + (height - w[2]) // stride, 1 + (width - w[3]) // stride
    sample, channel, down, right = data.strides
    view = np.lib.stride_tricks.as_strided(
        data,
        (samples, rows, columns, *w[1:]),
        (sample, down * stride, right * stride, channel, down, right),
        writeable=False,
    )
    entries = channels * w[2] * w[3]
    return view.reshape(samples * rows * columns, entries), (samples, rows, columns)


def _values(data, kernel, *, x, w, stride, padding):
    patches, places = _patches(data, w, stride, padding)
    y = patches @ kernel.reshape(len(kernel), -1).T
    return y.reshape(*places, len(kernel)).transpose(0, 3, 1, 2)


def _for_picture(g, kernel, *, x, w, stride, padding):
    """Return the adjoint of the picture: each patch gets back what it gave."""
    samples, channels, height, width = x
    rows, columns = g.shape[2:]
    full = np.zeros((samples, channels, height + 2 * padding, width + 2 * padding))
    parts = np.tensordot(g, kernel, axes=((1,), (0,)))  # (n, rows, columns, c, a, b)
    for a in range(w[2]):
        for b in range(w[3]):
            down = slice(a, a + stride * (rows - 1) + 1, stride)
            right = slice(b, b + stride * (columns - 1) + 1, stride)
            full[:, :, down, right] += parts[..., a, b].transpose(0, 3, 1, 2)
    return full[:, :, padding : padding + height, padding : padding + width]


def _for_kernel(data, g, *, x, w, stride, padding):
    """Return the adjoint of the kernel: patches weighted by the adjoints."""
    patches, _ = _patches(data, w, stride, padding)
    g = g.transpose(0, 2, 3, 1).reshape(-1, w[0])
    return (g.T @ patches).reshape(w)


def _call(function):
    return lambda *arrays, **shapes: apply(function, arrays, shapes)


_y, _x, _w = map(_call, (_values, _for_picture, _for_kernel))

RULES[_values] = (
    lambda g, y, x_, w_, **shapes: _x(g, w_, **shapes),
    lambda g, y, x_, w_, **shapes: _w(x_, g, **shapes),
)
RULES[_for_picture] = (
    lambda g, y, u, w_, **shapes: _y(g, w_, **shapes),
    lambda g, y, u, w_, **shapes: _w(g, u, **shapes),
)
RULES[_for_kernel] = (
    lambda g, y, x_, u, **shapes: _x(u, g, **shapes),
    lambda g, y, x_, u, **shapes: _y(x_, g, **shapes),
)
