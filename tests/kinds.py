"""Sites that all that looks at pages goes through: one with a page of each kind, and that of this repository."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.drawn import pdf, picture
from tests.notebooks import book, code, display, error, markdown, png, stream
from tests.sites import Files, Planned, body_bytes, faimi, front, planned

KINDS: Mapping[str, str] = {
    "home": "/",
    "tutorial": "/2025-tutorial/",
    "days": "/2024-workshop/",
    "bare event": "/2023-meeting/",
    "cancelled event": "/2022-course/",
    "plain": "/guide/",
    "pasted": "/pasted/",
    "notebook": "/2025-tutorial/lab/",
    "archive": "/archive/",
    "not found": "/404.html",
    "stub": "/old-address/",
    "draft": "/draft/",
    "right to left": "/ar/",
}
FAIMI: Mapping[str, str] = {
    "home": "/",
    "tutorial": "/2025-miccai-tutorial/",
    "notebook": "/2025-miccai-tutorial/classification_fitzpatrick/",
    "archive": "/2024-isbi/",
    "not found": "/404.html",
}

_SITE = """\
title: Fair tutorials
description: Tutorials and workshops on what is fair.
url: https://example.org
email: organizers@example.org
repository: {name: example/tutorials, branch: main}
media: [youtube.com]
editions:
  - {title: The first meeting, url: "https://old.example.org/2020/", start: 2020-09-27, place: "Strasbourg, France"}
  - {title: The second meeting, url: "https://old.example.org/2021/", start: 2021-09-28, end: 2021-09-29, place: Online}
"""

_HOME = """\
---
title: Fair tutorials
description: What is fair, how it is measured, and what to do.
---

Three hours of lectures and hands-on work. [The guide](guide.md) says what to bring.

## Contact

Write to [organizers@example.org](mailto:organizers@example.org).
"""

_TUTORIAL = """\
---
title: Tutorial on fair models
description: A tutorial with lectures, a hands-on part and materials.
redirect_from: /old-address/
event:
  name: Tutorial on fair models
  start: 2025-09-23
  timezone: Asia/Seoul
  venue: Convention Center
  address: 107 Expo-ro
  room: Hall 111
  city: Daejeon
  country: South Korea
  mode: hybrid
  online_url: https://meet.example.org/fair
  host: {name: Conference 2025, url: "https://conference.example.org/"}
  registration: {url: "https://conference.example.org/register", fee: 50 EUR, deadline: 2025-09-01}
  accessibility: Step-free, with an [induction loop](../guide.md) in the hall.
  deadlines:
    - {title: Papers, date: 2025-07-02, timezone: AoE, was: 2025-06-25}
    - {title: Posters, date: 2025-08-01}
---

## Scope

How well do models work for *everyone*, and how can that be measured?

## Materials

[RESOURCES]

## Schedule

[SCHEDULE]

## Organizers

[ORGANIZERS]
"""

_SCHEDULE = """\
sessions:
  - {start: 8:00, end: 10:00, title: Lecture, kind: lecture, speakers: [Ada Example, Bo Muster], resources: slides,
     abstract: "What is *fair*, and for whom? See [the guide](/guide/)."}
  - {start: 10:00, end: 10:30, title: Coffee break, kind: break}
  - {start: 10:30, end: 12:30, title: Hands-on session, kind: hands-on, recording: "https://video.example.org/1",
     speakers: {name: Cleo Guest, affiliation: University of Elsewhere, url: "https://cleo.example.org/"}}
"""

_ORGANIZERS = """\
- title: Chairs
  people:
    - {name: Ada Example, affiliation: University of Somewhere, role: chair, photo: ada.jpg, orcid: 0000-0002-1825-0097,
       email: ada@example.org, url: "https://ada.example.org/", bio: "Teaches *statistics*."}
- title: Committee
  people:
    - {name: Bo Muster, affiliation: Institute of Things}
    - {name: Maximiliane-Alexandrina von Hohenschwangau-Neuschwanstein,
       affiliation: Zentrum für Verantwortungsvolle Datenverarbeitungsverfahren}
"""

_RESOURCES = """\
- {title: Slides, id: slides, file: /assets/slides.pdf, license: CC BY 4.0, lang: de, authors: [Ada Example],
   description: The slides of *all* parts.}
- {title: Lab, file: /assets/lab.ipynb}
- {title: Recording of the lecture, kind: recording, url: "https://video.example.org/2"}
- {title: Data sheet, file: /assets/table.csv}
"""


_ROOMS = """\
---
title: Congress on fair tools
event:
  name: Congress on fair tools
  start: 2024-05-30
  end: 2024-05-31
  timezone: Europe/Athens
  venue: Megaron
  city: Athens
  country: Greece
  mode: in-person
---

## Programme

[SCHEDULE]
"""

_DAYS = """\
days:
  - date: 2024-05-30
    sessions:
      - {start: 9:00, end: 10:30, title: Opening, kind: keynote, room: Aula}
      - {start: 10:30, end: 11:00, title: Coffee, id: coffee-1, kind: break}
      - {start: 11:00, end: 12:30, title: Measures, room: Room A, abstract: Of what?}
      - {start: 11:00, end: 12:30, title: Remedies, room: Room B}
  - date: 2024-05-31
    sessions:
      - {start: 18:00, end: 19:30, title: Panel, kind: panel, room: Aula}
      - {start: 20:00, duration: 5 h, title: Dinner, kind: social, room: Harbour}
"""

_GUIDE = """\
---
title: What to bring
description: A page with all that Markdown can do.
---

[TOC]

## Words

A paragraph with *emphasis*, **strong emphasis**, ~~struck text~~, `code`, a way [home](index.md), a press of
<kbd>Enter</kbd>, an AI, and a note[^1]; it is wrapped, since it is longer than a line can be on a phone.\\
Here it was broken. Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.

*[AI]: artificial intelligence

[^1]: Notes stand at the end, and lead back.

> A quotation with a way [home](index.md).
{: .notice}

***

## Lists

- [x] book the room
- [ ] print the badges

1. Get the code:

   ```sh
   git clone --depth 1 --branch main https://example.org/a/repository/with/a/rather/long/address/tutorials.git
   ```

2. Run it:
   - here, or
   - there

Is it recorded?
: Yes.

## Code

```python
@cache
def rate(group: str, *, digits: int = 2) -> float:
    \"\"\"Return the rate of a group.\"\"\"
    found = [1.5 if row is not None and row["group"] == group else 0x1F for row in ROWS]  # all of them, also those
    return round(sum(found) / len(ROWS), digits)
```

```diff
- before
+ after
```

<pre tabindex="0"><code>a    table    in    columns    that    stay    where    they    are,    however    wide
1    2        3     4          5       6       7        8       9       10         11
</code></pre>

## Tables

| Time  | Title | Room | Speakers | Materials | Chair |
|:------|------:|:----:|----------|-----------|-------|
| 08:00 | Start | 111  | Ada Example, Bo Muster | Slides, notes, notebook | Cleo Guest |
| 12:00 | End   | 112  | Maximiliane-Alexandrina | Recording | Bo Muster |

## Formulas

The rate is $\\frac{TP}{TP + FN}$ of all, and

$$
\\hat{y} = \\operatorname{sign}\\left(\\sum_{i=1}^{n} w_i x_i + b\\right), \\quad
\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}
$$

## Pictures and films

![A grey ramp](ramp.png){: width="300"}

<iframe src="https://www.youtube.com/embed/abc" title="The lecture of 2025"></iframe>

### A heading of the third level

#### A heading of the fourth level

<details markdown="1">
<summary>More</summary>

Bring a *charger*, and read [the notes](2025-tutorial/index.md "before you come").

</details>
"""

_PASTED_MORE = """\

<p align="center"><strong>Centred</strong> as of old</p>
<p style="text-align: center; font-size: 1.2em">Centred by its style</p>

<img src="/ramp.png" alt="A grey ramp" style="float: right; width: 150px; margin: 0 0 10px 20px">

A paragraph beside a floated picture, which is long enough to flow around it: what is pasted from another site brings
its own styles, and the page still has to be read, on a phone and on a desk.

<table border="1" cellpadding="4"><tr><th>When</th><th>What</th></tr><tr><td>8:00</td><td>Start</td></tr></table>

<div style="background: #fff3cd; color: #664d03; border: 1px solid #ffecb5; padding: 1rem">
A notice in its own colours</div>
"""

_ARABIC = """\
---
title: دليل المشاركين
description: صفحة تقرأ من اليمين إلى اليسار.
lang: ar
---

## البرنامج

تبدأ المحاضرة في الساعة 08:00، ثم [الصفحة الرئيسية](index.md).

- قائمة
- من بندين

> اقتباس

| الوقت | العنوان |
|-------|---------|
| 08:00 | محاضرة |
"""

_TABLE = "<table><thead><tr><th></th><th>group</th><th>rate</th></tr></thead><tbody>{}</tbody></table>".format(
    "".join(f"<tr><th>{number}</th><td>group {number}</td><td>0.{number}1</td></tr>" for number in range(9))
)
_LAB = book(
    markdown("# Lab\n\nWhat is measured, with a formula $x^2$ and [the guide](https://example.org/guide/).\n"),
    markdown("## Data\n\n| group | share |\n|---|--:|\n| A | 0.7 |\n"),
    code("import pandas\nframe = pandas.read_csv('table.csv')\nframe", display(html=_TABLE), count=1),
    code("\n".join(f"step_{number} = {number}  # one of many" for number in range(20)), count=2),
    markdown("## Results\n\n### By group\n"),
    code("plot(frame)", display({"image/png": {"alt": "two bars"}}, png=png(800, 300)), stream("line\n" * 50), count=3),
    code("warn()", stream("Careful.\n", "stderr"), count=4),
    code("1/0", error("ZeroDivisionError", "division by zero"), count=5, tags=["raises-exception"]),
)


def _pasted() -> str:
    """Return the page as it was once pasted together, its two pale buttons darkened as a build asks for."""
    seed = (Path(__file__).parent / "seed" / "2025-miccai-tutorial.md").read_text(encoding="utf-8")
    body = seed.split("---\n", 2)[2].replace("#007bff", "#0064d1").replace("#17a2b8", "#117888")
    return front("title: Pasted from another site\nnav: false", body + _PASTED_MORE)


@cache
def files() -> Files:
    """Return the sources of the site."""
    seeded = ("slides.pdf", "slides_notes.pdf", "classification_fitzpatrick.ipynb")
    return {
        "site.yaml": _SITE,
        "content/index.md": _HOME,
        "content/2025-tutorial/index.md": _TUTORIAL,
        "content/2025-tutorial/schedule.yaml": _SCHEDULE,
        "content/2025-tutorial/organizers.yaml": _ORGANIZERS,
        "content/2025-tutorial/resources.yaml": _RESOURCES,
        "content/2025-tutorial/ada.jpg": picture(200, 200, "JPEG"),
        "content/2024-workshop/index.md": _ROOMS,
        "content/2024-workshop/schedule.yaml": _DAYS,
        "content/2023-meeting.md": front(
            "title: Meeting of 2023\nevent: {name: Meeting of 2023, start: 2023-05-02, city: Aarhus, mode: in-person}"
        ),
        "content/2022-course.md": front(
            "title: Course of 2022\nevent: {name: Course of 2022, start: 2022-05-02, status: cancelled, "
            "registration: {fee: free}, timezone: Europe/Rome, city: Rome}"
        ),
        "content/guide.md": _GUIDE,
        "content/pasted.md": _pasted(),
        "content/archive.md": front("title: All editions", "[EDITIONS]\n"),
        "content/404.md": front("title: Page not found\npermalink: /404.html", "To the [home page](/).\n"),
        "content/draft.md": front("title: Not yet\npublished: false", "Soon.\n"),
        "content/ar.md": _ARABIC,
        "content/ramp.png": picture(1000, 400),
        "assets/slides.pdf": pdf(),
        "assets/lab.ipynb": _LAB,
        "assets/table.csv": "group,rate\nA,0.7\n",
        **{f"assets/FAIMI_Tutorial_2025/{name}": pdf() if ".pdf" in name else _LAB for name in seeded},
    }


@cache
def site() -> Planned:
    """Return what the site becomes, with its draft."""
    return planned(files(), drafts=True)


@cache
def crowded() -> Planned:
    """Return what a site of thirty pages becomes, and a page of an event with a heading and a text of its own."""
    guides = {f"content/guide-{number:02}.md": front(f"title: Guide number {number}") for number in range(29)}
    event = "event: {name: Fair tools, start: 2025-09-23, city: Oslo, country: Norway, mode: in-person}"
    welcome = front(
        f"title: Tools\n{event}", "Welcome.\n\n# Tools that are *fair*\n\n## Why\n\nText.\n\n## How\n\nText.\n"
    )
    return planned({"content/index.md": "Welcome.\n", "content/tools.md": welcome, **guides})


def write(of: Planned, folder: Path) -> Path:
    """Write what a site becomes into a folder, and return that."""
    for output in of.outputs:
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(body_bytes(output.body))
    return folder


# All that is looked at in a browser: each page by its name, with the site it is of and its address.
PAGES: Mapping[str, tuple[Callable[[], Planned], str]] = {
    **{kind: (site, path) for kind, path in KINDS.items()},
    "many pages": (crowded, "/guide-28/"),
    "own heading": (crowded, "/tools/"),
    **{f"FAIMI {kind}": (faimi, path) for kind, path in FAIMI.items()},
}
