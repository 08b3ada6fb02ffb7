"""What node runs: the tests of the figures' arithmetic, and the loading of a figure."""

import subprocess
from pathlib import Path

from mathdl.scenes import Scene
from mathdl_book.ground import node

HERE = Path(__file__).parent


def test_node_passes_every_test():
    files = sorted(map(str, HERE.glob("*.test.js")))
    assert files
    done = subprocess.run(
        [node.executable(), "--test", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout


def test_a_figure_is_there_before_what_draws_it_has_come(tmp_path):
    """Node loads nothing from memory, so what draws it never comes here."""
    module = tmp_path / "scene.mjs"
    module.write_text(Scene._esm, "utf-8")
    code = f"const {{ default: figure }} = await import({module.as_uri()!r});"
    code += "console.log(typeof figure.render);"
    command = [node.executable(), "--input-type=module", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "function", done.stderr
