"""Who listens just now, and what each is still to be told. Everything here has a bound."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from behalf.kit.actor import Actor
from behalf.kit.marks import Mark, reaches

WAITING = 100  # marks kept for a reader who is slow; beyond it is told once to look at everything again
OF_ONE = 12  # streams of one sign-in


class Full(Exception):
    """No further stream is taken."""


class Stream:
    """One open page: the marks that wait for it, each thing once, with its latest version."""

    def __init__(self, actor: Actor, session_key: str) -> None:
        self.actor, self.session_key = actor, session_key
        self.is_over = False
        self._waiting: dict[tuple[str, int], Mark] = {}
        self._missed = False
        self._rung = asyncio.Event()

    def tell(self, mark: Mark) -> None:
        """Keep a mark until the page takes it."""
        self._waiting[mark.topic, mark.about] = mark
        if len(self._waiting) > WAITING:
            self.miss()
        self._rung.set()

    def miss(self) -> None:
        """Something may have been lost: in place of all marks the page is told to look again."""
        self._waiting.clear()
        self._missed = True
        self._rung.set()

    def end(self) -> None:
        """This page is told nothing more."""
        self.is_over = True
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something to say, or the time is over."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return
        self._rung.clear()

    def take(self) -> tuple[bool, list[Mark]]:
        """Whether something was missed, and what to say; both are forgotten by this."""
        missed, marks = self._missed, list(self._waiting.values())
        self._missed = False
        self._waiting.clear()
        return missed, [] if missed else marks


class Hub:
    """Every stream of this process."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._streams: dict[str, list[Stream]] = {}
        self._of_org: dict[int, set[Stream]] = {}
        self._count = 0

    def join(self, actor: Actor, session_key: str) -> Stream:
        """A stream for somebody who is signed in; the oldest of too many of one sign-in goes. Full beyond the limit."""
        own = self._streams.get(session_key, [])
        if len(own) >= OF_ONE:
            own[0].end()
            self.leave(own[0])
        if self._count >= self._limit:
            raise Full
        stream = Stream(actor, session_key)
        self._streams.setdefault(session_key, []).append(stream)
        self._of_org.setdefault(actor.org_id, set()).add(stream)
        self._count += 1
        return stream

    def leave(self, stream: Stream) -> None:
        """Forget a stream; one that is gone already is no matter."""
        own = self._streams.get(stream.session_key, [])
        if stream not in own:
            return
        own.remove(stream)
        if not own:
            del self._streams[stream.session_key]
        of_org = self._of_org[stream.actor.org_id]
        of_org.discard(stream)
        if not of_org:
            del self._of_org[stream.actor.org_id]
        self._count -= 1

    def tell(self, mark: Mark) -> None:
        """Hand a mark to those who may hear of it: people of the desk, and of the customer that it names."""
        for org_id in {mark.org_id, mark.customer_id}:
            for stream in self._of_org.get(org_id, ()):
                if reaches(mark, stream.actor):
                    stream.tell(mark)

    def miss(self) -> None:
        """Marks may have been lost on the way: everybody is told to look again."""
        for stream in self:
            stream.miss()

    def sessions(self) -> list[str]:
        """The sign-ins that have a stream."""
        return list(self._streams)

    def hold(self, session_key: str, actor: Actor | None) -> None:
        """End the streams of a sign-in unless it still is this person in this organization with these roles."""
        for stream in list(self._streams.get(session_key, ())):
            if stream.actor != actor:
                stream.end()
                self.leave(stream)

    def close(self) -> None:
        """End every stream."""
        for stream in list(self):
            stream.end()
            self.leave(stream)

    def __iter__(self) -> Iterator[Stream]:
        return (stream for own in list(self._streams.values()) for stream in own)

    def __len__(self) -> int:
        return self._count
