"""Notebooks for tests, written in a line or two."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

from tests.sites import Planned, front, planned

SITE = "title: T\nurl: https://example.org\nrepository: {name: ada/course, branch: main}\n"


def markdown(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True), **more}


def code(source: str, *outputs: dict[str, Any], count: int | None = 1, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
        "execution_count": count,
        "outputs": list(outputs),
    }


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)}


def display(metadata: dict[str, Any] | None = None, **data: Any) -> dict[str, Any]:
    """Return an output with data by media type: `html`, `plain`, `png`, or a whole type with `__` for `/`."""
    short = {"html": "text/html", "plain": "text/plain", "png": "image/png", "svg": "image/svg+xml"}
    kinds = {short.get(name, name.replace("__", "/")): value for name, value in data.items()}
    return {"output_type": "display_data", "data": kinds, "metadata": metadata or {}}


def error(name: str = "ValueError", value: str = "no") -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": [f"\x1b[31m{name}\x1b[0m: {value}"]}


def book(*cells: dict[str, Any], metadata: dict[str, Any] | None = None, **more: Any) -> str:
    whole = {"cells": list(cells), "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 4, **more}
    return json.dumps(whole, indent=1)


def png(width: int = 3, height: int = 2) -> str:
    """Return a grey PNG as notebooks hold it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def site_with(notebook: str | bytes, **more: str | bytes) -> Planned:
    """Return a site whose page `t` names a notebook in assets/."""
    return planned(
        {
            "site.yaml": SITE,
            "content/index.md": front("title: Home"),
            "content/t/index.md": front("title: Course", "[RESOURCES]\n"),
            "content/t/resources.yaml": "- title: Lab\n  file: /assets/lab.ipynb\n",
            "assets/lab.ipynb": notebook,
            **more,
        }
    )


def shown(*cells: dict[str, Any], **more: Any) -> str:
    """Return what the page of a notebook with these cells shows of them."""
    main = site_with(book(*cells, **more)).main("t/lab/index.html")
    return main.partition('<div class="notebook">\n')[2].removesuffix("</div>").strip()


HOSTILE = book(
    markdown("# Lab\n\n<script>document.title = 'owned'</script>\n\n[x](javascript:document.title='owned')\n"),
    markdown(
        "<img src='https://evil.example/x.png' onerror=\"document.title='owned'\"> "
        "<svg onload=\"document.title='owned'\"></svg>\n"
    ),
    markdown("<style>body { display: none }</style>\n\n<div style='position:fixed;inset:0' class='skip'>over</div>\n"),
    markdown("## Part\n\n<form action='https://evil.example'><input name=q><button>Go</button></form>\n\n## Part\n"),
    markdown("![remote](https://evil.example/pixel.png) ![local](data:image/svg+xml;base64,PHN2Zz4=)\n"),
    code(
        "x",
        display(
            html="<b>kept</b><script>document.title='owned'</script>"
            "<img src='https://evil.example/a.png' onerror='document.title=1'>"
            "<iframe src='https://evil.example/frame'></iframe><iframe srcdoc='<script>1</script>'></iframe>"
            "<meta http-equiv='refresh' content='0; url=https://evil.example'>"
            "<link rel=stylesheet href='https://evil.example/a.css'><base href='https://evil.example/'>"
            "<a href='javascript:document.title=1' id='page-content'>link</a>"
            "<style>* { display: none !important }</style>"
            "<div style='position:fixed;inset:0;background:url(https://evil.example/b.png)'>over</div>"
            "<form action='https://evil.example'><input name=q><button>Send</button></form>"
            "<object data='https://evil.example/o'></object><embed src='https://evil.example/e'>"
            "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=document.title=1>'>"
            "<svg><style><img src=x onerror=document.title=1></style></svg>"
            "<table background='https://evil.example/c.png'><tr><th>a</th></tr><tr><td onclick='1'>1</td></tr></table>"
        ),
        display(
            svg='<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" '
            'height="20" onload="document.title=1"><script>document.title=1</script>'
            '<style>@import url(https://evil.example/s.css);</style><rect width="40" height="20" fill="teal"/>'
            '<image xlink:href="https://evil.example/i.png"/><a xlink:href="javascript:1"><text>t</text></a>'
            "<foreignObject><p>x</p></foreignObject></svg>",
            metadata={"alt": "a teal bar"},
        ),
        display(application__javascript="document.title='owned'", plain="<IPython.core.display.Javascript object>"),
        {
            "output_type": "display_data",
            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}, "text/plain": "HBox()"},
            "metadata": {},
        },
        stream("</pre><script>document.title='owned'</script>"),
        error("</pre><script>document.title='owned'</script>"),
    ),
    code("y = 2", display({"image/png": {"alt": "grey"}}, png=png()), stream("word " * 60 + "\n"), count=2),
    metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {}}, "title": "<script>1</script>"},
)
