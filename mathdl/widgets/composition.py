"""Two linear maps of the plane, one after the other."""

from mathdl.widgets import _plane
from mathdl.widgets._base import Explorable, Matrix2x2, svg


class Composition(Explorable, stem="composition"):
    """The maps x -> A x and x -> B x one after the other: B A x, beside A B x.

    Three planes show the first map, the second, and both; a button swaps their order.

    Parameters
    ----------
    first : array_like, shape (2, 2)
        The matrix A of the map that comes first.
    second : array_like, shape (2, 2)
        The matrix B of the map that comes second.

    Raises
    ------
    ValueError, TypeError
        If ``first`` or ``second`` is not a matrix of shape (2, 2) of finite numbers.

    Examples
    --------
    >>> quarter_turn, shear = [[0, -1], [1, 0]], [[1, 1], [0, 1]]
    >>> Composition(first=quarter_turn, second=shear).readout()["commute"]
    False
    """

    first = Matrix2x2([[0.0, -1.0], [1.0, 0.0]]).tag(sync=True)
    second = Matrix2x2([[1.0, 1.0], [0.0, 1.0]]).tag(sync=True)

    def readout(self) -> dict:
        """Return ``BA``, ``AB``, their distance ``gap`` (Frobenius) and ``commute``."""
        return _plane.composed(self.first, self.second)

    def still(self) -> str:
        """Return the planes after A, after B and after both, an SVG as text."""
        matrices = [self.first, self.second, self.readout()["BA"]]
        return svg(_plane.picture(matrices, ["first: A", "then: B", "both: BA"]))

    def alt(self) -> str:
        """Return both matrices and whether their order matters."""
        same = self.readout()["commute"]
        return (
            "Three planes with their grids: after the first map A = "
            f"{_plane.words(self.first)}, after the second map B = "
            f"{_plane.words(self.second)}, and after both, BA. The order "
            + ("does not matter here." if same else "matters: AB is another map.")
        )
