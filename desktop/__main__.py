"""The program: no arguments open the window, a subcommand runs in the terminal without Qt."""

from __future__ import annotations

import sys

from desktop.cli import run


def main() -> None:
    """Run the program with the arguments of the shell."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
