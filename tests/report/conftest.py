"""A made study with every kind of record and every kind of silence, and its site."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from detente.build import Options, account_of
from detente.checks import check_study
from detente.report.account import Account
from detente.report.site import render_site
from detente.study.documents import StudyTexts
from detente.study.read import read_study

FILES = {
    "study.yaml": """
        format: 1
        title: Albania and the Soviet Union
        subtitle: A made study
        authors: [Ada Example]
        abstract: |
          How the two fell out.

          And who says so.
        dyad: [ALB, SUN]
        context: [YUG, USA]
        period: 1948/1951
        perspectives:
        - {id: ALB, label: Albania, state: ALB}
        - {id: SUN, label: Soviet Union, state: SUN, note: its authorities of the time}
        - {id: YUG, label: Yugoslavia, state: YUG}
        - {id: USA, label: United States, state: USA}
        - {id: GBR, label: Britain, state: GBR}
        - {id: GRC, label: Greece, state: GRC}
        - {id: SCH, label: Scholarship}
        questions:
        - {id: q1, text: Who moved first?, claims: [cl-first], answer: Moscow did.}
        - {id: q2, text: Who moved last?}
        waivers:
        - {code: EVT001, about: visit, reason: it is made}
        """,
    "sources.yaml": """
        references:
        - id: letters
          title: Letters
          type: book
          author: [{family: Hoxha, given: Enver}]
          issued: '1968'
          URL: https://example.org/letters
          speaker: ALB
          publisher_side: ALB
          holder: AQSH
          archival: {repository: AQSH, fond: '14', file: '3'}
          consulted_as: edition
          proximity: eyewitness
          reliability: C
          reliability_reason: written to be read
          made: 1949-05
          published: '1968'
        - {id: notes, title: Notes of a meeting, type: manuscript, speaker: SUN, holder: RGANI, depends_on: [letters]}
        - {id: copy, title: Copy, type: manuscript, version_of: notes, cited_in: letters, consulted_as: cited-in}
        - {id: unused, title: Never read, type: book}
        """,
    "actors.csv": """
        id,state,kind,name,names,start,end,note
        pla,ALB,party,Party of Labour,sq=PPSH,1941-11-08,,
        hoxha,ALB,person,Enver Hoxha,,1908,1985,
        """,
    "offices.csv": """
        id,person,office,body,start,end,passage,note
        first,hoxha,first secretary,pla,1941,1985,p1,
        """,
    "passages.csv": """
        id,source,locator,url,gist,quote,language,translation,speaker,credibility,checked_by,made,note
        p1,letters,p. 4,https://x.org,They did promise.,Na premtuan grurë.,sq,We were promised grain.,,2,AE,1949-05-02,
        p2,notes,f. 7,,They asked for grain and got none.,,,,,,,,a note
        p3,copy,f. 1,,It was on the twelfth.,,,,,,,,
        p4,letters,p. 9,,Nothing of the kind.,,,,,,,,
        """,
    "events.csv": """
        id,date,date_written,calendar,actors,targets,action,mode,domain,summary,behaviour,weight,status,note
        trade,1949-04-10,,,SUN,ALB,AID,,economy,Moscow promises grain.,,major,accepted,
        refusal,1949-06,,,hoxha,SUN,REJECT,meet,party,Hoxha refuses to come.,defiance,major,disputed,
        talks,1950,,,ALB;SUN,,CONSULT,visit,politics,The two hold talks.,,,,
        visit,1949-03-28,1949-03-15,julian,hoxha,SUN,CONSULT,visit,politics,Hoxha visits.,,,draft,to be checked
        plenum,194X,,,pla,,,,party,The party meets.,,,,
        untold,1951-02-01,,,SUN,ALB,ACCUSE,allege,politics,Nobody tells of this.,,,,
        """,
    "indicators.csv": """
        id,indicator,actor,target,date,value,low,high,unit,currency,price_base,kind,status,note
        g48,grain,SUN,ALB,1948,10,,,thousand tonnes,,,delivered,,
        g49,grain,SUN,ALB,1949,12.5,11,14,thousand tonnes,,,delivered,,
        g50,grain,SUN,ALB,1950,,8,9,thousand tonnes,,,delivered,,
        credit,credit,SUN,ALB,1949/1951,1250.50,,,million,rouble,1950,promised,,
        """,
    "claims.csv": """
        id,kind,text,confidence,status,note
        cl-first,cause,Moscow moved first.,moderate,,
        cl-fear,motive,Tirana feared Belgrade.,low,draft,
        """,
    "testimony.csv": """
        statement,passage,stance,date_claimed,value_claimed,preferred_because,note
        trade,p1,attests,,,he was there,
        trade,p3,differs,1949-04-12,,,
        refusal,p2,attests,,,,
        refusal,p4,denies,,,,
        talks,p1,attests,,,,
        talks,p2,context,,,,
        visit,p1,attests,,,,
        plenum,p1,attests,,,,
        g49,p1,attests,,12.5,,
        g49,p2,differs,,11,,
        cl-first,p1,attests,,,,
        cl-first,p2,denies,,,,
        cl-first,p3,context,,,,
        cl-first,p4,differs,,,,
        """,
    "periods.csv": """
        scheme,label,start,end,passage,note
        Hoxha,Friendship,1945,1948-06-27,p1,
        Hoxha,Quarrel,1949-01-01,1951,,
        Textbook,One age,1944,1961,,as taught
        """,
    "searches.csv": """
        id,side,place,sought,about,years,outcome,expected,date,note
        s1,SUN,RGANI,grain in the minutes,untold,1948/1951,nothing,a line at least,2026-01-02,
        s2,YUG,Arhiv,reports from Tirana,trade,,refused,,,
        s3,USA,NARA,dispatches,trade,,closed,,,
        s4,GBR,Kew,Foreign Office,trade,,lost,,,
        s5,GRC,Athens,reports,trade,,not-read,,,
        """,
    "hypotheses.yaml": """
        sets:
        - id: why
          question: Why did they part?
          rivals:
          - id: fear
            label: Fear
            claims: [cl-fear]
            steps: [Belgrade threatens, Tirana turns]
            expected: [letters of alarm]
            unexpected: [praise of Belgrade]
            prior: [-3, 3]
          - {id: faith, label: Faith, claims: [cl-first]}
        """,
    "assessments.csv": """
        set,evidence,rival,against,analyst,judgement,term,low,high,basis,reason,date,given,predicted,fared,note
        why,passage:p1,fear,faith,AE,much-more,,,,report,it says so,2026-01-03,,2025-12,borne-out,
        why,absence:s1,faith,,AE,not-more,,,,,one looked,,event:trade,,,
        why,claim:cl-first+event:trade,faith,fear,AE,,very-likely,,,,,,,,,
        why,event:talks,faith,fear,AE,,,0.2,0.4,,,,,,,
        why,event:nowhere,faith,fear,AE,somewhat-less,,,,,,,,,,
        """,
    "codebook.yaml": """
        codes:
        - {id: grain, label: Grain, definition: any grain, include: maize, exclude: rice}
        - {id: maize, label: Maize, parent: grain}
        """,
    "codings.csv": """
        passage,code,coder,date,memo
        p1,grain,AE,2026-01-04,plain
        p1,maize,BY,2026-01-05,it names maize
        p2,grain,AE,,
        p2,,BY,,
        """,
    "recodings.csv": """
        record,column,value,coder,memo,first,settled
        trade,domain,economy,BY,,,
        talks,domain,party,BY,the party spoke,,
        """,
    "comparisons/friends.csv": """
        case,field,answer,value,passages,note
        ALB-SUN,credit,Moscow promised grain.,1,p1;p2,
        ALB-YUG,credit,Belgrade lent flour.,0.7,p4,the letter's view
        ALB-SUN,quarrel,It was over grain.,,p2,
        ALB-YUG,quarrel,,,,not read yet
        """,
    "report.md": """
        # Grain

        ### What was promised

        Moscow promised grain [ev:trade], 12.5 tonnes [fig:g49], and moved first [cl:cl-first] [@letters, p. 4].
        Of [ev:nothing-such] nobody knows. <b onclick="alert(1)">Bold</b> and [a link](javascript:alert(1)).

        | year | tonnes |
        |------|-------:|
        | 1949 | 12,500 |
        """,
}


def write_study(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write a study's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    return folder


def account_for(folder: Path, *withdrawn: str) -> Account:
    """Give the account of a study as a build would."""
    study, complaints = read_study(folder)
    diagnostics = check_study(study, StudyTexts(folder), complaints)
    return account_of(study, diagnostics, Options(withdrawn=withdrawn), "0123456789abcdef")


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="session")
def account(study_folder: Path) -> Account:
    return account_for(study_folder)


@pytest.fixture(scope="session")
def site(account: Account) -> Mapping[str, bytes]:
    return render_site(account)


@pytest.fixture(scope="session")
def site_without_albania(study_folder: Path) -> Mapping[str, bytes]:
    return render_site(account_for(study_folder, "speaker:ALB"))
