"""A linear map of the plane, to be moved by its columns."""

import traitlets

from mathdl.widgets import _plane
from mathdl.widgets._base import Explorable, Matrix2x2, svg


class LinearMap(Explorable, stem="linear_map"):
    """The map x -> A x of the plane: drag where the two basis vectors go.

    The figure shows the moved grid, the image of the unit square with its signed area,
    the kernel and the image of a singular map, and the real eigen-directions. A column
    that is dragged to within 0.05 of the other column's line is put on that line, so
    that a singular map can be reached by hand; the arrow keys stop there.

    Parameters
    ----------
    matrix : array_like, shape (2, 2)
        The matrix A; its columns are the images of the basis vectors.
    eigen : bool
        Whether the real eigen-directions are drawn.

    Raises
    ------
    ValueError, TypeError
        If ``matrix`` is not a matrix of shape (2, 2) of finite numbers.

    Examples
    --------
    >>> LinearMap(matrix=[[2, 1], [4, 2]]).readout()["rank"]
    1
    """

    matrix = Matrix2x2([[1.0, 0.5], [0.0, 1.0]]).tag(sync=True)
    eigen = traitlets.Bool(True).tag(sync=True)

    def readout(self) -> dict:
        """Return determinant, rank, kernel, image, eigenvalues and eigenvectors.

        Subspaces are lists of vectors that span them, of length 1 each.
        """
        return {
            "det": _plane.determinant(self.matrix),
            "rank": _plane.rank(self.matrix),
            "kernel": _plane.kernel(self.matrix),
            "image": _plane.image(self.matrix),
            "eigenvalues": _plane.eigenvalues(self.matrix),
            "eigenvectors": _plane.eigenvectors(self.matrix),
        }

    def still(self) -> str:
        """Return the moved grid and the columns, an SVG as text."""
        return svg(_plane.picture([self.matrix]))

    def alt(self) -> str:
        """Return the matrix and what it does to areas."""
        return (
            f"The plane after the linear map with matrix {_plane.words(self.matrix)}, "
            f"with its grid and the images of the two basis vectors. "
            f"{_plane.verdict(self.matrix)}"
        )
