"""A process of its own that looks for models and reads their headers: what is wrong with a file costs no window."""
