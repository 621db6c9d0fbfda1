"""TeX as MathML, which browsers show without a script."""

from __future__ import annotations

import re
from functools import cache

from faimi_site.problem import Fault

# MathML Core (https://www.w3.org/TR/mathml-core/), without what runs or leads anywhere.
ELEMENTS = frozenset(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
LONGEST = 5000  # letters of one formula
_BRACES = r"write each part in braces, as in \frac{1}{2}"
ATTRIBUTES = frozenset(
    "accent accentunder class columnalign columnlines columnspacing depth dir display displaystyle fence form height "
    "largeop linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines "
    "rowspacing rspace scriptlevel separator stretchy symmetric voffset width xmlns".split()
)


@cache
def mathml(tex: str, block: bool) -> str | Fault:
    """Return a formula in TeX as MathML, or a fault that says what in it is not known."""
    import nh3
    from docutils.utils.math import MathError
    from docutils.utils.math.latex2mathml import tex2mathml

    if len(tex) > LONGEST:
        return Fault(f"the formula is longer than {LONGEST:,} letters", "make several of it")
    try:
        made = tex2mathml(tex, as_block=block)
    except MathError as error:
        if "missing children" in str(error):
            return Fault("the formula cannot be set: a command lacks what belongs to it", _BRACES)
        return Fault(f"the formula cannot be set: {_sentence(str(error))}", "docs/markdown.md lists what is known")
    except MemoryError:
        raise  # it says nothing of the formula
    except Exception:  # the converter stumbles over some that are not TeX at all, each in its own way
        return Fault("the formula cannot be set: it is not complete", "look for a stray '&', '{' or '\\'")
    allowed = {element: set(ATTRIBUTES) for element in ELEMENTS}
    clean = nh3.clean(made, tags=set(ELEMENTS), attributes=allowed, link_rel=None)
    return re.sub(r">\s+<", "><", clean)


def _sentence(text: str) -> str:
    return re.sub(r'"([^"]*)"', r"'\1'", text[:1].lower() + text[1:]).rstrip(".").replace("laTeX", "LaTeX")
