"""How far the coders of a study agree, on what they do not, and what was decided when they had talked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from detente.coding.alpha import measure_alpha
from detente.coding.coefficients import Coefficient
from detente.coding.judged import Case, Judged, given_codes, line_of_codes, recoded_columns
from detente.coding.kappa import measure_cohen, measure_fleiss
from detente.coding.places import coded_texts, continua_of
from detente.coding.unitised import measure_unitised
from detente.model.study import Study, Texts


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of the agreement on one column or code.

    ``share`` [0, 1] is the share of pairs of values that are equal, chance included; null where there is no pair.
    ``kappa`` is Cohen's, or Fleiss's if there are more than two coders; ``u_alpha`` judges where in the texts a code
    stands, and is null for columns and for codes that were given to whole passages only.
    """

    judged: Judged
    n_pairs: int
    share: float | None
    alpha: Coefficient
    kappa: Coefficient
    u_alpha: Coefficient | None = None

    @property
    def disagreements(self) -> tuple[Case, ...]:
        """The cases to talk through, those still open first."""
        apart = [case for case in self.judged.cases if not case.is_agreed]
        return tuple(sorted(apart, key=lambda case: bool(case.settled)))


def measure_agreement(study: Study, texts: Texts, seed: int = 1) -> tuple[Agreement, ...]:
    """Measure agreement on every column that was coded again, and on every code."""
    return (
        *(_measured(judged, seed) for judged in recoded_columns(study)),
        *_of_codes(study, texts, seed),
    )


def _of_codes(study: Study, texts: Texts, seed: int) -> Iterator[Agreement]:
    line_of = line_of_codes(study)
    coded = [*coded_texts(study, texts)]
    placed = {code for each in coded for row, _ in each.stretches if row.place for code in line_of.get(row.code, ())}
    for judged in given_codes(study):
        is_placed = judged.name in placed
        family = measure_unitised(continua_of(coded, line_of, judged.name), seed) if is_placed else None
        yield _measured(judged, seed, family.u if family else None)


def _measured(judged: Judged, seed: int, u_alpha: Coefficient | None = None) -> Agreement:
    units = [tuple(case.values.values()) for case in judged.cases]
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    return Agreement(
        judged,
        len(pairs),
        sum(a == b for a, b in pairs) / len(pairs) if pairs else None,
        measure_alpha(units, judged.scale, judged.level, seed),
        _kappa(judged, seed),
        u_alpha,
    )


def _kappa(judged: Judged, seed: int) -> Coefficient:
    """Return Cohen's kappa of two coders, or Fleiss's of more over the cases that all of them judged."""
    coders = judged.coders
    by_all = [[case.values[coder] for coder in coders] for case in judged.cases if len(case.values) == len(coders)]
    if len(coders) == 2:
        return measure_cohen([(a, b) for a, b in by_all], judged.scale, seed)
    whole = [values for values in by_all if set(values) <= set(judged.scale)]
    if not whole:
        return Coefficient(None, reason="no case was judged by all coders")
    return measure_fleiss(whole, judged.scale, seed)


def agreement_json(found: Sequence[Agreement]) -> list[dict[str, Any]]:
    """Return what other programs may rely on."""
    return [
        {
            "name": each.judged.name,
            "level": each.judged.level.value,
            "coders": [*each.judged.coders],
            "n": len(each.judged.cases),
            "n_pairs": each.n_pairs,
            "agreement": each.share,
            "alpha": each.alpha.as_json(),
            "kappa": {"of": "Cohen" if len(each.judged.coders) < 3 else "Fleiss"} | each.kappa.as_json(),
            "u_alpha": each.u_alpha.as_json() if each.u_alpha else None,
            "disagreements": [
                {
                    "about": case.about,
                    "values": dict(case.values),
                    "memos": dict(case.memos),
                    "settled": case.settled,
                }
                for case in each.disagreements
            ],
        }
        for each in found
    ]
