"""Reads a plan's examples as tokens, before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.split_files import read_headers
from models.learning.architectures import check_trainable
from models.learning.examples import Provenance, TrainingExample
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.plan import TrainingPlan
from models.learning.token_tree import TokenSequence
from models.learning.tokenization import ExampleTokenizer, with_tokenizer

MOST_PROBES = 6
"""How many texts are compared between torch and llama.cpp."""

LONGEST_PROBE = 400
"""Tokens; longer texts are not compared."""


@dataclass(slots=True)
class ReadExamples:
    """A plan's examples as tokens.

    `probes` are examples with the tokens of a `Score` request and the place where its continuation begins.
    """

    file: ModelFile
    examples: list[TokenSequence] = field(default_factory=list)
    replay: list[TokenSequence] = field(default_factory=list)
    dev: list[TokenSequence] = field(default_factory=list)
    left_out: int = 0
    probes: list[tuple[TrainingExample, tuple[int, ...], int]] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        """Tokens of all examples and replay examples."""
        return sum(len(each.tokens) for each in (*self.examples, *self.replay))

    @property
    def longest(self) -> int:
        """The tokens of the longest one."""
        return max((len(each.tokens) for each in (*self.examples, *self.replay, *self.dev)), default=0)


def read_examples(plan: TrainingPlan) -> ReadExamples:
    """Return the examples of a plan; those that are too long are left out and counted.

    Raises:
        InputError: The model cannot be used.
        TrainingFailed: Nothing is left to learn from.
    """
    lists: list[list[TokenSequence]] = []
    probes: list[tuple[TrainingExample, tuple[int, ...], int]] = []
    left_out = 0

    def work(tokenizer: ExampleTokenizer) -> None:
        nonlocal left_out
        for examples in (plan.examples, plan.replay, plan.dev):
            sequences = [_held(tokenizer.sequence(each), each) for each in examples]
            kept = [each for each in sequences if len(each.tokens) <= plan.settings.longest_tokens]
            left_out += len(sequences) - len(kept)
            lists.append(kept)
        probes.extend(_probes(tokenizer, (*plan.dev, *plan.examples)))

    check_trainable(inspect_model(Path(plan.model)), read_headers(Path(plan.model))[0])
    file = with_tokenizer(Path(plan.model), work)
    if not lists[0]:
        raise TrainingFailed(
            "There is nothing to learn from: no example is left that is short enough; accept more answers first.",
            trouble=TrainingTrouble.EXAMPLES,
            details=f"{left_out} examples of more than {plan.settings.longest_tokens} tokens",
        )
    return ReadExamples(file, lists[0], lists[1], lists[2], left_out, probes)


def _held(sequence: TokenSequence, example: TrainingExample) -> TokenSequence:
    """A rehearsal holds the untrained model's distribution in place; its words are only where that is looked at."""
    return replace(sequence, held=True) if example.provenance is Provenance.REHEARSAL else sequence


def _probes(
    tokenizer: ExampleTokenizer, examples: Sequence[TrainingExample]
) -> list[tuple[TrainingExample, tuple[int, ...], int]]:
    probes = []
    for example in examples:
        text = example.thought or example.answer
        scored = tokenizer.scored(example.messages, text, thinking=bool(example.thought))
        if scored.start < len(scored.tokens) <= LONGEST_PROBE:
            probes.append((example, scored.tokens, scored.start))
        if len(probes) == MOST_PROBES:
            break
    return probes
