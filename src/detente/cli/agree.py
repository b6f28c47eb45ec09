"""`detente agree`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.answers import Form, print_answer
from detente.cli.folder import StudyFolder, open_study

if TYPE_CHECKING:
    from detente.coding.agreement import Agreement
    from detente.coding.coefficients import Coefficient


def run(
    study: StudyFolder = Path(),
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 1,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Measure how far coders agree, on columns coded again and on codes, and list what they should talk through."""
    from detente.build import texts_of
    from detente.coding.agreement import agreement_json, measure_agreement

    opened = open_study(study)
    found = measure_agreement(opened.study, texts_of(study), seed)
    rows = [_row(each) for each in found]
    print_answer(agreement_json(found), rows, [*_notes(found)], format)
    if format is Form.TABLE:
        for each in found:
            _print_disagreements(each)


def _row(each: "Agreement") -> dict[str, Any]:
    return {
        "what": each.judged.name,
        "level": each.judged.level.value,
        "n": len(each.judged.cases),
        "coders": len(each.judged.coders),
        "equal": each.share,
        "alpha": each.alpha.value,
        "low": each.alpha.low,
        "high": each.alpha.high,
        "kappa": each.kappa.value,
        "u_alpha": each.u_alpha.value if each.u_alpha else None,
        "open": sum(not case.settled for case in each.disagreements),
    }


def _notes(found: "Sequence[Agreement]") -> Iterator[str]:
    if not found:
        yield "Nothing was judged by two coders: recodings.csv holds no second value, codings.csv no second coder."
    for each in found:
        named: tuple[tuple[str, Coefficient | None], ...] = (("alpha", each.alpha), ("u_alpha", each.u_alpha))
        for name, coefficient in named:
            if coefficient and coefficient.reason:
                yield f"{each.judged.name}: {name}: {coefficient.reason}."


def _print_disagreements(each: "Agreement") -> None:
    if each.disagreements:
        typer.echo(f"\n{each.judged.name}: to talk through")
    for case in each.disagreements:
        views = ", ".join(
            f"{coder} {value}" + (f" ({case.memos[coder]})" if coder in case.memos else "")
            for coder, value in case.values.items()
        )
        typer.echo(f"  {case.about}: {views}" + (f"; settled: {case.settled}" if case.settled else ""))
