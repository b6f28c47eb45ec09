"""The program that opens a PDF: `python -m detente.corpus.pdf_pages text FILE`; `image` or `show` with FILE and PAGE.

It runs by itself, so that a file that crashes PDFium or makes it loop ends only this. It writes JSON; a PGM to be read
by a machine; a PNG to be shown.
"""

import json
import struct
import sys
import zlib
from typing import Any, Final

MAX_PAGES: Final = 5_000
MAX_CHARACTERS: Final = 100_000_000
_DOTS_PER_INCH: Final = 300
_MAX_SIDE: Final = 6_000
_SHOWN_DOTS_PER_INCH: Final = 130
_MAX_SHOWN_SIDE: Final = 2_400


def main() -> None:
    """Write the text of all pages, or the picture of one."""
    import pypdfium2

    act, file, *rest = sys.argv[1:]
    try:
        pdf = pypdfium2.PdfDocument(file)
        n_pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        sys.exit(f"PDFium cannot open it: {error}".replace("Failed to load document ", "").rstrip("."))
    if n_pages > MAX_PAGES:
        sys.exit(f"{n_pages} pages, more than {MAX_PAGES}")
    if act == "image":
        _write_image(pdf[int(rest[0])])
        return
    if act == "show":
        sys.stdout.buffer.write(_png(_grey(pdf[int(rest[0])], _SHOWN_DOTS_PER_INCH, _MAX_SHOWN_SIDE)))
        return
    pages, n = [], 0
    for number in range(n_pages):
        text = _text(pdf, number)
        n += len(text)
        if n > MAX_CHARACTERS:
            sys.exit(f"more than {MAX_CHARACTERS} characters")
        pages.append({"label": pdf.get_page_label(number) or str(number + 1), "text": text})
    metadata = pdf.get_metadata_dict(skip_empty=True)
    json.dump({"title": metadata.get("Title", ""), "pages": pages}, sys.stdout)


def _text(pdf: Any, number: int) -> str:
    import pypdfium2

    try:
        page = pdf[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    text: str = textpage.get_text_bounded()
    textpage.close()
    page.close()
    return text


def _write_image(page: Any) -> None:
    grey = _grey(page, _DOTS_PER_INCH, _MAX_SIDE)
    height, width = grey.shape
    sys.stdout.buffer.write(b"P5 %d %d 255\n" % (width, height) + grey.tobytes())


def _grey(page: Any, dots_per_inch: int, most: int) -> Any:
    """Return a page drawn in grey: an array of bytes, height by width [px]."""
    scale = min(dots_per_inch / 72, most / max(page.get_size()))
    return page.render(scale=scale, grayscale=True).to_numpy().squeeze()


def _png(grey: Any) -> bytes:
    height, width = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


if __name__ == "__main__":
    main()
