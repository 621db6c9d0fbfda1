"""Templates that never end, ask for too much, or reach for what is not theirs: a problem with file and line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faimi_site.templates import SITE_FILTERS, _environment, _Loader
from faimi_site.weights import METHODS
from tests.sites import front, planned


def problems(template: str | bytes, **others: str) -> list[str]:
    """Return the first lines of the problems of a site whose layout is a template, with other ones beside it."""
    files: dict[str, str | bytes] = {f"templates/{name}.html": text for name, text in others.items()}
    files |= {"templates/default.html": template, "content/index.md": front("title: Home")}
    return [one.partition("\n")[0] for one in planned(files).shown if "error:" in one]


# Two lists that hold themselves twice at each of sixty levels, and are equal.
DOUBLED = (
    "{% set n = namespace(a=[1], b=[1]) %}"
    "{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}"
)


@pytest.mark.parametrize(
    "code",
    [
        "{{ 10 ** 100000000 }}",
        "{{ 'a' * 9999999999 }}",
        "{{ [0] * 9999999999 }}",
        "{{ ('a' * 99999) * 99999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ '{:>9999999999}'.format(1) }}",
        "{{ '{:>{}}'.format('a', 9999999999) }}",
        "{{ '%*d' | format(999999999, 1) }}",
        "{{ '%(a)999999999d' % {'a': 1} }}",
        "{{ 'a'.ljust(9999999999) }}",
        "{{ 'a' | center(9999999999) }}",
        r"{{ 'a\nb' | indent(9999999999) }}",
        "{{ [1] | batch(9999999999, 'x') | list }}",
        "{{ 1 | round(999999999) }}",
        "{{ '%999999d%999999d' % (1, 1) }}",
        "{{ ('a' * 999999) | replace('a', 'b' * 999999) }}",
        "{{ ('a' * 999999).replace('a', 'b' * 999999) }}",
        "{{ content.replace(content[0], 'b' * 999999) * 9 }}",
        "{{ (['a'] * 999999) | join('b' * 999999) }}",
        "{{ ('b' * 999999).join(['a'] * 999999) }}",
        "{{ (['b' * 999999] * 999999) | join }}",
        r"{{ ('\t' * 999999).expandtabs(999999) }}",
        r"{{ ('a\n' * 499999) | indent(999999) }}",
        "{{ ('{0}' * 333333).format('a' * 999999) }}",
        "{{ ['a' * 999999] * 999999 }}",
        "{{ ['a' * 999999] * 999999 ~ '' }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% for i in range(9999) %}{% for letter in 'a' * 9999 %}{% endfor %}{% endfor %}",
        pytest.param(
            "{% for i in range(9999) %}{% for letter in ('a' * 9999) | map('upper') %}{% endfor %}{% endfor %}",
            marks=pytest.mark.slow,
        ),
        "{% for i in [0, 1] recursive %}{% if loop.depth < 40 %}{{ loop([0, 1]) }}{% endif %}{% endfor %}",
        "{% set n = namespace(a='a') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
        "{% set n = namespace(a='a') %}{% for i in range(60) %}{% set n.a = '%s%s' | format(n.a, n.a) %}{% endfor %}",
        "{% set n = namespace(a='a') %}{% for i in range(60) %}{% set n.a = '%s%s' % (n.a, n.a) %}{% endfor %}",
        "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a }}",
        "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a|tojson }}",
        DOUBLED + "{{ n.a == n.b }}",
        DOUBLED + "{{ n.a in [n.b] }}",
        DOUBLED + "{{ 1 if [n.b] is in([n.a]) }}",
        DOUBLED + "{{ [n.a, n.b] | unique | list }}",
        DOUBLED + "{% for i in [n.a, n.b] %}{{ loop.changed(i) }}{% endfor %}",
        DOUBLED.replace("[", "(").replace("]", ",)") + "{% set d = {n.a: 1} %}",
        "{{ range(99999) | select('in', range(99999, 199998) | list) | list }}",
        "{{ ([range(99) | list] * 20000) | sum(start=[]) }}",
        "{% set a = 'a' * 999999 %}{% for i in range(9999) %}{% set b = a + 'b' %}{% endfor %}",
        "{% set a = 'a' * 999999 %}{% for i in range(9999) %}{% set b = a[1:] %}{% endfor %}",
        pytest.param(
            "{% set a = [0] * 999999 %}{% for i in range(9999) %}{% set b = a[:] %}{% endfor %}", marks=pytest.mark.slow
        ),
        pytest.param(
            "{% set a = [0] * 999999 %}{% for i in range(9999) %}{% set b = a.count(1) %}{% endfor %}",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "{% set a = [0] * 999999 %}{% for i in range(9999) %}{% set b = 1 in a %}{% endfor %}",
            marks=pytest.mark.slow,
        ),
        "{% set a = 'a' * 999999 %}{% for i in range(9999) %}{% set b = a == 'b' ~ a %}{% endfor %}",
        "{% if ('f' * 999999) | int(0, 16) // 3 %}{% endif %}",
        "{% if ('f' * 999999) | int(0, 16) is divisibleby(3) %}{% endif %}",
        "{% if 0x1" + "0" * 99999 + " % 3 %}{% endif %}",
        "{% set n = namespace(a=1) %}{% for i in range(99999) %}{% set n.a = n.a - (0 - n.a) %}{% endfor %}",
        "{% for i in range(9999) %}{% if 1.5 in range(99999) %}{% endif %}{% endfor %}",
        "{% for i in range(9999) %}{% if 1.5 is in(range(99999)) %}{% endif %}{% endfor %}",
        "{{ ('a' * 999999) | wordwrap(1) }}",
        "{{ ('a' * 400000).rfind('ab' ~ 'a' * 200000) }}",
        "{{ ('a' * 400000).strip('b' * 400000 ~ 'a') }}",
        "{{ ('a' * 400000) | trim('b' * 400000 ~ 'a') }}",
        "{{ ('a' ~ '(' * 400000 ~ ')' * 400000) | urlize }}",
        "{{ ('<b>' * 99999) | striptags }}",
        "{{ ('<b>' * 99999) | safe | striptags }}",
        "{{ ('<b>' * 99999 | safe).striptags() }}",
        "{{ [[1]] | tojson(indent=9) }}",
        pytest.param(
            "{% for i in range(999) %}{% set a = range(99999) | map('abs') | sum %}{% endfor %}", marks=pytest.mark.slow
        ),
        pytest.param(
            "{% for i in range(999) %}{% set a = range(99999) | list | groupby('real') %}{% endfor %}",
            marks=pytest.mark.slow,
        ),
        "{% set n = namespace(a=[]) %}{% for i in range(999) %}{% set n.a = [n.a, range(99999) | list] %}{% endfor %}",
        "{% set n = namespace(a=[]) %}{% for i in range(999) %}"
        "{% set n.a = [n.a, ('a ' * 99999).split()] %}{% endfor %}",
        "{% set n = namespace(a=[]) %}{% for i in range(9999) %}"
        "{% set n.a = [n.a, ('a' * 999).replace('a', 'b' * 99999)] %}{% endfor %}",
        "{% set n = namespace(a=[]) %}{% for i in range(9999) %}{% set n.a = [n.a] %}{% endfor %}{{ n.a }}",
        pytest.param(
            "{% set a = 'a b' * 300000 %}{% for i in range(9999) %}{% if a | slug == 'x' %}{% endif %}{% endfor %}",
            marks=pytest.mark.slow,
        ),
        "{% set a = 'a b' * 300000 %}{% for i in range(9999) %}{% if a | headings %}{% endif %}{% endfor %}",
        "{% set names = ['x'] * 99999 %}{% for i in range(99999) %}{% include names ignore missing %}{% endfor %}",
        DOUBLED + "{{ {'a': 1}[n.a] | default('b') }}",
        DOUBLED + "{{ [][n.a] }}",
        DOUBLED + "{{ page[n.a] }}",
        DOUBLED + "{{ page | attr(n.a) }}",
        DOUBLED + "{% include n.a %}",
        DOUBLED + "{% include [n.a] %}",
        DOUBLED + "{% import n.a as b %}",
        "{% set n = namespace(a=[]) %}{% for i in range(9999) %}"
        "{% set n.a = [n.a, cycler(*range(99999))] %}{% endfor %}",
        "{% set d = dict(range(6000) | map('string') | batch(2)) %}{% set n = namespace(a=[]) %}"
        "{% for i in range(9999) %}{% set n.a = [n.a, dict(**d)] %}{% endfor %}",
        "{% macro m(a) %}{{ a }}{{ a }}{% endmacro %}{% set n = namespace(a='a') %}"
        "{% for i in range(60) %}{% set n.a = m(n.a) %}{% endfor %}",
        "{% macro m(a) %}{% if a %}{{ m(a - 1) }}{{ m(a - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% set n = namespace(a='a') %}{% for i in range(60) %}{% set n.a %}{{ n.a }}{{ n.a }}{% endset %}{% endfor %}",
    ],
)
def test_what_asks_for_too_much_is_a_problem_at_its_line(code: str) -> None:
    (problem,) = problems(f"a\n{code}")
    assert problem.startswith("templates/default.html:2:1: error: ")


@pytest.mark.parametrize(
    "code",
    [
        "{{ 2 ** 64 }}",
        "{{ '-' * 80 }}",
        "{{ '%08d' % 7000000000 }}",
        "{{ '%s of 1234567' % 1 }}",
        "{{ '{} of 1234567'.format(7000000000) }}",
        "{{ '50% of 1234567 {: 1234567' | indent(2) }}",
        "{{ '%s' | format(7000000000) }}",
        "{{ 'a'.ljust(9) }}",
        "{% for i in [1, 2] %}{{ loop.index }}/{{ loop.length }}{{ loop.last }}{% else %}{% endfor %}",
        "{% for i in [1, 2] | map('string') %}{{ loop.index }}/{{ loop.length }}{{ loop.last }}{% endfor %}",
        "{% for i in [[1, [2, []]]] recursive %}{% if i is iterable %}{{ loop(i) }}{% endif %}{% endfor %}",
        "{{ content | replace('a', 'b') }}{{ ['a', 'b'] | join(', ') }}{{ [1, [2]] | tojson }}",
        "{{ 'a' ~ 1 ~ content }}",
        "{{ 'a' if page.title == 'Home' and 'b' not in ['a'] and page in pages and page.title is in(['Home']) }}",
        "{{ [1, 2] | sum }}{{ {page.title: 1}['Home'] }}{{ page.title[1:] }}",
        "{% for i in range(999) %}{% set a = pages | selectattr('title') | sort(attribute='title') %}{% endfor %}",
        "{{ 7 // 2 - 5 % 3 }}{{ 4 is divisibleby(2) }}{{ 1 in range(3) }}{{ {'a': 1}.items() | list }}",
        "{{ 'a b'.split().index('b') }}{{ page.title.strip(' .') }}{{ [1, 2].count(1) }}{{ {'a': 1}.get('b', 2) }}",
    ],
)
def test_what_pages_need_is_granted(code: str) -> None:
    assert problems(f"{code}{{{{ content }}}}") == []


LONG_TEXT, LONG_LIST = "('a' * 200000)", "(range(99999) | list)"
# What a template can name, with arguments that make the most of it, and what it is asked of.
KNOWN = _environment(_Loader({}), dict.fromkeys(SITE_FILTERS, str))
FILTERS = sorted(one for one in KNOWN.filters if not one.startswith("_"))
TESTS = sorted(one for one in KNOWN.tests if one.isidentifier())
ARGUMENTS = ["", "9", LONG_TEXT, f"'ab' ~ {LONG_TEXT}", f"{LONG_TEXT}, {LONG_TEXT}", "attribute='real'"]


def calls() -> Iterator[str]:
    """Yield calls of each filter, test and method, with what makes the most of it."""
    for argument in ARGUMENTS:
        for kind, of in ((str, LONG_TEXT), (list, LONG_LIST)):
            yield from (f"{of} | {name}({argument})" for name in FILTERS)
            yield from (f"{of} is {name}({argument})" for name in TESTS)
            yield from (f"{of}.{name}({argument})" for name in sorted(METHODS[kind]))


@contextmanager
def room(more: int) -> Iterator[None]:
    """Let this process have some more bytes of memory than it has, and no others."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much memory a process has")
def test_whatever_a_template_repeats_ends_in_the_time_of_some_pages_of_all_turns_and_in_memory() -> None:
    turns, took = "{% for i in range(99999) %}{% set a = i | abs | abs | abs | abs %}{% endfor %}", {}
    start = time.process_time()
    assert problems(turns) == []
    most = 20 * (time.process_time() - start)
    with room(1_000_000_000):
        for one in calls():
            start = time.process_time()
            said = problems(f"{{% for i in range(9999) %}}{{% if ({one}) == 1 %}}{{% endif %}}{{% endfor %}}")
            took[one] = time.process_time() - start
            assert "MemoryError" not in "".join(said), one
    assert {one: seconds for one, seconds in took.items() if seconds > most} == {}


@pytest.mark.parametrize("of", ["page.read", "[page.read]", "{'a': page.read}", "[[page]]", "page"])
def test_no_filter_and_no_method_writes_what_has_no_text(of: str) -> None:
    written = [f"{of} | {name}" for name in FILTERS]
    written += [f"'a' | {name}({of})" for name in FILTERS] + [f"['a'] | {name}({of})" for name in FILTERS]
    written += [f"'a'.{name}({of})" for name in sorted(METHODS[str])]
    written += [f"('a' | safe).{name}({of})" for name in sorted(METHODS[str])]
    pages = [planned({"templates/default.html": f"{{{{ {one} }}}}", "content/index.md": "# A\n"}) for one in written]
    shown = [one.text("index.html") for one in pages if not one.shown]
    assert not [text for text in shown if " at 0x" in text or "Page(" in text or "/index.md" in text]


def test_each_page_counts_its_own_turns() -> None:
    loop = "{% for i in range(90000) %}{% endfor %}" * 6
    pages = {f"content/{name}.md": front(f"title: {name}") for name in "abcd"}
    assert not [one for one in planned({"templates/default.html": loop, **pages}).shown if "error:" in one]


@pytest.mark.parametrize(
    "code",
    [
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{% for i in [1] %}" * 50 + "{% endfor %}" * 50,
        "{{ " + "not " * 20_000 + "1 }}",
        "{{ 1" + "|string" * 20_000 + " }}",
        "{{ page" + ".x" * 20_000 + " }}",
        "{% if 0 %}" + "{% elif 0 %}" * 5000 + "{% endif %}",
    ],
    ids=["brackets", "ifs", "loops", "nots", "filters", "dots", "elifs"],
)
def test_what_is_nested_too_deep_is_a_problem_at_its_line(code: str) -> None:
    for problem in problems(f"a\n\n{code}\nb"):
        assert problem.startswith("templates/default.html:3:1: error: the template cannot be read: ")
    assert problems(f"a\n\n{code}\nb")


def test_templates_that_include_each_other_twice_end() -> None:
    twice = "{% set depth = depth + 1 %}{% if depth < 60 %}{% include 'a.html' %}{% include 'a.html' %}{% endif %}"
    (problem,) = problems("{% set depth = 0 %}{% include 'a.html' %}", a=twice)
    assert "error: the loops, calls and includes of this page take more than 1,000,000 turns" in problem


def test_templates_that_include_lists_of_each_other_end() -> None:
    twice = "{% set depth = depth + 1 %}{% if depth < 60 %}{% include ['a.html'] %}{% include ['a.html'] %}{% endif %}"
    (problem,) = problems("{% set depth = 0 %}{% include 'a.html' %}", a=twice)
    assert "error: the loops, calls and includes of this page take more than 1,000,000 turns" in problem


@pytest.mark.parametrize("code", ["{{ page[page] }}", "{{ {}[page.read] }}", "{{ page | attr(page.read) }}"])
def test_a_message_holds_no_value_without_a_text(code: str) -> None:
    (problem,) = problems(code)
    assert " has no text that could be written [template/failed]" in problem


@pytest.mark.parametrize("code", ["{% include 1 %}", "{% include [none] %}", "{% extends page %}"])
def test_what_is_no_text_names_no_template(code: str) -> None:
    (problem,) = problems(code)
    assert "error: a template is named by a text [template/failed]" in problem


def test_of_a_list_of_templates_the_first_that_is_there_is_included() -> None:
    files = {"templates/default.html": "{% include ['x.html', 'b.html'] %}", "templates/b.html": "B"}
    assert planned({**files, "content/index.md": front("title: Home")}).text("index.html") == "B"


def test_a_number_that_python_does_not_read_is_a_problem_and_no_exception() -> None:
    (problem,) = set(problems(f"a\n{{{{ {'9' * 10_000} }}}}"))
    assert problem.startswith("templates/default.html:2:1: error: ")


@pytest.mark.parametrize(
    ("template", "others"),
    [
        ("{% include 'default.html' %}", {}),
        ("{% include 'a.html' %}", {"a": "{% include 'default.html' %}"}),
        ("{% extends 'default.html' %}", {}),
        ("{% extends 'a.html' %}", {"a": "{% extends 'default.html' %}"}),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", {}),
    ],
)
def test_a_loop_of_templates_is_a_problem_at_a_line(template: str, others: dict[str, str]) -> None:
    (problem,) = problems(template, **others)
    assert problem.startswith("templates/default.html:1:1: error: the templates include, extend or call each other")


@pytest.mark.parametrize("name", ["/etc/passwd", "../site.yaml", "x/../../site.yaml", "..\\\\site.yaml", "nope.html"])
def test_a_name_that_leads_out_of_the_templates_names_none(name: str) -> None:
    (problem,) = problems(f"a\n{{% include '{name}' %}}")
    assert problem.startswith("templates/default.html:2:1: error: there is no template '")


@pytest.mark.parametrize(
    "code", ["{{ ''.__class__.__mro__ }}", "{{ '' | attr('__class__') }}", "{{ '{0.__class__}'.format(page) }}"]
)
def test_what_leads_out_of_the_sandbox_is_a_problem(code: str) -> None:
    (problem,) = problems(f"a\n{code}")
    assert problem.startswith("templates/default.html:2:1: error: ")
