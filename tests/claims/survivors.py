"""Changed statements that a check accepts, and why that is no fault of the check.

For each label, each change as the tests name it (what stood there → what stands there
now), with its reason in a line: what is said is the same, or is true as well.
"""

SURVIVORS: dict[str, dict[str, str]] = {}
