"""One map of all keys: it drives the shortcuts, the tool tips, the page of keys and the command palette."""
