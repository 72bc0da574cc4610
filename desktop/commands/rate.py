"""`rationale rate`: what the user says of an answer; it sets and never toggles."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from models.errors import InputError

if TYPE_CHECKING:
    from models.history.ratings.places import TrainingPlace


class RateAction(StrEnum):
    """What can be said."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    CLEAR = "clear"


def rate(
    context: typer.Context,
    attempt_id: Annotated[str, typer.Argument(help="The attempt; “rationale ask --json” prints its id.")],
    action: Annotated[RateAction, typer.Argument(help="accept, reject, correct or clear.")],
    answer: Annotated[str | None, typer.Option(help="The right answer, with “correct”.")] = None,
    thought: Annotated[str | None, typer.Option(help="The right thought, with “correct”.")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="Why; may be given several times.")] = None,
    comment: Annotated[str, typer.Option(help="A comment.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Rate an answer, so that the model can learn from it; “clear” takes the rating back."""
    from models.history.ratings.records import NewRating, RatingVerdict
    from models.learning.contradictions import contradicting
    from models.learning.rounds.places import place_of
    from models.reasoning.verifier.client import Verifier

    given: CommandContext = context.obj
    if action is not RateAction.CORRECT and (answer or thought):
        raise InputError("Only “correct” takes --answer and --thought; leave them out.")
    if action is RateAction.CORRECT and not answer:
        raise InputError("A correction needs the right answer; give it with --answer.")
    with given.history() as store:
        if action is RateAction.CLEAR:
            store.attempt(attempt_id)
            store.ratings.clear(attempt_id)
            rating = None
        else:
            verdict = {
                RateAction.ACCEPT: RatingVerdict.ACCEPTED,
                RateAction.REJECT: RatingVerdict.REJECTED,
                RateAction.CORRECT: RatingVerdict.CORRECTED,
            }[action]
            rating = store.ratings.rate(
                NewRating(attempt_id, verdict, answer or "", thought or "", comment, tuple(reason or ()))
            )
        contradicts = contradicting(store, attempt_id)
        with closing(Verifier()) as verifier:  # its process starts only if there is algebra in the thought
            place = (
                place_of(store, rating, contradictions=contradicts, checker=verifier) if rating is not None else None
            )
        teaching = store.ratings.count_teaching()
    if as_json:
        others = [each.attempt_id for each in contradicts]
        print_json(
            {
                "rating": asdict(rating) if rating else None,
                "contradicting": others,
                "to_learn_from": teaching,
                "destination": place.destination.value if place else None,
                "known_answer": (place.known or None) if place else None,
            }
        )
        return
    print(f"The answer is {rating.verdict}." if rating else "The rating is taken back.")
    if place is not None:
        print(where_words(place))
    if contradicts:
        print("Another answer to the same question was rated otherwise; look at both before you train.")


def where_words(place: TrainingPlace) -> str:
    """Return what becomes of a rating, in a sentence."""
    words = {
        "training": "The model may learn from it.",
        "exam": "Its question is held out for the exam, so the model does not learn from it.",
        "preference": "The model does not learn from it; it is kept for exports of training data.",
        "left_out": "You left it out of training, so the model does not learn from it.",
        "disagrees": f"The right answer is {place.known}, so the model does not learn from this one.",
        "contradicted": "It contradicts another rating of yours, so the model learns from neither.",
        "false_step": "A step of its thought is wrong, so the model does not learn from this one.",
        "trash": "Its conversation is in the trash, so the model does not learn from it.",
    }
    return words[place.destination]
