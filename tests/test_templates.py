from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from types import CodeType
from typing import Any

import pytest
from markupsafe import Markup

from faimi_site import templates
from faimi_site.load.pages import layouts
from faimi_site.model import Config, source
from faimi_site.phrases import date_span, file_size, long_date, utc_offset
from faimi_site.problem import Level, Place, Problem, show
from faimi_site.templates import precompiled, renderer
from tests.sites import planned

IF_DEFINED = "write {% if NAME %}, or {% if page.params.KEY is defined %}, around what only some pages have"
CIRCLE = "templates/a.html -> templates/other.html -> templates/a.html"
JINJA = "https://jinja.palletsprojects.com/en/stable/templates/"


def rendered(template: str | bytes, values: Mapping[str, Any] | None = None, **others: str | bytes) -> str | Problem:
    """Return what `a.html` becomes; other templates are named without their ending."""
    files = {"a.html": template, **{f"{name}.html": body for name, body in others.items()}}
    sources = {name: source(f"templates/{name}", body) for name, body in files.items()}

    def failing(value: object) -> str:
        raise KeyError(value)

    return renderer(sources, {"failing": failing})("a.html", values or {})


def problem(template: str | bytes, values: Mapping[str, Any] | None = None, **others: str | bytes) -> Problem:
    found = rendered(template, values, **others)
    assert isinstance(found, Problem)
    assert found.level is Level.ERROR
    return found


def test_a_problem_of_a_template_shows_its_file_and_its_line() -> None:
    assert show(problem("<p>\n  {{ nope }}\n</p>\n")) == (
        "templates/a.html:2:3: error: 'nope' is undefined [template/undefined]\n"
        "     2 |   {{ nope }}\n"
        "       |   ^^^^^^^^^^\n"
        f"       = hint: {IF_DEFINED}"
    )


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("a\n{% bogus %}\n", 2, "Encountered unknown tag 'bogus'."),
        ("a\n\n  {% if %}\n", 3, "Expected an expression, got 'end of statement block'"),
        ("a\n{{ x | bogus }}\n", 2, "No filter named 'bogus'."),
        ("{# a", 1, "Missing end of comment tag"),
        ("a\r\n{{ x\r\n", 2, "unexpected end of template, expected 'end of print statement'."),
        ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", 2, "block 'a' defined twice"),
    ],
)
def test_what_jinja_cannot_read_is_a_problem_at_its_line(template: str, line: int, message: str) -> None:
    found = problem(template)
    assert (found.rule, found.place.file, found.place.line) == ("template/syntax", "templates/a.html", line)
    assert found.message == f"the template cannot be read: {message}"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{{ nope }}", "'nope' is undefined", IF_DEFINED),
        ("{{ nope.more }}", "'nope' is undefined", IF_DEFINED),
        ("{{ '' if nope }}", "'nope' is undefined", IF_DEFINED),
        ("{{ params.nope }}", "a mapping has no 'nope'", IF_DEFINED),
        ("{{ site.title.nope }}", "a text has no 'nope'", IF_DEFINED),
        ("{{ nothing.nope }}", "there is no 'nope' here: what stands before it is empty", IF_DEFINED),
        (
            "{{ self.nope() }}",
            "there is no block 'nope'",
            "write the name of a {% block %} of this template, or of one it extends",
        ),
        ("{{ site.titel }}", "a config has no 'titel'", "did you mean 'title'?"),
        ("{{ site.xyz }}", "a config has no 'xyz'", IF_DEFINED),
        ("{{ nope() }}", "'nope' is undefined", IF_DEFINED),
    ],
)
def test_what_is_undefined_is_a_problem(template: str, message: str, hint: str) -> None:
    found = problem(template, {"params": {}, "site": Config(), "nothing": None})
    assert (found.rule, found.message, found.hint) == ("template/undefined", message, hint)


def test_a_template_can_ask_whether_something_is_defined() -> None:
    assert rendered("{% if params.x is defined %}x{% endif %}y", {"params": {}}) == "y"


@pytest.mark.parametrize("tag", ["include 'nope.html'", "extends 'nope.html'", "import 'nope.html' as x"])
def test_a_template_that_is_not_there_is_a_problem_where_it_is_named(tag: str) -> None:
    found = problem(f"\n  {{% {tag} %}}", footer="")
    assert (found.rule, found.place) == ("template/missing", Place("templates/a.html", 2, 3))
    assert (found.message, found.hint) == ("there is no template 'nope.html'", "there are a.html, footer.html")


def test_a_misspelt_template_gets_a_guess() -> None:
    assert problem("{% include 'foter.html' %}", footer="").hint == "did you mean 'footer.html'?"


def test_a_template_that_is_asked_for_and_not_there_is_a_problem_without_a_line() -> None:
    found = renderer({}, {})("default.html", {})
    assert isinstance(found, Problem)
    assert (found.rule, found.place) == ("template/missing", Place("templates/default.html"))


@pytest.mark.parametrize(
    ("template", "other", "steps"),
    [
        ("x\n{% include 'a.html' %}", "", "templates/a.html leads to itself"),
        ("x\n{% include 'other.html' %}", "\n\n{% include 'a.html' %}", CIRCLE),
        ("\n{% include 'other.html' %}", "{% include 'other.html' %}", "templates/other.html leads to itself"),
        ("\n{% extends 'a.html' %}", "", "templates/a.html leads to itself"),
        ("\n{% extends 'other.html' %}", "{% extends 'a.html' %}", CIRCLE),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "", "templates/a.html leads to itself"),
    ],
)
def test_a_loop_of_templates_is_a_problem_at_its_first_step(template: str, other: str, steps: str) -> None:
    found = problem(template, other=other)
    assert (found.rule, found.place) == ("template/recursion", Place("templates/a.html", 2, 1))
    assert found.message == "the templates include, extend or call each other without end"
    assert found.hint == f"{steps}: take one of these steps out, or end it with {{% if %}}"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n{{ 1 / 0 }}", "division by zero (ZeroDivisionError)"),
        ("\n{{ 'x' | failing }}", "'x' (KeyError)"),
        ("\n{{ 'x' | long_date }}", "'str' object has no attribute 'day' (AttributeError)"),
        ("\n{{ 'x'() }}", "'str' object is not callable (TypeError)"),
        ("\n{{ 'x' + 1 }}", 'can only concatenate str (not "int") to str (TypeError)'),
    ],
)
def test_whatever_a_template_raises_is_its_problem(template: str, message: str) -> None:
    found = problem(template)
    assert (found.rule, found.place) == ("template/failed", Place("templates/a.html", 2, 1))
    assert found.message == f"this cannot be rendered: {message}"
    assert found.hint == "docs/templates.md tells what each name holds"


@pytest.mark.parametrize(
    ("template", "hint"),
    [
        ("{{ x | lenght }}", "did you mean 'length'?"),
        ("{{ x | qqq }}", f"{JINJA} lists them"),
        ("{{ x is defned }}", "did you mean 'defined'?"),
        ("{% inclde 'a' %}", "did you mean 'include'?"),
        ("{% block a %}", "close it with {% endblock %}"),
        ("{% if %}", f"{JINJA} tells how templates are written"),
    ],
)
def test_what_jinja_cannot_read_has_a_cure(template: str, hint: str) -> None:
    assert problem(template).hint == hint


@pytest.mark.parametrize(
    ("template", "what", "hint"),
    [
        ("{{ page.read }}", "a function", "call it: write () behind its name"),
        ("{{ 'x' ~ page.read }}", "a function", "call it: write () behind its name"),
        ("{{ ['a'] | map('upper') }}", "a generator", "add | join, or | list"),
        ("{{ page.read | string }}", "a function", "call it: write () behind its name"),
        ("{{ '%s' % page.read }}", "a function", "call it: write () behind its name"),
        ("{{ '{}'.format(page.read) }}", "a function", "call it: write () behind its name"),
        ("{{ [cycler('a')] | map('string') | join }}", "a Cycler", "name a part of it that is a text or a number"),
        ("{{ [page.read] | join }}", "a function", "call it: write () behind its name"),
        ("{{ [page] | map(attribute='read') | join }}", "a function", "call it: write () behind its name"),
        ("{{ page.read | upper }}", "a function", "call it: write () behind its name"),
        ("{{ site }}", "a config", "name one of its fields; docs/templates.md tells which there are"),
        ("{{ [[site]] }}", "a config", "name one of its fields; docs/templates.md tells which there are"),
        ("{{ namespace() }}", "a Namespace", "name a part of it that is a text or a number"),
        ("{% macro m() %}{% endmacro %}{{ m }}", "a function", "call it: write () behind its name"),
    ],
)
def test_what_has_no_text_that_is_the_same_in_each_build_is_not_written(template: str, what: str, hint: str) -> None:
    found = problem(template, {"site": Config(), "page": {"read": str}})
    assert (found.rule, found.hint) == ("template/failed", hint)
    assert found.message == f"{what} has no text that could be written"


@pytest.mark.parametrize("code", [r"{{ '\ud800' }}", "{{ '%c' % 55296 }}", r"{{ 'a' ~ '\ud800' }}"])
def test_half_a_sign_is_not_written(code: str) -> None:
    found = problem(f"a\n{code}")
    assert (found.place.line, found.message) == (2, "half a sign (U+D800) cannot be written")
    assert found.hint == "write the whole sign"


@pytest.mark.parametrize("form", ["{0.upper}", "{0.__class__}", "{0[0].upper}", "{a.upper:>9}"])
def test_a_format_names_no_part_of_what_it_is_given(form: str) -> None:
    found = problem("{{ form.format('a', a='a') }}", {"form": form})
    assert found.message == "a format names what it is given, and no part of that"
    assert found.hint == "give it the part itself"


@pytest.mark.parametrize(
    "code",
    [
        "[page] | join(',', 'read')",
        "[page] | join(attribute='read', d=',')",
        "[[page.read]] | join(',', 0)",
        "['a'] | join(',', 'upper')",
        "[1] | join(page.read, 'real')",
        "[1] | join(d=page.read)",
    ],
)
def test_what_has_no_text_is_joined_to_none(code: str) -> None:
    found = problem(f"{{{{ {code} }}}}", {"page": {"read": str}})
    assert found.message == "a function has no text that could be written"


def test_entries_are_joined_by_a_number_of_theirs() -> None:
    assert rendered("{{ [['a', 1], ['b', 2]] | join('-', 1) }}", {}) == "1-2"


def test_a_field_of_what_has_no_text_can_be_joined() -> None:
    assert rendered("{{ [site, site] | join(', ', attribute='title') }}", {"site": Config(title="A")}) == "A, A"


def test_a_list_shows_no_undefined_entry() -> None:
    found = problem("{{ [''] | map(attribute='nope') | list }}")
    assert (found.rule, found.message) == ("template/undefined", "a text has no 'nope'")


def test_what_has_a_text_is_written() -> None:
    template = "{{ 1 }} {{ none }} {{ [1, 'a', none] }} {{ {'a': true} }} {{ day }} {{ 1.5 }} {{ ('a',) }}"
    shown = "1 None [1, &#39;a&#39;, None] {&#39;a&#39;: True} 2025-09-23 1.5 (&#39;a&#39;,)"
    assert rendered(template, {"day": date(2025, 9, 23)}) == shown


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ 'a'.encode() }}",
        "{{ (1).to_bytes(9, 'big') }}",
        "{{ ['a'] | map(attribute='encode') | list }}",
        "{{ 'a' | attr('encode') }}",
        "{{ ('a' | safe).escape('b') }}",
        "{{ items.append(1) }}",
        "{{ items.clear() }}",
    ],
)
def test_a_template_cannot_leave_its_sandbox_nor_change_a_value(template: str) -> None:
    items = [0]
    found = problem(template, {"items": items})
    assert found.message.startswith("access to attribute ")
    assert found.hint == "templates can use what docs/templates.md names, and no name with _ first"
    assert items == [0]


def test_a_template_cannot_loop_for_ages() -> None:
    assert problem("{% for i in range(999999999) %}{% endfor %}").message == "a range() of more than 100,000 numbers"


def test_a_template_that_is_not_utf_8_is_a_problem_at_its_byte() -> None:
    found = problem(b"x\n  caf\xe9\n")
    assert (found.rule, found.place) == ("file/encoding", Place("templates/a.html", 2, 6))


def test_an_included_template_that_is_not_utf_8_is_a_problem_of_its_own_file() -> None:
    assert problem("{% include 'other.html' %}", other=b"\xff").place == Place("templates/other.html", 1, 1)


def test_a_template_with_a_control_character_is_a_problem() -> None:
    found = problem("x\ny\x00")
    assert (found.rule, found.place) == ("file/control-character", Place("templates/a.html", 2, 2))


@pytest.mark.parametrize("other", ["\n\n  {{ nope }}", "\n\n  {% nope %}"])
def test_a_mistake_in_an_included_template_is_a_problem_of_its_own_file(other: str) -> None:
    assert problem("{% include 'other.html' %}", other=other).place == Place("templates/other.html", 3, 3)


def test_a_mistake_in_a_block_is_a_problem_of_the_template_that_wrote_it() -> None:
    child = "{% extends 'base.html' %}\n{% block b %}\n{{ nope }}\n{% endblock %}"
    assert problem(child, base="<p>{% block b %}{% endblock %}</p>").place == Place("templates/a.html", 3, 1)


def test_the_text_of_a_value_is_escaped() -> None:
    assert rendered("{{ x }}", {"x": "<b>&\"'"}) == "&lt;b&gt;&amp;&#34;&#39;"


def test_a_value_that_is_html_stays_html() -> None:
    assert rendered("{{ x }}", {"x": Markup("<b>a</b>")}) == "<b>a</b>"


def test_a_line_with_a_tag_alone_leaves_nothing() -> None:
    assert rendered("a\n  {% if true %}\nb\n  {% endif %}\nc\n") == "a\nb\nc\n"


def test_a_layout_is_a_template_at_the_top_that_is_neither_a_part_nor_the_stub() -> None:
    names = ("default.html", "redirect.html", "_base.html", "sections/x.html", "theme/default.html", "a.txt", "b.html")
    assert layouts({name: source(name, "") for name in names}) == ["b", "default"]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2025, 9, 23), None, "23 September 2025"),
        (date(2025, 9, 23), date(2025, 9, 23), "23 September 2025"),
        (date(2025, 9, 23), date(2025, 9, 24), "23–24 September 2025"),
        (date(2025, 9, 30), date(2025, 10, 1), "30 September – 1 October 2025"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 – 1 January 2026"),
        (date(2025, 9, 1), date(2026, 9, 1), "1 September 2025 – 1 September 2026"),
        (datetime(2025, 9, 23, 8), datetime(2025, 9, 23, 12), "23 September 2025"),
        (datetime(2025, 9, 23, 20), date(2025, 9, 24), "23–24 September 2025"),
    ],
)
def test_a_span_of_dates_says_each_part_once(start: date, end: date | None, text: str) -> None:
    assert date_span(start, end) == text


def test_a_date_is_written_in_english() -> None:
    assert [long_date(date(2025, 1, 2)), long_date(date(2025, 12, 31))] == ["2 January 2025", "31 December 2025"]


@pytest.mark.parametrize(
    ("minutes", "text"), [(540, "UTC+9"), (-210, "UTC-3:30"), (345, "UTC+5:45"), (0, "UTC"), (-60, "UTC-1")]
)
def test_an_offset_is_written_as_people_say_it(minutes: int, text: str) -> None:
    assert utc_offset(datetime(2025, 9, 23, tzinfo=timezone(timedelta(minutes=minutes)))) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        *((0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (47_600, "48 kB"), (999_499, "999 kB")),
        *((999_500, "1.0 MB"), (2_440_000, "2.4 MB"), (3_500_000_000, "3500.0 MB")),
    ],
)
def test_a_size_is_written_as_people_read_it(size: int, text: str) -> None:
    assert file_size(size) == text


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the texts of modules that a package would hold, by name: a test fills it."""
    modules: dict[str, str] = {}

    def from_package(module: str) -> CodeType | None:
        return compile(modules[module], f"compiled/{module}.py", "exec") if module in modules else None

    monkeypatch.setattr(templates, "_from_package", from_package)
    return modules


THEME = {
    "a.html": source(
        "theme/templates/a.html", "{% extends 'b.html' %}\n{% block c %}{{ 1 + 1 }} {{ d }}{% endblock %}"
    ),
    "b.html": source("theme/templates/b.html", "<p>{% block c %}{% endblock %}</p>"),
}


def test_a_template_that_the_package_holds_compiled_makes_the_same(packaged: dict[str, str]) -> None:
    packaged.update({name: text.replace("</p>", "</p> from the package") for name, text in precompiled(THEME)})
    assert renderer(THEME, {})("a.html", {"d": "<d>"}) == "<p>2 &lt;d&gt;</p> from the package"


def test_a_mistake_in_a_template_that_the_package_holds_has_its_line(packaged: dict[str, str]) -> None:
    packaged.update(precompiled(THEME))
    found = renderer(THEME, {})("a.html", {})
    assert isinstance(found, Problem)
    assert (found.place.file, found.place.line) == ("theme/templates/a.html", 2)


def test_a_template_that_changed_is_not_the_one_that_the_package_holds(packaged: dict[str, str]) -> None:
    packaged.update(precompiled(THEME))
    changed = {**THEME, "b.html": source("theme/templates/b.html", "<b>{% block c %}{% endblock %}</b>")}
    assert renderer(changed, {})("a.html", {"d": ""}) == "<b>2 </b>"


def test_a_template_that_changed_is_compiled_anew_in_the_same_process() -> None:
    assert planned({"content/index.md": "", "templates/default.html": "One"}).text("index.html") == "One"
    assert planned({"content/index.md": "", "templates/default.html": "Two"}).text("index.html") == "Two"


def test_a_constant_in_a_template_is_made_anew_for_each_site() -> None:
    files = {"content/index.md": "", "templates/default.html": "{{ '/x/' | absolute_url }}"}
    assert planned(files, "https://one.example").text("index.html") == "https://one.example/x/"
    assert planned(files, "https://two.example").text("index.html") == "https://two.example/x/"
