"""A model is loaded as was chosen for it: context, precision of the context, batch, threads and chat template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalog.chat_templates import NAMES, TEMPLATES
from models.engine.chat_template import ChatTemplate
from models.engine.messages import Message
from models.engine.protocol import FailureReason, Load, Loaded, LoadFailed
from models.engine.supervisor import LocalEngine
from tests.engine.real_engine import EngineUser, question
from tests.gguf_files import write_tiny_model


@pytest.fixture
def user() -> Iterator[EngineUser]:
    engine = LocalEngine()
    user = EngineUser(engine)
    engine.start(user.notices.put)
    yield user
    engine.close()


@pytest.mark.parametrize("flash", [True, None])
@pytest.mark.parametrize("kv_type", ["f16", "q8_0", "q4_0"])
def test_a_model_answers_with_every_choice(user: EngineUser, tmp_path: Path, kv_type: str, flash: bool | None) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf", heads=2, kv_heads=2)
    loaded = user.load(
        Load(str(path), context_size=512, kv_type=kv_type, flash_attention=flash, batch_tokens=64, threads=1,
             chat_template="chatml")
    )  # fmt: skip
    assert isinstance(loaded, Loaded), loaded
    assert (loaded.context_size, loaded.threads, loaded.has_chat_template) == (512, 1, True)
    assert user.run(question("Anything?", answer=4)).ended


def test_a_chosen_template_goes_before_a_broken_one(user: EngineUser, tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf", chat_template="{% for x in %}")
    failed = user.load(Load(str(path)))
    assert isinstance(failed, LoadFailed) and failed.reason is FailureReason.TEMPLATE
    loaded = user.load(Load(str(path), chat_template="llama3"))
    assert isinstance(loaded, Loaded) and loaded.has_chat_template


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_the_templates_to_choose_from_write_a_conversation(name: str) -> None:
    template = ChatTemplate(TEMPLATES[name], bos="<s>", eos="</s>")
    messages = [Message("system", "Be brief."), Message("user", "One?"), Message("assistant", "1."),
                Message("user", "Two?")]  # fmt: skip
    text = template.render(messages, thinking=False)
    places = [text.index(words) for words in ("Be brief.", "One?", "1.", "Two?")]
    assert places == sorted(places) and name in NAMES
