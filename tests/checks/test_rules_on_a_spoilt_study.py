# ruff: noqa: E501
"""One good study, spoilt in one place at a time: the rule meant speaks, at that place, and the good study is silent."""

import re
from collections.abc import Callable

import pytest

from detente.checks import rules
from detente.model.diagnostics import Diagnostic

Spoil = Callable[..., tuple[Diagnostic, ...]]
Change = tuple[str, str, str]

# The code, what is spoilt, and where the finding stands.
FAULTS: list[tuple[str, list[Change], str]] = [
    ("REF001", [("passages.csv", "p-mem,alb-memoir", "p-sun,alb-memoir")], "passages.csv:4:1"),
    ("REF001", [("claims.csv", "c-rival,cause", "e-visit,cause")], "claims.csv:3:1"),
    ("REF001", [("actors.csv", "pla,ALB", "YUG,ALB")], "actors.csv:2:1"),
    ("REF001", [("hypotheses.yaml", "id: fear", "id: credit")], "hypotheses.yaml:6:14"),
    ("REF002", [("testimony.csv", "e-trade,p-sun", "e-trad,p-sun")], "testimony.csv:3:1"),
    ("REF002", [("searches.csv", "advisers,,", "advisers,e-trade;e-x,")], "searches.csv:2:55"),
    ("REF003", [("testimony.csv", "e-trade,p-sun", "e-trade,p-son")], "testimony.csv:3:9"),
    ("REF003", [("offices.csv", "p-alb", "p-x")], "offices.csv:2:57"),
    ("REF003", [("codings.csv", "p-mem,aid", "p-x,aid")], "codings.csv:2:1"),
    ("REF003", [("comparisons/friends.csv", "p-alb;p-sun", "p-alb;p-x")], "comparisons/friends.csv:2:50"),
    ("CMP001", [("comparisons/friends.csv", "0.7,p-sun", "0.7,")], "comparisons/friends.csv:3:16"),
    ("CMP002", [("comparisons/friends.csv", "ALB-YUG,kind,A union was planned,1,p-sun,\n", "")], "comparisons/friends.csv:3:1"),
    ("CMP003", [("comparisons/friends.csv", "0.7", "1957")], "comparisons/friends.csv:3:31"),
    ("CMP003", [("comparisons/friends.csv", "planned,1,", "planned,0.4,")], "comparisons/friends.csv:5:34"),
    ("CMP003", [("comparisons/friends.csv", "0.7", "-1")], "comparisons/friends.csv:3:31"),
    ("CMP004", [("comparisons/friends.csv", "ALB-YUG,kind", "ALB-SUN,kind")], "comparisons/friends.csv:5:9"),
    ("CMP005", [("comparisons/friends.csv", "A treaty,2,p-alb", ",,")], "comparisons/friends.csv:4"),
    ("REF004", [("events.csv", "hoxha;pla,", "hoxha;ppa,")], "events.csv:3:26"),
    ("REF004", [("events.csv", "10,ALB,SUN", "10,Albania,SUN")], "events.csv:2:20"),
    ("REF004", [("passages.csv", "p-mem,alb-memoir", "p-mem,alb-memoirs")], "passages.csv:4:7"),
    ("REF004", [("study.yaml", "claims: [c-credit]", "claims: [c-x]")], "study.yaml:10:55"),
    ("REF004", [("study.yaml", "context: [YUG]", "context: [YUGO]")], "study.yaml:4:11"),
    ("REF004", [("hypotheses.yaml", "claims: [c-rival]", "claims: [c-rivals]")], "hypotheses.yaml:6:42"),
    ("REF004", [("codebook.yaml", "parent: economy", "parent: economics")], "codebook.yaml:3:35"),
    ("REF004", [("sources.yaml", "speaker: SUN", "speaker: USSR")], "sources.yaml:18:14"),
    ("REF005", [("report.md", "@sun-report", "@sun-reports")], "report.md:3:73"),
    ("REF005", [("report.md", "ev:e-trade", "ev:e-trad")], "report.md:3:19"),
    ("REF005", [("report.md", "fig:f-credit", "fig:e-trade")], "report.md:3:95"),
    ("REF005", [("report.md", "cl:c-credit", "cl:c-x")], "report.md:3:108"),
    ("SRC001", [("sources.yaml", "    speaker: SUN\n", "")], "sources.yaml:15"),
    ("SRC002", [("sources.yaml", "    reliability_reason: reports upwards\n", "")], "sources.yaml:20"),
    ("SRC003", [("sources.yaml", "made: 1949-04-11", "depends_on: [alb-memoir]")], "sources.yaml:12"),
    ("SRC003", [("sources.yaml", "[alb-minutes]", "[alb-memoir]")], "sources.yaml:34:18"),
    ("SRC004", [("sources.yaml", "made: 1949-05", "version_of: sun-report")], "sources.yaml:22"),
    ("SRC005", [("sources.yaml", "  - id: alb-memoir", "  - {id: idle, title: t, type: book, published: 1950}\n  - id: alb-memoir")], "sources.yaml:27"),
    ("SRC006", [("sources.yaml", "fond: 14/AP, ", "")], "sources.yaml:8:15"),
    ("SRC006", [("sources.yaml", "    archival: {repository: AQSH, fond: 14/AP, file: 12/1949}\n", "")], "sources.yaml:7:13"),
    ("SRC007", [("sources.yaml", "made: 1949-05", "consulted_as: cited-in")], "sources.yaml:22"),
    ("SRC007", [("sources.yaml", "made: 1949-05", "cited_in: alb-memoir")], "sources.yaml:22"),
    ("SRC008", [("sources.yaml", "    published: 1979\n", "")], "sources.yaml:27:9"),
    ("SRC009", [("sources.yaml", "received: 1949-06", "received: 1949-04")], "sources.yaml:24"),
    ("SRC009", [("sources.yaml", "published: 1998", "published: 1948")], "sources.yaml:25"),
    ("SRC010", [("sources.yaml", "minutes.txt", "../minutes.txt")], "sources.yaml:14"),
    ("SRC011", [("sources.yaml", "type: report", "type: journalArticle")], "sources.yaml:17"),
    ("SRC012", [("sources.yaml", "    reliability: C\n    reliability_reason: reports upwards\n", "")], "sources.yaml:15"),
    ("DAT002", [("events.csv", "1949-03-21", "1939-03-21")], "events.csv:3:9"),
    ("DAT003", [("testimony.csv", "1949-04,", "1949-05,")], "testimony.csv:2:23"),
    ("DAT004", [("sources.yaml", "made: 1949-04-11", "made: 1949-04-09")], "testimony.csv:2:9"),
    ("DAT005", [("actors.csv", "1941-11-08,1991", "1950-11-08,1991")], "events.csv:3:26"),
    ("DAT006", [("actors.csv", "1985-04-11", "1885-04-11")], "actors.csv:3:41"),
    ("STU007", [("study.yaml", "[ALB, SUN]", "[ALB, SUN, YUG]")], "study.yaml:3:7"),
    ("STU008", [("study.yaml", "perspectives:", "sides:")], "study.yaml:1:1"),
    ("TES001", [("testimony.csv", "e-visit,p-alb,attests,,,,\ne-visit,p-sun,attests,,,,\n", "")], "events.csv:3:1"),
    ("TES002", [("testimony.csv", "e-visit,p-sun,attests", "e-visit,p-sun,context")], "events.csv:3:1"),
    ("TES003", [("testimony.csv", "f-credit,p-sun,attests,,10.5", "f-credit,p-mem,attests,,")], "indicators.csv:2:1"),
    ("TES003", [("sources.yaml", "publisher_side: SUN", "publisher_side: ALB")], "events.csv:2:1"),
    ("TES004", [("testimony.csv", "e-trade,p-sun,attests,", "e-trade,p-sun,differs,1949-04-17")], "events.csv:2:1"),
    ("TES004", [("testimony.csv", "attests,,10.5", "attests,,12")], "indicators.csv:2:1"),
    ("TES005", [("testimony.csv", "e-trade,p-alb,attests,1949-04,,,\ne-trade,p-sun,attests,,,,", "e-trade,p-alb,attests,,,near,\ne-trade,p-sun,differs,1949-04-17,,official,")], "testimony.csv:3:35"),
    ("TES006", [("testimony.csv", "e-trade,p-sun,attests", "e-trade,p-alb,denies")], "testimony.csv:3:9"),
    ("TES007", [("testimony.csv", "e-trade,p-sun,attests", "e-trade,p-sun,denies")], "testimony.csv:3:15"),
    ("TES007", [("testimony.csv", "e-trade,p-sun,attests,,,,", "e-trade,p-sun,denies,,,true,")], "testimony.csv:3:24"),
    ("TES008", [("testimony.csv", "e-trade,p-sun,attests", "e-trade,p-sun,differs")], "testimony.csv:3:15"),
    ("PAS001", [("passages.csv", "Trade and a credit", "")], "passages.csv:3"),
    ("PAS002", [("passages.csv", "agreement,en,", "agreement,,")], "passages.csv:2"),
    ("PAS002", [("passages.csv", "agreement,en,", "agreement,sq,")], "passages.csv:2"),
    ("PAS004", [("codings.csv", "p-mem", "p-sun"), ("testimony.csv", "c-rival,p-mem", "c-rival,p-alb")], "passages.csv:4:1"),
    ("PAS005", [("passages.csv", "https://example.org/a", "javascript:alert(1)")], "passages.csv:2:24"),
    ("PAS005", [("sources.yaml", "https://example.org/report", "www.example.org/report")], "sources.yaml:26:10"),
    ("PAS006", [("passages.csv", "We have signed the agreement", "We have signed " * 30)], "passages.csv:2:65"),
    ("EVT001", [("events.csv", "AGREE,,", "AGREE,visit,")], "events.csv:2:34"),
    ("EVT002", [("events.csv", "ALB,SUN,AGREE", "ALB,,AID")], "events.csv:2:25"),
    ("EVT003", [("events.csv", "hoxha;pla,SUN", "hoxha;pla,DDR")], "events.csv:3:30"),
    ("EVT004", [("events.csv", "ALB,SUN,AGREE", "ALB,ALB,AGREE")], "events.csv:2:24"),
    ("EVT005", [("events.csv", "1949-03-21,hoxha;pla,SUN,CONSULT,visit,party", "1949-04-10,ALB,SUN,AGREE,,economy")], "events.csv:3:1"),
    ("FIG001", [("indicators.csv", "10,9,11", ",,")], "indicators.csv:2"),
    ("FIG002", [("indicators.csv", "10,9,11", "10,12,11")], "indicators.csv:2:33"),
    ("FIG002", [("indicators.csv", "10,9,11", "12,9,11")], "indicators.csv:2:30"),
    ("FIG003", [("indicators.csv", "RUB,1949", "RUB,")], "indicators.csv:2"),
    ("FIG003", [("indicators.csv", "million,RUB,1949", "million roubles,,")], "indicators.csv:2"),
    ("FIG004", [("indicators.csv", "f-credit,credit,SUN,ALB,1949,10,9,11,million,RUB,1949,promised,accepted\n", "f-credit,credit,SUN,ALB,1949,10,9,11,million,RUB,1949,promised,accepted\nf-again,credit,SUN,ALB,1949,15,,,million,RUB,1949,promised,draft\n")], "indicators.csv:3:1"),
    ("CLM001", [("testimony.csv", "c-rival,p-sun,attests", "c-rival,p-sun,context")], "claims.csv:3:1"),
    ("CLM002", [("claims.csv", "leadership,low", "leadership,")], "claims.csv:3"),
    ("PER001", [("periods.csv", "1953-03-06", "1953-03-08")], "periods.csv:3:28"),
    ("PER002", [("periods.csv", "1953-03-06", "1953-03-05")], "periods.csv:3:28"),
    ("PER003", [("periods.csv", "1961-12-03", "1951-12-03")], "periods.csv:3:39"),
    ("RES001", [("results.csv", "economy,ALB,SUN,1,", "economy,ALB,SUN,,")], "results.csv:2"),
    ("RES001", [("results.csv", "economy,ALB,SUN,1,", "economy,ALB,SUN,2,1")], "results.csv:2:51"),
    ("RES001", [("results.csv", "events,economy", "share,")], "results.csv:2"),
    ("RES001", [("results.csv", "low,high\n", "low,high,step\n"), ("results.csv", "1,\n", "1,,month\n")], "results.csv:2:54"),
    ("REF004", [("results.csv", "ALB,SUN,1", "ALB,SUNN,1")], "results.csv:2:47"),
    ("HYP004", [("assessments.csv", "passage:p-sun,fear", "result:r-trad,fear")], "assessments.csv:2:8"),
    ("HYP001", [("hypotheses.yaml", "      - {id: fear, label: Fear, claims: [c-rival]}\n", "")], "hypotheses.yaml:5:7"),
    ("HYP002", [("hypotheses.yaml", "[c-rival]}", "[c-rival]}\n      - {id: both, label: Both}")], "assessments.csv:2:8"),
    ("HYP003", [("assessments.csv", "the report names no fear", "")], "assessments.csv:2"),
    ("HYP004", [("assessments.csv", "passage:p-sun,fear", "passage:p-son,fear")], "assessments.csv:2:8"),
    ("HYP004", [("assessments.csv", "passage:p-sun,fear", "p-sun,fear")], "assessments.csv:2:8"),
    ("HYP004", [("assessments.csv", "p-sun,fear", "p-sun,feer")], "assessments.csv:2:22"),
    ("HYP004", [("assessments.csv", "h-bond,passage", "h-band,passage")], "assessments.csv:2:1"),
    ("HYP004", [("assessments.csv", "order,passage:p-sun", "order,claim:p-sun")], "assessments.csv:3:74"),
    ("HYP005", [("hypotheses.yaml", ", claims: [c-rival]", "")], "claims.csv:3:1"),
    ("HYP006", [("assessments.csv", "fear,credit", "fear,fear")], "assessments.csv:2:27"),
    ("HYP002", [("assessments.csv", "h-bond,passage:p-alb,credit,,AX,,a credit is soon signed for,,likely,,,,\n", "")], "assessments.csv:5:8"),
    ("HYP004", [("assessments.csv", "passage:p-sun,fear", "passage:p-sun+passage:x,fear")], "assessments.csv:2:22"),
    ("HYP007", [("assessments.csv", ",somewhat-less,", ",,")], "assessments.csv:2"),
    ("HYP007", [("assessments.csv", "soon signed for,,likely,,", "soon signed for,,likely,0.4,")], "assessments.csv:5"),
    ("HYP008", [("assessments.csv", "0.3,0.5", "0.3,1")], "assessments.csv:6:62"),
    ("HYP008", [("assessments.csv", "0.3,0.5", "0,0.5")], "assessments.csv:6:58"),
    ("HYP008", [("assessments.csv", "0.3,0.5", "0.6,0.5")], "assessments.csv:6:58"),
    ("HYP009", [("assessments.csv", "names no fear,", "names no fear,absence:s-order")], "assessments.csv:3:74"),
    ("HYP009", [("assessments.csv", "names no fear,", "names no fear,passage:p-sun")], "assessments.csv:2:76"),
    ("HYP010", [("assessments.csv", "names no fear,", "names no fear,claim:c-rival")], "assessments.csv:2:76"),
    ("HYP011", [("assessments.csv", "the frightened sign too,,,0.3,0.5", "the frightened sign too,,improbable,,")], "assessments.csv:6"),
    ("HYP012", [("assessments.csv", "report,1949-04", "report,2026-05"), ("sources.yaml", "made: 1949-04-11", "acquired: 2025")], "assessments.csv:6"),
    ("HYP013", [("assessments.csv", "0.3,0.5,report", "0.3,0.5,fact")], "assessments.csv:6"),
    ("HYP013", [("assessments.csv", "AX,not-more,neither asks for an order,passage:p-sun", "AX,not-more,neither asks for an order,")], "assessments.csv:4:8"),
    ("COD001", [("codebook.yaml", "codes:\n", "codes:\n  - {id: culture, label: Culture}\n")], "codebook.yaml:2"),
    ("COD002", [("codings.csv", "p-mem,aid,AX\n", "p-mem,aid,AX\np-mem,aid,AX\n")], "codings.csv:3:7"),
    ("COD003", [("codings.csv", "passage,code,coder\np-mem,aid,AX", "passage,code,coder,start,end\np-mem,aid,AX,5,")], "codings.csv:2:14"),
    ("COD003", [("codings.csv", "passage,code,coder\np-mem,aid,AX", "passage,code,coder,start,end\np-mem,aid,AX,9,5")], "codings.csv:2:14"),
    ("COD003", [("codings.csv", "passage,code,coder\np-mem,aid,AX", "passage,code,coder,start,end\np-alb,aid,AX,2,900")], "codings.csv:2:14"),
    ("COD003", [("codings.csv", "passage,code,coder\np-mem,aid,AX", "passage,code,coder,start,end,words\np-alb,aid,AX,2,9,telegrams")], "codings.csv:2:18"),
    ("REC001", [("recodings.csv", "e-trade,domain", "e-trad,domain")], "recodings.csv:2:1"),
    ("REC001", [("recodings.csv", "p-alb,credibility", "e-trade,credibility")], "recodings.csv:4:1"),
    ("REC002", [("recodings.csv", "e-trade,domain,economy", "e-trade,domain,AGREE")], "recodings.csv:2:16"),
    ("REC002", [("recodings.csv", "p-alb,credibility,2,BY,", "p-alb,credibility,2,BY,B")], "recodings.csv:4:24"),
    ("REC003", [("recodings.csv", "e-trade,domain,economy,BY,\n", "e-trade,domain,economy,BY,\ne-trade,domain,party,BY,\n")], "recodings.csv:3:9"),
    ("SEA001", [("searches.csv", "a telegram to the embassy", "")], "searches.csv:2"),
    ("SEA002", [("searches.csv", "advisers,,", "advisers,e-trade,")], "searches.csv:2:47"),
    ("QUE001", [("study.yaml", ", claims: [c-credit], answer: Over the party line.", "")], "study.yaml:10"),
    ("QUE002", [("study.yaml", ", claims: [c-credit]", "")], "study.yaml:10"),
    ("WAI001", [("study.yaml", "questions:", "waivers:\n  - {code: TES002, about: e-trade, reason: closed}\nquestions:")], "study.yaml:10"),
    ("WAI002", [("study.yaml", "questions:", "waivers:\n  - {code: TES002, about: e-trade}\nquestions:")], "study.yaml:10"),
    ("WAI003", [("study.yaml", "questions:", "waivers:\n  - {code: TES999, reason: closed}\nquestions:")], "study.yaml:10"),
]  # fmt: skip

# What looks like a fault to the rule and is none.
SPARED: list[tuple[str, list[Change]]] = [
    ("REF001", [("actors.csv", "pla,ALB,party", "pla,ALB,party,x\nYUG,YUG,state")]),
    ("REF004", [("events.csv", "10,ALB,SUN", "10,ALB,COMECON")]),
    ("REF005", [("report.md", "# Report", "# Report\n\n```\n[@in-a-block] [ev:x]\n```\n\nWrite to me@example.org, [a link](x@y.z).")]),
    ("SRC001", [("sources.yaml", "    speaker: SUN\n", "    version_of: alb-minutes\n")]),
    ("SRC006", [("sources.yaml", "archival: {repository: AQSH, fond: 14/AP, file: 12/1949}\n    consulted_as: original", "consulted_as: edition")]),
    ("SRC008", [("sources.yaml", "    published: 1979\n", "    issued: 1979\n")]),
    ("SRC009", [("sources.yaml", "sent: 1949-06\n    received: 1949-06", "sent: 1949-06-02\n    received: 1949-06-01")]),
    ("SRC009", [("sources.yaml", "published: 1998", "published: 1949~")]),
    ("DAT002", [("events.csv", "1949-03-21", "1944~")]),
    ("DAT004", [("testimony.csv", "e-trade,p-alb,attests", "e-trade,p-alb,context"), ("sources.yaml", "made: 1949-04-11", "made: 1949-04-09")]),
    ("DAT004", [("indicators.csv", "ALB,1949,", "ALB,1951,")]),
    ("DAT005", [("events.csv", "hoxha;pla,SUN", "SUN,hoxha"), ("actors.csv", "1908-10-16,1985-04-11", "1908-10-16,1948")]),
    ("TES001", [("testimony.csv", "e-visit,p-alb,attests,,,,\ne-visit,p-sun,attests,,,,\n", ""), ("events.csv", "Moscow,major,accepted", "Moscow,major,draft")]),
    ("TES002", [("testimony.csv", "e-visit,p-sun,attests", "e-visit,p-sun,context"), ("searches.csv", "advisers,,", "advisers,e-visit,")]),
    ("TES002", [("testimony.csv", "e-visit,p-sun,attests", "e-visit,p-sun,context"), ("events.csv", "Moscow,major", "Moscow,minor")]),
    ("TES003", [("testimony.csv", "e-visit,p-sun,attests", "e-visit,p-sun,context"), ("events.csv", "Moscow,major", "Moscow,minor")]),
    ("TES004", [("testimony.csv", "e-trade,p-sun,attests,,,,", "e-trade,p-sun,differs,1949-04-17,,,"), ("events.csv", "signed,major,accepted", "signed,major,disputed")]),
    ("TES004", [("testimony.csv", "e-trade,p-sun,attests,,,,", "e-trade,p-sun,differs,1949-04-17,,the ministry's own,")]),
    ("TES005", [("testimony.csv", "e-visit,p-alb,attests,,,,\ne-visit,p-sun,attests,,,,", "e-visit,p-alb,attests,,,near,\ne-visit,p-sun,attests,,,near,")]),
    ("TES007", [("testimony.csv", "1949-04,,,\ne-trade,p-sun,attests", "1949-04,,it is signed,\ne-trade,p-sun,denies")]),
    ("TES008", [("testimony.csv", "e-trade,p-sun,attests,,", "e-trade,p-sun,differs,,in Moscow")]),
    ("PAS002", [("passages.csv", "agreement,en,", "agreement,en-GB,")]),
    ("PAS002", [("passages.csv", "agreement,en,", "agreement,sq,We signed")]),
    ("EVT001", [("events.csv", "CONSULT,visit", "SANCTION,expel")]),
    ("EVT005", [("events.csv", "1949-03-21,hoxha;pla,SUN,CONSULT,visit,party", "1949-04,ALB,SUN,AGREE,,economy"), ("events.csv", "1949-04-10", "1949-04")]),
    ("FIG001", [("indicators.csv", "10,9,11", ",9,")]),
    ("FIG003", [("indicators.csv", "million,RUB,1949", "benchmarks,,")]),
    ("PER001", [("periods.csv", "1953-03-06", "1953")]),
    ("PER002", [("periods.csv", "1953-03-05\nparty history,estrangement,1953-03-06", "1953\nparty history,estrangement,1953")]),
    ("SEA001", [("searches.csv", "nothing,a telegram to the embassy", "not-read,")]),
    ("SEA002", [("searches.csv", "advisers,,nothing", "advisers,e-trade,lost")]),
    ("HYP004", [("assessments.csv", "likely,,,,\n", "likely,,,,\nh-bond,passage:to-come,fear,,AX,not-more,soon,,,,,,2026\n"), ("assessments.csv", "rival,against,analyst,judgement,reason,given,term,low,high,basis,predicted", "rival,against,analyst,judgement,reason,given,term,low,high,basis,fared"), ("assessments.csv", "soon,,,,,,2026", "soon,,,,,,open"), ("assessments.csv", "report,1949-04", "report,")]),
    ("HYP011", [("assessments.csv", "the frightened sign too,,,0.3,0.5", "the frightened sign too,,unlikely,,")]),
    ("HYP013", [("assessments.csv", "fear,credit,AX,somewhat-more", "fear,credit,BY,somewhat-more")]),
]  # fmt: skip


def _at(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.span.file}:{diagnostic.span.line}:{diagnostic.span.column}"


def test_a_good_study_has_no_findings_at_all(spoil: Spoil) -> None:
    assert spoil() == ()


@pytest.mark.parametrize(("code", "changes", "place"), FAULTS)
def test_the_rule_finds_the_fault_where_it_stands(code: str, changes: list[Change], place: str, spoil: Spoil) -> None:
    found = [diagnostic for diagnostic in spoil(*changes) if diagnostic.code == code]
    assert found, f"{code} finds nothing"
    places = {_at(diagnostic) for diagnostic in found} | {_at(d).rpartition(":")[0] for d in found}
    assert place in places


@pytest.mark.parametrize(("code", "changes"), SPARED)
def test_what_only_looks_like_a_fault_is_spared(code: str, changes: list[Change], spoil: Spoil) -> None:
    assert code not in {diagnostic.code for diagnostic in spoil(*changes)}


@pytest.mark.parametrize(("code", "changes", "place"), FAULTS)
def test_a_message_is_a_fact_and_its_help_an_action(code: str, changes: list[Change], place: str, spoil: Spoil) -> None:
    for diagnostic in spoil(*changes):
        assert not diagnostic.message.endswith(".")
        assert not re.search(r"None|\(\)|\[\]|<", diagnostic.message)
        assert len(diagnostic.message) < 250


def test_every_rule_with_a_check_is_tried_on_a_spoilt_study() -> None:
    tried = {code for code, _, _ in FAULTS}
    elsewhere = {"PAS003", "PAS007"}  # need texts: test_quotes.py, tests/corpus/test_cited.py
    assert {rule.code for rule in rules() if rule.check} - tried == elsewhere
