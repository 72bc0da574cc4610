from __future__ import annotations

from pathlib import Path

import pytest

from models.engine.messages import Message
from models.learning.examples import TrainingExample
from models.learning.plan import TrainingPlan, TrainingSettings
from tests import gguf_files

CHAT_TEMPLATE = (
    "{% for each in messages %}<s>{{ each.role }}: {{ each.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant: {% endif %}"
)


def addition(left: int, right: int) -> TrainingExample:
    """A rationale in a fixed form."""
    return TrainingExample(
        messages=(Message("user", f"Add {left} and {right}."),),
        thought=f"The numbers are {left} and {right}.\n{left} plus {right} makes {left + right}.",
        answer=f"Answer: {left + right}",
        source=f"{left}+{right}",
    )


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny") / "tiny.gguf"
    return gguf_files.write_tiny_model(path, chat_template=CHAT_TEMPLATE, context=1024)


@pytest.fixture
def tiny_plan(tiny_model: Path, tmp_path: Path) -> TrainingPlan:
    return TrainingPlan(
        model=str(tiny_model),
        folder=str(tmp_path / "run"),
        adapter=str(tmp_path / "adapters" / "first.gguf"),
        examples=tuple(addition(left, 3) for left in range(6)),
        replay=tuple(addition(left, 4) for left in range(3)),
        dev=tuple(addition(left, 5) for left in range(2)),
        settings=TrainingSettings(
            steps=6, batch_examples=4, dev_every=3, learning_rate=1e-2, precision="float32", threads=1,
            checkpoint_seconds=0.0, rank=4, alpha=8,
        ),
    )  # fmt: skip
