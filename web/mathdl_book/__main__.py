"""Run ``jupyter-book``, without a traceback under the message that says what is wrong.

``python -m mathdl_book build .`` takes what ``jupyter-book build .`` takes.
"""

import sys

from jupyter_book.cli.main import main

if __name__ == "__main__":
    try:
        main(prog_name="jupyter-book")
    except RuntimeError as error:  # a failed build, whose cause has been printed
        sys.exit(str(error))
