"""The process that draws formulas: LaTeX comes in on standard input, SVG goes out, one JSON document on each line.

ziamath is Python and takes 5 to 20 ms for a formula; in the window's own process that time would be taken from the
window. A formula that takes more than a few seconds ends the process, and the window starts another.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import sys
import warnings
from pathlib import Path
from typing import TextIO

SECONDS_FOR_ONE = 4.0
_PERCENT = re.compile(r"(?<!\\)%")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm)\s*\{[^{}]*\}")
_BOLD_DIGITS = {ord("0") + digit: 0x1D7CE + digit for digit in range(10)}


def svg_of(latex: str, size: float, color: str, *, display: bool) -> str:
    """Return a formula as SVG, `size` pixels large.

    Raises:
        Exception: Of many kinds, when the LaTeX is malformed.
    """
    with warnings.catch_warnings():
        # ziamath reads its font in a way that Python 3.11 calls deprecated; once, when it is imported.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # Qt's SVG has no <symbol> and <use>
    latex = latex.replace("\n", " ").replace("<", "\\lt ").replace(">", "\\gt ")
    latex = _PERCENT.sub(r"\\%", latex)
    latex = _BOLD.sub(lambda found: found[0].translate(_BOLD_DIGITS), latex)  # ziamath draws them like any others
    svg: str = Latex(latex, size=size, color=color, inline=not display).svg()
    return svg


def serve(requests: TextIO, answers: TextIO, silence: TextIO) -> None:
    """Answer requests until there are no more."""
    for line in requests:
        request = json.loads(line)
        faulthandler.dump_traceback_later(SECONDS_FOR_ONE, exit=True, file=silence)
        try:
            svg = svg_of(request["latex"], request["size"], request["color"], display=request["display"])
        except Exception:  # noqa: BLE001 - ziamath raises many kinds on malformed LaTeX; the source is shown instead
            svg = ""
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps(svg) + "\n")
        answers.flush()


def main() -> None:
    """Serve on the standard streams; what libraries print goes nowhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as silence:
        answers, sys.stdout = sys.stdout, silence
        try:
            serve(sys.stdin, answers, silence)
        except (BrokenPipeError, KeyboardInterrupt):
            sys.stderr = silence
        finally:
            sys.stdout = answers


if __name__ == "__main__":
    main()
