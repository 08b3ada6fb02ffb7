"""Interactive figures: alive in JupyterLab and in the page, a still elsewhere."""

from mathdl.widgets.composition import Composition
from mathdl.widgets.computation_graph import ComputationGraph
from mathdl.widgets.explore import Explore, explore
from mathdl.widgets.linear_map import LinearMap

__all__ = [
    "Composition",
    "ComputationGraph",
    "Explore",
    "LinearMap",
    "explore",
]
