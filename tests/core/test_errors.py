from __future__ import annotations

from models.errors import EXIT_ENGINE, EXIT_INPUT, Bug, EngineError, InputError, KnownError


def test_what_the_user_can_mend_ends_with_code_2_and_the_engine_with_3() -> None:
    mistaken, failed = InputError("Say it.", details="why"), EngineError("It failed.", reason="memory", details="log")
    assert (mistaken.exit_code, failed.exit_code) == (EXIT_INPUT, EXIT_ENGINE) == (2, 3)
    assert (str(mistaken), mistaken.message, mistaken.details) == ("Say it.", "Say it.", "why")
    assert (failed.message, failed.reason, failed.details) == ("It failed.", "memory", "log")


def test_a_bug_is_never_taken_for_a_known_error() -> None:
    assert issubclass(InputError, KnownError) and issubclass(EngineError, KnownError)
    assert not issubclass(Bug, KnownError)
