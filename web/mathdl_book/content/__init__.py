"""What the notebooks say: the plan, results and their checks, exercises, terms."""
