"""Points on a line, a density over them, and the log-likelihood of its location."""

import traitlets

from mathdl.widgets import _likelihood
from mathdl.widgets._base import Explorable, svg


class Likelihood(Explorable, stem="likelihood"):
    """Drag data and a location, and see which locations the data believe in.

    Above, the density with the chosen location over the points; below, the
    log-likelihood of every location, its peak, and the parabola whose width is the
    standard error. Laplace's density has a corner: there the standard error is that of
    the Fisher information.

    Parameters
    ----------
    data : list of float
        2 to 12 numbers from -6 to 6.
    location : float
        From -6 to 6.
    scale : float
        From 0.3 to 3: standard deviation, mean distance, or half width.
    family : {"gaussian", "laplace", "cauchy"}
        The noise.

    Raises
    ------
    ValueError, TypeError
        If there is no such family, or a number is out of range.

    Examples
    --------
    >>> figure = Likelihood(data=[0, 1, 5], family="laplace")
    >>> figure.readout()["peak"]
    1.0
    """

    data = traitlets.List(traitlets.Float(), [-1.2, -0.4, 0.3, 0.8, 1.5]).tag(sync=True)
    location = traitlets.Float(-0.6).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    family = traitlets.Enum(list(_likelihood.FAMILIES), "gaussian").tag(sync=True)

    @traitlets.validate("data")
    def _check_data(self, proposal):
        data = proposal["value"]
        if not 2 <= len(data) <= 12 or not all(-6 <= x <= 6 for x in data):
            raise ValueError(f"data {data}: expected 2 to 12 numbers from -6 to 6")
        return data

    @traitlets.validate("location")
    def _check_location(self, proposal):
        if not -6 <= proposal["value"] <= 6:
            raise ValueError(
                f"location {proposal['value']}: expected a number from -6 to 6"
            )
        return proposal["value"]

    @traitlets.validate("scale")
    def _check_scale(self, proposal):
        if not 0.3 <= proposal["value"] <= 3:
            raise ValueError(
                f"scale {proposal['value']}: expected a number from 0.3 to 3"
            )
        return proposal["value"]

    def readout(self) -> dict:
        """Return mean, median, peak, standard error and two log-likelihoods.

        ``here`` is the log-likelihood of the chosen location, ``top`` that of the peak.
        ``low`` and ``high`` are the first and the last of the best locations, ``peaks``
        the number of local maxima; ``error`` is None where the peak is flat.
        """
        return _likelihood.readout(self.family, self.data, self.location, self.scale)

    def still(self) -> str:
        """Return the density and the log-likelihood, an SVG as text."""
        return svg(
            _likelihood.picture(self.family, self.data, self.location, self.scale)
        )

    def alt(self) -> str:
        """Return the family, where the peak is, and how sure it is."""
        return (
            f"Above, {len(self.data)} points on a line under a {self.family} density "
            f"at {_likelihood.show(self.location)}. Below, the log-likelihood of all "
            f"locations. {_likelihood.verdict(self.family, self.data, self.scale)}"
        )
