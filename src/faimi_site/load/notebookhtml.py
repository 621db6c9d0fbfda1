"""A notebook's cells as HTML: Markdown as the site's own, code highlighted, of each output the best of its formats."""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

from faimi_site import paths
from faimi_site.charrefs import unescape
from faimi_site.elements import enclosed
from faimi_site.frozen import frozen
from faimi_site.kramdown.code import code_block, why_plain
from faimi_site.kramdown.formulas import mathml
from faimi_site.kramdown.outline import heading_id
from faimi_site.lazily import pattern
from faimi_site.load.notebookclean import DEEPEST, clean_markdown, clean_output, is_blank, is_too_deep
from faimi_site.load.notebookfile import Book, Cell, Shown, plain, readable
from faimi_site.load.notebookpictures import ENDINGS, Picture, picture, picture_of_address
from faimi_site.markdown import PLACEHOLDER, Render
from faimi_site.problem import Fault, counted

FOLDED = 30  # lines of an output from which on it is folded
CODE_FOLDED = 15  # lines of code from which on it is folded
LINES, LETTERS = 400, 40_000  # of an output at the most; the rest stays in the notebook
TABLE = 300_000  # letters of an HTML output at the most
PAGE = 4_000_000  # letters of all outputs together
_SCROLLS = 28  # letters of a line that a phone does not show without scrolling
_READ = 80  # letters of a line from which on it is a sentence, also where there are several
_BROAD = 1.8, 480  # times its height, and pixels, from which on a figure is not made as small as a phone
_BROAD_SIZES = "(max-width: 34rem) 32rem, (max-width: 46rem) calc(100vw - 2rem), 42rem"  # as the theme's .broad img

_SHOWN = 60  # letters of a line of code that stands for all of them
_FORMATS = ("text/html", *ENDINGS, "text/markdown", "text/latex", "application/json", "text/plain")
_INTERACTIVE = pattern(r"application/(?:vnd\.(?!dataresource)|javascript|x-javascript|ecmascript)|text/javascript")
_ANSI = pattern("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[@-Z\\\\-_])")
_BARE_FORMULA = pattern(r"^\\begin\{(?P<name>equation|align|gather|multline|eqnarray)(?P<star>\*?)\}", re.MULTILINE)
_FENCED = pattern(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|\$\$.*?\$\$", re.DOTALL | re.MULTILINE)
_ALIGNED = {"align": "aligned", "gather": "gathered", "eqnarray": "aligned", "multline": "gathered"}
_DOLLARS = pattern(
    r"\s*(?:\$\$(?P<block>.*)\$\$|\$(?:\\displaystyle)?(?P<inline>.*)\$|\\\[(?P<brackets>.*)\\\])\s*\Z", re.DOTALL
)
_MAGIC = pattern(r"\s*%%(bash|sh|html|javascript|js|latex|perl|ruby|R|sql|svg|writefile)\b")
_LANGUAGES = {"sh": "bash", "js": "javascript", "R": "r", "writefile": "text", "svg": "xml"}
_IDENTIFIED = pattern(r'\s(id|name)="([^"]*)"')
_LED_TO = pattern(r'(\shref=")#([^"]*)"')
_HEADING = pattern(r"<h([1-6])((?:\s[^>]*)?)>")
_TABLE = pattern(r'<(/?)table(?:\s(?:[^>"]|"[^"]*")*)?>')
_FORMULA = pattern(r"<math[^>]*>(.*?)(?:</math>|\Z)", re.DOTALL)
_IN_COLUMNS = pattern(r"\S(?: {2,}|\t)\S|^(?: {2,}|\t)", re.MULTILINE)
_SKLEARN = pattern(r"class=[\"'][^\"']*\bsk-(?:top-)?container|id=[\"']sk-container-id")


@frozen
class Part:
    """One heading of a notebook: its level, its id, its words."""

    level: int
    id: str
    title: str


@frozen
class Flawed:
    """A flaw of a cell, with the line in it; its message does not name the cell where it is `in_line`."""

    rule: str
    cell: int
    line: int
    message: str
    hint: str
    in_line: bool = False


@frozen
class Made:
    """What a notebook's page shows: its first heading, what follows, the pictures in it, and the flaws found."""

    html: str
    heading: str = ""
    anchor: str = ""
    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    flaws: tuple[Flawed, ...] = ()


def made_of(book: Book, name: str, render: Render) -> Made:
    """Return what the page of a notebook shows, which the file of a name beside it holds."""
    writer = _Writer(book, name, render)
    cells = [_unique_ids(text, writer.ids) if kind == "markdown" else text for kind, text in writer.cells()]
    body = "\n".join(_links_to_ids(text, writer.ids) for text in cells)
    body, heading, anchor = _without_title(body)
    if re.search(r"<h1[\s>]", body):
        body = re.sub(r"(</?h)([1-5])(?=[\s>])", lambda tag: f"{tag[1]}{int(tag[2]) + 1}", body)
    return Made(body, heading, anchor, tuple(_parts(body)), tuple(writer.pictures.values()), tuple(writer.flaws))


@dataclass
class _Writer:
    """Writes the cells of one notebook; what it meets on the way is kept beside."""

    book: Book
    name: str
    render: Render
    pictures: dict[str, Picture] = field(default_factory=dict)
    flaws: list[Flawed] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    written: int = 0

    def __post_init__(self) -> None:
        # What the layout has itself.
        own = ("page-content", "contents", *(f"cell-{cell.number}" for cell in self.book.cells))
        self.ids |= dict.fromkeys(own, 1)

    def cells(self) -> Iterator[tuple[str, str]]:
        """Yield each cell that shows something, as its kind and its HTML."""
        for cell in self.book.cells:
            if cell.kind == "markdown":
                made = self.markdown(cell)
                if made.strip():
                    yield "markdown", made
            elif cell.kind == "code" and (cell.source.strip() or cell.outputs):
                yield "code", self.code(cell)
            elif cell.kind == "raw" and cell.source.strip():
                # Raw cells are for other programs; what is meant for LaTeX or a slide is text here.
                yield "raw", f'<div class="cell"><pre class="raw">{html.escape(cell.source, quote=False)}</pre></div>'

    def markdown(self, cell: Cell) -> str:
        """Return a Markdown cell as HTML."""
        rendered = self.render(_with_formulas(cell.source))
        for flaw in rendered.flaws:
            self.flaws.append(Flawed(flaw.rule, cell.number, flaw.line, flaw.message, flaw.hint, in_line=True))
        # A section is a page's own: in a notebook its marker is what it is to all other readers.
        text = PLACEHOLDER.sub(lambda marker: f"<p>[{marker[1].upper()}]</p>", rendered.html)

        if is_too_deep(text):
            message = f"cell {cell.number}: HTML is nested more than {DEEPEST:,} levels deep"
            self.flaws.append(Flawed("markdown/failed", cell.number, 1, message, "take some levels out"))
            return ""

        def keep(address: str) -> str | None:
            if address.startswith("attachment:"):
                return self.attached(cell, unquote(address.removeprefix("attachment:")))
            if address.startswith("data:"):
                return self.kept(picture_of_address(address))
            return address

        return _scrolling(clean_markdown(text, keep))

    def attached(self, cell: Cell, name: str) -> str | None:
        """Return the address of a picture that is attached to a cell."""
        data = cell.attachments.get(name, {})
        for kind in ENDINGS:
            found = self.kept(picture(kind, plain(data.get(kind)))) if kind in data else None
            if found:
                return found
        message = f"cell {cell.number} shows the attachment '{readable(plain(name))[:60]}', which it does not have"
        hint = "put the picture into the cell anew, or keep it as a file beside the notebook"
        self.flaws.append(Flawed("notebook/no-attachment", cell.number, 1, message, hint))
        return None

    def kept(self, found: Picture | Fault | None) -> str | None:
        """Return the address of a picture, which becomes a file of the page; nothing where there is none."""
        if not isinstance(found, Picture):
            return None
        self.pictures[found.name] = found
        return found.name

    def code(self, cell: Cell) -> str:
        """Return a code cell with its number and its outputs as HTML."""
        count = "&nbsp;" if cell.count is None else cell.count
        code = self.highlighted(cell) if cell.source.strip() else ""
        described = _described(cell)
        shown = [made for output in cell.outputs if output not in described if (made := self.output(output, cell))]
        return "\n".join(
            [
                f'<div class="cell" id="cell-{cell.number}">',
                *([f'<p class="prompt">In [{count}]</p>', code] if code else []),
                *(f'<div class="output">{made}</div>' for made in shown),
                "</div>",
            ]
        )

    def highlighted(self, cell: Cell) -> str:
        """Return the source of a cell as a block of code."""
        magic = _MAGIC.match(cell.source)
        language = _LANGUAGES.get(magic[1], magic[1]) if magic else self.book.language
        source, given = cell.source.rstrip("\n") + "\n", {"class": f"language-{language}"}
        if why := why_plain(source, given):
            hint = "put what is long into a file beside the notebook, or into several cells"
            self.flaws.append(Flawed("markdown/long-code", cell.number, 1, f"cell {cell.number}: {why}", hint))
        code = code_block(source, given)
        lines = cell.source.strip().split("\n")
        if len(lines) <= CODE_FOLDED:
            return code
        first = lines[0] if len(lines[0]) <= _SHOWN else f"{lines[0][: _SHOWN - 1]}…"
        return f"<details><summary>Code: {len(lines)} lines, <code>{_escaped(first)}</code></summary>{code}</details>"

    def output(self, output: Shown, cell: Cell) -> str:
        """Return an output as HTML; empty where it shows nothing."""
        if self.written > PAGE:
            return self.left_out("This output is left out, as the notebook has very many")
        if output.kind == "stream":
            made = self.text(output.text, cell, "stderr" if output.name == "stderr" else "")
            label = '<p class="prompt">Messages</p>' if made and output.name == "stderr" else ""
            made = label + made
        elif output.kind == "error":
            made = f'<p class="prompt">Error</p>{self.text(output.text, cell, "error")}'
        else:
            made = self.best(output, cell)
            if made and output.kind == "execute_result" and cell.count is not None:
                made = f'<p class="prompt">Out [{cell.count}]</p>{made}'
        self.written += len(made)
        return made

    def best(self, output: Shown, cell: Cell) -> str:
        """Return the first of an output's formats that shows something."""
        interactive = any(map(_INTERACTIVE.match, output.data))
        scripted = "text/html" in output.data and "<script" in plain(output.data["text/html"]).lower()
        for kind in _FORMATS:
            if kind not in output.data or (kind == "text/plain" and (interactive or scripted)):
                continue
            made = self.format(kind, output, cell)
            if made:
                return made
        if interactive or scripted:
            return self.left_out("This output is interactive and runs only in the notebook itself")
        return ""

    def format(self, kind: str, output: Shown, cell: Cell) -> str:
        """Return an output in one of its formats; empty where nothing of it can be shown."""
        data = output.data[kind]
        if kind in ENDINGS:
            return self.picture(kind, output, cell)
        if kind == "application/json":
            return self.text(_indented(data), cell)
        written = plain(data)
        if kind == "text/plain":
            return self.text(written, cell)
        if kind == "text/latex":
            return _scrolling(_formula(written)) or self.text(written, cell)
        if kind == "text/html" and len(written) > TABLE:
            return self.in_words(output, cell, self.left_out("This output is left out, as it is very long"))
        if kind == "text/html" and _SKLEARN.search(written):
            return self.in_words(output, cell)
        made = self.render(readable(written)).html if kind == "text/markdown" else readable(written)
        if is_too_deep(made):
            told = self.left_out("This output is left out, as its elements are nested too deeply")
            return self.in_words(output, cell, told)
        clean = clean_output(made, self.inline)
        return "" if is_blank(clean) else self.folded_tables(clean, cell)

    def in_words(self, output: Shown, cell: Cell, told: str = "") -> str:
        """Return an output as plain text, where it has one, and what is told of its HTML."""
        return (self.text(plain(output.data["text/plain"]), cell) if "text/plain" in output.data else "") + told

    def inline(self, address: str) -> str | None:
        """Return the address of a picture within an output: as a file where it holds it, or of another host."""
        if address.startswith("data:"):
            return self.kept(picture_of_address(address))
        return address if address.lower().startswith(("https://", "http://", "//")) else None

    def folded_tables(self, clean: str, cell: Cell) -> str:
        """Return the HTML of an output where it can be scrolled, folded where it is long."""
        rows = clean.count("<tr")
        what = "Table" if rows else "Output"
        label = _label(what, cell)
        body = f'<div class="scroll" {_focus(what, cell)}>{clean}</div>'
        if rows > FOLDED:
            return f"<details><summary>{label}, {counted(rows, 'row')}</summary>{body}</details>"
        return body

    def picture(self, kind: str, output: Shown, cell: Cell) -> str:
        """Return a picture as an element with its size and words."""
        found = picture(kind, plain(output.data[kind]))
        if isinstance(found, Fault):
            message = f"a picture of cell {cell.number} cannot be shown: {found.message}"
            self.flaws.append(Flawed("notebook/picture", cell.number, 1, message, "run the cell again"))
        if found is None or isinstance(found, Fault):
            return ""
        self.kept(found)
        told = [output.metadata.get(kind), output.metadata, cell.metadata]
        given = [one for one in told if isinstance(one, Mapping)]
        words = next((words for one in given if (words := " ".join(readable(plain(one.get("alt"))).split()))), "")
        if not words:
            message = f"a picture of cell {cell.number} has no words for those who do not see it"
            hint = (
                "say what it shows: metadata={'image/png': {'alt': '...'}} of display(), or alt in the cell's metadata"
            )
            self.flaws.append(Flawed("notebook/no-alt", cell.number, 1, message, hint))
        size = _size(given[0] if given else {})
        width, height = size or (found.width, found.height)
        is_broad = width > _BROAD[1] and width > _BROAD[0] * height
        # Of a raster image, the pass over pages knows the rest.
        is_drawn = found.name.endswith(".svg")
        sides = f' width="{width}" height="{height}"' if width and height and (size or is_drawn) else ""
        more = ' loading="lazy"' if is_drawn else f' sizes="{_BROAD_SIZES}"' if is_broad else ""
        words = words or "Picture without a description"
        image = f'<img src="{found.name}" alt="{html.escape(words)}"{sides}{more}>'
        made = f'<div class="scroll broad" {_focus("Figure", cell)}>{image}</div>' if is_broad else f"<p>{image}</p>"
        # Who hears the words of the picture need not hear them again.
        caption = f'<figcaption aria-hidden="true">{_escaped(words)}</figcaption>' if _described(cell, words) else ""
        return f"<figure>{made}{caption}</figure>" if caption else made

    def text(self, written: str, cell: Cell, kind: str = "") -> str:
        """Return a text as it is, folded where it is long, and cut where it is very long.

        What stands in columns can be scrolled; all else is wrapped by the theme.
        """
        written = _plain_lines(written).strip("\n")
        if not written.strip():
            return ""
        shown, more = _cut(written)
        longest = max(map(len, shown.split("\n")))
        is_read = longest > (_SCROLLS if shown.count("\n") < 2 else _READ) and not _IN_COLUMNS.search(shown)
        focus = f" {_focus('Output', cell)}" if longest > _SCROLLS and not is_read else ""
        given = f' class="{kind}"' if kind else ""
        body = f"<pre{given}{focus}>{_escaped(shown)}</pre>"
        lines = written.count("\n") + 1
        rest = self.left_out(more) if more else ""
        if lines > FOLDED or more:
            return f"<details><summary>Output of {counted(lines, 'line')}</summary>{body}{rest}</details>"
        return body

    def left_out(self, said: str) -> str:
        """Return a sentence about what is not shown, with a link to the notebook."""
        return f'<p class="left-out">{said}: <a href="{html.escape(_address(self.name))}">{_escaped(self.name)}</a></p>'


def _described(cell: Cell, words: str = "") -> list[Shown]:
    """Return the outputs of a cell that say in print what a picture of it is described by, or by these words."""
    given = [output.metadata.get(kind, output.metadata) for output in cell.outputs for kind in output.data]
    alts = [words] if words else [plain(one.get("alt")) for one in given if isinstance(one, Mapping)]
    known = {" ".join(readable(alt).split()) for alt in alts} - {""}
    return [one for one in cell.outputs if one.kind == "stream" and " ".join(readable(one.text).split()) in known]


def _label(what: str, cell: Cell) -> str:
    return what if cell.count is None else f"{what} of [{cell.count}]"


def _focus(what: str, cell: Cell) -> str:
    """Return the attributes of an element that can be scrolled, so that it can be without a mouse."""
    return f'role="group" aria-label="{_label(what, cell)}" tabindex="0"'


def _scrolling(clean: str) -> str:
    """Return HTML whose tables and formulas can be scrolled by keyboard where they are wider than the page."""
    depth = 0

    def table(tag: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            return f'<div class="scroll" role="group" aria-label="Table" tabindex="0">{tag.group()}'
        return f"{tag.group()}</div>" if depth == 0 else tag.group()

    def formula(found: re.Match[str]) -> str:
        if len(_words(found[1])) <= _SCROLLS or not found[0].endswith("</math>"):
            return found.group()
        # A formula can stand in a paragraph, where a span can and a block cannot.
        return f'<span class="scroll" role="group" aria-label="Formula" tabindex="0">{found.group()}</span>'

    return _FORMULA.sub(formula, _TABLE.sub(table, clean))


def _address(name: str) -> str:
    return paths.address(name).removeprefix("/")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _plain_lines(text: str) -> str:
    """Return what a terminal would show in the end: no colours, the last state of lines that were written over."""
    text = _ANSI.sub("", text.replace("\r\n", "\n"))
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return readable("\n".join(_erased(line) for line in lines))


def _erased(line: str) -> str:
    if "\b" not in line:
        return line
    kept: list[str] = []
    for sign in line:
        if sign != "\b":
            kept.append(sign)
        elif kept:
            kept.pop()
    return "".join(kept)


def _cut(text: str) -> tuple[str, str]:
    """Return the start of a text, and a sentence about the rest of it; empty where there is none."""
    lines = text.split("\n")
    shown = "\n".join(lines[:LINES])
    if len(shown) > LETTERS:
        kept = shown[:LETTERS]
        return kept, f"{len(text) - LETTERS:,} more letters are left out"
    return shown, f"{len(lines) - LINES:,} more lines are left out" if len(lines) > LINES else ""


def _indented(data: Any) -> str:
    try:
        return json.dumps(data, indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _formula(written: str) -> str:
    """Return LaTeX as MathML; empty where it is none that is known."""
    found = _DOLLARS.match(written)
    tex = next((one for one in found.groups() if one is not None), "") if found else written
    if len(tex) > 10_000:
        return ""
    made = mathml(_known_environment(tex.strip()), True)
    return "" if isinstance(made, Fault) else made


def _known_environment(tex: str) -> str:
    """Return TeX in which the environments of a paragraph are those of a formula."""

    def named(found: re.Match[str]) -> str:
        inner = _ALIGNED.get(found[2], "")
        return f"\\{found[1]}{{{inner}}}" if inner else ""

    return re.sub(r"\\(begin|end)\{(equation|align|gather|multline|eqnarray)\*?\}", named, tex)


def _with_formulas(source: str) -> str:
    """Return Markdown in which environments of LaTeX that stand alone, as Jupyter takes them, are formulas."""
    if "\\begin{" not in source:
        return source
    fenced = [found.span() for found in _FENCED.finditer(source)]
    made, done = [], 0
    for opened, _, end in enclosed(source, _BARE_FORMULA, lambda opened: f"\\end{{{opened['name']}{opened['star']}}}"):
        start = opened.start()
        before = bisect_right(fenced, start, key=itemgetter(0))
        if not before or fenced[before - 1][1] <= start:
            made += [source[done:start], f"$${_known_environment(source[start:end])}$$"]
            done = end
    return "".join([*made, source[done:]])


def _size(given: Mapping[str, Any]) -> tuple[int, int] | None:
    sides = [given.get(side) for side in ("width", "height")]
    whole = [side for side in sides if isinstance(side, int) and not isinstance(side, bool) and 0 < side < 10_000]
    return (whole[0], whole[1]) if len(whole) == 2 else None


def _unique_ids(text: str, taken: dict[str, int]) -> str:
    """Return the HTML of a cell in which no id is one of another cell's; its footnotes lead to its own.

    `taken` has for each id so far the number that the next one of its name is tried with.
    """
    renamed: dict[str, str] = {}

    def identified(found: re.Match[str]) -> str:
        if found[1] == "name" or not found[2]:
            return ""
        name, number = found[2], taken.get(found[2], 1)
        while name in taken:
            name, number = f"{found[2]}-{number}", number + 1
        taken[name] = 1
        taken[found[2]] = number
        renamed.setdefault(found[2], name)
        return f' id="{name}"'

    def led_to(found: re.Match[str]) -> str:
        name = renamed.get(found[2], found[2]) if found[2].startswith(("fn:", "fnref:")) else found[2]
        return f'{found[1]}#{name}"'

    # An `a` with a name alone is a place as well.
    text = re.sub(r'<a name="([^"]*)"(?![^>]*\sid=)', r'<a id="\1"', text)
    return _LED_TO.sub(led_to, _in_tags(_IDENTIFIED, identified, text))


def _in_tags(wanted: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> str:
    """Return HTML with a pattern replaced within its tags."""
    return re.sub(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>', lambda tag: wanted.sub(replace, tag.group()), text)


def _links_to_ids(text: str, ids: Collection[str]) -> str:
    """Return HTML whose links to headings, written as Jupyter names them, have the ids that the headings have here."""

    def led_to(found: re.Match[str]) -> str:
        name = unquote(unescape(found[2]))
        ours = heading_id(name)
        return f'{found[1]}#{html.escape(ours)}"' if name not in ids and ours in ids else found.group()

    return _LED_TO.sub(led_to, text)


def _without_title(body: str) -> tuple[str, str, str]:
    """Return a page without its first heading, where that is of the first level, and that heading's content and id."""
    first, content, end = next(_headings(body), (None, "", 0))
    if not first or first[1] != "1" or not _words(content):
        return body, "", ""
    identity = re.search(r'\sid="([^"]*)"', first[2])
    return body[: first.start()] + body[end:].lstrip("\n"), content, identity[1] if identity else ""


def _parts(body: str) -> Iterator[Part]:
    for found, content, _ in _headings(body):
        identity, words = re.search(r'\sid="([^"]*)"', found[2]), _words(content)
        if identity and words and int(found[1]) <= 3:
            yield Part(int(found[1]), unescape(identity[1]), words)


def _headings(body: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """Yield the tag of each heading, its content, and where it ends."""
    for opened, content_end, end in enclosed(body, _HEADING, lambda opened: f"</h{opened[1]}>"):
        yield opened, body[opened.end() : content_end], end


def _words(content: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", content)).split())
