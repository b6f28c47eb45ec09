"""CAMEO codes to PLOVER events and back, and both to quad categories."""

from detente.model.vocabulary import CAMEO, CAMEO_ROOT, QUAD


def plover_of(cameo: str) -> str:
    """Return the PLOVER event of a CAMEO code, or "" where PLOVER has none (01, 02) or the code does not tell (08).

    >>> plover_of("0256"), plover_of("057"), plover_of("081"), plover_of("0871"), plover_of("08")
    ('', 'SUPPORT', 'CONCEDE', 'RETREAT', '')
    """
    if cameo.startswith("08"):
        third = cameo[2:3]
        return "CONCEDE" if third in {"1", "2", "3"} else "RETREAT" if third in {"4", "5", "6", "7"} else ""
    return CAMEO.get(cameo[:2], "")


def quad_of(code: str) -> str:
    """Return the quad category of a PLOVER event or CAMEO code, or "" for an unknown one.

    >>> quad_of("AID"), quad_of("190"), quad_of("01")
    ('material cooperation', 'material conflict', '')
    """
    return QUAD.get(code if code in QUAD else plover_of(code), "")


def cameo_of(event: str, mode: str = "") -> str:
    """Return the CAMEO root of a PLOVER event, or "" for an unknown one; the mode parts what PLOVER has put together.

    >>> cameo_of("ACCUSE"), cameo_of("ACCUSE", "investigate"), cameo_of("ASSAULT", "unconventional")
    ('11', '09', '20')
    """
    return CAMEO_ROOT.get((event, mode), CAMEO_ROOT.get((event, ""), ""))
