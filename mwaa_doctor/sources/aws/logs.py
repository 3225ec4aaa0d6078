"""What an environment has written and what was done to it: log events and CloudTrail, page by page, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

_HOME_OF_IAM = {"aws": "us-east-1", "aws-cn": "cn-north-1"}
_KEPT = ("timestamp", "logStreamName", "message")
_MAX_TRAIL_PAGES = 20


class EventStream:
    """Events of a log group as the bytes that `aws logs filter-log-events` prints; ``trouble`` if it ends early."""

    def __init__(self, events: Iterable[dict[str, Any]]) -> None:
        self._events = iter(events)
        self._rest = bytearray(b'{"events": [')
        self._count = 0
        self._ended = False
        self.trouble = ""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""
        while not self._ended and (size < 0 or len(self._rest) < size):
            self._fill()
        found = bytes(self._rest) if size < 0 else bytes(self._rest[:size])
        del self._rest[: len(found)]
        return found

    def _fill(self) -> None:
        try:
            event = next(self._events, None)
        except Unknown as unknown:
            event, self.trouble = None, unknown.reason
        if event is None:
            self._ended = True
            self._rest += b"]}"
            return
        kept = {key: event[key] for key in _KEPT if key in event}
        self._rest += (b", " if self._count else b"") + json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
        self._count += 1


def log_events(reader: Reader, group: str, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """The events of a log group between two moments; errors as in ``Reader.stream``."""
    start, end = int(since.timestamp() * 1000), int(until.timestamp() * 1000)
    for page in reader.stream("logs", "FilterLogEvents", logGroupName=group, startTime=start, endTime=end):
        yield from page.get("events") or ()


def trail_events(
    reader: Reader, names: Iterable[str], about: tuple[str, ...], since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    """The events of CloudTrail with one of these names that speak of one of the things in ``about``.

    Events of IAM are looked up in the Region where it lives. Errors as in ``Reader.stream``.
    """
    partition = reader.connection.session.get_partition_for_region(reader.region)
    for name in names:
        of_iam = name.endswith("RolePolicy")
        home = reader.elsewhere(_HOME_OF_IAM.get(partition, reader.region)) if of_iam else reader
        looked_up = [{"AttributeKey": "EventName", "AttributeValue": name}]
        pages = home.stream("cloudtrail", "LookupEvents", LookupAttributes=looked_up, StartTime=since, EndTime=until)
        for _, page in zip(range(_MAX_TRAIL_PAGES), pages, strict=False):
            for event in page.get("Events") or ():
                if any(word in str(event.get("CloudTrailEvent")) for word in about):
                    yield event
