"""Put the built book into one zip, to be carried and opened without a server.

``python -m tools.pack`` writes it into ``_build``, under the name of the book.
Unpacked anywhere, its ``index.html`` opens in a browser.
"""

import sys
import zipfile
from pathlib import Path

from tools import notebooks

NAME = "mathematical-foundations-of-deep-learning"
BUILT = notebooks.ROOT / "_build" / "html"
# What only builds and servers use.
APART = {".buildinfo", "objects.inv", "service-worker.js", "manifest.webmanifest"}
DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the same book is the same zip


def pack(site: Path, file: Path) -> Path:
    """Write a site into a zip, in one folder, and return the zip's path."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(site.rglob("*")):
            if path.is_file() and path.name not in APART:
                place = f"{NAME}/{path.relative_to(site).as_posix()}"
                entry = zipfile.ZipInfo(place, DATE)
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return file


def main() -> None:
    """Pack the built book and say where the zip is."""
    if not (BUILT / "index.html").is_file():
        sys.exit("There is no built book to pack: run `make book` first.")
    file = pack(BUILT, BUILT.parent / f"{NAME}.zip")
    size = file.stat().st_size / 1e6
    print(f"The book is in {file} ({size:.1f} MB): unpack it and open index.html.")


if __name__ == "__main__":
    main()
