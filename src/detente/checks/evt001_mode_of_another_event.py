"""A mode does not belong to its event.

PLOVER gives each event modes of its own: `ban` goes with THREATEN and COERCE, not with ACCUSE, and AID has none. A
mode at the wrong event is nearly always a slip in one of the two, and counts by mode would be counts of nothing.

The help names the modes of the event, or the events of the mode. An internal event, without an action, has no mode.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names
from detente.model.vocabulary import MODES


def check(study: Study, texts: Texts) -> Findings:
    for event in study.events:
        mode = event.mode
        if not mode or mode in MODES.get(event.action, ()):
            continue
        own = MODES.get(event.action, ())
        homes = [action for action, modes in MODES.items() if mode in modes]
        help = Names(own).help(mode)
        if not help and homes:
            help = f"`{mode}` is a mode of {' and '.join(homes)}"
        if not help:
            help = f"its modes are {', '.join(f'`{word}`' for word in own)}" if own else "leave the mode empty"
        whose = event.action or "an event without an action"
        yield Finding(event, "mode", f"`{mode}` is no mode of {whose}", help=help)
