"""What the preview adds to pages, in its answers alone: one script, which is served as a file.

Its addresses lie in the folder that no output can have, and on the site's own host: `script-src 'self'`, `style-src
'self'` and `connect-src 'self'` let them pass.
"""

from __future__ import annotations

from html import escape

from faimi_site import paths

FOLDER = f"/{paths.RESERVED}"
# What a site without a 404.html says of an address at which nothing is.
NOTHING_THERE = (
    b'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>404 Not Found</title></head>'
    b"<body><h1>404 Not Found</h1></body></html>\n"
)
SCRIPT, STYLES, SOCKET = f"{FOLDER}/preview.js", f"{FOLDER}/preview.css", f"{FOLDER}/livereload"


def with_script(html: bytes, build: str, base_path: str) -> bytes:
    """Return a page that knows which build it is of and below which base path it lies, and hears of later ones."""
    known = f'data-build="{escape(build)}" data-base="{escape(base_path)}"'
    element = f'<script src="{SCRIPT}" {known}></script>'.encode()
    at = html.lower().rfind(b"</body")
    at = at if at >= 0 else len(html)
    return html[:at] + element + html[at:]


def without_site(problems: str, build: str, base_path: str) -> bytes:
    """Return the page that stands for all others until a first build has succeeded: what is in its way."""
    text = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title>'
        f'<link rel="stylesheet" href="{STYLES}"></head>\n<body class="not-built"><h1>The site is not built yet</h1>\n'
        f"<p>This page is replaced by the site as soon as these are mended.</p>\n<pre>"
        f"{escape(problems)}</pre></body></html>\n"
    )
    return with_script(text.encode(), build, base_path)
