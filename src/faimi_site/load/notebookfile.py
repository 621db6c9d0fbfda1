"""A notebook's file as its cells: what it says in the newest format, what is wrong with it, where its cells stand."""

from __future__ import annotations

import copy
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.text import CONTROL

CELL_KINDS = ("markdown", "code", "raw")
NEWEST = 4

_OUTPUT_KINDS = ("stream", "display_data", "execute_result", "error")
_SPACE = pattern(r"[ \t\n\r]*")
_STRING = pattern(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_NESTING = pattern(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]')
_SIGN = pattern(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_HALF = pattern(r"\\u[dD][89a-fA-F]")
_SURROGATE = pattern("[\ud800-\udfff]")
_DEEPEST = 100  # levels of lists and mappings: no notebook comes near, and none of our own recursion ends there
_SHOWN = 100  # letters of what a library says in a message


@frozen
class Shown:
    """One output of a cell: its kind as in the format (`stream`, `error`, ...), its text, or its data by media type."""

    kind: str
    name: str = ""
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Cell:
    """One cell, by its number from 1 in the notebook; `count` is the number of its run."""

    number: int
    kind: str
    source: str
    count: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[Shown, ...] = ()
    attachments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@frozen
class Book:
    """A notebook: its cells, the language of their code, its title where its metadata has one, and its metadata."""

    cells: tuple[Cell, ...]
    language: str = ""
    title: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Mistake:
    """What is wrong with a notebook's file, in which cell (0: none), or at which letter of the file."""

    message: str
    hint: str = ""
    cell: int = 0
    offset: int = 0


def read_book(text: str) -> tuple[Book | None, list[Mistake]]:
    """Return what a notebook's file says, as far as it can be understood, and what is wrong with it."""
    raw = _json(text)
    if isinstance(raw, Mistake):
        return None, [raw]
    upgraded = _upgraded(raw)
    if isinstance(upgraded, Mistake):
        return None, [upgraded]
    listed = upgraded.get("cells")
    if not isinstance(listed, list) or not listed:
        old = _version(raw) != NEWEST
        what = f"the notebook is of the old format {_version(raw)} and has" if old else "the notebook has"
        hint = f"open it in Jupyter and save it anew{f', in format {NEWEST}' if old else ''}, or take it out"
        return None, [Mistake(f"{what} no cells", hint)]
    cells: list[Cell] = []
    mistakes: list[Mistake] = []
    for number, cell in enumerate(listed, 1):
        found = _mistake(cell, number)
        if found:
            mistakes.append(found)
        else:
            cells.append(_cell(cell, number))
    mistakes += _invalid([(number, cell) for number, cell in enumerate(listed, 1) if not _mistake(cell, number)])
    metadata = _mapping(upgraded.get("metadata"))
    return Book(tuple(cells), _language(metadata), " ".join(plain(metadata.get("title")).split()), metadata), mistakes


def plain(value: object) -> str:
    """Return a text of a notebook, which can be a list of lines; empty where it is none."""
    if isinstance(value, list):
        value = "".join(one for one in value if isinstance(one, str))
    if not isinstance(value, str):
        return ""
    # One sign for one sign: places in the file stay true.
    return value.replace("\r\n", " \n")


def readable(text: str) -> str:
    """Return a text with signs in the place of control characters, which no page can hold."""
    return CONTROL.sub("\ufffd", text.replace("\r", "\n"))


def _json(text: str) -> dict[str, Any] | Mistake:
    hint = "open it in Jupyter and save it anew; a merge may have left its marks in it"
    if _depth(text) > _DEEPEST:
        return Mistake(f"the notebook has lists and mappings nested more than {_DEEPEST} levels deep", hint)
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        return Mistake(f"the notebook is not JSON: {error.msg}", hint, offset=min(error.pos, max(len(text) - 1, 0)))
    except ValueError:
        return Mistake("the notebook holds a number that is too long to be read", hint)
    if not isinstance(raw, dict):
        return Mistake("the file is JSON, and no notebook", hint)
    whole: dict[str, Any] = _without_surrogates(raw) if _HALF.search(text) else raw
    return whole


def _without_surrogates(value: Any) -> Any:
    """Return data with a sign in the place of each half of a character, which no file can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(one) for one in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(one) for key, one in value.items()}
    return value


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _NESTING.finditer(text):
        if token.group() in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token.group() in "]}":
            depth -= 1
    return deepest


def _upgraded(raw: dict[str, Any]) -> dict[str, Any] | Mistake:
    """Return a notebook of an older format in the newest one."""
    version = _version(raw)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= NEWEST:
        hint = f"save it in format {NEWEST}, the newest that is known here"
        return Mistake(f"the notebook is of the unknown format {json.dumps(version)[:20]}", hint)
    if version == NEWEST:
        return raw
    import nbformat  # heavy: only where nothing is remembered

    library: Any = nbformat
    try:
        # What it warns of is mended by it, or told by the checks below.
        with warnings.catch_warnings(action="ignore"):
            node = library.from_dict(_as_format_3(copy.deepcopy({"metadata": {}, **raw, "nbformat": version})))
            made = json.loads(json.dumps(library.convert(node, NEWEST)))
    except MemoryError:
        raise  # it says nothing of the notebook
    except Exception as error:  # the library stumbles over what it does not expect, each time in its own way
        message = f"the notebook is of the old format {version} and cannot be upgraded ({type(error).__name__})"
        return Mistake(message, "open it in Jupyter and save it anew")
    return made if isinstance(made, dict) else Mistake("the file is JSON, and no notebook")


def _version(raw: Mapping[str, Any]) -> Any:
    """Return the format of a notebook; where it does not say, the last that had what it has."""
    return raw.get("nbformat", 3 if "worksheets" in raw else NEWEST)


def _as_format_3(value: Any) -> Any:
    """Return an old notebook as the library expects it: whole texts, outputs named as in format 3, a language."""
    if isinstance(value, list):
        return [_as_format_3(one) for one in value]
    if isinstance(value, dict):
        value = {"language": "python", **value} if value.get("cell_type") == "code" else value
        prefix = "output_" if "output_type" in value else ""
        named = {key if key == "output_type" else key.removeprefix(prefix): one for key, one in value.items()}
        is_text = value.keys() & {"cell_type", "output_type"}
        return {
            key: "".join(one) if is_text and key != "traceback" and _is_lines(one) and one else _as_format_3(one)
            for key, one in named.items()
        }
    return value


def _mistake(cell: object, number: int) -> Mistake | None:
    """Return what keeps a cell from being read, in words that tell what to do."""
    if not isinstance(cell, dict):
        return Mistake(f"cell {number} is no cell", "take it out of the list of cells", number)
    kind = cell.get("cell_type")
    if kind not in CELL_KINDS:
        said = json.dumps(kind)[:40].strip('"') if kind is not None else ""
        message = f"cell {number} is of the unknown type '{said}'" if said else f"cell {number} has no type"
        return Mistake(message, f"the types are {', '.join(CELL_KINDS)}", number)
    if not isinstance(cell.get("source", ""), str) and not _is_lines(cell.get("source")):
        return Mistake(f"the source of cell {number} is no text", "save the notebook anew in Jupyter", number)
    outputs = cell.get("outputs", []) if kind == "code" else []
    if not isinstance(outputs, list):
        return Mistake(f"the outputs of cell {number} are no list", "clear its outputs, and run it again", number)
    for output in outputs:
        told = output.get("output_type") if isinstance(output, dict) else None
        if told not in _OUTPUT_KINDS:
            said = json.dumps(told)[:40].strip('"')
            message = f"cell {number} has an output of the unknown type '{said}'"
            return Mistake(message, "clear its outputs, and run it again", number)
    return None


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _invalid(cells: list[tuple[int, dict[str, Any]]]) -> Iterator[Mistake]:
    """Yield what the format's own schema says against cells, once for each."""
    from nbformat import validator  # heavy: only where nothing is remembered

    library: Any = validator
    notebook = {
        "metadata": {},
        "nbformat": NEWEST,
        "nbformat_minor": 5,
        "cells": [_as_schema_has_it(cell, number) for number, cell in cells],
    }
    told: set[int] = set()
    for error in library.iter_validate(notebook, version=NEWEST, version_minor=5):
        path = list(error.relative_path)
        number = cells[path[1]][0] if path[:1] == ["cells"] and len(path) > 1 and isinstance(path[1], int) else 0
        if number not in told:
            told.add(number)
            where = f"cell {number}" if number else "the notebook"
            said = " ".join(readable(plain(str(error.message))).split())
            said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
            yield Mistake(f"{where} is not as the format has it: {said}", "save it anew in Jupyter", number)


def _as_schema_has_it(cell: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a cell without what programs leave out or add, and no reader minds."""
    # Ids are of no use here, and those of the library are left to chance.
    made = {"id": f"cell-{number}", "cell_type": cell["cell_type"], "metadata": {}, "source": cell.get("source", "")}
    if cell["cell_type"] == "code":
        made["execution_count"] = cell.get("execution_count")
        made["outputs"] = [_output_as_schema_has_it(output) for output in cell.get("outputs", [])]
    elif cell.get("attachments"):
        made["attachments"] = cell["attachments"]
    return made


def _output_as_schema_has_it(output: dict[str, Any]) -> dict[str, Any]:
    defaults: dict[str, dict[str, Any]] = {
        "stream": {"name": "stdout", "text": ""},
        "display_data": {"data": {}, "metadata": {}},
        "execute_result": {"data": {}, "metadata": {}, "execution_count": None},
        "error": {"ename": "", "evalue": "", "traceback": []},
    }
    kind = output["output_type"]
    kept = {name: output[name] for name in defaults[kind] if output.get(name) is not None}
    if kind in ("display_data", "execute_result"):
        kept["metadata"] = {}
    return {"output_type": kind, **defaults[kind], **kept}


def _cell(cell: dict[str, Any], number: int) -> Cell:
    count = cell.get("execution_count")
    outputs = cell.get("outputs", []) if cell["cell_type"] == "code" else []
    return Cell(
        number=number,
        kind=cell["cell_type"],
        source=readable(plain(cell.get("source", ""))),
        count=count if isinstance(count, int) and not isinstance(count, bool) else None,
        metadata=_mapping(cell.get("metadata")),
        outputs=tuple(_joined(map(_shown, outputs))),
        attachments={name: _mapping(data) for name, data in _mapping(cell.get("attachments")).items()},
    )


def _shown(output: dict[str, Any]) -> Shown:
    kind = output["output_type"]
    if kind == "stream":
        return Shown(kind, name=plain(output.get("name")) or "stdout", text=plain(output.get("text")))
    if kind == "error":
        name, value = (plain(output.get(part)) for part in ("ename", "evalue"))
        lines = output.get("traceback")
        trace = "\n".join(plain(line) for line in lines) if isinstance(lines, list) else ""
        said = ": ".join(filter(None, (name, value)))
        return Shown(kind, name=said, text=trace or said)
    return Shown(kind, data=_mapping(output.get("data")), metadata=_mapping(output.get("metadata")))


def _joined(outputs: Iterator[Shown]) -> Iterator[Shown]:
    """Yield outputs, those of one stream that follow each other as one: they were written in pieces."""
    before: Shown | None = None
    for output in outputs:
        if before and output.kind == before.kind == "stream" and output.name == before.name:
            before = Shown("stream", output.name, before.text + output.text)
        else:
            if before:
                yield before
            before = output
    if before:
        yield before


def _language(metadata: Mapping[str, Any]) -> str:
    info, kernel = _mapping(metadata.get("language_info")), _mapping(metadata.get("kernelspec"))
    told = [info.get("pygments_lexer"), info.get("name"), kernel.get("language")]
    name = next((one for one in told if isinstance(one, str) and re.fullmatch(r"[\w+#.-]{1,30}", one)), "python")
    return "python" if name.lower().startswith("ipython") else name.lower()


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


@frozen
class Standing:
    """Where a cell stands in its file, and each letter of its source."""

    start: int
    end: int
    letters: tuple[int, ...] = ()


def standings(text: str) -> dict[int, Standing]:
    """Return where the cells of a notebook stand in the text of its file, by their numbers."""
    if isinstance(_json(text), Mistake):
        return {}
    # Until format 3 they stood in work sheets, of which there was one.
    sheets = [at for sheet in _lists(text, _skip(text, 0), "worksheets") for at, _ in _items(text, sheet)]
    holders = [_skip(text, 0), *(at for at in sheets if text[at] == "{")]
    spans = [span for holder in holders for cells in _lists(text, holder, "cells") for span in _items(text, cells)]
    return {number: _standing(text, *span) for number, span in enumerate(spans, 1)}


def _lists(text: str, at: int, name: str) -> list[int]:
    """Return where the list of a name stands in the JSON object at an offset, if it has one; the last one counts."""
    return [start for key, start, _ in _members(text, at) if key == name and text[start] == "["][-1:]


def _standing(text: str, start: int, end: int) -> Standing:
    sources = (
        [(at, to) for key, at, to in _members(text, start) if key in ("source", "input")] if text[start] == "{" else []
    )
    letters: list[int] = []
    for string in _STRING.finditer(text, *sources[-1]) if sources else ():
        letters += [string.start(1) + sign.start() for sign in _SIGN.finditer(string[1])]
    return Standing(start, end, tuple(letters))


def _members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Yield the keys of the JSON object at an offset, and where each value starts and ends."""
    scan = json.JSONDecoder().raw_decode
    at = _skip(text, at + 1)
    while text[at] != "}":
        key, at = scan(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, end = scan(text, start)
        yield key, start, end
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at


def _items(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield where each item of the JSON list at an offset starts and ends."""
    scan = json.JSONDecoder().raw_decode
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, end = scan(text, at)
        yield at, end
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
