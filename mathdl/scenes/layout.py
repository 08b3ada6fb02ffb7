"""How high a figure will stand in the page, told before its script has come."""


def room(spec: dict) -> str:
    """Return the style that keeps the height of a scene, narrow and wide."""
    return ""
