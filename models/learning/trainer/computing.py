"""Computes rows of examples: loss only where something is learned, log-probabilities of given texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import cross_entropy, kl_div, log_softmax

from models.learning.token_tree import Row, learned_total

LOGITS_AT_ONCE = 256
"""Places whose logits are held at once while nothing is learned (bounds the memory of a measurement)."""


def row_loss(model: Any, row: Row) -> torch.Tensor:
    """Return the sum of −log p over all that is learned in the row, each as often as it stands in the examples.

    Only the logits of places after which something is learned are computed.

    Args:
        model: The transformers model that the adapter is attached to.
        row: The row.
    """
    device = model.device
    hidden = _hidden(model, row)[torch.from_numpy(row.places).to(device)]
    targets = torch.from_numpy(row.targets).to(device)
    weights = torch.from_numpy(row.weights).to(device)
    if torch.is_grad_enabled():
        return (cross_entropy(model.lm_head(hidden).float(), targets, reduction="none") * weights).sum()
    parts = zip(*(torch.split(each, LOGITS_AT_ONCE) for each in (hidden, targets, weights)), strict=True)
    losses = [
        (cross_entropy(model.lm_head(part).float(), target, reduction="none") * weight).sum()
        for part, target, weight in parts
    ]
    return torch.stack(losses).sum() if losses else torch.zeros((), device=device)


def held_loss(model: Any, row: Row) -> torch.Tensor:
    """Return the sum over the row's places of KL(untrained ‖ trained), in nats, each as often as it stands there.

    It holds the model where it was on questions that it is not to learn anything about; distributions do that with
    less noise than texts that were drawn from them. Source: Z. Li and D. Hoiem, "Learning without Forgetting"
    (arXiv 1606.09282), with the full distribution in place of a tempered one.

    Args:
        model: The model with its adapter (PEFT).
        row: A row that is held.
    """
    base = model.get_base_model()
    places = torch.from_numpy(row.places).to(base.device)
    weights = torch.from_numpy(row.weights).to(base.device)
    with torch.no_grad(), model.disable_adapter():
        wanted = log_softmax(base.lm_head(_hidden(base, row)[places]).float(), dim=-1)
    own = log_softmax(base.lm_head(_hidden(base, row)[places]).float(), dim=-1)
    return (kl_div(own, wanted, reduction="none", log_target=True).sum(dim=-1) * weights).sum()


@torch.no_grad()
def mean_loss(model: Any, rows: Sequence[Row]) -> float:
    """Return the mean −log p of what is learned in `rows` (natural logarithm)."""
    total = sum(float(row_loss(model, row)) for row in rows)
    return total / max(learned_total(rows), 1.0)


@torch.no_grad()
def log_probabilities(model: Any, tokens: Sequence[int], start: int) -> tuple[float, ...]:
    """Return the natural logarithm of the probability of each token from `start` (at least 1) on."""
    ids = torch.tensor([list(tokens)], device=model.device)
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[0, start - 1 : -1]
    targets = ids[0, start:]
    values = [
        -cross_entropy(model.lm_head(part).float(), target, reduction="none")
        for part, target in zip(torch.split(hidden, LOGITS_AT_ONCE), torch.split(targets, LOGITS_AT_ONCE), strict=True)
    ]
    return tuple(float(each) for each in torch.cat(values)) if values else ()


def _hidden(model: Any, row: Row) -> torch.Tensor:
    """The last layer's state of each token of the row, shape (L, embedding)."""
    device = model.device
    output = model.model(
        input_ids=torch.from_numpy(row.tokens).to(device)[None],
        position_ids=torch.from_numpy(row.positions).to(device)[None],
        attention_mask=torch.from_numpy(row.visible).to(device)[None, None],
        use_cache=False,
    )
    hidden: torch.Tensor = output.last_hidden_state[0]
    return hidden
