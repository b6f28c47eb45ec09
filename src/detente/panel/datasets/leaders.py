"""Who led a state."""

from typing import Final

from detente.panel import prepare
from detente.panel.datasets import citations as cite
from detente.panel.datasets.forms import code, columns_of, mirror, number, page, text
from detente.panel.declare import Column, Dataset, Years

_PAGE: Final = "https://www.rochester.edu/college/faculty/hgoemans/data.htm"
_FILE: Final = "https://www.rochester.edu/college/faculty/hgoemans/Archigos_4.1_stata14.dta"
_TERMS: Final = "free for research with citation (Goemans, Gleditsch and Chiozza)"

DATASETS: Final = (
    Dataset(
        id="archigos",
        title="Leaders and their times in office",
        version="4.1",
        years=Years(1840, 2015),
        shape="source",
        codes="gw",
        source=columns_of(s="obsid")
        | columns_of(i="gwcode", s="leadid leader")
        | columns_of(i="yrborn", s="gender startdate enddate entry exit exitcode"),
        columns=(
            text("leader_id", "time in office", source="obsid"),
            Column("code", "int16", "Gleditsch-Ward code", source="gwcode"),
            text("leader", "name"),
            Column("birth_year", "int16", "year of birth; codes below 1000 mean that it is not known", source="yrborn"),
            text("gender", "M or F"),
            Column("first", "date", "first day in office", source="startdate"),
            Column("last", "date", "last day in office", source="enddate"),
            text("entry", "how the leader came to office"),
            text("exit", "how the leader left it"),
        ),
        licence=_TERMS,
        citation=cite.ARCHIGOS,
        distributions=(page(_PAGE, _FILE), mirror("archigos")),
        prepare=prepare.unchanged,
        key=("leader_id",),
    ),
    Dataset(
        id="archigos-years",
        title="Changes of leader, state-years",
        version="4.1",
        years=Years(1870, 2015),
        shape="state-year",
        codes="gw",
        source=columns_of(i="gwcode year leadertransition irregular")
        | {"n_leaders": "int32"}
        | columns_of(s="jan1obsid dec31obsid"),
        columns=(
            code("is_leader_change", "a change of leader in the year", "leadertransition"),
            code("is_leader_change_irregular", "a leader came or went by force or against the rules", "irregular"),
            code("n_leaders", "leaders in the year", "n_leaders"),
            text("leader_january", "who led on 1 January", "jan1obsid"),
            text("leader_december", "who led on 31 December", "dec31obsid"),
        ),
        licence=_TERMS,
        citation=cite.ARCHIGOS,
        distributions=(page(_PAGE, _FILE), mirror("archigossums")),
        prepare=prepare.state_years("gwcode"),
    ),
    Dataset(
        id="lead",
        title="Leader Experience and Attribute Descriptions, abridged",
        version="2015",
        years=Years(1870, 2015),
        shape="leader",
        codes=None,
        source=columns_of(
            s="obsid",
            i="leveledu milservice combat rebel warwin warloss rebelwin rebelloss yrsexper physhealth mentalhealth",
        ),
        columns=(
            code("education_level", "highest schooling, 0 none to 3 university", "leveledu"),
            code("is_military_service", "served in an army", "milservice"),
            code("is_combat", "saw combat", "combat"),
            code("is_rebel", "fought as a rebel", "rebel"),
            code("is_war_won", "fought on the winning side of a war", "warwin"),
            code("is_war_lost", "fought on the losing side of a war", "warloss"),
            code("is_rebellion_won", "rebelled and won", "rebelwin"),
            code("is_rebellion_lost", "rebelled and lost", "rebelloss"),
            code("experience_years", "years of political experience", "yrsexper"),
            code("is_physical_illness", "physical health in question", "physhealth"),
            code("is_mental_illness", "mental health in question", "mentalhealth"),
        ),
        licence="free for research with citation (Ellis, Horowitz and Stam)",
        citation=cite.LEAD,
        distributions=(page("https://doi.org/10.1080/03050629.2015.1016157"), mirror("LEAD")),
        prepare=prepare.leaders,
    ),
    Dataset(
        id="lwuf",
        title="Leaders' willingness to use force",
        version="2020",
        years=Years(1870, 2015),
        shape="leader",
        codes=None,
        source=columns_of(
            s="obsid",
            f="theta1_mean theta1_sd theta2_mean theta2_sd theta3_mean theta3_sd theta4_mean theta4_sd",
        ),
        columns=tuple(
            number(f"willingness_{n}{suffix}", f"model {n}, {word}", peer=f"theta{n}_{source}")
            for n in (1, 2, 3, 4)
            for suffix, source, word in (("", "mean", "posterior mean"), ("_sd", "sd", "standard deviation"))
        ),
        licence="free for research with citation (Carter and Smith)",
        citation=cite.LWUF,
        distributions=(page("https://doi.org/10.1017/S0003055420000313"), mirror("lwuf")),
        prepare=prepare.leaders,
    ),
    Dataset(
        id="leader-codes",
        title="Codes of leaders in Archigos 4.1, Archigos 2.9 and LEAD",
        version="peacesciencer 1.2.9",
        years=Years(1870, 2015),
        shape="leader",
        codes=None,
        source=columns_of(s="obsid leadid leadid29 leaderid"),
        columns=(
            text("archigos_id", "code in Archigos 4.1", "leadid"),
            text("archigos_2_9_id", "code in Archigos 2.9", "leadid29"),
            text("lead_id", "code in LEAD", "leaderid"),
        ),
        licence="GPL-2 (peacesciencer)",
        citation=cite.PEACESCIENCER,
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror("leader_codes")),
        prepare=prepare.leaders,
    ),
)
