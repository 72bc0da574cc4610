"""Attaches a LoRA adapter to a model, and takes its matrices out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from peft import LoraConfig, get_peft_model

from models.learning.plan import TrainingSettings

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def attach_lora(model: Any, settings: TrainingSettings) -> Any:
    """Return the model with a fresh adapter (PEFT's), the same for the same seed; only the adapter has gradients."""
    torch.manual_seed(settings.seed)
    config = LoraConfig(
        r=settings.rank, lora_alpha=settings.alpha, lora_dropout=0.0, target_modules=TARGETS, task_type="CAUSAL_LM"
    )
    return get_peft_model(model, config)


def lora_state(model: Any) -> dict[str, torch.Tensor]:
    """Return copies of the adapter's matrices by PEFT's names, on the processor, float32."""
    return {
        name.replace(".default", ""): parameter.detach().to("cpu", torch.float32, copy=True)
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }


@torch.no_grad()
def load_lora_state(model: Any, state: Mapping[str, torch.Tensor]) -> None:
    """Put matrices as `lora_state` returned them into the model's adapter."""
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            parameter.copy_(state[name.replace(".default", "")])


def as_arrays(state: Mapping[str, torch.Tensor]) -> dict[str, NDArray[np.float32]]:
    """Return the matrices as numpy arrays."""
    return {name: value.numpy() for name, value in state.items()}
