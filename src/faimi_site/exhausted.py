"""What is said where the machine's memory does not suffice: no source is to blame, and none is named."""

from __future__ import annotations

import errno

SAID = (
    "error: memory ran out before it was done; close other programs, or make the largest pages, pictures and notebooks "
    "smaller, and run it again"
)


def is_exhausted(error: BaseException) -> bool:
    """Return whether an exception says that there is no memory left, for this process or for another one."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
