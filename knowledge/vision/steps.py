"""Join calls that run elsewhere into one future. Knows nothing of what is called."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from knowledge.confine import STOPPING
from knowledge.errors import TookTooLong

A = TypeVar("A")
B = TypeVar("B")


def then(
    step: Future[A],
    whole: Future[B],
    proceed: Callable[[A], None],
    instead: Callable[[], Future[A]] | None = None,
) -> None:
    """Call `proceed` with the result of `step`; its failure, or its being cancelled, is the failure of the whole.

    Where it takes too long, the result of `instead` takes its place.
    """

    def finish(step: Future[A]) -> None:
        error = TookTooLong(STOPPING) if step.cancelled() else step.exception()
        if error is None:
            proceed(step.result())
        elif instead is not None and isinstance(error, TookTooLong):
            then(instead(), whole, proceed)
        else:
            whole.set_exception(error)

    step.add_done_callback(finish)
