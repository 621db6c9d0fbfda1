"""Elements as HTML: the same as Python-Markdown's own serializer writes."""

from __future__ import annotations

from typing import Any, cast
from xml.etree.ElementTree import Element

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.serializers import to_html_string

from faimi_site.kramdown.serializer import serialized

_TEXTS = st.sampled_from(["", "a", "<b>", "&amp; & &#x27;", '"', "c\n", "checked", "\u2028é"])
_TAGS = st.sampled_from(["p", "em", "br", "img", "td", None])
_ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "checked", "alt", "x:y"]), _TEXTS, max_size=3)


def _element(tag: str | None, attributes: dict[str, str], text: str, tail: str, children: list[Element]) -> Element:
    made = Element(tag or "p", attributes)
    made.tag = cast(Any, tag)
    made.text, made.tail = text, tail
    made.extend(children)
    return made


_LEAVES = st.builds(_element, _TAGS, _ATTRIBUTES, _TEXTS, _TEXTS, st.just([]))
_TREES = st.recursive(
    _LEAVES, lambda inner: st.builds(_element, _TAGS, _ATTRIBUTES, _TEXTS, _TEXTS, st.lists(inner, max_size=3))
)


@settings(deadline=None)
@given(_TREES)
def test_it_is_what_python_markdown_writes(root: Element) -> None:
    assert serialized(root) == to_html_string(root)


def test_what_looks_like_an_entity_is_one_and_other_signs_are_text() -> None:
    root = _element("p", {"title": 'a"b', "checked": "checked"}, "&copy; & <", "", [])
    assert serialized(root) == '<p checked title="a&quot;b">&copy; &amp; &lt;</p>'
