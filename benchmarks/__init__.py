"""Measurements against peers. They print; nothing asserts a time."""

import os

# One thread for all, set before NumPy is loaded: threads would make times a lottery.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
