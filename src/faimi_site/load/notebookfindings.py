"""What a notebook should not carry to its readers: secrets, paths of one computer, errors, cells that never ran."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.notebookfile import Book, Cell, plain, readable
from faimi_site.load.notebooksecrets import hinted, secrets, without_secrets
from faimi_site.problem import counted

_SHOWN = 60
_SHOWN_TEXT = 300_000  # letters of one output that a page can show
_SEARCHED = 1_000_000  # letters of the outputs of one cell

_DRIVE = pattern(r"\bdrive\.mount\s*\(|^[^\S\n]*from\s+google\.colab\s+import\s+.*\bdrive\b", re.MULTILINE)
_PATH = pattern(
    r"""(?<![\w./~:%@$}-])(?:file://)?
        (?:/(?:home|Users|Volumes|mnt|media|scratch|content/drive)/(?!\.)[\w.-]*\w | /root(?=/)
          | (?<![A-Za-z])[A-Za-z]:(?:\\\\?|/)(?!/)[\w.-]*\w)
        (?:(?:\\\\?|/)[\w.+-]*\w)*""",
    re.VERBOSE,
)
# In prose, these are what a reader is told to have.
_OWN_PATH = pattern(
    r"""(?<![\w./~:%@$}\\-])(?:(?:~|/(?:data|gpfs|lustre|nfs))/(?!\.)[\w.-]*\w (?:/[\w.+-]*\w)*
      | \\\\[\w.-]{2,}\\[\w$.-]{2,}\\\w[\w.\\-]* | \\{4}[\w.-]{2,}\\\\[\w$.-]{2,}\\\\\w[\w.\\-]*)""",
    re.VERBOSE,
)
_MAIL = pattern(r"(?:(?<=mailto:)|(?<![\w.+@/:$-]))[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w(\[])")
_NOBODY = pattern(r"@(?:[\w-]+\.)*example\.(?:org|com|net)$|^(?:git|noreply|no-reply)@", re.IGNORECASE)
_QUOTED = pattern(r"[#\"']")


@frozen
class Finding:
    """One fault of a notebook: its rule, what is wrong, what to do, and the text by which its place is found.

    Its cell is 0 where it is in the notebook's own metadata.
    """

    rule: str
    cell: int
    message: str
    hint: str
    sought: str = ""


def findings(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with a notebook's cells, in their order; each thing once for a cell."""
    for cell in book.cells:
        if cell.kind == "code":
            yield from _drive(cell)
            yield from _errors(cell)
        for text, where in ((cell.source, f"cell {cell.number}"), (outputs(cell), f"an output of cell {cell.number}")):
            yield from _told(cell, text, where)
    yield from _hidden(book)
    yield from _runs(book)


def shown_texts(cell: Cell) -> Iterator[str]:
    """Yield the words of a cell's outputs in the formats that a page shows."""
    for output in cell.outputs:
        texts = [output.text, *(plain(data) for kind, data in output.data.items() if kind.startswith("text/"))]
        yield from (readable(text[:_SHOWN_TEXT]) for text in texts if text)


def outputs(cell: Cell) -> str:
    """Return the words of a cell's outputs, without pictures."""
    texts = []
    for output in cell.outputs:
        texts.append(output.text)
        texts += [plain(data) for kind, data in output.data.items() if not kind.startswith("image/")]
    return "\n".join(texts)[:_SEARCHED]


def _drive(cell: Cell) -> Iterator[Finding]:
    found = _DRIVE.search(cell.source)
    if found:
        hint = "read the data from an address, or from a folder beside the notebook"
        message = f"cell {cell.number} mounts a drive, which is empty for everybody else"
        yield Finding("notebook/drive", cell.number, message, hint, found.group().strip())


def _errors(cell: Cell) -> Iterator[Finding]:
    tags = cell.metadata.get("tags")
    meant = isinstance(tags, list) and "raises-exception" in tags
    for output in cell.outputs:
        if output.kind == "error" and not meant:
            said = _short(without_secrets(" ".join(output.name.split())))
            message = (
                f"cell {cell.number} ends in the error '{said}'" if said else f"cell {cell.number} ends in an error"
            )
            hint = (
                "mend it and run the notebook again; where the error is meant, give the cell the tag raises-exception"
            )
            yield Finding("notebook/error-output", cell.number, message, hint, output.name.partition(":")[0])
            return


def _told(cell: Cell, text: str, where: str) -> Iterator[Finding]:
    for secret in secrets(text):
        yield _token(secret, _in(text, secret, where), cell.number)
    kinds = (_PATH,) if cell.kind != "code" else (_PATH, _OWN_PATH)
    for path in [found.group() for kind in kinds for found in kind.finditer(text)][:1]:
        message = f"{_in(text, path, where)} names '{_short(without_secrets(path))}', a path of one computer"
        yield Finding("notebook/local-path", cell.number, message, "write it relative to the notebook", path)
    is_code = cell.kind == "code" and where.startswith("cell")
    for found in _MAIL.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        # In code, what stands outside of quotes is a product of matrices.
        if not _NOBODY.search(found.group()) and (not is_code or _QUOTED.search(line)):
            yield _mail(found.group(), _in(text, found.group(), where), cell.number)
            break


def _hidden(book: Book) -> Iterator[Finding]:
    """Yield the e-mail addresses and tokens in metadata: no page shows it, and the file is published whole."""
    met: dict[str, list[int]] = {}
    of_cells = [(cell.number, [cell.metadata, *(one.metadata for one in cell.outputs)]) for cell in book.cells]
    for number, metadata in [*of_cells, (0, [book.metadata])]:
        text = json.dumps(metadata, ensure_ascii=False)[:_SEARCHED] if any(metadata) else ""
        mails = (one for one in _MAIL.findall(text) if not _NOBODY.search(one))
        for sought in dict.fromkeys([*secrets(text), *mails]):
            met.setdefault(sought, []).append(number)
    for sought, (first, *others) in met.items():
        more = sum(map(bool, others))
        where = f"the metadata of cell {first}" if first else "the notebook's metadata"
        where += f" and of {counted(more, 'other cell')}" if more else ""
        yield (_mail if _MAIL.fullmatch(sought) else _token)(sought, where, first)


def _mail(address: str, where: str, cell: int) -> Finding:
    hint = "take it out, unless its owner wants it to be public"
    return Finding("notebook/e-mail", cell, f"{where} holds the e-mail address '{_short(address)}'", hint, address)


def _token(secret: str, where: str, cell: int) -> Finding:
    what = "a private key" if secret.startswith("-----") else f"what seems to be an access token, '{hinted(secret)}'"
    hint = "make it void where it was made: it is public; then read it from the environment"
    return Finding("notebook/token", cell, f"{where} holds {what}", hint, secret)


def _in(text: str, sought: str, where: str) -> str:
    """Return where something stands, with its line in a cell that has several."""
    if not where.startswith("cell") or "\n" not in text.rstrip("\n"):
        return where
    line = text[: text.find(sought)].count("\n") + 1
    return f"{where}, line {line}"


def _runs(book: Book) -> Iterator[Finding]:
    code = [cell for cell in book.cells if cell.kind == "code" and cell.source.strip()]
    again = "restart the kernel, run all cells from top to bottom, and save the notebook"
    if code and all(cell.count is None for cell in code):
        yield Finding("notebook/not-run", code[0].number, "no cell of the notebook has been run", again)
        return
    before: Cell | None = None
    for cell in code:
        if cell.count is None:
            yield Finding("notebook/not-run", cell.number, f"cell {cell.number} has not been run", again)
        elif before and before.count and cell.count <= before.count:
            message = f"cell {cell.number} was run as [{cell.count}], before cell {before.number} ([{before.count}])"
            yield Finding("notebook/not-run", cell.number, message, again)
        before = cell if cell.count is not None else before


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
