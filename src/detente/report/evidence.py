"""The evidence appendix: every passage under its number, by source."""

from collections.abc import Iterable, Mapping
from typing import Final

from detente.model.records import Passage, Source, Testimony
from detente.report.account import Account
from detente.report.elements import (
    SPACE,
    Blocks,
    Inlines,
    anchor,
    foreign,
    heading,
    is_web,
    joined,
    link,
    para,
    run,
    strong,
    styled,
    verbatim,
)
from detente.report.notes import sentence
from detente.report.wording import CONSULTED, CREDIBILITIES, RELIABILITIES, Wording
from detente.study.together import together

LANGUAGES: Final[Mapping[str, str]] = {
    **{"bg": "Bulgarian", "cs": "Czech", "de": "German", "el": "Greek", "en": "English", "es": "Spanish"},
    **{"fr": "French", "hr": "Croatian", "hu": "Hungarian", "it": "Italian", "la": "Latin", "mk": "Macedonian"},
    **{"pl": "Polish", "ro": "Romanian", "ru": "Russian", "sh": "Serbo-Croatian", "sq": "Albanian", "sr": "Serbian"},
    **{"sl": "Slovene", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese"},
}


_BEARINGS: Final[Mapping[str, str]] = {
    "attests": "Attests",
    "differs": "Differs in detail from",
    "denies": "Denies",
    "context": "Gives context to",
}


class Evidence:
    """The passages of an account, numbered in the order in which the appendix prints them."""

    def __init__(self, account: Account, say: Wording, *, is_anonymous: bool) -> None:
        self.account, self.study, self.say, self.is_anonymous = account, account.study, say, is_anonymous
        groups = together(self.study.passages, lambda passage: passage.source)
        self.groups = sorted(groups.items(), key=lambda group: (self.short(group[0]).casefold(), group[0]))
        self.number: dict[str, int] = {}
        for _, passages in self.groups:
            for passage in passages:
                self.number.setdefault(passage.id, len(self.number) + 1)

    def short(self, source: str) -> str:
        """Return the short form of a source."""
        reference = self.account.references.get(source)
        return reference.short if reference is not None and reference.short else source

    def reference(self, passage: str) -> Inlines:
        """Return the number of a passage, leading to it."""
        number = self.number.get(passage)
        return [link(f"E{number}", f"#evidence-{number}")] if number else []

    def references(self, statement: str) -> Inlines:
        """Return the numbers of all passages that bear on a statement, in brackets."""
        rows: Iterable[Testimony] = self.study.testimony_of.get(statement, ())
        numbers = dict.fromkeys(row.passage for row in rows if row.passage in self.number)
        found = joined([self.reference(name) for name in sorted(numbers, key=self.number.__getitem__)])
        return run("[", found, "]") if found else []

    def chapter(self) -> Blocks:
        """Return the appendix."""
        if not self.groups:
            return []
        blocks = [
            heading(1, "The evidence"),
            para(
                "Every passage on which the study rests, by source. The letter after the side that speaks is the "
                "reliability of the source, from A (reliable) to E (unreliable), or F (cannot be judged); the figure "
                "is the credibility of what it says, from 1 (confirmed) to 5 (improbable), or 6 (cannot be judged)."
            ),
        ]
        seen: set[str] = set()
        for name, passages in self.groups:
            blocks += [heading(2, self.short(name)), *self._source(self.study.source_by_id.get(name))]
            for passage in passages:
                if passage.id not in seen:
                    seen.add(passage.id)
                    blocks += self._passage(passage)
        return blocks

    def _source(self, source: Source | None) -> Blocks:
        if source is None:
            return []
        reliability = RELIABILITIES.get(source.reliability, "")
        facts = [
            CONSULTED.get(source.consulted_as, source.consulted_as) and f"read {CONSULTED.get(source.consulted_as)}",
            source.proximity,
            reliability and f"{source.reliability}, {reliability}",
            source.reliability_reason,
        ]
        known = [sentence(fact) for fact in facts if fact]
        return [styled("Source Facts", [para(" ".join(known))])] if known else []

    def _passage(self, passage: Passage) -> Blocks:
        number = self.number[passage.id]
        source = self.study.source_by_id.get(passage.source)
        side = self.study.speaker(passage)
        grade = (source.reliability if source is not None else "") + passage.credibility
        credibility = CREDIBILITIES.get(passage.credibility, "")
        facts: list[str | Inlines] = [
            passage.locator.strip(),
            self.say.side(side) if side else "",
            f"{grade} ({credibility})" if credibility else grade,
            self.say.date(passage.made) if passage.made is not None else "",
            [verbatim(passage.id)],
        ]
        gist = sentence(passage.gist) if passage.gist.strip() else ""
        told = joined([gist, self._quote(passage) if passage.quote.strip() else "", *self._remarks(passage)], " ")
        head = run(anchor([strong(f"E{number}")], f"evidence-{number}"), SPACE, joined(facts, "; "))
        return [styled("Evidence", [para(head)]), *([styled("Evidence Text", [para(told)])] if told else [])]

    def _quote(self, passage: Passage) -> Inlines:
        language = LANGUAGES.get(passage.language.split("-")[0], passage.language)
        quote = foreign(passage.quote.strip(), passage.language)
        translation = passage.translation.strip()
        stop = "" if translation.endswith((".", "!", "?", "…")) else "."
        if translation:
            return run("“", quote, f"” ({language or 'original'}): “{translation}”{stop}")
        return run("“", quote, f"” ({language})." if language and passage.language != self.say.language else "”.")

    def _remarks(self, passage: Passage) -> list[str | Inlines]:
        """Return what a passage bears on, the researcher's note, who checked it, and where it can be read."""
        by_stance: dict[str, list[Inlines]] = {}
        for row in self.study.testimony_from.get(passage.id, ()):
            if row.statement in self.study.statement_by_id:
                by_stance.setdefault(_BEARINGS.get(row.stance, row.stance), []).append([verbatim(row.statement)])
        borne = [run(stance, SPACE, joined(names)) for stance, names in by_stance.items()]
        facts = [passage.note]
        if passage.checked_by.strip() and not self.is_anonymous:
            facts.append(f"checked by {passage.checked_by}")
        url = passage.url.strip()
        return [
            run(joined(borne, "; "), ".") if borne else "",
            *(sentence(fact) for fact in facts if fact.strip()),
            [link(url, url)] if is_web(url) else url,
        ]
