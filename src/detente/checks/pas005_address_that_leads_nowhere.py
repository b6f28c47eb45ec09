"""An address is not one that a reader can open.

Addresses begin with `http://` or `https://` and hold no spaces. Others, such as a path on the author's disk, lead
nowhere on a reader's screen, and some that browsers run as programs are dangerous. A DOI is written
`https://doi.org/10.1093/dh/dhu001`.
"""

import re

from detente.checks import Finding, Findings, Study, Texts
from detente.study.values import short

_ADDRESS = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)


def check(study: Study, texts: Texts) -> Findings:
    fits = _ADDRESS.fullmatch
    for passage in study.passages:
        if passage.url and not fits(passage.url):
            yield Finding(passage, "url", f"`{short(passage.url)}` is not an address", help=_advice(passage.url))
    for source in study.sources:
        url = source.csl.get("URL")
        if url and not (isinstance(url, str) and fits(url)):
            yield Finding(source, "URL", f"`{short(str(url))}` is not an address", help=_advice(str(url)))


def _advice(url: str) -> str:
    doi = re.fullmatch(r"(?:doi:\s*)?(10\.\d{4,9}/\S+)", url, re.IGNORECASE)
    if doi:
        return f"write `https://doi.org/{doi[1]}`"
    lacks_a_beginning = "." in url.partition("/")[0] and ":" not in url and _ADDRESS.fullmatch(f"https://{url}")
    return f"write `https://{url}`" if lacks_a_beginning else "write an address that begins with https://"
