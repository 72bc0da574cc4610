from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.reasoning.equivalence import Equivalence, Sameness, normal_text, plain_quantity
from models.reasoning.verifier.client import Verifier


@pytest.fixture(scope="module")
def verifier() -> Iterator[Verifier]:
    verifier = Verifier(item_seconds=5.0)
    assert verifier.same_answer("1", "1") is True
    yield verifier
    verifier.close()


class NoVerifier:
    """Fails a test that needs the verifier."""

    def same_answer(self, gold: str, given: str) -> bool | None:
        raise AssertionError(f"{gold} and {given} went to the verifier")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("0.5", "1/2"), ("0.5", "50 %"), ("1/2", "50%"), ("1,000", "1000"), ("1000.0", "1000"), (r"\frac{1}{2}", "0.5"),
        ("1.5 h", "90 min"), ("1.5 hours", "90 minutes"), ("$5", "5 dollars"), ("$5.00", "$5"), ("1½", "1.5"), ("３",
        "3"),
        ("x = 3", "3"), ("$3$", "3"), ("-5", "−5"), ("2 km", "2000 m"), ("72 km/h", "20 m/s"), ("Paris", "paris."),
        ("The cat", "cat"), ("5 apples", "5"), ("5 apples", "5 apple"), ("2^3", "8"), ("1e3", "1000"), ("40 km/h",
        "40"),
        ("$40", "40"), ("50%", "50"),
    ],
)  # fmt: skip
def test_equal_without_the_verifier(first: str, second: str) -> None:
    equivalence = Equivalence(NoVerifier())
    assert equivalence.same(first, second)
    assert equivalence.same(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("60 km/h", "60 m/s"), ("0.5", "0.05"), ("1.5", "15"), ("1/2", "12"), ("3", "-3"), ("90 min", "1.6 h"), ("$5",
        "€5"),
        ("5 m", "5 km"), ("5 m", "5 s"), ("Paris", "London"), ("3", "3.0001"), ("10", "100"), ("50%", "5"),
        ("$1.50", "$150"), ("yes", "no"), ("", "3"), ("1.2.3", "123"), ("5 m²", "5 m"),
    ],
)  # fmt: skip
def test_different_without_the_verifier(first: str, second: str) -> None:
    assert Equivalence().compare(first, second) is Sameness.DIFFERENT
    assert Equivalence().compare(second, first) is Sameness.DIFFERENT


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("x+1", "1+x", True), ("2x", "x*2", True), (r"\sqrt{8}", r"2\sqrt{2}", True), ("(1, 2)", "(2, 1)", False),
     ("x+1", "x+2", False),
     ("x^2", "x^3", False), (r"x \in [0, 1]", "[0, 1]", True)],
)  # fmt: skip
def test_mathematics_by_meaning(verifier: Verifier, first: str, second: str, same: bool) -> None:
    assert Equivalence(verifier).same(first, second) is same


def test_a_missing_unit_is_told_apart_from_equality() -> None:
    equivalence = Equivalence()
    assert equivalence.compare("60 km/h", "60") is Sameness.SAME_NUMBER
    assert equivalence.compare("60 km/h", "60 km/h") is Sameness.SAME


def test_the_verifier_is_asked_once_for_each_pair() -> None:
    class Counting:
        asked = 0

        def same_answer(self, gold: str, given: str) -> bool | None:
            self.asked += 1
            return None

    counting = Counting()
    equivalence = Equivalence(counting)
    assert not any(equivalence.same(*pair) for pair in [("x+1", "y+1"), ("y+1", "x+1"), ("x+1", "y+1")])
    assert counting.asked == 1


@pytest.mark.parametrize(
    "hostile", ["9**9**9", "(" * 50_000, "1" * 100_000, "x" * 1_000_000, "1/0", "$", "= 5", "%", "\x00"]
)
def test_hostile_answers_are_only_different(hostile: str) -> None:
    assert Equivalence().compare(hostile, "42") is Sameness.DIFFERENT
    assert Equivalence().compare(hostile, hostile) in (Sameness.SAME, Sameness.DIFFERENT)


def test_plain_quantities() -> None:
    assert plain_quantity("x + 1") is None
    assert plain_quantity("Paris") is None
    value = plain_quantity("1.5 h")
    assert value is not None and value.scaled == 5400


def test_normal_text() -> None:
    assert normal_text("  “The  Cat!” ") == "the cat" or normal_text("  “The  Cat!” ") == "cat"
