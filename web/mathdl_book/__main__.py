"""Run ``jupyter-book``, without a traceback under the message that says what is wrong.

``python -m mathdl_book build .`` takes what ``jupyter-book build .`` takes.
"""

import gc
import sys

from jupyter_book.cli.main import main

# Pages are trees of many small parts that are all in use. At Python's own pace, 700 new
# things, a good part of a build goes into looking for garbage among them.
NEW_THINGS = 200_000

if __name__ == "__main__":
    gc.set_threshold(NEW_THINGS)
    try:
        main(prog_name="jupyter-book")
    except RuntimeError as error:  # a failed build, whose cause has been printed
        sys.exit(str(error))
