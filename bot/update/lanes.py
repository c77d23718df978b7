"""Run events: each conversation in order, conversations side by side, so many at once and no more.

Knows neither what an event says nor what handling it means. An event is finished in the inbox only
after its handler returned, so whatever ends the process before is handled again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, replace

from telegram.error import Forbidden

from bot.errors import Undeliverable
from bot.records import Incoming, Migration, Press, Stopped
from bot.update.inbox import Inbox
from bot.update.incoming import Event

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 256
"""Conversations in work at once; the calls to Telegram among them are bounded apart, in `reply`."""

GRACE_SECONDS = 3.0
"""How long a closing bot waits for answers that are nearly done."""

QuestionKey = tuple[int, int]


@dataclass(eq=False)
class _Job:
    """One event on its way. `successor` takes its place when the person edits the question."""

    event: Event
    task: asyncio.Task[None] | None = None
    successor: "_Job | None" = None


@dataclass
class _Lane:
    """One conversation."""

    waiting: deque[_Job] = field(default_factory=deque)
    running: _Job | None = None


class Lanes:
    """Handles what is submitted; a crash in one event touches no other."""

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[None]],
        on_error: Callable[[Event, Exception], Awaitable[None]],
        inbox: Inbox,
        limit: int = MOST_AT_ONCE,
    ) -> None:
        self._handle = handle
        self._on_error = on_error
        self._inbox = inbox
        self._limit = limit
        self._lanes: dict[Hashable, _Lane] = {}
        self._ready: deque[Hashable] = deque()
        self._questions: dict[QuestionKey, _Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_once = 0
        self._closing = False

    def submit(self, event: Event) -> None:
        """Take an event; it starts when its conversation is free and the limit allows."""
        if self._closing:
            return
        job = _Job(event)
        if isinstance(event, Press | Stopped):
            # A button must react while the answer above it is still being written.
            self._start(job, None)
            return
        question = _question(event)
        earlier = self._questions.get(question) if question else None
        if earlier is not None:
            self._supersede(earlier, job)
            return
        if question:
            self._questions[question] = job
        self._enqueue(job)
        self._pump()

    def give_up(self, event: Event, error: Exception) -> None:
        """Only apologise for an event."""
        task = asyncio.create_task(self._apologise(event, error))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until nothing is waiting or running."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Begin nothing new and stop what does not end in time; it stays pending in the inbox."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_seconds)
        for task in self._tasks:
            task.cancel()
        await self.drain()

    def _supersede(self, earlier: _Job, job: _Job) -> None:
        # Whoever finishes the newer one finishes the older, too. The newer number stands first: it
        # is the key of this run, and the older may have an answer of its own written down.
        replaced = earlier.successor or earlier
        ids = dict.fromkeys((*job.event.update_ids, *replaced.event.update_ids))
        job.event = replace(job.event, update_ids=tuple(ids))
        if earlier.task is None:
            earlier.event = job.event
            return
        earlier.successor = job
        # A second cancel would interrupt the clean-up that the first one began.
        if not earlier.task.cancelling():
            earlier.task.cancel()

    def _enqueue(self, job: _Job, front: bool = False) -> None:
        key = _lane_key(job.event)
        lane = self._lanes.setdefault(key, _Lane())
        if front:
            lane.waiting.appendleft(job)
        else:
            lane.waiting.append(job)
        if lane.running is None and len(lane.waiting) == 1:
            self._ready.append(key)

    def _pump(self) -> None:
        while self._ready and self._at_once < self._limit and not self._closing:
            key = self._ready.popleft()
            lane = self._lanes[key]
            lane.running = lane.waiting.popleft()
            self._at_once += 1
            self._start(lane.running, key)

    def _start(self, job: _Job, key: Hashable) -> None:
        job.task = asyncio.create_task(self._run(job))
        self._tasks.add(job.task)
        job.task.add_done_callback(lambda task: self._ended(task, job, key))

    async def _run(self, job: _Job) -> None:
        self._inbox.begin(job.event.update_ids)
        try:
            await self._handle(job.event)
        except Exception as error:
            # The outermost frame of an event: whatever went wrong in it is told to its sender
            # and may not stop the events of others.
            logger.exception("update %d failed", job.event.update_ids[0])
            await self._apologise(job.event, error)
        self._inbox.done(job.event.update_ids)

    async def _apologise(self, event: Event, error: Exception) -> None:
        try:
            await self._on_error(event, error)
        except (Undeliverable, Forbidden) as gone:
            logger.warning("no apology for update %d: %s", event.update_ids[0], gone)
        except Exception:
            logger.exception("no apology for update %d", event.update_ids[0])

    def _ended(self, task: asyncio.Task[None], job: _Job, key: Hashable) -> None:
        self._tasks.discard(task)
        question = _question(job.event)
        if not task.cancelled() and (error := task.exception()):
            logger.error("update %d stays pending", job.event.update_ids[0], exc_info=error)
        if question and self._questions.get(question) is job:
            del self._questions[question]
        if key is None:
            return
        self._at_once -= 1
        self._free(key)
        if job.successor and not self._closing:
            if question:
                self._questions[question] = job.successor
            self._enqueue(job.successor, front=True)
        self._pump()

    def _free(self, key: Hashable) -> None:
        lane = self._lanes[key]
        lane.running = None
        if lane.waiting:
            # To the end of the row: a busy chat takes turns with all others.
            self._ready.append(key)
        else:
            del self._lanes[key]


def _question(event: Event) -> QuestionKey | None:
    """Return the message by which an edit finds its question."""
    return (event.origin.chat_id, event.origin.message_id) if isinstance(event, Incoming) else None


def _lane_key(event: Event) -> Hashable:
    if isinstance(event, Incoming):
        if event.addressed:
            return event.origin.chat_id, event.origin.topic_id
        # Talk among people is only screened: it waits neither behind a slow answer nor behind what
        # somebody else sent, and words do not wait behind a video of the same person.
        apart = event.origin.message_id if event.attachments else 0
        return event.origin.chat_id, "talk", event.origin.person.id, apart
    if isinstance(event, Migration):
        return event.old_chat_id, "standing"
    return event.origin.chat_id, "standing"
