"""What the operator reads of results."""

from __future__ import annotations

from bot.domain.limits import minute, undo_ms
from bot.screens.operator.words import counted

files_shown = 20


def read_out(
    name: str, files: list[str], answers: int, agreed: int, method: str, missing: int, waiting: int = 0
) -> list[str]:
    """What was read out of a pack, and where it lies."""
    if answers:
        read = counted(answers, "final answer was", "final answers were")
        lines = [f"{name}: {read} read out; what was read out is accepted."]
    else:
        lines = [
            f"{name}: nothing is final yet. An answer becomes final {undo_ms // minute} minutes after it came, "
            "or when the pack's review_window_h is over."
        ]
    if waiting:
        waits = counted(waiting, "answer waits", "answers wait")
        lines.append(f"{waits} for a check: ujima review {name}; silence accepts.")
    if method and agreed:
        lines.append(f"{counted(agreed, 'task has', 'tasks have')} one answer by the method {method}.")
    if missing:
        files_gone = counted(missing, "file that people made is", "files that people made are")
        lines.append(f"{files_gone} not in the store any more.")
    return lines + [f"  {file}" for file in files[:files_shown]] + _further(len(files))


def _further(files: int) -> list[str]:
    return [f"  … and {files - files_shown} more"] if files > files_shown else []


def aside(name: str, worker: str, yes: bool, new: bool) -> list[str]:
    """Whose answers count in no aggregate of a pack, or count again."""
    where = "are left out of what is made of" if yes else "count again in"
    return [f"{'' if new else 'As before, '}{worker}'s answers {where} {name}. Their pay stays as it is."]
