"""Pictures that are shown as they are: a note says which of them are heavy."""

from __future__ import annotations

import pytest

from tests.drawn import animation, picture
from tests.sites import Files, Planned, planned

PAD = b"\0" * 1_000_000  # what follows the last frame is not looked at, and weighs all the same
ANIMATION = animation() + PAD
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><!--" + b"." * 1_000_000 + b"--></svg>"


def page(text: str, files: Files) -> Planned:
    return planned({"content/index.md": f"---\ntitle: A\n---\n{text}\n", **files})


def heavy(text: str, files: Files) -> list[str]:
    return [note for note in page(text, files).notes if "image/heavy" in note]


def test_a_heavy_animation_is_a_note_where_it_is_shown() -> None:
    assert heavy("![It turns](/assets/turn.gif)", {"assets/turn.gif": ANIMATION}) == [
        "content/index.md:4:13: note: 'turn.gif' is published as it is: 1.0 MB [image/heavy]\n"
        "     4 | ![It turns](/assets/turn.gif)\n"
        "       |             ^^^^^^^^^^^^^^^^\n"
        "       = hint: of an animation no smaller ones are made: "
        "show a video (MP4, WebM), or save it with fewer frames"
    ]


def test_a_heavy_drawing_is_a_note_with_another_hint() -> None:
    (note,) = heavy("![Points](points.svg)", {"content/points.svg": DRAWING})
    assert "'points.svg' is published as it is: 1.0 MB" in note
    assert "hint: export it as PNG, of which smaller pictures are made" in note


def test_a_heavy_picture_with_a_srcset_of_its_own_is_a_note() -> None:
    img = '<img src="/assets/p.png" srcset="/assets/p.png 2x" alt="">'
    (note,) = heavy(img, {"assets/p.png": picture(40, 30, "PNG") + PAD})
    assert "hint: save it smaller, or show it by a plain img" in note


def test_a_heavy_photo_of_a_person_is_a_note_where_the_data_names_it() -> None:
    people = "- name: Ada L\n  affiliation: B\n  photo: ada.gif\n"
    files: Files = {"content/organizers.yaml": people, "content/ada.gif": ANIMATION}
    (note,) = heavy("[ORGANIZERS]", files)
    assert note.startswith("content/organizers.yaml:3:10: note: 'ada.gif' is published as it is")


def test_the_note_comes_once_however_often_the_picture_is_shown() -> None:
    files: Files = {"assets/turn.gif": ANIMATION, "content/b.md": "---\ntitle: B\n---\n![x](/assets/turn.gif)\n"}
    assert len(heavy("![x](/assets/turn.gif) ![y](/assets/turn.gif)", files)) == 1


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("![x](/assets/turn.gif)", {"assets/turn.gif": animation()}),  # light
        ("![x](/assets/p.png)", {"assets/p.png": picture(40, 30, "PNG") + PAD}),  # smaller ones are made
        ("[x](/assets/turn.gif)", {"assets/turn.gif": ANIMATION}),  # a visitor asks for it
        ("![x](/assets/p.gif)", {"assets/p.gif": b"no picture" + PAD}),  # an error already
    ],
)
def test_other_pictures_are_no_note(text: str, files: Files) -> None:
    assert heavy(text, files) == []


def test_the_note_stands_also_below_a_base_path() -> None:
    files: Files = {"site.yaml": "title: T\nurl: https://example.org\nbase_path: /b\n", "assets/turn.gif": ANIMATION}
    assert len(heavy("![x](/assets/turn.gif)", files)) == 1


def test_a_site_can_turn_the_note_off() -> None:
    files: Files = {
        "site.yaml": "title: T\nurl: https://example.org\nchecks: {image/heavy: off}\n",
        "assets/turn.gif": ANIMATION,
    }
    assert heavy("![x](/assets/turn.gif)", files) == []
