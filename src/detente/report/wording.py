"""What a study's codes, dates and figures are called in print."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from detente.model import vocabulary
from detente.model.date_words import listed
from detente.model.dates import Date, describe
from detente.model.records import Claim, Event, Figure, Statement
from detente.model.states import organisations, states
from detente.model.study import Study

SILENCES: Final = {
    **{"nothing": "nothing found", "refused": "access refused", "closed": "archive closed"},
    **{"lost": "records lost", "not-read": "not read", "not-looked-for": "not looked for"},
}
STANCES: Final = {"attests": "attests", "denies": "denies", "differs": "differs in detail", "context": "gives context"}
CONFIDENCES: Final = {"low": "low confidence", "moderate": "moderate confidence", "high": "high confidence"}
CONSULTED: Final = {"cited-in": "only as cited elsewhere", "photograph": "in a photograph", "notes": "from notes"} | {
    word: f"in the {word}" if word == "original" else f"in {'an' if word == 'edition' else 'a'} {word}"
    for word in ("original", "edition", "translation")
}
RELIABILITIES: Final = {
    **{"A": "reliable", "B": "usually reliable", "C": "fairly reliable"},
    **{"D": "not usually reliable", "E": "unreliable", "F": "cannot be judged"},
}
CREDIBILITIES: Final = {
    **{"1": "confirmed", "2": "probably true", "3": "possibly true"},
    **{"4": "doubtful", "5": "improbable", "6": "cannot be judged"},
}
JUDGEMENTS: Final = {word: f"{word.replace('-', ' ')} to be expected" for word in vocabulary.JUDGEMENTS}
BASES: Final = {"report": "that the source says so", "fact": "that it is so"}
FARES: Final = {"borne-out": "borne out", "not-borne-out": "not borne out", "open": "open"}
WITHHELD: Final = {
    "speaker": "all that {} says",
    "publisher": "all that {} published",
    "archive": "all that {} holds",
    "source": "the source {}",
    "passage": "the passage {}",
    "analyst": "the assessments of {}",
}
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?")


class Wording:
    """Names and phrases for one study."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self.language = study.language if _LANGUAGE.fullmatch(study.language) else "en"

    def side(self, name: str) -> str:
        """Return a perspective's label; of a state that is none, its name."""
        side = self._study.perspective_by_id.get(name)
        return (side.label if side is not None else "") or (self.state(name) if name else "a side not named")

    def state(self, code: str) -> str:
        """Return the name of a state or an organisation of states, or the code where there is none."""
        known = states().get(code) or organisations().get(code)
        return known.name if known else code

    def actor(self, name: str) -> str:
        """Return the name of an actor or state."""
        actor = self._study.actor_by_id.get(name)
        return (actor.name or self.state(name)) if actor is not None else self.state(name)

    def actors(self, names: Iterable[str]) -> str:
        """Return several names, the last after `and`."""
        return listed([self.actor(name) for name in names])

    def direction(self, text: str) -> str:
        """Return `ALB>SUN` in names."""
        return " → ".join(self.state(code) for code in text.split(">"))

    def act(self, event: Event) -> str:
        """Return who acted, and towards whom."""
        return " → ".join(part for part in (self.actors(event.actors), self.actors(event.targets)) if part)

    def action(self, event: Event) -> str:
        """Return an event's PLOVER action, mode and quad category."""
        named = " ".join(part for part in (event.action, event.mode and f"({event.mode})") if part)
        return ", ".join(part for part in (named, vocabulary.QUAD.get(event.action, "")) if part) or "internal"

    def date(self, date: Date | None) -> str:
        """Return a date in words; without one, that it is not known."""
        return _date_words(date) if date is not None else "date not known"

    def statement(self, statement: Statement) -> str:
        """Return a statement in one line."""
        match statement:
            case Event():
                return f"{self.date(statement.date)}: {statement.summary}"
            case Figure():
                return f"{statement.indicator}, {self.figure_act(statement)}, {self.date(statement.date)}: " + (
                    f"{self.value(statement)} {statement.unit}"
                )
            case Claim():
                return statement.text

    def figure_act(self, figure: Figure) -> str:
        """Return of whom a figure is, and to whom."""
        return " → ".join(self.actor(name) for name in (figure.actor, figure.target) if name)

    def value(self, figure: Figure) -> str:
        """Return a figure's value, its interval, or both."""
        span = self.between(figure.low, figure.high)
        if figure.value is None:
            return span or "not given"
        return f"{number(figure.value)} ({span})" if span else number(figure.value)

    def between(self, low: Decimal | None, high: Decimal | None) -> str:
        """Return an interval, one end of which may be open."""
        if low is not None and high is not None:
            return f"{number(low)} to {number(high)}" if low != high else number(low)
        if low is not None:
            return f"at least {number(low)}"
        return f"at most {number(high)}" if high is not None else ""

    def unit(self, figure: Figure) -> str:
        """Return a figure's unit, currency and price base."""
        prices = f"prices of {figure.price_base}" if figure.price_base else ""
        return ", ".join(part for part in (" ".join(filter(None, (figure.unit, figure.currency))), prices) if part)

    def withheld(self, what: str) -> str:
        """Say what was taken away."""
        kind, _, name = what.partition(":")
        if kind not in WITHHELD:
            return what.replace("as known on", "all that was not yet open on")
        words = self.side(name) if kind in ("speaker", "publisher") else name
        return WITHHELD[kind].format(words)

    def silence(self, outcome: str) -> str:
        """Return what kind of silence it is."""
        return SILENCES.get(outcome, outcome)


@cache
def _date_words(date: Date) -> str:
    try:
        return describe(date)
    except ValueError:
        return date.text


def number(value: Decimal) -> str:
    """Return a number as it was written, thousands apart.

    >>> number(Decimal("1250.50")), number(Decimal("0.10")), number(Decimal("1E+400"))
    ('1,250.50', '0.10', '1E+400')
    """
    if not value.is_finite() or abs(value.adjusted()) > 20 or len(value.as_tuple().digits) > 30:
        return str(value)
    return f"{value:,f}".replace("-", "−")


def language_of(text: str) -> str:
    """Return a language's tag, or an empty text where it is none.

    >>> language_of("sr-Latn"), language_of('en" onclick="x')
    ('sr-Latn', '')
    """
    return text if _LANGUAGE.fullmatch(text) else ""


def ticked(text: str, name: str = "", href: str = "") -> Markup:
    """Return a message with what stands between backticks set as code; a name among it is linked, else put after."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts = [text]
    linked = Markup('<a href="{}"><code>{}</code></a>').format(href, name)
    words = [
        escape(part) if n % 2 == 0 else linked if href and part == name else Markup("<code>{}</code>").format(part)
        for n, part in enumerate(parts)
    ]
    if href and name not in parts[1::2]:
        words += [escape(" "), linked]
    return Markup().join(words)


def counted(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "event"), counted(1200, "event"), counted(0, "side that testifies", "sides that testify")
    ('1 event', '1,200 events', '0 sides that testify')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
