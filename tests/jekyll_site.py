"""A Jekyll site of more than twenty pages with the faults that real ones have, as files by path."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.drawn import photo

JEKYLL = shutil.which("jekyll")

CONFIG = """\
title: Workshop on Fairness
description: >
  A workshop
  of two days
url: https://example.org
baseurl: ""
email: chairs@example.org
author: {name: Ada Example, url: https://example.org}
timezone: Asia/Seoul
lang: en_GB
repository: example/workshop
remote_theme: example/theme
google_analytics: UA-1
plugins: [jekyll-redirect-from]
exclude: [drafts-of-mine/, "*.draft"]
include: [_kept.md]
collections:
  talks: {output: true, permalink: "/talks/:title/"}
  notes: {output: true}
  secret: {output: false}
defaults:
  - scope: {path: ""}
    values: {layout: default}
  - scope: {path: deep, type: pages}
    values: {author: Deep Author, permalink: /deep-default/}
"""

SITE: dict[str, str | bytes] = {
    "_config.yml": CONFIG,
    "_layouts/default.html": "<html><body>{{ content }}</body></html>\n",
    "_layouts/page.html": "---\nlayout: default\n---\n{{ content }}\n",
    "_includes/hello.html": "Hello\n",
    "_data/navigation.yml": "- {title: Home, url: /}\n- {title: Programme, url: /programme.html}\n",
    "_sass/base.scss": "$a: red;\n",
    "_drafts/unready.md": "---\ntitle: Unready\n---\nNot yet.\n",
    "CNAME": "example.org\n",
    "favicon.ico": b"\0\0\1\0",
    "Gemfile": 'source "https://rubygems.org"\ngem "jekyll"\n',
    "index.md": "---\nlayout: page\ntitle: Home\nweight: -1\nredirect_from: [/, /home/, null]\n---\n"
    "![Photo](assets/img/photo.jpg) [Programme]({{ site.baseurl }}/programme.html)\n"
    "[About]({% link about.markdown %}) [Post]({% post_url 2024-03-01-first-news %})\n"
    '<a href="{{ "/data/table.csv" | relative_url }}">Table</a>\n\n{% include hello.html %}\n',
    "programme.md": "---\ntitle: Programme\nweight: -1\nredirect_from: /programme.html\n---\n"
    "| Time | Talk |\n| --- | --- |\n| 9:00 | Opening |\n",
    "about.markdown": "---\ntitle: About\npermalink: /about/\nredirect_from: [/old-about, /a/b/c.html, /old5.txt]\n"
    'image: "/assets/img/photo.jpg"\npublished: "false"\ndate: 2024-01-01\n---\n\n* Ada Example, University\n',
    "self.md": "---\ntitle: Self\npermalink: /self/index.html\nredirect_from: /self/\n---\nText.\n",
    "same-a.md": "---\ntitle: Same A\npermalink: /same/\n---\nFirst.\n",
    "same-b.md": "---\ntitle: Same B\npermalink: /same/\n---\nSecond.\n",
    "bent.md": "---\ntitle: Bent\npermalink: //dd//ee/\n---\nText.\n",
    "up.md": "---\ntitle: Up\npermalink: ../../up/\n---\nText.\n",
    "version.md": "---\ntitle: Version\npermalink: /v1.2\n---\nText.\n",
    "noslash.md": "---\ntitle: No slash\npermalink: noslash\n---\nText.\n",
    "umlaut.md": "---\ntitle: Umlaut\npermalink: /ünï/a%20b/\nlayout: null\n---\nText.\n",
    "windows.md": b"\xef\xbb\xbf---\r\ntitle: Windows\r\n---\r\nLine one.\r\nLine two.\r\n",
    "crlf.md": b"---\r\ntitle: Lines\r\npermalink: /lines/\r\n---\r\nText.\r\n",
    "mojibake.md": "---\ntitle: Puyol-Ant√≥n\n---\nEsther Puyol-Ant√≥n.\n",
    "broken.md": "---\ntitle: a: b: c\n\tx: [\n---\nBroken front matter.\n",
    "odd.md": "---\ntitle: 1.10\nredirect_from: [null, /odd-old/]\nweight: many\ndescription:\ntags: [a, null]\n"
    "last_modified_at: someday\nredirect-from: /never\n---\nText of odd.\n",
    "deep/page.md": "---\ntitle: Deep\n---\nText.\n",
    "folder/index.md": "---\ntitle: Folder\n---\n[Home](../index.md) [Old](/old-about)\n",
    "folder/raw.html": "---\ntitle: Raw\n---\n<div>\n\n    <p>Four spaces</p>\n\n</div>\n",
    "folder/whole.html": '---\n---\n<!DOCTYPE html>\n<html lang="en"><title>Whole</title><p>Whole</p></html>\n',
    "folder/photo of us.jpg": photo(40, 30),
    "feed.txt": "---\nlayout: null\n---\n{{ site.title }}\n",
    "hidden.md": "---\ntitle: Hidden\npublished: false\nredirect_from: /hidden-old/\n---\nText.\n",
    "moved.md": "---\ntitle: Moved\nredirect_to: [/about/]\n---\n",
    "elsewhere.md": "---\ntitle: Elsewhere\nredirect_to: https://example.com/x\n---\n",
    "404.html": "---\ntitle: Not found\npermalink: /404.html\n---\n<p>Nothing here.</p>\n",
    "_kept.md": "---\ntitle: Kept\n---\nKept.\n",
    "notes.draft": "x",
    "drafts-of-mine/x.md": "---\ntitle: X\n---\nX\n",
    "README.md": "# The repository\n\nHow to build it.\n",
    "data/table.csv": "a,b\n",
    "assets/img/photo.jpg": photo(2400, 1600),
    "assets/css/style.scss": "---\n---\n$a: red;\nbody { p { color: $a; } }\n",
    "assets/css/plain.scss": "---\n---\nbody { color: red; }\n",
    "assets/slides.pdf": b"%PDF-1.4\n",
    "_posts/2024-03-01-first-news.md": "---\ntitle: First news\ncategories: [News, Old]\n---\nNews.\n",
    "_posts/2024-04-02-Second One.markdown": "---\ndate: 2024-04-02 23:30:00 +0000\n---\nMore {{ site.title }}.\n",
    "blog/_posts/2023-01-01-in-blog.md": "---\ntitle: In blog\npermalink: /:year/x-:title.html\n---\nText.\n",
    "_talks/one.md": "---\ntitle: Talk one\n---\nTalk.\n",
    "_talks/slides.txt": "slides\n",
    "_notes/a/two.md": "---\ntitle: Note two\n---\nNote.\n",
    "_secret/three.md": "---\ntitle: Three\n---\nNo.\n",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return it."""
    for path, body in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder


def built(folder: Path, output: Path) -> set[str]:
    """Return the paths of what Jekyll makes of a site; the test is skipped where there is no Jekyll."""
    if not JEKYLL:
        pytest.skip("there is no Jekyll on this machine")
    command = [JEKYLL, "build", "--quiet", "--disable-disk-cache", "-s", str(folder), "-d", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    assert done.returncode == 0, re.sub(r"\x1b\[[\d;]*m", "", done.stderr + done.stdout)
    return {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()}
