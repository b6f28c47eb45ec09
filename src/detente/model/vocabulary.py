"""The closed lists of words that a study's columns may hold.

Events, modes and quad categories are those of PLOVER 1.3 (Open Event Data Alliance, 5 February 2022, chapter 3).
"""

from typing import Final

VERBAL_COOPERATION: Final = "verbal cooperation"
MATERIAL_COOPERATION: Final = "material cooperation"
VERBAL_CONFLICT: Final = "verbal conflict"
MATERIAL_CONFLICT: Final = "material conflict"

#: PLOVER event to quad category (manual, section 7.3).
QUAD: Final[dict[str, str]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), VERBAL_COOPERATION),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), MATERIAL_COOPERATION),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), VERBAL_CONFLICT),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), MATERIAL_CONFLICT),
}

#: CAMEO cue category to PLOVER event: PLOVER 1.3 manual, table 7.1, which drops 01 and 02 and parts 08. It sends 20 to
#: FIGHT, of which it says only that the mode is `unconventional`; that is a mode of ASSAULT.
CAMEO: Final[dict[str, str]] = {
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

#: PLOVER event and mode to CAMEO root, that table the other way; the empty mode stands for all that are not named.
CAMEO_ROOT: Final[dict[tuple[str, str], str]] = {
    **{(event, ""): root for root, event in reversed(CAMEO.items())},
    ("CONCEDE", ""): "08",
    ("RETREAT", ""): "08",
    ("ACCUSE", ""): "11",
    ("ACCUSE", "investigate"): "09",
    ("ASSAULT", "unconventional"): "20",
}

_WHAT_IS_ASKED: Final = ("assist", "change", "yield", "meet")

#: PLOVER event to its modes (manual, tables 3.1 to 3.11). An event that is not a key has none.
MODES: Final[dict[str, tuple[str, ...]]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": _WHAT_IS_ASKED,
    "REJECT": _WHAT_IS_ASKED,
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "THREATEN": ("restrict", "ban", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        *("seize", "restrict", "ban", "censor", "curfew", "martial-law"),
        *("arrest", "deport", "withhold", "misinformation", "cyber"),
    ),
    "ASSAULT": (
        *("abduct", "beat", "torture", "execute", "sexual", "assassinate", "destroy", "primitive", "firearms"),
        *("explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "cleansing"),
        *("massacre", "unconventional"),
    ),
}

DOMAINS: Final = ("politics", "party", "economy", "military", "culture", "territory")
BEHAVIOURS: Final = ("pressure", "blackmail", "deference", "obedience", "defiance")
STATUSES: Final = ("draft", "accepted", "disputed")
WEIGHTS: Final = ("major", "minor")
STANCES: Final = ("attests", "denies", "differs", "context")
PROXIMITIES: Final = ("eyewitness", "contemporary", "retrospective", "scholarship")
CONSULTED: Final = ("original", "photograph", "edition", "translation", "notes", "cited-in")
RELIABILITIES: Final = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES: Final = ("1", "2", "3", "4", "5", "6")
CLAIM_KINDS: Final = ("fact", "motive", "cause", "counterfactual")
CONFIDENCES: Final = ("low", "moderate", "high")
FIGURE_KINDS: Final = ("observed", "promised", "delivered", "planned")
MEASURES: Final = (
    *("events", "share", "one-sided", "turning-points", "answers"),
    *("figure", "concentration", "delivered"),
)
#: What is counted together: how many months.
STEPS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
#: What a report may show by name: `{{ figure relation }}`, `{{ table comparison: bloc }}`.
EXHIBITS: Final[dict[str, tuple[str, ...]]] = {
    "figure": ("relation", "months", "sides", "turning-points", "schemes", "indicator"),
    "table": (
        *("results", "verdicts", "sides", "schemes", "behaviour", "indicator", "comparison"),
        *("qca", "similarity", "align", "discourse"),
    ),
}
#: What may be coded again: the column, the collection that has it, and its words.
RECODED: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "action": ("events", tuple(QUAD)),
    "domain": ("events", DOMAINS),
    "behaviour": ("events", BEHAVIOURS),
    "weight": ("events", WEIGHTS),
    "credibility": ("passages", CREDIBILITIES),
    "reliability": ("sources", RELIABILITIES),
}
#: What a coder writes where he would leave the column of a record empty.
NONE: Final = "none"
CODINGS_SETTLED: Final = ("kept", "dropped")
SEARCH_OUTCOMES: Final = ("nothing", "refused", "closed", "lost", "not-read")
ACTOR_KINDS: Final = ("state", "government", "party", "organ", "army", "mission", "organisation", "people", "person")
CALENDARS: Final = ("gregorian", "julian")
JUDGEMENTS: Final = ("much-more", "somewhat-more", "not-more", "somewhat-less", "much-less")

#: The two rows of likelihood terms of ICD 203 (Office of the Director of National Intelligence, Intelligence Community
#: Directive 203, Analytic Standards, 2 January 2015), which one product does not mix, and the column they share.
ICD_203_TERMS: Final[tuple[tuple[str, ...], ...]] = (
    (
        *("almost-no-chance", "very-unlikely", "unlikely", "roughly-even-chance"),
        *("likely", "very-likely", "almost-certain"),
    ),
    (
        *("remote", "highly-improbable", "improbable", "roughly-even-odds"),
        *("probable", "highly-probable", "nearly-certain"),
    ),
)
BASES: Final = ("report", "fact")
FARES: Final = ("borne-out", "not-borne-out", "open")

#: One of several kinds is a whole number below this.
MAX_KINDS: Final = 20
CERTAINTIES: Final = ("sure", "doubtful", "lost")
