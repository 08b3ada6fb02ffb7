"""What is missing for the programs that Node runs is named."""

import pytest
from sphinx.errors import ExtensionError

from mathdl_book.ground import node


def test_a_missing_or_old_node_is_told(monkeypatch, tmp_path):
    node.executable.cache_clear()
    monkeypatch.setattr(node, "folders", lambda: [str(tmp_path)])
    old = tmp_path / "node"
    for script in (None, "echo v16.20.0", "echo nonsense"):
        if script:
            old.write_text(f"#!/bin/sh\n{script}\n")
            old.chmod(0o755)
        with pytest.raises(ExtensionError, match="Node 18 or newer is needed"):
            node.executable()
    old.write_text("#!/bin/sh\necho v18.0.0\n")
    assert node.executable() == str(old)
    node.executable.cache_clear()


def test_a_bundle_that_fails_says_why(tmp_path):
    target = tmp_path / "out.js"
    with pytest.raises(ExtensionError, match=r"out\.js(?s:.*)nosuchfile"):
        node.bundle('import "./nosuchfile.js";', target)
    assert not target.exists()
