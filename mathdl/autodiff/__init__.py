"""Reverse-mode automatic differentiation of functions that are written with NumPy.

The face is functional: ``grad(f)`` is a function, as in mathematics, and f is plain
NumPy code that knows nothing of derivatives. We chose this over a tensor class with
``.backward()`` and ``.grad`` because a chapter then shows the same lines as its
formulas: the network that is evaluated, plotted and tested is the very function that is
differentiated, ``grad(grad(f))`` and Hessian–vector products need no new idea, and
there is no hidden state to reset between steps.

While f runs, its argument is replaced by traced arrays (module `_trace`), which write
what NumPy does with them on a tape; the table of derivatives is in module `_rules`, and
`_forms` tells with which options NumPy's functions are known.
Arrays that a derivative needs are locked while it runs, so that a change in place is an
error at the line where it is made, and not a wrong gradient. (What was made as a view
of an array before can still write into it: this alone is not seen.) Lists and indices
are copied. Numbers are real: complex ones are refused by name. A traced array that a
function has kept, a loss for a plot say, is a constant once its derivative is taken:
``float(loss)`` or ``np.array(losses)`` makes plain numbers of it.

Where a function has no derivative, one number has to be chosen. It is a subgradient
where the function is convex, and at a tie those that attain a maximum share evenly:

==============================  ======  =======  ===
function, at its kink           mathdl  PyTorch  JAX
==============================  ======  =======  ===
``abs(x)`` at 0                 0       0        1
``sign(x)`` at 0                0       0        0
``relu(x)`` at 0                0       0        0
``maximum(x, 0)`` at 0          1/2     1/2      1/2
``minimum(x, 0)`` at 0          1/2     1/2      1/2
``max(x)`` at (1, 1)            1/2     1/2      1/2
``min(x)`` at (1, 1)            1/2     1/2      1/2
``clip(x, 0, 1)`` at 0          1/2     1        1/2
``clip(x, 0, 1)`` at 1          1/2     1        1/2
``sqrt(x)`` at 0                inf     inf      inf
``norm(x)`` at (0, 0)           0       0        nan
``std(x)`` at (1, 1)            0       0        nan
``where(x > 0, x, 0)`` at 0     0       0        0
``where(x > 0, sqrt(x), 0)``    nan     nan      nan
==============================  ======  =======  ===

The last row, at 0, is a trap of all three: `where` gives the branch that it does not
take the adjoint 0, and 0 times the infinite slope of the root is nan. Choose the
*argument* first: ``where(x > 0, sqrt(where(x > 0, x, 1)), 0)`` has the slope 0 there.
"""

from mathdl.autodiff import _forms as _forms
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
