"""The checks of a single text."""

from __future__ import annotations

from faimi_site.check.leftovers import placeholders
from faimi_site.check.liquid import liquid_is_gone
from faimi_site.check.prose import headings_stand_once, letters_are_whole, markers_are_placed
from faimi_site.check.unrendered import blocks_of_code_end, markdown_became_html

TEXT_CHECKS = (
    *(letters_are_whole, placeholders, markdown_became_html),
    *(blocks_of_code_end, markers_are_placed, headings_stand_once, liquid_is_gone),
)
