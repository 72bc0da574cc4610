"""Whether mathematical texts mean the same: math-verify and sympy in a process of their own that may hang or die."""
