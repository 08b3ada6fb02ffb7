"""A computation graph to step through, forward and backward."""

import traitlets

from mathdl.widgets import _graph
from mathdl.widgets._base import Explorable, svg


class ComputationGraph(Explorable, stem="computation_graph"):
    """A computation as a graph: values go forward, adjoints come back.

    The reader changes inputs, steps through the sweeps node by node, and chooses one of
    five expressions. At a tie, max follows its second argument.

    Parameters
    ----------
    expression : {"neuron", "shared", "product", "sigmoids", "cross-entropy"}
        What is computed.
    inputs : list of float, optional
        A number from -10 to 10 for each input; without it, the expression's own.
    mode : {"reverse", "forward"}
        Whether adjoints come back from the output, or tangents go with the values.
    seed : int
        In forward mode: the place of the input by which is differentiated.
    at : int, optional
        How many steps have been taken; without it, all.

    Raises
    ------
    ValueError, TypeError
        If there is no such expression, mode or step, or an input is no number in range.

    Examples
    --------
    >>> graph = ComputationGraph(expression="product", inputs=[2, 3, 4, 5])
    >>> graph.readout()["adjoints"][:4]
    [60.0, 40.0, 30.0, 24.0]
    """

    expression = traitlets.Enum(list(_graph.EXPRESSIONS), "neuron").tag(sync=True)
    inputs = traitlets.List(traitlets.Float()).tag(sync=True)
    mode = traitlets.Enum(["reverse", "forward"], "reverse").tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)

    def __init__(self, expression: str = "neuron", **state) -> None:
        graph = _graph.EXPRESSIONS.get(expression, _graph.EXPRESSIONS["neuron"])
        state = {"inputs": list(graph.inputs), **state}
        state.setdefault("at", graph.steps(state.get("mode", "reverse")))
        super().__init__(expression=expression, **state)

    @property
    def _graph(self) -> _graph.Graph:
        return _graph.EXPRESSIONS[self.expression]

    @traitlets.validate("inputs")
    def _check_inputs(self, proposal):
        names, values = self._graph.names, proposal["value"]
        if len(values) != len(names) or not all(-10 <= v <= 10 for v in values):
            raise ValueError(
                f"inputs {values}: expected {len(names)} numbers from -10 to 10, "
                f"for {', '.join(names)}"
            )
        return values

    @traitlets.validate("at")
    def _check_at(self, proposal):
        if not 0 <= proposal["value"] <= self._graph.steps(self.mode):
            raise ValueError(
                f"at = {proposal['value']}: in {self.mode} mode this computation has "
                f"the steps 0 to {self._graph.steps(self.mode)}"
            )
        return proposal["value"]

    @traitlets.validate("seed")
    def _check_seed(self, proposal):
        if not 0 <= proposal["value"] < len(self._graph.names):
            raise ValueError(
                f"seed = {proposal['value']}: the inputs have the places 0 to "
                f"{len(self._graph.names) - 1}"
            )
        return proposal["value"]

    def readout(self) -> dict:
        """Return values, slopes, adjoints, tangents and central differences.

        Each but the last is a list over all nodes, inputs first; the slopes of a node
        are its derivatives by its parents. Differences are for the inputs alone.
        """
        return self._graph.readout(self.inputs, self.seed)

    def still(self) -> str:
        """Return the graph with what the steps so far have found, an SVG as text."""
        return svg(_graph.picture(self._graph, self.inputs, self.mode, self.at))

    def alt(self) -> str:
        """Return the expression, its value and its derivatives."""
        numbers = self.readout()
        slopes = ", ".join(
            f"{_graph.show(g)} by {name}"
            for g, name in zip(numbers["adjoints"], self._graph.names, strict=False)
        )
        return (
            f"The computation graph of {self._graph.title}. Its value is "
            f"{_graph.show(numbers['values'][-1])}; its derivatives are {slopes}."
        )
