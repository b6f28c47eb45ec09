"""A quote has no language, or is in another language than the study's and has no translation.

A reader must see what was translated and by whom. The language also tells browsers and screen readers how to speak
and break the words, and which quotes have been compared with an original.

Fill `language` (`sq`, `ru`, `sr-Latn`) and, where it is not the study's own, `translation`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    own = study.language.partition("-")[0].lower() or "en"
    for passage in study.passages:
        if not passage.quote:
            continue
        language = passage.language
        if not language:
            message = f"the quote in `{passage.id}` has no language"
            yield Finding(passage, "language", message, help=f"write its code, as in `{own}`")
        elif not passage.translation and language != own and language.partition("-")[0].lower() != own:
            message = f"the quote in `{passage.id}` ({language}) has no translation"
            yield Finding(passage, "translation", message, help="translate it, or tell it in `gist` alone")
