"""CAMEO codes to PLOVER events, and both to quad categories."""

from typing import Final

from detente.model.vocabulary import QUAD

CAMEO: Final = {
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
"""CAMEO cue category to PLOVER event: PLOVER 1.3 manual, table 7.1, which drops 01 and 02 and parts 08. It sends 20 to
FIGHT, of which it says only that the mode is `unconventional`; that is a mode of ASSAULT."""


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
