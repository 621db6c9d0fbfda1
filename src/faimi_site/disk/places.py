"""Whether the name of a place is one that a file system takes."""

from __future__ import annotations

import os


def unusable(path: str) -> str:
    """Return why nothing can stand at a path; an empty text where something does, or could be made there."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or type(error).__name__
    except ValueError:  # such as a NUL
        return "no name can hold such characters"
    return ""
