"""What is said of a row of a thought: at its right end, and by a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.conversation.step_rows import RowKind, StepRow
from models.traces import Verdict

translate = QCoreApplication.translate
_LONGEST_VALUE = 28


def remark(row: StepRow, difference: int) -> str:
    """Return what always stands at a row's right end; `difference` is the step where the attempts part, 0 for none."""
    parts: list[str] = []
    if difference and row.number == difference and row.first and not row.repaired:
        parts.append(translate("StepView", "first difference"))
    if row.right_value:
        value = row.right_value
        value = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
        parts.append(translate("StepView", "arithmetic says {value}").format(value=value))
    return " · ".join(parts)


def passing_remark(row: StepRow) -> str:
    """Return what is said of a row only while it is pointed at or walked to."""
    if row.kind is RowKind.STEP and row.first and not row.checked:
        return translate("StepView", "nothing to check")
    return ""


def spoken(row: StepRow, difference: int = 0) -> str:
    """Return a row as a screen reader says it: its number, its text, and what was found."""
    if row.repaired:
        lead = translate("StepView", "Step {number}, written anew").format(number=row.number)
    else:
        lead = translate("StepView", "Step {number}").format(number=row.number)
    if row.kind is RowKind.ANSWER and row.first:
        lead = translate("StepView", "Its answer")
    elif not row.number:
        lead = ""
    parts = [f"{lead}." if lead else "", row.text, *(_found(row)), remark(row, difference)]
    if not row.checked:
        parts.append(passing_remark(row))
    return " ".join(filter(None, parts))


def failure(row: StepRow) -> str:
    """Return what is announced when a step was found to be false while it was written, "" for any other."""
    if not row.false or not row.first:
        return ""
    return translate("StepView", "Step {number} does not hold").format(number=row.number)


def _found(row: StepRow) -> list[str]:
    words = {
        Verdict.HOLDS: translate("StepView", "{claim} holds."),
        Verdict.FALSE: translate("StepView", "{claim} does not hold."),
    }
    return [words[each.verdict].format(claim=each.text) for each in row.claims if each.verdict in words]
