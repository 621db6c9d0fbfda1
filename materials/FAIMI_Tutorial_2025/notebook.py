"""Build and run the hands-on notebook from its Markdown source."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

# nbformat ships annotations for a part of its functions only.
FORMAT: Any = nbformat

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "notebook.md"
NOTEBOOK = HERE.parents[1] / "assets" / HERE.name / "classification_fitzpatrick.ipynb"

# The tables and the picture that the slides draw: file and Python expression.
TABLES = {
    "results.csv": "results",
    "intervals.csv": "intervals",
    "reliability.csv": "reliability",
    "mitigation.csv": "mitigation.reset_index()",
}
PICTURE = "lesions.png"

CELL = re.compile(r"^<!-- cell: ([a-z-]+) -->\n", re.MULTILINE)
CODE = re.compile(r"```python\n(.*)\n```", re.DOTALL)
PER_CENT = re.compile(r"(```.*?```)|(?<=\d) (?=%)", re.DOTALL)


def cells(source: str) -> Iterator[Any]:
    """Yield one notebook cell per marked part of the source: code where the part is a Python fence, else Markdown."""
    head, *parts = CELL.split(source)
    if head.strip():
        raise ValueError("text before the first cell marker")
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        code = CODE.fullmatch(text.strip())
        words = PER_CENT.sub(lambda found: found[1] or "\u00a0", text.strip())  # no line breaks before "%"
        yield FORMAT.v4.new_code_cell(code[1], id=name) if code else FORMAT.v4.new_markdown_cell(words, id=name)


def notebook(source: str) -> Any:
    """Return the notebook without outputs."""
    metadata = {
        "title": "Who is in the training set? Skin tone and a lesion classifier",
        "lang": "en",
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
    }
    return FORMAT.v4.new_notebook(cells=list(cells(source)), metadata=metadata, nbformat_minor=5)


def solutions(source: str) -> list[str]:
    """Return the code of the exercises' solutions, in order."""
    return re.findall(r"<details>.*?```python\n(.*?)\n```.*?</details>", source, re.DOTALL)


def executed(book: Any, probes: list[str], folder: str) -> list[str]:
    """Fill in the notebook's outputs, and return what the probes print after the last cell."""
    language = dict(book.metadata.language_info)
    last = len(book.cells)
    book.cells += [FORMAT.v4.new_code_cell(probe) for probe in probes]
    resources = {"metadata": {"path": folder}}
    NotebookClient(book, kernel_name="python3", timeout=300, record_timing=False, resources=resources).execute()
    printed = ["".join(output.get("text", "") for output in cell.outputs) for cell in book.cells[last:]]
    del book.cells[last:]
    # The kernel writes its own exact Python version here, which differs between machines.
    book.metadata.language_info = language
    return printed


def probes() -> Iterator[str]:
    """Yield the code that prints the tables and the picture of the slides."""
    for expression in TABLES.values():
        yield f"print({expression}.to_csv(index=False, float_format='%.4f'), end='')"
    yield (
        "import base64, io\n"
        "tiles = [np.hstack([images[(skin == name) & (diagnosis == label)][1] for name in TYPES[:6]])\n"
        "    for label in ['benign', 'malignant', 'non-neoplastic']]\n"
        "plt.imsave(buffer := io.BytesIO(), np.vstack(tiles), format='png', metadata={'Software': None})\n"
        "print(base64.b64encode(buffer.getvalue()).decode(), end='')"
    )


def main() -> None:
    """Write the executed notebook, and the results that the slides draw."""
    source = SOURCE.read_text(encoding="utf-8")
    book = notebook(source)
    hidden = solutions(source)
    # An empty folder: what lies beside the notebook must not change it.
    with TemporaryDirectory() as folder:
        printed = executed(book, [*hidden, *probes()], folder)[len(hidden) :]
    FORMAT.validate(book)
    NOTEBOOK.parent.mkdir(parents=True, exist_ok=True)
    NOTEBOOK.write_text(FORMAT.writes(book) + "\n", encoding="utf-8")
    for name, text in zip(TABLES, printed, strict=False):
        (HERE / name).write_text(text, encoding="utf-8")
    (HERE / PICTURE).write_bytes(base64.b64decode(printed[-1]))


if __name__ == "__main__":
    main()
