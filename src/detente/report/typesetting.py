"""typst: from a body that pandoc wrote to a tagged PDF, in the fonts that typst carries."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

#: Scripts that the fonts are known to hold whole: Latin, Greek, Cyrillic, common signs.
_KNOWN: Final = re.compile(
    "[\x00-\u024f\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u2010-\u2022\u2026\u20ac]+"
)
_MISSING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
#: Stands for a character that no font holds.
SUBSTITUTE: Final = "□"


def typeset(body: str, account: str) -> bytes:
    """Return the PDF of a body, with the title page's texts as JSON; what no font holds is printed as `□`."""
    missing = missing_characters(body + account)
    table = str.maketrans(dict.fromkeys(missing, SUBSTITUTE))
    template = files("detente.report").joinpath("templates/print.typ").read_text("utf-8")
    inputs = {"account": account.translate(table), "substitute": SUBSTITUTE if missing else ""}
    return _compile(f"{template}\n{body.translate(table)}", inputs)


def missing_characters(text: str) -> frozenset[str]:
    """Return the characters of a text that none of typst's own fonts holds, as typst itself says."""
    from typst import TypstError

    unusual = sorted(set(_KNOWN.sub("", text)))
    if not unusual:
        return frozenset()
    sample = " ".join(f'#"\\u{{{ord(character):x}}}"' for character in unusual)
    source = f'#set document(title: "-")\n#set text(font: "Libertinus Serif")\n{sample}'
    try:
        _compile(source, {})
    except TypstError as error:
        return frozenset(_named(str(error.diagnostic), unusual))
    return frozenset()


def _named(diagnostic: str, unusual: list[str]) -> Iterator[str]:
    """Yield the characters that typst's message names; all of them, if it names none."""
    named = {character for text in _MISSING.findall(diagnostic) for character in text}
    yield from (named & set(unusual)) or unusual


def _compile(source: str, inputs: dict[str, str]) -> bytes:
    import typst

    compiler = typst.Compiler(source.encode(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made
