"""Who may have done what to whom in a sentence: a shallow parse around each cue.

The doer is the noun phrase before the verb group that no preposition governs; in the passive it stands after `by`. The
one acted upon is the next phrase behind the verb, in the passive the one before it. What a request, an offer, a threat
or a refusal is about belongs to it and is no act of its own.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.coding.machine.cues import Cue, Hit, find_cues
from detente.coding.machine.roles import Phrase
from detente.coding.machine.verbs import VerbGroup, verb_group

MOST: Final = 12
MOST_CUES: Final = 60
"""Candidates and cues of one sentence; what comes after them is left."""
_GOVERNED: Final = re.compile(
    r"\b(?:to|with|by|in|from|against|for|at|on|between|of|into|towards?|upon|than|about|over|regarding|concerning|via"
    r"|through|among|like|as|near|under|without|behind|within|vis-à-vis|re|à|de|du|des|avec|contre|dans|mit|von|gegen"
    r"|in|aus|nach|с|со|от|из|в|к|против|con|contro|di|da|del|della)\s+(?:the |its |his |their |all )?$",
    re.IGNORECASE,
)
BY: Final = re.compile(r"\b(?:by|par|von|durch|da|dal|dalla|dai)\s+(?:the )?$", re.IGNORECASE)
_BREAK: Final = re.compile(r"[;:]\s|\.\s|[—]|,\s(?:while|whereas|although|though|but)\s")
_NEW: Final = re.compile(r"[;:]\s|\.\s|,\s(?:and|but|while|whereas|although)\s")
_AND: Final = re.compile(r"\s*,?\s*(?:and|et|und|и|e|as well as|together with)\s+(?:the |of the |of )?", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*,\s*(?:the )?", re.IGNORECASE)
_GOVERNS: Final = ("AGREE", "REQUEST", "REJECT", "THREATEN")
_MUTUAL: Final = ("CONSULT", "COOPERATE", "AID")
_SUFFERED: Final = ("COERCE", "ASSAULT", "SANCTION", "RETREAT", "CONCEDE", "MOBILIZE")
_JOINT: Final = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "ASSAULT")
_ADJACENT: Final = re.compile(
    r"[\s,]*(?:(?:also|therefore|now|too|itself|themselves|in our (?:opinion|view)|of course|surely|as a whole)[\s,]*)?"
)
_DUTIES: Final = ("must", "should", "ought to", "needs to", "need to")
_SAYS: Final = re.compile(
    r"[^.;:]{0,60}?\b(?:said|says|stated|states|declared|insist\w*|demand\w*|think\w?|thought|believe\w?|felt|feels?|argued?"
    r"|maintain\w*|suggest\w*|propos\w*|emphasi[sz]ed|stressed|urged|consider\w*|hold\w?|view|opinion|recommend\w*)\b"
)
OWNS: Final = re.compile(r"(?:[’']s?|s[’'])?(?:\s+(?!and|or|to|of|in|on|with|that|which|is|was|has|had)[\w-]+){0,2}\s*")
OF: Final = re.compile(
    r"(?:\s+[\w-]+){0,3}?\s+(?:to|of|on|against|in|for|with|upon|over|from|by|toward|towards)\s+(?:the )?"
)
_TELEGRAPHED: Final = re.compile(
    r"(?:Have|Am|Had|Shall|Propose|Suggest|Urge|Informed|Told|Saw|Called|Discussed|Protested|Asked|Handed|Delivered)\s"
    r"(?!(?:I|we|you|he|she|it|they|the|any|not)\b)"
)
"""How a sentence begins that leaves out who does it, as telegrams do."""
_TO: Final = re.compile(r"[^.;:]{0,80}?\bto\s")
_VERBAL: Final = re.compile(r"(?:ed|ing|en|w|t)$(?<!support)(?<!request)(?<!protest)(?<!visit)(?<!arrest)(?<!threat)")
_DETERMINED: Final = re.compile(
    r"\b(?:the|a|an|its|his|her|their|our|my|your|this|that|these|those|any|no|some|all|such|of|in|on|for|by|with|from|against"
    r"|further|new|recent|armed|military|economic|full|strong|first|great|present|former|more|under|after|before|during)\s+$",
    re.IGNORECASE,
)
_FAR: Final = 110
"""Characters that may stand between a verb and its subject."""
_DENY: Final = re.compile(r"den(?:y|ies|ied|ying)\b")
_CONTENT: Final = re.compile(r".{0,6}?(?:that|having|reports?|charges?|allegations?|it|any) ?")
_THIRD: Final = re.compile(r"\b(?:it|they|he|she|il|ils|elle|er|sie|он|она|они|egli|essi)\s*$", re.IGNORECASE)


class Candidate(NamedTuple):
    """A cue with its verb group, and the phrases of doer and receiver, as far as the sentence has them.

    ``is_joint``: several doers act together and nobody receives.
    """

    hit: Hit
    group: VerbGroup
    sources: tuple[Phrase, ...]
    targets: tuple[Phrase, ...]
    is_joint: bool = False


def find_candidates(
    sentence: str,
    phrases: Sequence[Phrase],
    language: str = "en",
    before: Phrase | None = None,
    voice: str = "",
    writer: str = "",
) -> list[Candidate]:
    """Return what may have been done in a sentence.

    ``before`` is whom `it` and `they` mean if the sentence names nobody, ``voice`` the state that speaks in a speech,
    ``writer`` that of a telegram: a sentence that begins with its verb (`Have protested to ..`) is about him.
    """
    lowered = sentence.lower()
    if len(lowered) != len(sentence) or not (phrases or before or writer):
        return []
    found: list[Candidate] = []
    held = -1
    if writer and _TELEGRAPHED.match(sentence):
        phrases = [Phrase(0, 0, (writer,), "role"), *phrases]
    for hit in find_cues(lowered, language)[:MOST_CUES]:
        if hit.start < held or lowered[hit.start - 1 : hit.start] == "-":
            continue
        group = verb_group(lowered, hit.start, hit.end)
        if _DENY.match(lowered, hit.start) and _CONTENT.match(lowered, hit.end - 5):
            continue  # what is denied is the event, and the modality says that it was denied
        is_noun = hit.cue.is_noun or (language == "en" and _is_noun(sentence, hit, phrases))
        if is_noun:
            made = _around_noun(sentence, hit, group, phrases)
        elif group.is_obliged or hit.cue.written in _DUTIES:
            made = _asked(sentence, hit, group, phrases, voice)
        else:
            made = _around(sentence, hit, group, phrases, before)
        if made is None or (not is_noun and _is_bare(made)):
            continue
        found.append(made)
        if (
            (hit.cue.event in _GOVERNS and (not is_noun or _TO.match(sentence, hit.end)))
            or group.is_negated
            or group.is_obliged
        ):
            end = _NEW.search(sentence, hit.end)
            held = end.start() if end else len(sentence)
        if len(found) == MOST:
            break
    return found


def bare_pair(sentence: str, phrases: Sequence[Phrase]) -> Candidate | None:
    """Return the first two actors of a sentence, for a classifier that needs no cue; None if it has one alone."""
    free = [each for each in phrases if not is_governed(sentence, each)] or [*phrases]
    first = free[0] if free else None
    for other in phrases:
        if first is not None and other.start >= first.end and not set(other.actors) & set(first.actors):
            hit = Hit(first.end, other.start, Cue("NONE", "", 1.0))
            return Candidate(hit, VerbGroup(first.end), (first,), (other,))
    return None


def _is_bare(made: Candidate) -> bool:
    """Whether too little stands around a verb for an act: one party where it takes two.

    Of a passive without a doer only what is done to a body or its goods is an act (`two officers were arrested`).
    """
    if not made.sources:
        return made.hit.cue.event not in _SUFFERED
    return not made.targets and not made.is_joint and made.hit.cue.event in _MUTUAL


def _is_noun(sentence: str, hit: Hit, phrases: Sequence[Phrase]) -> bool:
    """Whether a word that may be verb or noun (`attack`, `support`, `visit`) is a noun where it stands."""
    word = sentence[hit.start : hit.end]
    if " " in word or _VERBAL.search(word.lower()):
        return False
    if _DETERMINED.search(sentence[max(0, hit.start - 24) : hit.start]):
        return True
    last = next((each for each in phrases if each.end + 1 == hit.start and each.basis in ("state", "modifier")), None)
    return last is not None and not sentence[last.start : last.end].endswith("s") and not word.endswith("s")


def _around(
    sentence: str, hit: Hit, group: VerbGroup, phrases: Sequence[Phrase], before: Phrase | None
) -> Candidate | None:
    left = [each for each in phrases if each.end <= group.start + 1]
    right = [each for each in phrases if each.start >= hit.start + 1 and each.end > group.start]
    subject = _subject(sentence, group, left, before)
    if group.is_passive:
        agent = next((each for each in phrases if BY.search(sentence[max(0, each.start - 12) : each.start])), None)
        doers = _coordinated(sentence, agent, phrases) if agent else ()
        receivers = _coordinated_left(sentence, subject, left) if subject else ()
        if not receivers and not doers:
            return None
        return Candidate(hit, group, doers, receivers)
    if subject is None:
        return None
    doers = _coordinated_left(sentence, subject, left)
    behind = _BREAK.search(sentence, hit.end)
    end = behind.start() if behind else len(sentence)
    reached = [
        each for each in right if each.start < end and not set(each.actors) <= {a for d in doers for a in d.actors}
    ]
    receivers = _coordinated(sentence, reached[0], reached) if reached else ()
    several = len({actor for each in doers for actor in each.actors}) > 1
    if not receivers and hit.cue.event in _JOINT and several:
        return Candidate(hit, group, doers, (), is_joint=True)
    return Candidate(hit, group, doers, receivers)


def _around_noun(sentence: str, hit: Hit, group: VerbGroup, phrases: Sequence[Phrase]) -> Candidate | None:
    """Read a noun: `the Soviet refusal`, `Britain's loan to Egypt`, `the attack on Egypt by the three powers`."""
    left = [each for each in phrases if each.end <= hit.start]
    right = [each for each in phrases if each.start >= hit.end]
    doer = left[-1] if left and OWNS.fullmatch(sentence, left[-1].end, hit.start) else None
    by = next((each for each in right[:3] if BY.search(sentence[max(0, each.start - 12) : each.start])), None)
    near = right[0] if right and right[0] is not by and OF.fullmatch(sentence, hit.end, right[0].start) else None
    inner = next((each for each in phrases if each.start >= hit.start and each.end <= hit.end), None)
    doer = doer or by
    if near is not None and doer is None and hit.cue.event in ("RETREAT", "CONSULT", "PROTEST", "AGREE", "REQUEST"):
        doer, near = near, None
    receivers = _coordinated(sentence, near, right) if near else (inner,) if inner else ()
    doers = joined_to(sentence, doer, left, right) if doer else ()
    if not doers:
        return None
    named = {actor for each in doers for actor in each.actors}
    receivers = tuple(each for each in receivers if not set(each.actors) <= named)
    return Candidate(hit, group, doers, receivers, is_joint=len(named) > 1 and not receivers)


def _asked(sentence: str, hit: Hit, group: VerbGroup, phrases: Sequence[Phrase], voice: str) -> Candidate | None:
    """Read what somebody must or should do: a request to him by whoever says so, the speaker of a speech if nobody."""
    left = [each for each in phrases if each.end <= group.start + 1]
    asked = _subject(sentence, group, left, None)
    if asked is None or not _ADJACENT.fullmatch(sentence, asked.end, group.start):
        return None
    said = [each for each in left if each.end < asked.start and _SAYS.match(sentence, each.end)]
    if not said and not voice:
        return None
    doer = said[-1] if said else Phrase(0, 0, (voice,), "role")
    if set(asked.actors) <= set(doer.actors):
        return None
    return Candidate(hit, group, (doer,), _coordinated_left(sentence, asked, left))


def _subject(sentence: str, group: VerbGroup, left: Sequence[Phrase], before: Phrase | None) -> Phrase | None:
    """Return the phrase that governs a verb: the nearest that stands free, within the clause."""
    head = sentence[: group.start]
    if pronoun := _THIRD.search(head):
        inside = [each for each in left if each.end <= pronoun.start() and not is_governed(sentence, each)]
        meant = inside[-1] if inside else before
        end = pronoun.start() + len(pronoun[0].rstrip())
        return Phrase(pronoun.start(), end, meant.actors, "pronoun") if meant is not None else None
    for each in reversed(left):
        between = sentence[each.end : group.start]
        if len(between) > _FAR or _BREAK.search(between):
            return None
        if not is_governed(sentence, each) and (group.is_passive or each.basis != "modifier"):
            return each
    return None


def is_governed(sentence: str, phrase: Phrase) -> bool:
    """Whether a preposition stands before a phrase, so that it is no subject."""
    return _GOVERNED.search(sentence[max(0, phrase.start - 24) : phrase.start]) is not None


def joined_to(sentence: str, phrase: Phrase, left: Sequence[Phrase], right: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return a phrase with those that are joined to it, on whichever side it stands."""
    return _coordinated_left(sentence, phrase, left) if phrase in left else _coordinated(sentence, phrase, right)


def _coordinated_left(sentence: str, last: Phrase, left: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return a phrase with those that are joined to it on its left by `and` or commas."""
    joined = [last]
    for each in reversed(left):
        if each.end <= joined[0].start:
            joint = _AND if len(joined) == 1 else _COMMA
            if not joint.fullmatch(sentence[each.end : joined[0].start]):
                break
            joined.insert(0, each)
    return tuple(joined)


def _coordinated(sentence: str, first: Phrase, right: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return a phrase with those that are joined to it on its right."""
    joined, is_closed = [first], False
    for each in right:
        if each.start >= joined[-1].end:
            between = sentence[joined[-1].end : each.start]
            is_closed = _AND.fullmatch(between) is not None
            if not is_closed and not _COMMA.fullmatch(between):
                break
            joined.append(each)
            if is_closed:
                break
    return tuple(joined) if is_closed else (first,)
