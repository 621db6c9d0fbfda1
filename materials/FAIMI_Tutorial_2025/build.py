"""Compile the tutorial's slides and notes."""

from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parents[1] / "assets" / HERE.name
VIEWS = {"slides": "slides.pdf", "notes": "slides_notes.pdf"}


def copy_fonts(folder: Path) -> None:
    """Put the OpenType files of Source Sans Pro into a folder.

    The package holds each face a second time as TrueType; which of the two Typst takes would depend on the disk.
    """
    for font in (files("font_source_sans_pro") / "files").iterdir():
        if font.name.endswith(".otf"):
            (folder / font.name).write_bytes(font.read_bytes())


def compiled(view: str, fonts: Path) -> bytes:
    """Return the PDF of one view of the deck, tagged to the standard PDF/UA-1; a warning of Typst is an error."""
    pdf, warnings = typst.compile_with_warnings(
        HERE / "deck.typ",
        root=HERE,
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"view": view},
        pdf_standards="ua-1",
    )
    if warnings:
        raise SystemExit("\n".join(f"{view}: {warning.message}" for warning in warnings))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returned no single PDF")
    return pdf


def main() -> None:
    """Write one PDF per view of the deck."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        copy_fonts(Path(folder))
        for view, name in VIEWS.items():
            (OUTPUT / name).write_bytes(compiled(view, Path(folder)))


if __name__ == "__main__":
    main()
