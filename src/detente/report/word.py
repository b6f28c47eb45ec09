"""The document whose styles, page and footer pandoc takes over into Word's file."""

import io
import zipfile
from importlib.resources import files
from typing import Final

_PARTS: Final = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/document.xml": "document.xml",
    "word/footer1.xml": "footer1.xml",
    "word/styles.xml": "styles.xml",
}


def reference_document() -> bytes:
    """Return the reference document, made of the parts in `templates/word`."""
    folder = files("detente.report").joinpath("templates/word")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(zipfile.ZipInfo(name), folder.joinpath(part).read_bytes())
    return stream.getvalue()
