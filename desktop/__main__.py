"""The program: no arguments open the window, a subcommand runs in the terminal without Qt."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program with the arguments of the shell."""
    try:
        from desktop.cli import run  # here, so that Ctrl+C while it is read ends quietly too

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
