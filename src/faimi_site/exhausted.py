"""What is said where the machine's memory does not suffice: no source is to blame, and none is named."""

from __future__ import annotations

import errno

SAID = (
    "error: memory ran out before it was done; close other programs, or make the largest pages, pictures and notebooks "
    "smaller, and run it again"
)
_UNLOADED = ("failed to map segment", "Cannot allocate memory", "cannot allocate memory")  # what loaders say, by system


def is_exhausted(error: BaseException) -> bool:
    """Return whether an exception says that there is no memory left, for this process or for another one."""
    # A library that cannot be loaded for that is told as one that is not there.
    unloaded = isinstance(error, ImportError) and any(sign in str(error) for sign in _UNLOADED)
    # Pillow gives its words alone.
    refused = isinstance(error, OSError) and (error.errno == errno.ENOMEM or error.args == ("out of memory",))
    return isinstance(error, MemoryError) or unloaded or refused
