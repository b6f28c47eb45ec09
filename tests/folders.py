"""Studies made for tests: a folder of few files, written out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

SMALL: Final[Mapping[str, str]] = {
    "study.yaml": """\
# A study of two states.
format: 1
title: Albania and the Soviet Union
dyad: [ALB, SUN]
context: [YUG]
period: 1944/1961
perspectives:
  - {id: ALB, label: Albanian, state: ALB}
  - {id: SUN, label: Soviet, state: SUN}
  - {id: USA, label: American, state: USA}
questions:
  - id: q1
    text: Who moved first?
    claims: [c1]
""",
    "sources.yaml": """\
references:
  # An edition of American documents.
  - id: frus
    type: book
    title: Foreign Relations
    issued: 1974
    publisher: GPO
    speaker: USA
    publisher_side: USA
    holder: NARA
  - id: hoxha
    type: book
    title: "Memoirs: with Stalin"
    author:
      - {family: Hoxha, given: Enver}
    issued: 1979
    speaker: ALB
    publisher_side: ALB
  - id: letter
    type: letter
    title: A Soviet letter
    issued: 1961
    speaker: SUN
    cited_in: hoxha
    consulted_as: cited-in
""",
    "passages.csv": """\
id,source,locator,gist,quote,language
p1,frus,d12,The minister reports the agreement.,,
p2,hoxha,p. 40,"The author recalls it, later.",,
p3,letter,p. 1,Moscow complains.,,
""",
    "events.csv": """\
id,date,actors,targets,action,domain,summary,status
e1,1949-04-10,ALB;SUN,,AGREE,economy,They sign a trade agreement.,
e2,1961-12,SUN,ALB,SANCTION,politics,"Moscow withdraws its embassy, it says.",
e3,1948-06-28,COMINFORM,YUG,ACCUSE,party,The Bureau condemns Belgrade.,draft
""",
    "indicators.csv": """\
id,indicator,actor,target,date,value,low,high,unit,currency,price_base,kind
f1,credit,SUN,ALB,1957,160,,,million,old roubles,1957,promised
""",
    "claims.csv": """\
id,kind,text,confidence
c1,cause,The break with Belgrade brought the two together.,moderate
""",
    "testimony.csv": """\
statement,passage,stance,date_claimed,value_claimed,preferred_because,note
e1,p1,attests,,,,
e1,p2,differs,1949-04-12,,,
e2,p3,attests,,,,
f1,p1,attests,,,,
c1,p2,attests,,,,
c1,p1,denies,,,,
""",
}


def write_study(folder: Path, **changes: str | None) -> Path:
    """Write the small study, with some files changed (`events_csv=...`), or left out with None."""
    files = dict(SMALL)
    for name, text in changes.items():
        file = name.replace("_csv", ".csv").replace("_yaml", ".yaml").replace("_md", ".md")
        if text is None:
            files.pop(file, None)
        else:
            files[file] = text
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    return folder
