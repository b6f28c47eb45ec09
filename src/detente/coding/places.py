"""Where in texts each coder gave a code: what Krippendorff's u-alpha is measured on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.coding.unitised import Continuum, Stretch, Unit, merged
from detente.model.records import Coding, Passage
from detente.model.study import Study, Texts


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings with the stretch of text that each covers; ``lost`` are those whose words are nowhere in it any more."""

    texts: Mapping[str, str]
    stretches: Mapping[Coding, Stretch]
    lost: tuple[Coding, ...]


def coded_text(study: Study, texts: Texts, passage: Passage) -> str | None:
    """Return what the places of a passage's codings count in: its quote or, where it has none, its document's text."""
    if passage.quote:
        return passage.quote
    source = study.source_by_id.get(passage.source)
    return texts.text_of(source) if source else None
