"""`rationale history tag|archive|delete|empty-trash`: keeping order, and forgetting for good."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from models.errors import InputError
from models.history.learning.records import AdapterRecord

if TYPE_CHECKING:
    from models.history.store import Store

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Conversation = Annotated[str, typer.Argument(metavar="CONVERSATION")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_KEPT = "Backups keep it for up to a year."


def tag(
    context: typer.Context,
    conversation: Conversation,
    names: Annotated[list[str] | None, typer.Argument(metavar="[TAG]...")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the tags off.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tag a conversation, or list its tags."""
    given: CommandContext = context.obj
    with given.history() as store:
        for name in names or ():
            if remove:
                store.labels.remove_tag(conversation, name)
            else:
                store.labels.add_tag(conversation, name)
        tags = store.labels.tags(conversation)
    if as_json:
        print_json(tags)
    else:
        for each in tags:
            print(each)


def archive(
    context: typer.Context,
    conversation: Conversation,
    undo: Annotated[bool, typer.Option("--undo", help="Take it out of the archive.")] = False,
) -> None:
    """Archive a conversation: it is listed no more, but still found."""
    given: CommandContext = context.obj
    with given.history() as store:
        store.labels.archive(conversation, not undo)
    print("It is in the list again." if undo else "It is in the archive; “is:archived” finds it.")


def delete(context: typer.Context, conversation: Conversation, yes: Yes = False, as_json: AsJson = False) -> None:
    """Delete a conversation for good, with its ratings, their snapshots and the training examples made of it."""
    given: CommandContext = context.obj
    if not yes and not typer.confirm(f"Delete it for good, with its ratings and training examples? {_KEPT}"):
        raise InputError("Nothing was deleted.")
    with given.history() as store:
        learned = store.adapters.that_learned_from(conversation)
        store.trash.delete_for_good(conversation)
        _rewrite_search(store)
    _tell(1, learned, as_json=as_json)


def empty_trash(context: typer.Context, yes: Yes = False, as_json: AsJson = False) -> None:
    """Delete all that is in the trash for good."""
    given: CommandContext = context.obj
    with given.history() as store:
        count = store.trash.count()
        if count and not yes and not typer.confirm(f"Delete {count} conversations for good? {_KEPT}"):
            raise InputError("Nothing was deleted.")
        learned = store.adapters.that_learned_from_trash()
        count = store.trash.empty()
        _rewrite_search(store)
    _tell(count, learned, as_json=as_json)


def _rewrite_search(store: Store) -> None:
    """Let no deleted word stay in the search of a large history; the window does it while it stands open."""
    while store.search_rewriting.step():
        pass


def _tell(count: int, learned: list[AdapterRecord], *, as_json: bool) -> None:
    if as_json:
        print_json({"deleted": count, "adapters_that_learned_from_it": [asdict(each) for each in learned]})
        return
    print(f"Deleted {count:,} conversations for good." if count != 1 else "Deleted the conversation for good.")
    if count:
        print(_KEPT)
    for each in learned:
        print(f"The adapter {each.name} has learned from it; “rationale adapters delete {each.id}” deletes that too.")
