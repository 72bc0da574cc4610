"""The sealed audit: questions that no round ever sees, opened by the user alone, and every opening is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from desktop.commands.audit import audit_document, audit_lines
from models.engine.protocol import Sampling
from models.errors import InputError
from models.history.learning.records import AdapterRecord, ChoiceReason, ItemRole
from models.history.store import Store, open_store
from models.learning import practice
from models.learning.rounds.asking import BackgroundQuestion, Manner, Written
from models.learning.rounds.audit import (
    SealedAudit,
    audit_plan,
    audit_words,
    draw_sealed,
    read_audit,
    sealed_families,
)
from models.learning.rounds.collecting import is_for_exams, is_sealed, practice_items
from models.learning.rounds.halting import Halted
from models.learning.rounds.html_report import learning_report
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.plan import RoundPlan
from models.paths import DataFolder
from models.reasoning.equivalence import Equivalence

ADAPTER = AdapterRecord("v1-a", None, "m", "v1", 0.0, 100, 10, 1.0)
PLAN = RoundPlan(sources=("practice:addition-3",), seed=3, model_path="", practice_items=60, gate_items=60)


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        opened.rounds.begin(
            model_id="m", model_name="Model", plan=PLAN.as_json(), adapter_before="", items=practice_items(PLAN)
        )
        opened.adapters.add(ADAPTER, reason=ChoiceReason.ADOPTED)
        yield opened


class Adder:
    """With the adapter every answer is right, without it every third; it halts after so many."""

    def __init__(self, most: int = 10_000) -> None:
        self.most, self.asked = most, list[str]()

    def ask_all(
        self, questions: Iterable[BackgroundQuestion], manner: Manner, take: Callable[[int, list[Written]], None]
    ) -> None:
        for each in questions:
            if len(self.asked) >= self.most:
                raise Halted
            question = each.messages[-1].content
            self.asked.append(question)
            known = practice.known_answer(question)
            assert known is not None
            right = manner.adapter is not None or each.number % 3 == 0
            answer = known.answer if right else str(int(known.answer) + 1)
            take(each.number, [Written("t", f"Answer: {answer}", 5, "finished")])


def opened(folder: DataFolder, store: Store, asker: Adder) -> SealedAudit:
    plan = audit_plan(Sampling(), "")
    return SealedAudit(folder, store, asker, RationaleJudge(Equivalence(), None), plan)  # type: ignore[arg-type]


def test_no_round_ever_draws_what_is_sealed() -> None:
    by_role = practice_items(PLAN)
    assert not any(is_sealed(each.question) for _, each in by_role)
    gate = [each.question for role, each in by_role if role is ItemRole.GATE]
    assert len(gate) == 60 and all(is_for_exams(each) for each in gate)


def test_both_answer_fresh_sealed_questions_once_and_the_opening_is_kept(data_folder: DataFolder, store: Store) -> None:
    families = sealed_families(store, "m")
    assert families == ("addition-3",)
    items = draw_sealed(store, "m", families, 60)
    assert len(items) == 60 and all(is_sealed(each.question) for each in items)
    asker, told = Adder(), list[tuple[int, int]]()
    result = opened(data_folder, store, asker).open(ADAPTER, items, lambda done, total: told.append((done, total)))
    assert (result.base.right, result.adapter.right, result.fixed, result.broken) == (20, 60, 40, 0)
    assert result.base.interval[0] < 1 / 3 < result.base.interval[1] and told[-1] == (120, 120)

    kept = store.audits.of_model("m")
    assert len(kept) == 1 and read_audit(kept[0]) == result
    again = draw_sealed(store, "m", families, 60)
    assert not {each.question for each in again} & {each.question for each in items}
    opened(data_folder, store, Adder()).open(ADAPTER, again, lambda _done, _total: None)
    assert "opened 2 times" in audit_words(store.audits.of_model("m"))
    assert "base 33%, adapter 100% of 60" in audit_words(store.audits.of_model("m"))
    assert "Sealed audit, opened 2 times" in learning_report(store, "m")
    assert "was opened 1 time." in audit_lines(ADAPTER, result, 1)[-1]
    assert audit_document(ADAPTER, result, 2)["base"]["accuracy"] == pytest.approx(1 / 3)


def test_a_look_that_is_broken_off_counts_as_well(data_folder: DataFolder, store: Store) -> None:
    items = draw_sealed(store, "m", ("addition-3",), 30)
    with pytest.raises(Halted):
        opened(data_folder, store, Adder(most=5)).open(ADAPTER, items, lambda _done, _total: None)
    assert audit_words(store.audits.of_model("m")) == "opened 1 time, broken off"


def test_what_cannot_be_audited_says_why(store: Store) -> None:
    with pytest.raises(InputError, match="no round has practised"):
        draw_sealed(store, "other", (), 60)
    with pytest.raises(InputError, match="sealed questions are left"):
        draw_sealed(store, "m", ("addition-1",), 60)
