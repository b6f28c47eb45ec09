"""Disputes, wars, rivalries, crises."""

from typing import Final

from detente.panel import prepare
from detente.panel.datasets import citations as cite
from detente.panel.datasets.forms import COW_TERMS, code, columns_of, flag, mirror, number, page, tally, text
from detente.panel.declare import Column, Dataset, Years

_GML_TERMS: Final = "free for research with citation (Gibler, Miller and Little)"
_ICB_TERMS: Final = "free for research with citation (International Crisis Behavior Project)"
_ICB_PAGE: Final = "https://sites.duke.edu/icbdata/data-collections/"
_SIDED: Final = "sidea1 sidea2 fatality1 fatality2 fatalpre1 fatalpre2 hiact1 hiact2 hostlev1 hostlev2 orig1 orig2"


def _sides(p: str) -> tuple[Column, ...]:
    """What a dispute says of each of the two."""
    about = (
        ("is_{}_first_side_{}", "sidea", "int8", "on the side that the dispute names first"),
        ("{}_fatality_{}", "fatality", "int8", "deaths by level, 0 none to 6 more than 999; -9 not known"),
        ("{}_deaths_{}", "fatalpre", "int32", "deaths; -9 not known"),
        ("{}_highest_action_{}", "hiact", "int8", "gravest action, 0 none to 21 joins an interstate war"),
        ("{}_hostility_{}", "hostlev", "int8", "level of hostility, 1 none to 5 war"),
        ("is_{}_originator_{}", "orig", "int8", "in the dispute from its first day"),
    )
    return tuple(
        Column(name.format(p, side), type, f"{meaning}, state {side.upper()}", peer=f"{peer}{n}")
        for name, peer, type, meaning in about
        for side, n in (("a", 1), ("b", 2))
    )


def _dispute(p: str) -> tuple[Column, ...]:
    """What the peer gives of the dispute as such, before the two states and after them."""
    return (
        code(f"{p}_fatality", "deaths in the whole dispute, by level", "fatality"),
        code(f"{p}_hostility", "highest hostility of the whole dispute", "hostlev"),
    )


def _rest(p: str) -> dict[str, Column]:
    return {
        "recip": code(f"is_{p}_reciprocated", "both sides acted", "recip"),
        "mindur": Column(
            f"{p}_duration_min_days", "int32", "shortest duration by the dates known", "days", peer="mindur"
        ),
        "maxdur": Column(
            f"{p}_duration_max_days", "int32", "longest duration by the dates known", "days", peer="maxdur"
        ),
        "stmon": code(f"{p}_start_month", "month in which the dispute began", "stmon"),
    }


def _dyadic(p: str, order: str, *more: Column) -> tuple[Column, ...]:
    rest = _rest(p)
    return (
        code(f"{p}_dispute", "number of the dispute", "dispnum", "int32"),
        flag(f"is_{p}_mid_ongoing", "a militarised dispute goes on", f"{p}midongoing"),
        flag(f"is_{p}_mid_onset", "a militarised dispute begins", f"{p}midonset"),
        *_sides(p),
        *_dispute(p),
        *(rest[name] for name in order.split()),
        *more,
    )


def _national(p: str) -> tuple[Column, ...]:
    return (
        flag(f"is_{p}_mid_ongoing", "in a militarised dispute", f"{p}midongoing"),
        flag(f"is_{p}_mid_onset", "a militarised dispute begins", f"{p}midonset"),
        flag(f"is_{p}_mid_initiator_ongoing", "in a dispute that it began or joined", f"{p}midongoing_init"),
        flag(f"is_{p}_mid_initiator_onset", "such a dispute begins", f"{p}midonset_init"),
    )


DATASETS: Final = (
    Dataset(
        id="gml-mids",
        title="Militarised interstate disputes by Gibler, Miller and Little, one a directed dyad-year",
        version="2.2.1",
        years=Years(1816, 2010),
        shape="dyad-year",
        codes="cow",
        source=columns_of(
            i=f"dispnum ccode1 ccode2 year gmlmidongoing gmlmidonset {_SIDED} "
            "fatality hostlev recip mindur maxdur stmon"
        ),
        columns=_dyadic(
            "gml",
            "recip mindur maxdur stmon",
            code("is_gml_initiator_a", "A began the dispute or joined it", "init1"),
            code("is_gml_initiator_b", "B began the dispute or joined it", "init2"),
        ),
        licence=_GML_TERMS,
        citation=cite.GML,
        distributions=(page("https://internationalconflict.ua.edu"), mirror("gml_mid_ddydisps")),
        prepare=prepare.gml_disputes,
        caveats=("of several disputes in a dyad-year one is kept, by the rules of `whittle`",),
    ),
    Dataset(
        id="gml-mids-national",
        title="Militarised interstate disputes by Gibler, Miller and Little, state-years",
        version="2.2.1",
        years=Years(1816, 2010),
        shape="state-year",
        codes="cow",
        source=columns_of(
            i="dispnum ccode styear stmon stday endyear endmon endday",
            s="obsid_start obsid_end",
        )
        | columns_of(
            i="dummy_stday dummy_endday sidea hiact orig anymiss_leader_start anymiss_leader_end "
            "allmiss_leader_start allmiss_leader_end"
        ),
        columns=_national("gml"),
        licence=_GML_TERMS,
        citation=cite.GML,
        distributions=(page("https://internationalconflict.ua.edu"), mirror("gml_part")),
        prepare=prepare.gml_state_years,
        caveats=("disputes none of whose opening leaders is known are left out: before 1845 that is all of them",),
    ),
    Dataset(
        id="gml-disputes",
        title="Militarised interstate disputes by Gibler, Miller and Little, every directed dispute-year",
        version="2.2.1",
        years=Years(1816, 2010),
        shape="source",
        codes="cow",
        source=columns_of(
            i="dispnum ccode1 ccode2 year midongoing midonset sidea1 sidea2 revstate1 revstate2 revtype11 revtype12 "
            "revtype21 revtype22 fatality1 fatality2 fatalpre1 fatalpre2 hiact1 hiact2 hostlev1 hostlev2 orig1 orig2 "
            "hiact hostlev mindur maxdur outcome settle fatality fatalpre stmon endmon recip numa numb ongo2010",
            s="version",
        ),
        columns=tuple(
            Column(name, "int32", meaning, source=source)
            for name, source, meaning in (
                ("dispute", "dispnum", "number of the dispute"),
                ("cow_a", "ccode1", "first state"),
                ("cow_b", "ccode2", "second state"),
                ("year", "year", "year"),
                ("is_ongoing", "midongoing", "1"),
                ("is_onset", "midonset", "the dispute begins"),
                ("fatality", "fatality", "deaths by level; -9 not known"),
                ("hostility", "hostlev", "level of hostility"),
                ("duration_min_days", "mindur", "shortest duration"),
                ("duration_max_days", "maxdur", "longest duration"),
                ("is_reciprocated", "recip", "both sides acted"),
                ("start_month", "stmon", "month in which the dispute began"),
            )
        ),
        licence=_GML_TERMS,
        citation=cite.GML,
        distributions=(page("https://internationalconflict.ua.edu"), mirror("gml_dirdisp")),
        prepare=prepare.unchanged,
        key=("dispute", "cow_a", "cow_b", "year"),
    ),
    Dataset(
        id="cow-mids",
        title="Militarised interstate disputes of the Correlates of War, one a directed dyad-year",
        version="5.0",
        years=Years(1816, 2014),
        shape="dyad-year",
        codes="cow",
        source=columns_of(
            i=f"dispnum ccode1 ccode2 year cowmidongoing cowmidonset {_SIDED} "
            "fatality hostlev mindur maxdur recip stmon"
        ),
        columns=_dyadic("cow", "mindur maxdur recip stmon"),
        licence=COW_TERMS,
        citation=cite.COW_MID,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/mids/",
                "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip",
            ),
            mirror("cow_mid_ddydisps"),
        ),
        prepare=prepare.dyad_years,
        caveats=("of several disputes in a dyad-year one is kept, by the rules of `whittle`",),
    ),
    Dataset(
        id="cow-mids-national",
        title="Militarised interstate disputes of the Correlates of War, state-years",
        version="5.0",
        years=Years(1816, 2014),
        shape="state-year",
        codes="cow",
        source=columns_of(i=f"dispnum ccode1 ccode2 year dispongoing disponset {_SIDED}"),
        columns=_national("cow"),
        licence=COW_TERMS,
        citation=cite.COW_MID,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/mids/",
                "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip",
            ),
            mirror("cow_mid_dirdisps"),
        ),
        prepare=prepare.cow_mid_state_years,
    ),
    Dataset(
        id="cow-wars",
        title="Wars between states, directed dyad-years",
        version="4.0",
        years=Years(1816, 2007),
        shape="dyad-year",
        codes="cow",
        source=columns_of(
            i="warnum ccode1 ccode2 year cowinterongoing cowinteronset sidea1 sidea2 initiator1 initiator2 outcome1 "
            "outcome2 batdeath1 batdeath2 resume"
        ),
        columns=(
            flag("is_cow_war_ongoing", "a war between A and B goes on", "cowinterongoing"),
            flag("is_cow_war_onset", "a war between A and B begins", "cowinteronset"),
            code("war_side_a", "side of A, 1 or 2", "sidea1"),
            code("war_side_b", "side of B, 1 or 2", "sidea2"),
            code("is_war_initiator_a", "A began the war", "initiator1"),
            code("is_war_initiator_b", "B began the war", "initiator2"),
            code(
                "war_outcome_a",
                "outcome for A: 1 won, 2 lost, 3 compromise, 6 stalemate, others by the codebook",
                "outcome1",
            ),
            code("war_outcome_b", "outcome for B, likewise", "outcome2"),
            Column("war_deaths_a", "int32", "battle deaths of A", peer="batdeath1"),
            Column("war_deaths_b", "int32", "battle deaths of B", peer="batdeath2"),
            code("is_war_resumed", "fighting taken up again", "resume"),
        ),
        licence=COW_TERMS,
        citation=cite.COW_WARS,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/cow-war/",
                "https://correlatesofwar.org/wp-content/uploads/Inter-StateWarData_v4.0.csv",
            ),
            mirror("cow_war_inter"),
        ),
        prepare=prepare.first_wars,
        caveats=(
            "of two wars of a dyad in a year the one with the lower number is kept",
            "the list of wars ends with 2007, though the last war between states in it ended in 2003",
        ),
    ),
    Dataset(
        id="cow-wars-national",
        title="Wars within states, state-years",
        version="4.1",
        years=Years(1816, 2007),
        shape="state-year",
        codes="cow",
        source=columns_of(i="warnum", s="warname wartype")
        | columns_of(i="year cowintraonset cowintraongoing resume_combat primary_state ccodea", s="sidea")
        | columns_of(i="ccodeb", s="sideb")
        | columns_of(i="intnl outcome sideadeaths sidebdeaths ongo2007"),
        columns=(
            flag("is_cow_intra_war_ongoing", "a war within the state goes on", "cowintraongoing"),
            flag("is_cow_intra_war_onset", "a war within the state begins", "cowintraonset"),
        ),
        licence=COW_TERMS,
        citation=cite.INTRA_WARS,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/cow-war/",
                "https://correlatesofwar.org/wp-content/uploads/Intra-StateWarData_v4.1.csv",
            ),
            mirror("cow_war_intra"),
        ),
        prepare=prepare.intra_wars,
        caveats=("wars in which the state is the primary party on side A",),
    ),
    Dataset(
        id="rivalries",
        title="Strategic rivalries",
        version="2021",
        years=Years(1816, 2020),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="tssr_id", s="rivalry")
        | columns_of(i="ccode1 ccode2 start end positional spatial ideological interventionary principal aprin"),
        columns=(
            code("rivalry", "number of the rivalry", "tssr_id", "int16"),
            flag("is_rivalry_positional", "over influence and rank", "positional"),
            flag("is_rivalry_spatial", "over territory", "spatial"),
            flag("is_rivalry_ideological", "over political belief", "ideological"),
            flag("is_rivalry_interventionary", "over interference at home", "interventionary"),
            flag("is_rivalry", "a strategic rivalry goes on", "ongoingrivalry"),
        ),
        licence="free for research with citation (Thompson, Sakuwa and Suhas)",
        citation=f"{cite.RIVALRIES}\n{cite.PEACESCIENCER}",
        distributions=(page("https://link.springer.com/book/10.1007/978-3-030-65783-9"), mirror("tss_rivalries")),
        prepare=prepare.rivalries,
        caveats=("Austria is 300 to 1918 and 305 from 1919", "territorial rivalries are those called spatial"),
    ),
    Dataset(
        id="rivalries-2012",
        title="Strategic rivalries, the older list",
        version="2012",
        years=Years(1494, 2010),
        shape="source",
        codes="cow",
        source=columns_of(i="rivalryno", s="rivalryname")
        | columns_of(i="ccode1 ccode2 styear endyear", s="region type1 type2 type3"),
        columns=(
            code("rivalry", "number of the rivalry", type="int16", source="rivalryno"),
            text("name", "name of the rivalry", source="rivalryname"),
            code("cow_a", "first state", type="int16", source="ccode1"),
            code("cow_b", "second state", type="int16", source="ccode2"),
            code("first_year", "first year", type="int16", source="styear"),
            code("last_year", "last year", type="int16", source="endyear"),
            text("region", "region", source="region"),
        ),
        licence="free for research with citation (Thompson and Dreyer)",
        citation=cite.RIVALRIES_2012,
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror("td_rivalries")),
        prepare=prepare.unchanged,
        key=("rivalry",),
    ),
    Dataset(
        id="ucdp-acd",
        title="Armed conflicts within states",
        version="25.1",
        years=Years(1946, 2024),
        shape="state-year",
        codes="gw",
        source=columns_of(i="conflict_id year gwno_a gwno_a_2nd gwno_b gwno_b_2nd", s="incompatibility")
        | columns_of(i="intensity_level", s="type_of_conflict start_date")
        | columns_of(i="start_prec", s="start_date2")
        | columns_of(i="start_prec2 ep_end", s="ep_end_date"),
        columns=(
            flag("is_ucdp_ongoing", "an armed conflict within the state goes on", "ucdpongoing"),
            flag("is_ucdp_onset", "such a conflict is in the data for the first time", "ucdponset"),
            code("ucdp_intensity", "1 25 to 999 deaths in battle in the year, 2 more", "maxintensity"),
            text("ucdp_conflicts", "numbers of the conflicts", "conflict_ids"),
        ),
        licence="CC BY 4.0 (UCDP)",
        citation=cite.UCDP,
        distributions=(
            page("https://ucdp.uu.se/downloads/", "https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip"),
            mirror("ucdp_acd"),
        ),
        prepare=prepare.ucdp_conflicts,
        caveats=(
            "conflicts in which foreign troops take part are another type and are left out, so that one that comes "
            "back without them counts as an onset",
        ),
    ),
    Dataset(
        id="ucdp-onsets",
        title="Onsets of armed conflict within states",
        version="19.1",
        years=Years(1946, 2017),
        shape="state-year",
        codes="gw",
        source=columns_of(i="gwcode year sumnewconf sumonset1 sumonset2 sumonset3 sumonset5 sumonset10"),
        columns=(
            tally("n_new_conflicts", "conflicts that are new", peer="sumnewconf"),
            *(
                tally(f"n_onsets_{gap}y", f"onsets, new or after more than {gap} quiet years", peer=f"sumonset{gap}")
                for gap in (1, 2, 3, 5, 10)
            ),
        ),
        licence="CC BY 4.0 (UCDP)",
        citation=cite.UCDP_ONSETS,
        distributions=(page("https://ucdp.uu.se/downloads/"), mirror("ucdp_onsets")),
        prepare=prepare.state_years("gwcode"),
    ),
    Dataset(
        id="icb",
        title="International crises, by actor",
        version="14",
        years=Years(1918, 2017),
        shape="state-year",
        codes="cow",
        source=columns_of(i="crisno cracid yrtrig yrterm viol gravty", s="actor crisname"),
        columns=(
            tally("n_crises", "crises in which the state is an actor"),
            flag("is_crisis_onset", "the state's crisis is triggered in the year"),
            code(
                "crisis_violence",
                "1 none, 2 minor clashes, 3 serious clashes, 4 full-scale war",
                source="gravest_violence",
            ),
        ),
        licence=_ICB_TERMS,
        citation=cite.ICB,
        distributions=(page(_ICB_PAGE), mirror("icb2_v14_actors")),
        prepare=prepare.crises,
        caveats=("the state is `cracid`; a crisis whose end is not known counts in its first year only",),
        is_excerpt=True,
    ),
    Dataset(
        id="icb-dyads",
        title="International crises, by dyad",
        version="14",
        years=Years(1918, 2017),
        shape="dyad-year",
        codes="cow",
        source=columns_of(i="crisno cracid yrtrig yrterm trigent", s="actor crisname"),
        columns=(
            tally("n_shared_crises", "crises in which both are actors"),
            flag("is_crisis_triggered_by_b", "an act of B triggers a crisis of A in the year"),
        ),
        licence=_ICB_TERMS,
        citation=cite.ICB,
        distributions=(page(_ICB_PAGE), mirror("icb2_v14_actors")),
        prepare=prepare.crisis_dyads,
        caveats=(
            "two actors of one crisis may stand on one side of it",
            "a trigger by something that is no state, or by several, is given to nobody",
        ),
        is_excerpt=True,
    ),
    Dataset(
        id="territorial-threat",
        title="External territorial threat",
        version="2022",
        years=Years(1816, 2010),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode year", f="lterrthreat sd lwr upr m_lterrthreat m_sd m_lwr m_upr"),
        columns=(
            number("territorial_threat", "latent threat, posterior mean", peer="lterrthreat"),
            number("territorial_threat_sd", "standard deviation", peer="sd"),
            number("territorial_threat_low", "lower bound of 95 %", peer="lwr"),
            number("territorial_threat_high", "upper bound of 95 %", peer="upr"),
            number("territorial_threat_moderated", "the same, with moderating terms", peer="m_lterrthreat"),
            number("territorial_threat_moderated_sd", "standard deviation", peer="m_sd"),
            number("territorial_threat_moderated_low", "lower bound of 95 %", peer="m_lwr"),
            number("territorial_threat_moderated_high", "upper bound of 95 %", peer="m_upr"),
        ),
        licence="free for research with citation (Miller)",
        citation=cite.TERRITORIAL_THREAT,
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror("terrthreat")),
        prepare=prepare.state_years(),
    ),
    Dataset(
        id="arms-races",
        title="Conventional arms races during rivalry",
        version="2005",
        years=Years(1854, 1984),
        shape="source",
        codes="cow",
        source=columns_of(i="race_id ccode1 ccode2 styear endyear"),
        columns=tuple(
            code(name, meaning, type="int16", source=source)
            for name, source, meaning in (
                ("race", "race_id", "number of the race"),
                ("cow_a", "ccode1", "first state"),
                ("cow_b", "ccode2", "second state"),
                ("first_year", "styear", "first year"),
                ("last_year", "endyear", "last year"),
            )
        ),
        licence="free for research with citation (Gibler, Rider and Hutchison)",
        citation=cite.ARMS_RACES,
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror("grh_arms_races")),
        prepare=prepare.unchanged,
        key=("race",),
    ),
)
