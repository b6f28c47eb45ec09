"""A passage is cited from a volume that is installed, and leads to no document of it.

The source names a document or a volume of the corpus (`document: frus1955-57v25`), the volume is there, but the
passage's locator leads to none of its documents. A quote that is looked for nowhere is never found wrong, so a slip in
a number hides every slip in the words.

Begin the locator with the document's id in its volume: `d89, p. 244`. `detente find` shows the ids. Volumes that are
not installed here are passed over.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find passages whose source and locator name no document of an installed volume."""
    for source in study.source_by_id.values():
        volume = source.document.partition("/")[0]
        if not volume or volume == "documents" or not texts.holds(volume):
            continue
        for passage in study.passages_of.get(source.id, ()):
            if texts.text_of(source, passage.locator) is None:
                yield Finding(
                    passage,
                    "locator",
                    f"`{source.document}` with `{passage.locator}` leads to no document of the corpus",
                    help="begin the locator with the document's id in its volume: `d89, p. 244`",
                )
