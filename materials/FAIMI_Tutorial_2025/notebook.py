"""Build and run the hands-on notebook from its Markdown source."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

# nbformat ships annotations for a part of its functions only.
FORMAT: Any = nbformat

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "notebook.md"
NOTEBOOK = HERE.parents[1] / "assets" / HERE.name / "classification_fitzpatrick.ipynb"
RESULTS = HERE / "results.csv"

CELL = re.compile(r"^<!-- cell: ([a-z-]+) -->\n", re.MULTILINE)
CODE = re.compile(r"```python\n(.*)\n```", re.DOTALL)


def cells(source: str) -> Iterator[Any]:
    """Yield one notebook cell per marked part of the source: code where the part is a Python fence, else Markdown."""
    head, *parts = CELL.split(source)
    if head.strip():
        raise ValueError("text before the first cell marker")
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        code = CODE.fullmatch(text.strip())
        yield FORMAT.v4.new_code_cell(code[1], id=name) if code else FORMAT.v4.new_markdown_cell(text.strip(), id=name)


def notebook(source: str) -> Any:
    """Return the notebook without outputs."""
    metadata = {
        "title": "Who is in the training set? Skin tone and a lesion classifier",
        "lang": "en",
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
    }
    return FORMAT.v4.new_notebook(cells=list(cells(source)), metadata=metadata, nbformat_minor=5)


def run(book: Any) -> str:
    """Fill in the notebook's outputs and return its summary table as CSV."""
    language = dict(book.metadata.language_info)
    probe = FORMAT.v4.new_code_cell("print(results.to_csv(index=False, float_format='%.4f'), end='')")
    book.cells.append(probe)
    NotebookClient(book, kernel_name="python3", timeout=120, record_timing=False).execute()
    book.cells.pop()
    # The kernel writes its own exact Python version here, which differs between machines.
    book.metadata.language_info = language
    return "".join(output.text for output in probe.outputs)


def main() -> None:
    """Write the executed notebook, and the results that the slides draw."""
    book = notebook(SOURCE.read_text(encoding="utf-8"))
    results = run(book)
    FORMAT.validate(book)
    NOTEBOOK.parent.mkdir(parents=True, exist_ok=True)
    NOTEBOOK.write_text(FORMAT.writes(book) + "\n", encoding="utf-8")
    RESULTS.write_text(results, encoding="utf-8")


if __name__ == "__main__":
    main()
