"""Dates, sizes, names and languages, in the words in which templates show them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from markupsafe import Markup

from faimi_site import model
from faimi_site.lazily import pattern
from faimi_site.model import day_of

_LINK = pattern(r"!?\[([^\[\]]*)\]\([^)\[]*\)")
_MARKUP = pattern(r"[\[<*_`]")  # the signs without which a text has neither Markdown nor tags


def plain_text(text: str) -> str:
    """Return a text without the signs of Markdown and the tags of HTML, as search engines show it."""
    if not _MARKUP.search(text):
        return text
    text = _LINK.sub(r"\1", re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return re.sub(r"(?<![\w\\])(\*\*|__|\*|_|`)(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)", r"\2", text)


def first_words(text: str, number: int) -> str:
    """Return the first words of a text, with an ellipsis where there are more."""
    words = text.split()
    return " ".join(words[:number]) + ("…" if len(words) > number else "")


def long_date(day: date) -> str:
    """Return a date as it is written in a sentence: `23 September 2025`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_span(start: date, end: date | None) -> str:
    """Return one or two dates as one text: `23–24 September 2025`, `30 September – 1 October 2025`."""
    return "".join(span_ends(start, end))


def span_ends(start: date, end: date | None) -> tuple[str, str, str]:
    """Return the parts of such a text: its first date, what stands between, its last date, or two empty texts."""
    first, last = (day_of(moment) for moment in (start, end or start))
    if first == last:
        return long_date(first), "", ""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day), "–", long_date(last)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_MONTHS[first.month - 1]}{year}", " – ", long_date(last)


def utc_offset(moment: datetime) -> str:
    """Return how far a moment's clock is from UTC: `UTC+9`, `UTC-3:30`, `UTC`."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def instants_shown(event: model.Listed) -> Markup:
    """Return attributes that tell a script when an edition begins and ends; none where it may not be held."""
    if not (event.begins and event.ends) or event.status in ("postponed", "cancelled"):
        return Markup("")
    attributes = Markup(' data-begins="{}" data-ends="{}"')
    return attributes.format(*(moment.isoformat(timespec="minutes") for moment in (event.begins, event.ends)))


def file_size(size: int) -> str:
    """Return a size in bytes as people read it: `712 bytes`, `48 kB`, `2.4 MB`."""
    if size < 1000:
        return f"{size} bytes"
    return f"{round(size / 1000)} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def english(words: str, in_english: str) -> str:
    """Return words of the theme in an element with the attribute that tells their language, where there is one."""
    return Markup("<span{}>{}</span>").format(Markup(in_english), words) if in_english else words  # noqa: S704


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a person's name, without titles such as `Dr.`."""
    words = [word for word in name.split() if word[0].isalpha()]
    called = [word for word in words if not word.endswith(".")] or words
    return "".join(word[0].upper()[:1] for word in called[:1] + called[1:][-1:])


def is_right_to_left(tag: str) -> bool:
    """Return whether a language is written from right to left, by its tag: by its script where the tag names one."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS_TO_LEFT if script else language in _LANGUAGES_TO_LEFT


_LANGUAGES_TO_LEFT = frozenset("ar arc ckb dv fa he khw ks nqo ps sd syr ug ur yi".split())
_SCRIPTS_TO_LEFT = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


def language_name(tag: str) -> str:
    """Return the English name of a language by its tag, `Portuguese (BR)` for pt-BR; the tag where it is not known."""
    language, _, rest = tag.partition("-")
    name = _LANGUAGES.get(language.lower())
    return f"{name} ({rest})" if name and rest else name or tag


_LANGUAGES = {
    pair[:2]: pair[3:]
    for pair in (
        "am:Amharic ar:Arabic bg:Bulgarian bn:Bengali ca:Catalan cs:Czech da:Danish de:German el:Greek "
        "en:English es:Spanish et:Estonian eu:Basque fa:Persian fi:Finnish fr:French ga:Irish "
        "gl:Galician ha:Hausa he:Hebrew hi:Hindi hr:Croatian hu:Hungarian id:Indonesian ig:Igbo "
        "is:Icelandic it:Italian ja:Japanese ko:Korean lt:Lithuanian lv:Latvian mk:Macedonian ms:Malay "
        "nb:Norwegian nl:Dutch nn:Norwegian no:Norwegian pl:Polish pt:Portuguese ro:Romanian ru:Russian "
        "sk:Slovak sl:Slovenian sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil th:Thai tr:Turkish "
        "uk:Ukrainian ur:Urdu vi:Vietnamese yo:Yoruba zh:Chinese zu:Zulu "
    ).split()
}

# Written out: strftime would speak the language of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
