"""Interactive figures: alive in JupyterLab and in the page, a still elsewhere."""

from mathdl.widgets.computation_graph import ComputationGraph
from mathdl.widgets.explore import Explore, explore

__all__ = ["ComputationGraph", "Explore", "explore"]
