from __future__ import annotations

import pytest

from faimi_site.mojibake import Broken, broken_words

NAMES = (
    *("Antón", "Müller", "naïve", "garçon", "São", "Ångström", "Łódź", "Željko", "Øre", "Weiß", "Ğ", "Château"),
    *("“quoted”", "it’s", "–", "—", "…", "•", "→", "©", "½", "€5", "日本語", "한국", "😀", "10µm", "±2", "²"),
)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("Puyol-Ant√≥n", "Puyol-Antón"),
        ("\uf8ffüìÑ", "📄"),
        ("\uf8ffüìù", "📝"),
        ("\uf8ffüíª", "💻"),
    ],
)
def test_the_words_of_the_seed_are_mended(broken: str, mended: str) -> None:
    assert list(broken_words(broken)) == [Broken(0, broken, mended)]


def test_a_broken_word_has_its_place_in_the_text() -> None:
    found = list(broken_words("**Esther Puyol-Ant√≥n**, HeartFlow\nAnt√≥n é\n"))
    assert found == [Broken(9, "Puyol-Ant√≥n**,", "Puyol-Antón**,"), Broken(35, "Ant√≥n", "Antón")]


@pytest.mark.parametrize("word", NAMES)
def test_a_word_that_was_read_as_mac_roman_is_mended(word: str) -> None:
    broken = word.encode().decode("mac_roman")
    assert [found.mended for found in broken_words(broken)] == [word]


@pytest.mark.parametrize("word", [name for name in NAMES if name not in ("“quoted”", "Łódź")])
def test_a_word_that_was_read_as_windows_1252_is_mended(word: str) -> None:
    broken = word.encode().decode("cp1252")
    assert [found.mended for found in broken_words(broken)] == [word]


@pytest.mark.parametrize("word", NAMES)
def test_a_word_that_is_whole_is_left_alone(word: str) -> None:
    assert list(broken_words(word)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Élève, «été», l’été, À Paris, œuvre, façade, Noël, “Étude”, ‘É’, où ça, Île-de-France, ÉTÉ, ÊTRE",
        "VOILÀ… «VOILÀ» DÉJÀ–VU, l’Ô, ÇA, FRANÇAIS, été™, café®, café©, à©",
        "«\xa0l’été\xa0», «\xa0déjà\xa0», «\xa0à\xa0», été\xa0–\xa0né, «été…», «été»…",
    ],
)
def test_french_is_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize(
    "text", ["Größe, Übung, „Übung“, ‚Österreich‘, »Äpfel«, Müller–Lüdenscheidt, ÄÖÜ äöüß", "Äußerung… öäü™, 5 Å–10 Å"]
)
def test_german_is_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize(
    "text",
    ["São Paulo, não, coração, MAÇÃ, CORAÇÃO, INFORMAÇÕES, MANHÃ, MÃE, ÂNGULO, àquele", "IRMÃ” IRMÃ’ “MANHÔ NÃO…"],
)
def test_portuguese_is_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize(
    "text", ["한국어 의료 영상, 대전 «한국»", "日本語、テスト。「中文」", "Tiếng Việt, Đà Nẵng, ĐẠI HỌC"]
)
def test_east_asian_text_is_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Привет, мир",
        "Ελληνικά ΑΒΓ",
        "עברית",
        "العربية",
        "हिन्दी",
        "Čeština ř ž, Polski ąęł, Türkçe ğ ş İ",
        "ÅÄÖ åäö Ærø",
    ],
)
def test_other_scripts_are_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("√2", "√π", "2√π", "√(x²)", "√∑x²", "∑√n", "±√2", "π√2", "√∂", "√∞", "a²+b²=c²", "∂f/∂x", "∫√µ"),
        *(
            "≈π",
            "≈∞",
            "≈±2",
            "x≈√2",
            "∆µ",
            "∆∑",
            "∆x≈∆y",
            "∆°",
            "p∧¬q",
            "∀x∈ℝ",
            "5 Å²",
            "Å³",
            "1.5Å±0.2",
            "25°C",
            "10µm",
        ),
    ],
)
def test_mathematics_and_units_are_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


@pytest.mark.parametrize("text", ["✓ done – see ☎️ or 👩‍🔬…", "“x” ‘y’ — ‚z‘", "«À» – »ä«", "© 2025 ® ™ € £ ½"])
def test_typography_and_pictures_are_left_alone(text: str) -> None:
    assert list(broken_words(text)) == []


def test_a_formula_behind_a_broken_word_does_not_hide_it() -> None:
    assert [found.text for found in broken_words("√π Ant√≥n √2")] == ["Ant√≥n"]


def test_a_broken_letter_whose_second_half_is_a_space_is_mended() -> None:
    assert [found.mended for found in broken_words("voilÃ\xa0 dÃ©jÃ\xa0")] == ["voilà", "déjà"]


def test_a_picture_of_a_megabyte_within_a_page_takes_no_time() -> None:
    text = f"é ![x](data:image/png;base64,{'A' * 1_000_000}) Ant√≥n"
    assert [found.mended for found in broken_words(text)] == ["Antón"]
