"""TEI's names, and what stands in its smallest elements: words, labels of pages, dates."""

from typing import Any, Final

from detente.model.dates import Date, DateError, parse_date

TEI: Final = "{http://www.tei-c.org/ns/1.0}"
ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def words_of(element: Any) -> str:
    """Return an element's text without its footnotes, its spaces made single."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: Any, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if child.tag != f"{TEI}note":
            if child.tag == f"{TEI}lb":
                parts.append(" ")
            _gather(child, parts)
        parts.append(child.tail or "")


def label_of(pb: Any) -> str:
    """Return the label of the page that begins."""
    label: str = pb.get("n") or (pb.get(ID) or "").removeprefix("pg_")
    return label


def edtf(text: str) -> Date | None:
    """Return a date in EDTF, or None if it is none."""
    try:
        return parse_date(text)
    except DateError:
        return None


def date_of(element: Any) -> Date | None:
    """Return the date of an element's attributes, without the time of day; None if they give none."""
    when, first, last, low, high = (
        (element.get(name) or "")[:10] for name in ("when", "from", "to", "notBefore", "notAfter")
    )
    if start := when or first:
        return edtf(f"{start}/{last}" if last and last != start else start) or edtf(start)
    if low or high:
        return edtf(low if low == high else f"[{low}..{high}]")
    return None


def dates_of(element: Any) -> tuple[Date | None, Date | None]:
    """Return when something was made and when it was received, from the `date`s of a dateline or heading."""
    made, received = None, None
    for date in element.iter(f"{TEI}date"):
        previous = date.getprevious()
        before = (date.getparent().text if previous is None else previous.tail) or ""
        if "received" in before.lower():
            received = received or date_of(date)
        else:
            made = made or date_of(date)
    return made, received
