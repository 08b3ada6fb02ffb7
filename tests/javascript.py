"""What a function of the page's modules gives, run by Node."""

import json
import subprocess

from mathdl_book.ground import node
from tools import notebooks

JS = notebooks.ROOT / "mathdl/widgets/js"


def javascript(module: str, function: str, cases: list) -> list:
    """Return what a function of a module of the figures gives in each case."""
    code = (
        f"import {{ readFileSync }} from 'node:fs';"
        f"import {{ {function} }} from {json.dumps((JS / module).as_uri())};"
        "const cases = JSON.parse(readFileSync(0));"
        f"console.log(JSON.stringify(cases.map((c) => {function}(...c))));"
    )
    done = subprocess.run(
        [node.executable(), "--input-type=module", "-e", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
