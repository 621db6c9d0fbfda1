"""The checks of a single text."""

from __future__ import annotations

from faimi_site.check.leftovers import new_edition_is_filled_in, placeholders
from faimi_site.check.liquid import liquid_is_gone
from faimi_site.check.prose import headings_stand_once, letters_are_whole, markers_are_placed
from faimi_site.check.unrendered import blocks_of_code_end, markdown_became_html

TEXT_CHECKS = (
    *(letters_are_whole, placeholders, new_edition_is_filled_in, markdown_became_html),
    *(blocks_of_code_end, markers_are_placed, headings_stand_once, liquid_is_gone),
)
