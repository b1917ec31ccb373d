"""Tables of the record."""

from difang.records.models.beat import Beat
from difang.records.models.clock import Clock
from difang.records.models.entry import Entry
from difang.records.models.event import Event, Payload
from difang.records.models.file import File
from difang.records.models.job import Job
from difang.records.models.notice import Mail, Notice

__all__ = ["Beat", "Clock", "Entry", "Event", "File", "Job", "Mail", "Notice", "Payload"]
