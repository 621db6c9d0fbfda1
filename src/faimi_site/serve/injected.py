"""What the preview adds to pages, in its answers alone: one script, which is served as a file.

Its addresses lie in the folder that no output can have, and on the site's own host: `script-src 'self'`, `style-src
'self'` and `connect-src 'self'` let them pass.
"""

from __future__ import annotations

from html import escape

from faimi_site import paths

FOLDER = f"/{paths.RESERVED}"
SCRIPT, STYLES, SOCKET = f"{FOLDER}/preview.js", f"{FOLDER}/preview.css", f"{FOLDER}/livereload"


def with_script(html: bytes, build: str) -> bytes:
    """Return a page that knows which build it is of, and hears of later ones."""
    element = f'<script src="{SCRIPT}" data-build="{escape(build)}"></script>'.encode()
    at = html.lower().rfind(b"</body")
    at = at if at >= 0 else len(html)
    return html[:at] + element + html[at:]


def without_site(problems: str, build: str) -> bytes:
    """Return the page that stands for all others until a first build has succeeded: what is in its way."""
    text = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title>'
        f'<link rel="stylesheet" href="{STYLES}"></head>\n<body class="not-built"><h1>The site is not built yet</h1>\n'
        f"<p>This page is replaced by the site as soon as these are mended.</p>\n<pre>"
        f"{escape(problems)}</pre></body></html>\n"
    )
    return with_script(text.encode(), build)
