"""The archives that keep what a study cites."""

import re

from detente.report.account import Account
from detente.report.elements import Blocks, bullets, heading, para, strong, styled, words


def archives(account: Account) -> Blocks:
    """Return the archives that keep what was cited, with every archival reference once."""
    study = account.study
    found: dict[str, set[str]] = {}
    for source in study.sources:
        parts = [
            str(source.archival.get(part) or "").strip()
            for part in ("repository", "fond", "inventory", "file", "folio")
        ]
        holder = source.holder.strip() or parts[0]
        if holder:
            place = [part for part in parts if part and part != holder]
            found.setdefault(holder, set()).update({", ".join(place)} if place else ())
    for passage in study.passages:
        if holder := study.holder(passage).strip():
            found.setdefault(holder, set())
    blocks: Blocks = []
    for holder in sorted(found, key=_natural):
        blocks.append(styled("Lead", [para([strong(holder)])]))
        if found[holder]:
            blocks.append(bullets(words(place) for place in sorted(found[holder], key=_natural)))
    return [heading(1, "Archives"), *blocks] if blocks else []


def _natural(text: str) -> tuple[list[tuple[int, int | str]], str]:
    """Order `D.9` before `D.24`."""
    parts = re.findall(r"\d{1,15}|\D+|\d+", text.casefold())
    return [(0, int(part)) if part.isdecimal() and len(part) < 16 else (1, part) for part in parts], text
