"""Reverse-mode automatic differentiation of functions that are written with NumPy.

The face is functional: ``grad(f)`` is a function, as in mathematics, and f is plain
NumPy code that knows nothing of derivatives. We chose this over a tensor class with
``.backward()`` and ``.grad`` because a chapter then shows the same lines as its
formulas: the network that is evaluated, plotted and tested is the very function that is
differentiated, ``grad(grad(f))`` and Hessian–vector products need no new idea, and
there is no hidden state to reset between steps.

While f runs, its argument is replaced by traced arrays (module `_trace`), which write
what NumPy does with them on a tape; the table of derivatives is in module `_rules`.
Arrays that a derivative needs are locked while it runs, so that a change in place is an
error at the line where it is made, and not a wrong gradient. (What was made as a view
of an array before can still write into it: this alone is not seen.)
"""

from mathdl.autodiff import _rules as _rules
from mathdl.autodiff._convolution import conv2d as conv2d
from mathdl.autodiff._derivatives import check_grads as check_grads
from mathdl.autodiff._derivatives import grad as grad
from mathdl.autodiff._derivatives import hvp as hvp
from mathdl.autodiff._derivatives import jacobian as jacobian
from mathdl.autodiff._derivatives import jvp as jvp
from mathdl.autodiff._derivatives import value_and_grad as value_and_grad
from mathdl.autodiff._derivatives import vjp as vjp
from mathdl.autodiff._functions import layer_norm as layer_norm
from mathdl.autodiff._functions import log_softmax as log_softmax
from mathdl.autodiff._functions import logsumexp as logsumexp
from mathdl.autodiff._functions import mean_squared_error as mean_squared_error
from mathdl.autodiff._functions import primitive as primitive
from mathdl.autodiff._functions import relu as relu
from mathdl.autodiff._functions import softmax as softmax
from mathdl.autodiff._functions import softmax_cross_entropy as softmax_cross_entropy
from mathdl.autodiff._layer import affine as affine
from mathdl.autodiff._trace import InPlaceError as InPlaceError
