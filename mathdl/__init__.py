"""The helper package of the book Mathematical Foundations of Deep Learning.

Chapters import from its modules by name (``from mathdl.linalg import null_space``),
so that importing ``mathdl`` itself costs nothing.
"""

__version__ = "0.1.0"
