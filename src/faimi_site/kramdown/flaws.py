"""What is wrong with a Markdown text."""

from __future__ import annotations

from faimi_site.frozen import frozen


@frozen
class Flaw:
    """What is wrong with a Markdown text: the rule, the line (from 1), and what of it stands for the fault, if any."""

    rule: str
    line: int
    message: str
    hint: str = ""
    shown: str = ""


_TAG_FLAWS = {
    "unclosed": ("{} is never closed", "write its closing tag where the element ends"),
    "stray": ("{} closes nothing and is shown as text", "take it out, or write the tag that opens it"),
    "inline": ("{} within a line is shown as text", "start it on a line of its own"),
    "comment": ("{} is never closed", "write '-->'; a comment with blank lines in it starts on a line of its own"),
}


def tag_flaw(kind: str, tag: str, line: int) -> Flaw:
    """Return the flaw of a tag that is `unclosed`, `stray`, `inline`, or the start of a `comment` without an end."""
    message, hint = _TAG_FLAWS["comment" if tag == "<!--" else kind]
    return Flaw("markdown/tags", line, message.format(f"'{tag}'"), hint, tag)
