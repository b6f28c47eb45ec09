"""A small study in which no rule finds anything, and the folder in which a test spoils it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from detente.checks import check_study
from detente.model.diagnostics import Diagnostic
from detente.study.read import read_study

GOOD: Mapping[str, str] = {
    "study.yaml": """\
format: 1
title: Albania and the Soviet Union
dyad: [ALB, SUN]
context: [YUG]
period: 1944/1961
perspectives:
  - {id: ALB, label: Albanian authorities, state: ALB}
  - {id: SUN, label: Soviet authorities, state: SUN}
questions:
  - {id: q-break, text: Why did they break?, claims: [c-credit], answer: Over the party line.}
""",
    "sources.yaml": """\
references:
  - id: alb-minutes
    title: Minutes of the delegation
    type: manuscript
    speaker: ALB
    publisher_side: ALB
    holder: AQSH
    archival: {repository: AQSH, fond: 14/AP, file: 12/1949}
    consulted_as: original
    reliability: B
    reliability_reason: written on the day by the delegation's secretary
    made: 1949-04-11
    declassified: 1995
    document: minutes.txt
  - id: sun-report
    title: Report of the ministry
    type: report
    speaker: SUN
    publisher_side: SUN
    reliability: C
    reliability_reason: reports upwards
    made: 1949-05
    sent: 1949-06
    received: 1949-06
    published: 1998
    URL: https://example.org/report
  - id: alb-memoir
    title: A memoir
    type: book
    speaker: ALB
    publisher_side: ALB
    reliability: D
    reliability_reason: written thirty years on
    depends_on: [alb-minutes]
    published: 1979
""",
    "actors.csv": """\
id,state,kind,name,start,end
pla,ALB,party,Party of Labour,1941-11-08,1991-06-13
hoxha,ALB,person,Enver Hoxha,1908-10-16,1985-04-11
""",
    "offices.csv": """\
id,person,office,body,start,end,passage
o-first,hoxha,First Secretary,pla,1941-11-08,1985-04-11,p-alb
""",
    "passages.csv": """\
id,source,locator,url,gist,quote,language,translation
p-alb,alb-minutes,f. 3,https://example.org/a,Trade is agreed on,We have signed the agreement,en,
p-sun,sun-report,p. 4,,Trade and a credit,,,
p-mem,alb-memoir,p. 77,,The friendship of those days,,,
""",
    "events.csv": """\
id,date,actors,targets,action,mode,domain,summary,weight,status
e-trade,1949-04-10,ALB,SUN,AGREE,,economy,A trade agreement is signed,major,accepted
e-visit,1949-03-21,hoxha;pla,SUN,CONSULT,visit,party,A delegation goes to Moscow,major,accepted
""",
    "indicators.csv": """\
id,indicator,actor,target,date,value,low,high,unit,currency,price_base,kind,status
f-credit,credit,SUN,ALB,1949,10,9,11,million,RUB,1949,promised,accepted
""",
    "claims.csv": """\
id,kind,text,confidence,status
c-credit,cause,Dependence on credit bound the leadership,moderate,accepted
c-rival,cause,Fear of Yugoslavia bound the leadership,low,accepted
""",
    "testimony.csv": """\
statement,passage,stance,date_claimed,value_claimed,preferred_because,note
e-trade,p-alb,attests,1949-04,,,
e-trade,p-sun,attests,,,,
e-visit,p-alb,attests,,,,
e-visit,p-sun,attests,,,,
f-credit,p-alb,attests,,,,
f-credit,p-sun,attests,,10.5,,
c-credit,p-alb,attests,,,,
c-credit,p-sun,attests,,,,
c-rival,p-mem,attests,,,,
c-rival,p-sun,attests,,,,
""",
    "periods.csv": """\
scheme,label,start,end
party history,friendship,1944-11-29,1953-03-05
party history,estrangement,1953-03-06,1961-12-03
""",
    "results.csv": """\
id,says,measure,of,actor,target,low,high
r-trade,They deal in trade,events,economy,ALB,SUN,1,
""",
    "searches.csv": """\
id,side,place,sought,about,outcome,expected
s-order,SUN,AVPRF,an order to recall advisers,,nothing,a telegram to the embassy
""",
    "hypotheses.yaml": """\
sets:
  - id: h-bond
    question: What bound them?
    rivals:
      - {id: credit, label: Credit, claims: [c-credit]}
      - {id: fear, label: Fear, claims: [c-rival]}
""",
    "assessments.csv": """\
set,evidence,rival,against,analyst,judgement,reason,given,term,low,high,basis,predicted
h-bond,passage:p-sun,fear,credit,AX,somewhat-less,the report names no fear,,,,,,
h-bond,absence:s-order,fear,credit,AX,not-more,neither asks for an order,passage:p-sun,,,,,
h-bond,absence:s-order,fear,credit,AX,somewhat-more,nor would it by itself,,,,,,
h-bond,passage:p-alb,credit,,AX,,a credit is soon signed for,,likely,,,,
h-bond,passage:p-alb,fear,,AX,,the frightened sign too,,,0.3,0.5,report,1949-04
""",
    "codebook.yaml": """\
codes:
  - {id: economy, label: Economy}
  - {id: aid, label: Aid, parent: economy}
""",
    "codings.csv": """\
passage,code,coder
p-mem,aid,AX
""",
    "recodings.csv": """\
record,column,value,coder,first
e-trade,domain,economy,BY,
e-visit,behaviour,none,BY,
p-alb,credibility,2,BY,
alb-minutes,reliability,B,BY,
""",
    "comparisons/friends.csv": """\
case,field,answer,value,passages,note
ALB-SUN,credit,Ten million were promised,1,p-alb;p-sun,
ALB-YUG,credit,Flour was lent,0.7,p-sun,
ALB-SUN,kind,A treaty,2,p-alb,
ALB-YUG,kind,A union was planned,1,p-sun,
""",
    "report.md": """\
# Report

The agreement [ev:e-trade] is told in the minutes [@alb-minutes, f. 3; @sun-report]; see [fig:f-credit, cl:c-credit].

`[@in-code]` <!-- [@in-a-comment] -->
""",
}

Spoil = Callable[..., tuple[Diagnostic, ...]]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Write the good study with some texts replaced, as (file, old, new), and check it."""

    def spoil(*changes: tuple[str, str, str]) -> tuple[Diagnostic, ...]:
        files = dict(GOOD)
        for file, old, new in changes:
            assert old in files[file], f"{old!r} is not in {file}"
            files[file] = files[file].replace(old, new, 1)
        for file, text in files.items():
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(text, encoding="utf-8")
        study, read = read_study(tmp_path)
        return check_study(study, read=read)

    return spoil
