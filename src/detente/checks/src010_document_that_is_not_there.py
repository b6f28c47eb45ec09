"""A source's document leads out of `documents/`, or is not there.

A study is handed on as one folder. A text that lies elsewhere on the author's disk is lost to every reader, and
quotes from it can never be checked. Put the file in the study's `documents/` and name it by its path in that
folder, with `/` between folders: `document: hoxha/1949-03-23.txt`.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.study import NoTexts

_TEXTS = (".txt", ".md", ".xml", ".html", ".htm")


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        name = source.document
        if not name:
            continue
        if name.startswith("/") or "\\" in name or name[1:2] == ":" or ".." in name.split("/"):
            message = f"`{name}` leads out of documents/"
            yield Finding(source, "document", message, help="put the file there, and name its path in that folder")
        elif not isinstance(texts, NoTexts) and name.lower().endswith(_TEXTS) and texts.text_of(source) is None:
            yield Finding(source, "document", f"no text can be read from `{name}`", help="put the file in documents/")
