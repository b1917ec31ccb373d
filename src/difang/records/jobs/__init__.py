"""Long work with progress: declared by the rooms above, done by the worker, cancelled and found again."""

from difang.records.jobs.asking import cancel, of, start
from difang.records.jobs.keeping import forget_old, path_of, recover
from difang.records.jobs.kinds import CancelledError, Progress, Result, register
from difang.records.jobs.spoiling import spoil

__all__ = [
    "CancelledError",
    "Progress",
    "Result",
    "cancel",
    "forget_old",
    "of",
    "path_of",
    "recover",
    "register",
    "spoil",
    "start",
]
