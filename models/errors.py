"""What can go wrong, in two kinds: what the user or the environment can mend, and what is our own mistake."""

from __future__ import annotations

EXIT_INPUT = 2
"""Exit code when the user's input or environment is at fault."""

EXIT_ENGINE = 3
"""Exit code when the engine failed."""


class KnownError(Exception):
    """A failure that is told to the user in one plain sentence with the next step; never shown as a traceback.

    Args:
        message: One plain sentence that says what happened and what to do next.
        details: The technical words behind it (a library's own message), shown only on demand.
    """

    exit_code = EXIT_INPUT

    def __init__(self, message: str, *, details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InputError(KnownError):
    """The user's input or environment is at fault: a missing file, an empty question, a full disk."""


class EngineError(KnownError):
    """The engine failed: it could not load, ran out of memory, or died.

    Args:
        message: One plain sentence for the user.
        reason: The machine-readable cause, a value of `models.engine.protocol.FailureReason`.
        details: The engine's own last words.
    """

    exit_code = EXIT_ENGINE

    def __init__(self, message: str, *, reason: str = "", details: str = "") -> None:
        super().__init__(message, details=details)
        self.reason = reason


class Bug(Exception):
    """A broken promise inside Rationale itself; ends in a crash report that the user can copy."""
