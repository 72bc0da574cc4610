"""`rationale models token`: keep the user's token of the Hub in the system's keyring, or say where one is."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from models.errors import InputError

UNUSABLE = (
    "This is no token: it has a space or a letter that no token has; paste the one from your settings page on the Hub."
)


def token(
    keep: Annotated[bool, typer.Option("--keep", help="Ask for a token (or read it from standard input).")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Take the token out of the keyring.")] = False,
) -> None:
    """Say where the Hugging Face token is; it is kept in the system's keyring, never in a file of Rationale."""
    from models.catalog.download.tokens import can_keep_token, is_usable, keep_token, token_state

    if (keep or forget) and not can_keep_token():
        raise InputError(
            "This system has no keyring that Rationale can use; set the variable HF_TOKEN to your token instead."
        )
    given = ""
    if keep:
        given = typer.prompt("Token", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
        if not given.strip():
            raise InputError("The token is empty; paste the one from your settings page on the Hub.")
        if not is_usable(given.strip()):
            raise InputError(UNUSABLE)
    had_none = forget and not keep and not token_state().kept
    if (keep or forget) and not keep_token(given.strip() or None):
        raise InputError("The system's keyring did not do it; unlock the keyring and try again.")
    if had_none:
        print("No token was kept in this system's keyring.")
    state = token_state()
    if state.kept:
        print("A token is kept in this system's keyring.")
    elif state.variable_is_odd:
        print("There is no token: the variable HF_TOKEN has a space or a letter that no token has, so it is not used.")
    else:
        print("The token of the variable HF_TOKEN is used." if state.in_variable else "There is no token.")
