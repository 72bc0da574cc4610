"""The ways in which `rationale eval` asks all questions, one after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.ask import adapter_path, wanted_effort
from desktop.commands.context import CommandContext
from models.errors import InputError
from models.reasoning.effort import Effort
from models.settings import Settings

if TYPE_CHECKING:
    from models.evaluation.runner import Trial

ADAPTER, REPAIRS = "adapter:", "repairs:"


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to ask all questions, with its name."""

    name: str
    trial: Trial


def arms_of(
    context: CommandContext,
    settings: Settings,
    effort: Effort,
    adapter: str | None,
    against: str | None,
    budgets: str | None,
    seed: int,
) -> list[Arm]:
    """Return the arms that the options name.

    Raises:
        InputError: They contradict each other, or name something that is not there.
    """
    from models.evaluation.runner import Trial

    if budgets is not None and against is not None:
        raise InputError("Choose either --against or --budgets.")
    if budgets is not None:
        wanted = [effort.with_thought_tokens(number) for number in numbers_in(budgets)]
        return [Arm(f"{each.thought_tokens} thought tokens", Trial(each, adapter, seed)) for each in wanted]
    name = effort.name if adapter is None else f"{effort.name}, {Path(adapter).stem}"
    arms = [Arm(name, Trial(effort, adapter, seed))]
    if against is not None:
        arms.append(_other_arm(context, settings, effort, adapter, against, seed))
    return arms


def _other_arm(
    context: CommandContext, settings: Settings, effort: Effort, adapter: str | None, against: str, seed: int
) -> Arm:
    from models.evaluation.runner import Trial

    if against.startswith(ADAPTER):
        reference = against.removeprefix(ADAPTER)
        return Arm(f"{effort.name}, {reference}", Trial(effort, adapter_path(context.folder, reference), seed))
    if against.startswith(REPAIRS):
        number, *others = numbers_in(against.removeprefix(REPAIRS))
        if others:
            raise InputError("Compare with one number of repairs, such as repairs:0.")
        return Arm(against, Trial(replace(effort, repairs=number), adapter, seed))
    return Arm(against, Trial(wanted_effort(settings, against, None, None), adapter, seed))


def numbers_in(text: str) -> list[int]:
    """Return whole numbers parted by commas.

    Raises:
        InputError: They are something else.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise InputError("Give whole numbers parted by commas, such as 0,64,256.")
    return [int(part) for part in parts]


def votes_wanted(numbers: str | None, effort: Effort) -> list[int]:
    """Return of how many first attempts the votes are counted again.

    Raises:
        InputError: Not all attempts run, so that there is nothing to count.
    """
    if numbers is None:
        return []
    if not effort.every:
        raise InputError("--votes counts the votes of all attempts again; say with --attempts how many run.")
    wanted = [each for each in numbers_in(numbers) if 0 < each < effort.attempts]
    if not wanted:
        raise InputError(f"--votes needs numbers below the {effort.attempts} attempts, such as 1,2,4.")
    return wanted
