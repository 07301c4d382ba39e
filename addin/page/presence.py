"""Whether anybody still has the page open: each open page says so now and then, and when it is left."""

import time
from collections.abc import Callable

#: A page is left for another of ours within moments; one that is only silent may be asleep with the PC.
GRACE, SILENCE = 10.0, 12 * 3600.0
#: So long after the last page was closed the server ends.
LINGER = 600.0


class Presence:
    """pages: the open ones and when each was last heard of; left: since when there are none, None before the first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.pages: dict[str, float] = {}
        self.left: float | None = None

    def here(self, page: str) -> None:
        self.pages[page] = self.clock()
        self.left = None

    def gone(self, page: str) -> None:
        if self.pages.pop(page, None) is not None and not self.pages:
            self.left = self.clock()

    def away(self) -> float:
        """For how long nobody has been there; 0 while somebody is, and before anybody was."""
        now = self.clock()
        for page, heard in list(self.pages.items()):
            if now - heard > SILENCE:
                self.gone(page)
        return 0.0 if self.left is None else now - self.left
