"""The rules of the checks and their levels, which `checks:` in site.yaml can change; docs/rules.md explains each."""

from __future__ import annotations

from faimi_site.problem import Level, Place, Problem

CHECK_RULES = {
    "a11y/alt-is-file-name": Level.NOTE,
    "a11y/autoplay": Level.WARNING,
    "a11y/contrast": Level.WARNING,
    "a11y/empty-heading": Level.WARNING,
    "a11y/empty-link": Level.WARNING,
    "a11y/heading-order": Level.WARNING,
    "a11y/iframe-title": Level.WARNING,
    "a11y/lang": Level.WARNING,
    "a11y/link-text": Level.WARNING,
    "a11y/no-alt": Level.WARNING,
    "a11y/same-link-text": Level.NOTE,
    "a11y/table-headers": Level.WARNING,
    "a11y/two-h1": Level.NOTE,
    "a11y/zoom": Level.WARNING,
    "content/bare-address": Level.NOTE,
    "content/mojibake": Level.WARNING,
    "content/to-do": Level.NOTE,
    "content/to-do-late": Level.WARNING,
    "data/not-shown": Level.WARNING,
    "event/contradicted-date": Level.WARNING,
    "event/no-online-url": Level.WARNING,
    "file/not-used": Level.NOTE,
    "image/format": Level.ERROR,
    "image/position": Level.WARNING,
    "link/dead": Level.ERROR,
    "link/dead-fragment": Level.ERROR,
    "link/extensionless": Level.WARNING,
    "link/malformed": Level.ERROR,
    "link/no-scheme": Level.ERROR,
    "link/no-slash": Level.NOTE,
    "link/redirected": Level.NOTE,
    "markdown/tags": Level.WARNING,
    "media/not-named": Level.WARNING,
    "notebook/drive": Level.WARNING,
    "notebook/e-mail": Level.WARNING,
    "notebook/error-output": Level.WARNING,
    "notebook/local-path": Level.WARNING,
    "notebook/no-alt": Level.NOTE,
    "notebook/no-attachment": Level.WARNING,
    "notebook/not-run": Level.NOTE,
    "notebook/picture": Level.WARNING,
    "notebook/token": Level.WARNING,
    "page/dead-canonical": Level.WARNING,
    "markdown/footnote": Level.WARNING,
    "markdown/not-a-link": Level.WARNING,
    "page/duplicate-id": Level.WARNING,
    "page/no-title": Level.WARNING,
    "page/same-title": Level.WARNING,
    "page/third-party": Level.WARNING,
    "pdf/no-language": Level.WARNING,
    "pdf/no-title": Level.WARNING,
    "pdf/not-tagged": Level.WARNING,
    "people/affiliation-not-kept": Level.WARNING,
    "people/two-ids": Level.WARNING,
    "people/two-spellings": Level.WARNING,
    "redirect/dead": Level.ERROR,
    "schedule/daylight-saving": Level.WARNING,
    "schedule/gap": Level.NOTE,
    "schedule/outside-event": Level.WARNING,
    "schedule/overlap": Level.WARNING,
    "schedule/unknown-speaker": Level.WARNING,
    "section/not-placed": Level.WARNING,
    "section/twice": Level.WARNING,
    "site/no-url": Level.NOTE,
    "template/not-used": Level.NOTE,
    "template/third-party": Level.ERROR,
    "text/liquid": Level.WARNING,
}


def level_of(rule: str) -> Level:
    """Return the level of what is found while loading: that of a check's rule, or an error."""
    return CHECK_RULES.get(rule, Level.ERROR)


def found(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem of a check, at the rule's own level."""
    return Problem(rule, CHECK_RULES[rule], place, message, hint)
