"""The group of words around a verb: its voice, its time, whether it is denied, wished, asked for or only supposed.

Read from the words that stand before a cue, in English, French, German, Russian and Italian; no tagger is needed, since
what carries these things is a short closed list in each.
"""

import re
from typing import Final, NamedTuple

_LEFT: Final = 90
"""Characters before a cue that are looked at."""

_ADVERB: Final = (
    r"(?:(?!(?:ita|fami|al|assemb|ju|rep|supp|f)ly\b)\w+ly|also|once|again|then|now|thus|ever|soon|always|still|already"
    r"|just|even|both|far|so|yet)"
)
_AUXILIARIES: Final = re.compile(
    rf"(?:\b(?:{_ADVERB}|n't|not|never|no|longer|to|in|principle"
    r"|am|is|are|was|were|be|been|being|has|have|had|having|does|do|did|get|got|gets"
    r"|will|would|shall|should|can|could|may|might|must|ought|need|needs|going|about|about to"
    r"|won't|wouldn't|can't|cannot|couldn't|didn't|doesn't|don't|isn't|wasn't|weren't|hasn't|haven't|hadn't|shan't"
    r"|shouldn't|plans?|planned|planning|intends?|intended|hopes?|hoped|expects?|expected|wishes|wished|wants?|wanted"
    r"|prepares?|preparing|decided|determined|resolved|aims?|seeks?|try|tries|tried|attempts?|attempted|refus\w+|declin\w+|failed|fails)"
    r"[\s,]+)+$"
)
_PASSIVE: Final = re.compile(rf"\b(?:am|is|are|was|were|be|been|being|get|got|gets)\s+(?:(?:{_ADVERB}|not|never)\s+)*$")
_OTHER_PASSIVE: Final = re.compile(
    r"\b(?:wurden?|été|fut|furent|fu|furono|venne|vennero|stat[oaie]|был[аои]?)\s+(?:[^\W\d]+\s+){0,4}$"
)
"""Passives of French, German, Italian and Russian, of which German parts auxiliary and verb."""
_NEGATED: Final = re.compile(r"(?:\b(?:not|never|no longer|cannot|nor)\b|n't\b|n’t\b)")
_FUTURE: Final = re.compile(
    r"\b(?:will|shall|won't|shan't|going to|about to|(?:plan|intend|hope|expect|wish|want|aim|prepar|seek)\w*\s+to"
    r"|decided to|determined to|resolved to|is to|are to|was to|were to)\b"
)
_CONDITIONAL: Final = re.compile(r"\b(?:would|could|might|may|should)\b")
_OBLIGED: Final = re.compile(r"\b(?:must|should|ought to|needs? to)\b")


class VerbGroup(NamedTuple):
    """What the words before a verb say of it."""

    start: int
    is_passive: bool = False
    is_negated: bool = False
    is_future: bool = False
    is_conditional: bool = False
    is_obliged: bool = False


def verb_group(text: str, start: int, end: int) -> VerbGroup:
    """Return the group of the verb that stands at ``start`` to ``end`` of a text in small letters.

    >>> group = verb_group("the treaty will not be signed by rome", 23, 29)
    >>> group.is_passive, group.is_negated, group.is_future
    (True, True, True)
    """
    left = text[max(0, start - _LEFT) : start]
    found = _AUXILIARIES.search(left)
    if found is None:
        other = _OTHER_PASSIVE.search(left)
        return VerbGroup(start - len(other[0]), is_passive=True) if other else VerbGroup(start)
    group = found[0]
    verb = text[start:end].split(None, 1)[0] if end > start else ""
    participle = verb.endswith(
        ("ed", "en", "wn", "ught", "ld", "nt", "ut", "ound", "un", "id", "et", "ot", "orn", "one")
    )
    return VerbGroup(
        start - len(group),
        is_passive=participle and _PASSIVE.search(left) is not None,
        is_negated=_NEGATED.search(group) is not None,
        is_future=_FUTURE.search(group) is not None,
        is_conditional=_CONDITIONAL.search(group) is not None,
        is_obliged=_OBLIGED.search(group) is not None,
    )
