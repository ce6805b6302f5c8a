"""A past told in order: what happens when, and what the rooms do about it, as if the worker had been there."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from behalf.channels import actions as channels
from behalf.channels.actions.telling import TELL
from behalf.identity import directory
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, system
from behalf.kit.jobs import Deferred
from behalf.kit.tenancy import acting
from behalf.notifications import actions as notifications
from behalf.notifications.actions import SEND

Deed = Callable[[datetime], object]


@dataclass
class Known:
    """What was made so far, by the names that the demo's files use."""

    operator: int = 0
    resellers: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)  # domain -> account
    sellers: dict[str, str] = field(default_factory=dict)  # domain -> e-mail address of who sold
    admins: dict[str, str] = field(default_factory=dict)  # domain -> e-mail address of the customer's own admin
    incidents: dict[str, int] = field(default_factory=dict)


class Story:
    """Deeds in the order of their time, up to ``end``. A deed may plan others, and so do the jobs that it defers."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self.known = Known()
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._later: list[Deferred] = []
        self._actors: dict[str, Actor] = {}

    def ago(self, *, days: float = 0, hours: float = 0) -> datetime:
        """A moment before the end."""
        return self.end - timedelta(days=days, hours=hours)

    def plan(self, at: datetime, deed: Deed) -> None:
        """Let something happen; what lies after the end never does."""
        if at <= self.end:
            heapq.heappush(self._waiting, (at, next(self._order), deed))

    def person(self, email: str) -> Actor:
        """Somebody who signs in, in their only organization."""
        if email not in self._actors:
            person = directory.person_of(email)
            if person is None:
                raise LookupError(email)
            self._actors[email] = directory.actors_of(person.pk)[0]
        return self._actors[email]

    def run(self) -> None:
        """Tell it all; jobs for a time after the end go to the queue."""
        with self._taking_jobs():
            while self._waiting:
                at, _place, deed = heapq.heappop(self._waiting)
                with clock.standing_at(at):
                    deed(at)
        for job in self._later:
            actor = system(job.tier, job.org_id)
            with acting(actor):
                jobs.defer(actor, job.name, at=job.at, **job.arguments)

    @contextmanager
    def _taking_jobs(self) -> Iterator[None]:
        jobs.hears = self._take
        try:
            yield
        finally:
            jobs.hears = None

    def _take(self, job: Deferred) -> bool:
        """Do it at its time in the story, or leave it for after; never through the queue."""
        at = max(job.at or clock.now(), clock.now())
        if at > self.end:
            self._later.append(job)
            return True
        does = {SEND: self._deliver, TELL: self._tell}.get(job.name, self._do)
        self.plan(at, lambda now: does(job, now))
        return True

    def _do(self, job: Deferred, now: datetime) -> None:
        jobs.run(job.name, job.tier, job.org_id, job.arguments)

    def _deliver(self, job: Deferred, now: datetime) -> None:
        """Mail of the past counts as sent; the last hour's is left to the worker, so that there is some to be read."""
        if self._is_left(job, now):
            return
        sender: Actor = system(job.tier, job.org_id)
        mail_id: Any = job.arguments["mail_id"]
        if notifications.claim(sender, mail_id, now=now) is not None:
            notifications.record_sent(sender, mail_id, now=now)

    def _tell(self, job: Deferred, now: datetime) -> None:
        """So do messages to chat groups: no robot is ever spoken to about the past."""
        if self._is_left(job, now):
            return
        teller: Actor = system(job.tier, job.org_id)
        robot_id: Any = job.arguments["robot_id"]
        telling = channels.begin_telling(teller, robot_id, now=now)
        if telling is not None:
            channels.end_telling(teller, robot_id, notices=telling.notices, now=now)

    def _is_left(self, job: Deferred, now: datetime) -> bool:
        """Whether it is of the last hour, and so the worker's."""
        if now <= self.ago(hours=1):
            return False
        self._later.append(job)
        return True
