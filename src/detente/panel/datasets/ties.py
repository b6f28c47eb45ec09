"""What ties two states: alliances, borders, distance, organisations, trade, votes."""

from typing import Final

from detente.panel import prepare
from detente.panel.datasets import citations as cite
from detente.panel.datasets.forms import COW_TERMS, code, columns_of, flag, mirror, number, owner, page, tally, text
from detente.panel.declare import Dataset, Distribution, Years

_CSHAPES_TERMS: Final = "CC BY-NC-SA 4.0 (CShapes 2.0)"


def _capitals(system: str, state: str, label: str) -> Dataset:
    return Dataset(
        id=f"capitals-{system}",
        title=f"Capitals and their changes, states of the {label}",
        version="peacesciencer 1.2.9",
        years=Years(1816, 2024),
        shape="state-year",
        codes="cow" if system == "cow" else "gw",
        source=columns_of(i=state, s="statenme capital stdate enddate", f="lat lng"),
        columns=(
            code("capital_id", "number of the capital in the list", type="int16"),
            text("capital", "capital that the year began with"),
            number("capital_latitude", "latitude", "degrees north", source="lat"),
            number("capital_longitude", "longitude", "degrees east", source="lng"),
        ),
        licence="GPL-2 (peacesciencer)",
        citation=cite.PEACESCIENCER,
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror(f"{system}_capitals")),
        prepare=prepare.capitals(state),
        caveats=(
            "distance is measured on a sphere of radius 6,378,137 m, from the capital that the year began with",
            "spells are dated by year for most capitals",
        ),
    )


def _minimum_distance(system: str, state: str, label: str) -> Dataset:
    return Dataset(
        id=f"minimum-distance-{system}",
        title=f"Minimum distance between states of the {label}",
        version="CShapes 2.0",
        years=Years(1886, 2019),
        shape="pair-year",
        codes="cow" if system == "cow" else "gw",
        source=columns_of(i=f"{state}1 {state}2 year", s="date change_date", f="mindist"),
        columns=(number("minimum_distance_km", "shortest distance between the territories", "km", "mindist"),),
        licence=_CSHAPES_TERMS,
        citation=cite.CSHAPES,
        distributions=(page("https://icr.ethz.ch/data/cshapes/"), mirror(f"{system}_mindist_plus")),
        prepare=prepare.minimum_distance(f"{state}1", f"{state}2"),
        caveats=("of the dates measured in a year, the first that has a distance counts",),
    )


def _trade_file(member: str) -> Distribution:
    address = "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip"
    page = "https://correlatesofwar.org/data-sets/bilateral-trade/"
    return owner(address, "zip", member=member, url=page, missing=("-9",))


DATASETS: Final = (
    Dataset(
        id="atop",
        title="Alliance Treaty Obligations and Provisions",
        version="5.1",
        years=Years(1815, 2018),
        shape="dyad-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 year atop_defense atop_offense atop_neutral atop_nonagg atop_consul"),
        columns=(
            flag("is_atop_alliance", "A and B are allied", "atop_alliance"),
            flag("is_atop_defense", "A owes B help in defence", "atop_defense"),
            flag("is_atop_offense", "A owes B help in attack", "atop_offense"),
            flag("is_atop_neutrality", "A owes B neutrality", "atop_neutral"),
            flag("is_atop_nonaggression", "A and B promise not to attack each other", "atop_nonagg"),
            flag("is_atop_consultation", "A owes B consultation", "atop_consul"),
        ),
        licence="free for research with citation (ATOP)",
        citation=cite.ATOP,
        distributions=(
            page(
                "http://www.atopdata.org/data.html",
                "http://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",
            ),
            mirror("atop_alliance"),
        ),
        prepare=prepare.alliances,
        caveats=(
            "obligations have a direction; some dyad-years differ from their mirror image",
            "a row without any of the five obligations is still an alliance",
        ),
    ),
    Dataset(
        id="cow-alliances",
        title="Formal alliances, directed dyad-years",
        version="4.1",
        years=Years(1816, 2012),
        shape="dyad-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 year defense neutrality nonaggression entente"),
        columns=(
            flag("is_cow_defense", "defence pact", "cow_defense", source="defense"),
            flag("is_cow_neutrality", "neutrality pact", "cow_neutral", source="neutrality"),
            flag("is_cow_nonaggression", "non-aggression pact", "cow_nonagg", source="nonaggression"),
            flag("is_cow_entente", "entente", "cow_entente", source="entente"),
        ),
        licence="from correlatesofwar.org only; the owner asks that nobody hand it on",
        citation=cite.COW_ALLIANCES,
        distributions=(
            owner(
                "https://correlatesofwar.org/wp-content/uploads/version4.1_csv.zip",
                "zip",
                member="alliance_v4.1_by_directed_yearly.csv",
                url="https://correlatesofwar.org/data-sets/formal-alliances/",
            ),
        ),
        prepare=prepare.dyad_years,
        is_shareable=False,
    ),
    Dataset(
        id="contiguity",
        title="Direct contiguity",
        version="3.2",
        years=Years(1816, 2016),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 conttype", s="stdate enddate"),
        columns=(
            tally(
                "contiguity",
                "1 by land or river, 2 to 5 by water (within 12, 24, 150, 400 miles), 0 not contiguous",
                peer="conttype",
            ),
        ),
        licence=COW_TERMS,
        citation=cite.CONTIGUITY,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/direct-contiguity/",
                "https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",
            ),
            mirror("cow_contdir"),
        ),
        prepare=prepare.contiguity,
        caveats=("the spell that covers the year's first month counts; of two, the one that the file gives first",),
    ),
    _capitals("cow", "ccode", "Correlates of War system"),
    _capitals("gw", "gwcode", "Gleditsch-Ward system"),
    _minimum_distance("cow", "ccode", "Correlates of War system"),
    _minimum_distance("gw", "gwcode", "Gleditsch-Ward system"),
    Dataset(
        id="igos",
        title="Shared membership in intergovernmental organisations",
        version="3.0",
        years=Years(1816, 2014),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 year dyadigos"),
        columns=(tally("n_shared_igos", "organisations in which both are full members", "int16", "dyadigos"),),
        licence=COW_TERMS,
        citation=cite.IGOS,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/igos/",
                "https://correlatesofwar.org/wp-content/uploads/dyadic_formatv3.zip",
            ),
            mirror("cow_igo_ndy"),
        ),
        prepare=prepare.pair_years(),
    ),
    Dataset(
        id="igos-national",
        title="Memberships in intergovernmental organisations",
        version="3.0",
        years=Years(1816, 2014),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode year sum_igo_full sum_igo_associate sum_igo_observer sum_igo_anytype"),
        columns=(
            code("n_igos_full", "full memberships", "sum_igo_full", "int16"),
            code("n_igos_associate", "associate memberships", "sum_igo_associate", "int16"),
            code("n_igos_observer", "seats as an observer", "sum_igo_observer", "int16"),
            code("n_igos_any", "memberships of any kind", "sum_igo_anytype", "int16"),
        ),
        licence=COW_TERMS,
        citation=cite.IGOS,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/igos/",
                "https://correlatesofwar.org/wp-content/uploads/state_year_formatv3.zip",
            ),
            mirror("cow_igo_sy"),
        ),
        prepare=prepare.state_years(),
    ),
    Dataset(
        id="trade",
        title="Dyadic trade",
        version="4.0",
        years=Years(1870, 2014),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 year", f="flow1 flow2 smoothflow1 smoothflow2"),
        columns=(
            *(
                number(
                    f"imports_{side}{kind}_usd_millions",
                    f"imports of {side.upper()} from {other.upper()}" + (", gaps filled by the owner" if kind else ""),
                    "million current USD",
                    f"{'smooth' if kind else ''}flow{n}",
                    flipped=f"imports_{other}{kind}_usd_millions",
                )
                for kind in ("", "_smoothed")
                for n, side, other in ((1, "a", "b"), (2, "b", "a"))
            ),
        ),
        licence=COW_TERMS,
        citation=cite.TRADE,
        distributions=(
            _trade_file("Dyadic_COW_4.0.csv"),
            mirror("cow_trade_ddy"),
        ),
        prepare=prepare.pair_years(),
        caveats=("the mirror holds whole millions: 0 says less than half a million, not that there was no trade",),
    ),
    Dataset(
        id="trade-national",
        title="National trade",
        version="4.0",
        years=Years(1870, 2014),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode year", f="imports exports"),
        columns=(
            number("imports_usd_millions", "imports from the world", "million current USD", "imports"),
            number("exports_usd_millions", "exports to the world", "million current USD", "exports"),
        ),
        licence=COW_TERMS,
        citation=cite.TRADE,
        distributions=(
            _trade_file("National_COW_4.0.csv"),
            mirror("cow_trade_sy"),
        ),
        prepare=prepare.state_years(),
    ),
    Dataset(
        id="un-agreement",
        title="Agreement in votes of the UN General Assembly",
        version="unvotes, sessions 1-74",
        years=Years(1946, 2019),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 session year n", f="same agree"),
        columns=(
            code("n_joint_votes", "roll calls in which both voted", type="int16", source="n"),
            number("share_same_vote", "share of joint votes cast alike", source="same"),
            number("un_agreement", "1 - |difference| / 2, abstention half-way", source="agree"),
        ),
        licence="votes: free for research with citation (Voeten); derived table: facts",
        citation=cite.UN_VOTES,
        distributions=(page("https://dataverse.harvard.edu/dataverse/Voeten"), mirror("un_agreement_dyadyear")),
        prepare=prepare.pair_years(),
        caveats=("a session is dated by the year in which it opened (session + 1945)",),
    ),
    Dataset(
        id="ideal-points",
        title="Ideal points in the UN General Assembly",
        version="April 2020",
        years=Years(1946, 2019),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode session NVotes", f="IdealPoint Q5% Q95%"),
        columns=(
            number("ideal_point", "posterior mean", source="IdealPoint"),
            number("ideal_point_low", "5 % quantile", source="Q5%"),
            number("ideal_point_high", "95 % quantile", source="Q95%"),
            code("n_un_votes", "votes cast", type="int16", source="NVotes"),
        ),
        licence="MIT (repository of Voeten)",
        citation=cite.IDEAL_POINTS,
        distributions=(
            owner(
                "https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/"
                "0348475673253b6b9d74b1baac58940bb3b39c39/Output/IdealpointestimatesAll_Apr2020.csv",
                "csv",
                url="https://dataverse.harvard.edu/dataverse/Voeten",
            ),
            mirror("un_ideal_points_apr2020"),
        ),
        prepare=prepare.sessions,
        caveats=("a session is dated by the year in which it opened (session + 1945)",),
        is_excerpt=True,
    ),
    Dataset(
        id="s-scores",
        title="Similarity of alliance portfolios: S and tau-b",
        version="from ATOP 5.1",
        years=Years(1944, 1965),
        shape="pair-year",
        codes="cow",
        source=columns_of(i="ccode1 ccode2 year n_states", f="s_unweighted taub"),
        columns=(
            number("s_alliances", "S of Signorino and Ritter, absolute, unweighted", source="s_unweighted"),
            number("tau_b_alliances", "Kendall's tau-b", source="taub"),
            code("n_states_compared", "states over which the portfolios are compared", type="int16", source="n_states"),
        ),
        licence="derived table: facts",
        citation=f"{cite.S_SCORES}\n{cite.ATOP}",
        distributions=(page("https://www.fpsim.org"), mirror("s_scores_atop_1944_1965")),
        prepare=prepare.pair_years(),
    ),
)
