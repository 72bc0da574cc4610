"""The subcommands of the command line; none of them imports Qt, but for the one that measures the window."""
