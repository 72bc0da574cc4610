"""Odd ratings and odd circumstances: wrong answers, duplicates, giant ones, other languages, clocks, deletions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from models.catalog.inspection import inspect_model
from models.engine.messages import Message
from models.engine.protocol import FailureReason, Score
from models.errors import EngineError
from models.history.learning.records import AdapterRecord, ChoiceReason, ItemRole, Round
from models.history.ratings.places import Destination
from models.history.ratings.records import RatingVerdict
from models.history.store import Store, open_store
from models.learning.examples import TrainingExample
from models.learning.failures import TrainingFailed
from models.learning.memory import check_memory, estimate_training_memory
from models.learning.plan import TrainingPlan
from models.learning.reading import read_examples
from models.learning.rounds.accepted import teachable
from models.learning.rounds.deciding import read_report
from models.learning.rounds.held_out import held_out
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.overview import overview_of
from models.learning.rounds.places import place_of
from models.learning.rounds.plan import RoundPlan
from models.learning.rounds.runner import run_round
from models.learning.rounds.since import rated_since_last_round
from models.paths import DataFolder
from tests.learning.scripted_rounds import ScriptedAsker, context_of, rate, rate_texts, script_training


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


@pytest.fixture
def begun(store: Store, bundled_model_path: Path) -> Round:
    rate_texts(store, 100)
    return open_round(store, LearningModel("m", "SmolLM2 135M", str(bundled_model_path)), RoundWishes(seed=1))


def test_a_wrong_accepted_answer_shows_the_right_one_and_is_not_learned(store: Store) -> None:
    wrong = rate(store, "What is 24 + 13?", "I add them.\nAnswer: 38")
    right = rate(store, "What is 24 + 14?", "Answer: 38")
    corrected = rate(store, "What is 20 + 3?", "Answer: 24", verdict=RatingVerdict.CORRECTED, right="23")
    ratings = store.ratings.of_attempts((wrong, right, corrected))
    place = place_of(store, ratings[wrong])
    assert (place.destination, place.known) == (Destination.DISAGREES, "37")
    assert all(place_of(store, ratings[each]).destination is Destination.TRAINING for each in (right, corrected))
    assert {each.question for each in teachable(store)} == {"What is 24 + 14?", "What is 20 + 3?"}


def test_what_was_accepted_twice_is_learned_once_and_what_contradicts_itself_not_at_all(store: Store) -> None:
    for words in ("It is  Mia.", "It is Mia."):
        rate(store, "What is my cat called?", words)
    rate(store, "what is my CAT called", "It is Mia.")
    rate(store, "Where do I live?", "Answer: Here")
    rate(store, "Where do I live?", "Answer: There")
    assert [each.question for each in teachable(store)] == ["What is my cat called?"]


def test_other_languages_are_learned_from_and_compared(store: Store) -> None:
    towns = [
        "北京",
        "上海",
        "广州",
        "深圳",
        "成都",
        "杭州",
        "武汉",
        "西安",
        "南京",
        "重庆",
        "天津",
        "苏州",
        "长沙",
        "郑州",
        "青岛",
        "沈阳",
        "宁波",
        "昆明",
        "大连",
        "厦门",
    ]
    for town in towns:
        rate(store, f"请用一句话介绍{town}这座城市的历史,谢谢。", f"{town}有悠久的历史。")
    rate(store, "Wie heißt meine Straße?", "Sie heißt Lindenallee.")
    rate(store, "ما اسم قطتي؟", "اسمها ميا.")
    taught, kept = {each.question for each in teachable(store)}, {each.question for each in held_out(store)}
    assert {"Wie heißt meine Straße?", "ما اسم قطتي؟"} <= taught | kept
    assert kept and not taught & kept and all("历史" in each for each in kept)


def test_a_giant_answer_is_left_out_of_training_and_counted(tiny_plan: TrainingPlan) -> None:
    giant = TrainingExample(messages=(Message("user", "Tell me."),), answer="word " * 10_000)
    read = read_examples(msgspec.structs.replace(tiny_plan, examples=(*tiny_plan.examples, giant)))
    assert read.left_out == 1 and len(read.examples) == len(tiny_plan.examples)


def test_an_answer_that_the_engine_cannot_measure_is_left_out(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_training(monkeypatch)
    long = store.rounds.items(begun.id, ItemRole.LIKELIHOOD)[0]

    class Refusing(ScriptedAsker):
        def score(self, request: Score) -> tuple[float, ...]:
            if request.continuation == long.gold:
                raise EngineError("The question is too long.", reason=FailureReason.PROMPT_TOO_LONG)
            return super().score(request)

    ended = run_round(context_of(data_folder, store, begun, Refusing()))
    report = read_report(ended)
    assert report is not None and report.likelihood is not None and report.likelihood.gain.n == 20


def test_conversations_deleted_in_the_middle_of_a_round_leave_it_whole(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    gone = store.rounds.items(begun.id, ItemRole.LIKELIHOOD)[0]
    trained = next(each for each in teachable(store) if each.thought == "")
    for conversation in (gone.conversation_id, trained.rated.rating.conversation_id):
        assert conversation is not None
        store.trash.put(conversation)
        store.trash.delete_for_good(conversation)
    ended = run_round(context_of(data_folder, store, begun, ScriptedAsker()))
    report = read_report(ended)
    assert report is not None and report.likelihood is not None and report.likelihood.gain.n == 20
    learned = {each.messages[-1].content for each in (*plans[0].examples, *plans[0].dev, *plans[0].replay)}
    assert trained.question not in learned and gone.question not in learned


def test_a_model_too_large_to_train_here_is_told_in_plain_words(bundled_model_path: Path) -> None:
    model = inspect_model(bundled_model_path)
    needed = estimate_training_memory(model, rank=16, row_tokens=512, longest=512, weight_bytes=4)
    with pytest.raises(
        TrainingFailed, match=r"takes about \d\.\d GB of memory and only 0\.2 GB .* close other programs"
    ):
        check_memory(model, needed, free=500_000_000, on_card=False)


def test_a_clock_that_was_set_back_hides_no_ratings_and_no_way_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_texts(store, 3)
    plan = RoundPlan(sources=("accepted",), seed=1, model_path="", rated=store.ratings.count())
    store.rounds.begin(model_id="m", model_name="Model", plan=plan.as_json(), adapter_before="", items=[])
    now = time.time()
    store.adapters.add(AdapterRecord("a1", None, "m", "v1", now, 1, 1, 1.0), reason=ChoiceReason.ADOPTED)
    monkeypatch.setattr(time, "time", lambda: now - 86_400.0)
    store.adapters.add(AdapterRecord("a2", None, "m", "v2", time.time(), 1, 1, 1.0), reason=ChoiceReason.ADOPTED)
    for number in range(2):
        rate(store, f"Describe garden {number} of mine.", "It is green.")
    assert rated_since_last_round(store) == 2 == overview_of(store, "m").rated_since
    before = store.adapters.roll_back("m")
    assert before is not None and before.name == "v1"


def test_a_round_of_an_older_version_counts_by_the_clock(store: Store) -> None:
    store.rounds.begin(model_id="m", model_name="Model", plan='{"sources":3}', adapter_before="", items=[])
    rate_texts(store, 2)
    assert rated_since_last_round(store) == 2
