"""What a state has: capabilities, product, regime, land, peoples."""

from typing import Final

from detente.panel import prepare
from detente.panel.datasets import citations as cite
from detente.panel.datasets.forms import COW_TERMS, code, columns_of, mirror, number, page
from detente.panel.declare import Column, Dataset, System, Years

_LABELS: Final[dict[System, tuple[str, str]]] = {"cow": ("cw", "ccode"), "gw": ("gw", "gwcode")}


def _democracy(system: System) -> Dataset:
    letters, state = _LABELS[system]
    return Dataset(
        id=f"democracy-{system}",
        title=f"Scores of democracy, {system.upper()} states",
        version="isard 0.2.0: UDS extended, Polity 5, V-Dem",
        years=Years(1816, 2025),
        shape="state-year",
        codes=system,
        source=columns_of(i=f"{state} year", f="euds aeuds") | columns_of(i="polity2") | columns_of(f="v2x_polyarchy"),
        columns=(
            number("democracy_uds", "unified democracy score, extended", peer="euds"),
            number("democracy_uds_adjusted", "the same, adjusted for its threshold", peer="aeuds"),
            code("polity2", "Polity, -10 to 10", "polity2"),
            number("polyarchy", "V-Dem's electoral democracy, 0 to 1", peer="v2x_polyarchy"),
        ),
        licence="V-Dem CC BY-SA 4.0; Polity free for research; compilation GPL-2 (isard)",
        citation=f"{cite.DEMOCRACY}\n{cite.ISARD}",
        distributions=(page("https://svmiller.com/isard/"), mirror(f"isard_{letters}_democracy")),
        prepare=prepare.state_years(state),
        caveats=("Polity ends with 2018; the owner's own years bound each score",),
    )


def _gdp(system: System) -> Dataset:
    letters, state = _LABELS[system]
    return Dataset(
        id=f"gdp-{system}",
        title=f"Product and population, {system.upper()} states",
        version="isard 0.2.0: simulations of Fariss and others, 2022",
        years=Years(1816, 2019),
        shape="state-year",
        codes=system,
        source=columns_of(i=f"{state} year", f="mrgdppc sd_mrgdppc pwtrgdp sd_pwtrgdp pwtpop sd_pwtpop"),
        columns=(
            number("gdp_per_head_usd", "real product a head, Maddison's", "2011 USD", "mrgdppc"),
            number("gdp_per_head_usd_sd", "standard deviation", "2011 USD", "sd_mrgdppc"),
            number("gdp_usd_millions", "real product, Penn's", "million 2017 USD", "pwtrgdp"),
            number("gdp_usd_millions_sd", "standard deviation", "million 2017 USD", "sd_pwtrgdp"),
            number("population_millions", "population, Penn's", "million", "pwtpop"),
            number("population_millions_sd", "standard deviation", "million", "sd_pwtpop"),
        ),
        licence="CC BY 4.0 (Maddison); compilation GPL-2 (isard)",
        citation=f"{cite.GDP}\n{cite.ISARD}",
        distributions=(page("https://svmiller.com/isard/"), mirror(f"isard_{letters}_gdppop")),
        prepare=prepare.state_years(state),
        caveats=("estimates of a latent model, each with its standard deviation",),
    )


def _surplus(system: System) -> Dataset:
    state = _LABELS[system][1]
    return Dataset(
        id=f"surplus-{system}",
        title=f"Surplus domestic product, {system.upper()} states",
        version="2020",
        years=Years(1800, 2016 if system == "cow" else 2015),
        shape="state-year",
        codes=system,
        source=columns_of(i=f"{state} year", f="wbgdp2011est wbpopest sdpest wbgdppc2011est"),
        columns=(
            number("log_gdp", "product", "log of 2011 USD", "wbgdp2011est"),
            number("log_population", "population", "log", "wbpopest"),
            number("log_surplus", "product beyond subsistence", "log of 2011 USD", "sdpest"),
            number("log_gdp_per_head", "product a head", "log of 2011 USD", "wbgdppc2011est"),
        ),
        licence="free for research with citation (Anders, Fariss and Markowitz)",
        citation=cite.SDP,
        distributions=(page("https://doi.org/10.1093/isq/sqaa013"), mirror(f"{system}_sdp_gdp")),
        prepare=prepare.state_years(state),
        caveats=("`log_surplus` is minus infinity in many rows of the Gleditsch-Ward file; it is kept",),
    )


def _ethnic(system: System) -> tuple[Dataset, Dataset]:
    state = _LABELS[system][1]
    creg = Dataset(
        id=f"creg-{system}",
        title=f"Ethnic and religious fractionalization and polarization, {system.upper()} states",
        version="2012",
        years=Years(1945, 2013),
        shape="state-year",
        codes=system,
        source=columns_of(i="ccode gwcode creg_ccode year", f="ethfrac ethpol relfrac relpol"),
        columns=(
            number("ethnic_fractionalization", "chance that two people differ in ethnicity", peer="ethfrac"),
            number("ethnic_polarization", "Reynal-Querol's index", peer="ethpol"),
            number("religious_fractionalization", "chance that two people differ in religion", peer="relfrac"),
            number("religious_polarization", "Reynal-Querol's index", peer="relpol"),
        ),
        licence="free for research with citation (Cline Center)",
        citation=cite.CREG,
        distributions=(page("https://clinecenter.illinois.edu"), mirror("creg")),
        prepare=prepare.first_state_years(state),
        caveats=("where two entries have one state's code in a year, the file's first counts",),
    )
    hief = Dataset(
        id=f"hief-{system}",
        title=f"Historical index of ethnic fractionalization, {system.upper()} states",
        version="2.0",
        years=Years(1945, 2013),
        shape="state-year",
        codes=system,
        source=columns_of(i="ccode gwcode year", f="efindex"),
        columns=(number("hief", "chance that two people differ in ethnicity", peer="efindex"),),
        licence="CC0 (Harvard Dataverse)",
        citation=cite.HIEF,
        distributions=(page("https://doi.org/10.7910/DVN/4JQRCL"), mirror("hief")),
        prepare=prepare.first_state_years(state),
    )
    return creg, hief


def _terrain(system: System) -> Dataset:
    state = _LABELS[system][1]
    return Dataset(
        id=f"terrain-{system}",
        title=f"Rugged and mountainous terrain, {system.upper()} states",
        version="2012, 2014",
        years=None,
        shape="state",
        codes=system,
        source=columns_of(i="ccode gwcode", f="rugged newlmtnest"),
        columns=(
            number("ruggedness", "terrain ruggedness index", "hundreds of metres", "rugged"),
            number("log_mountainous", "mountainous share of the land", "log of per cent", "newlmtnest"),
        ),
        licence="free for research with citation (Nunn and Puga; Gibler and Miller)",
        citation=cite.TERRAIN,
        distributions=(
            page("https://diegopuga.org/data/rugged/", "https://diegopuga.org/data/rugged/rugged_data.zip"),
            mirror("rugged"),
        ),
        prepare=prepare.first_states(state),
    )


_NMC: Final = (
    Column("military_expenditure_thousands", "int64", "military spending", "thousand USD (GBP to 1913)", peer="milex"),
    Column("military_personnel_thousands", "int32", "soldiers", "thousand", peer="milper"),
    Column("iron_steel_kt", "int32", "iron and steel made", "thousand tonnes", peer="irst"),
    Column("energy_kt_coal", "int32", "primary energy consumed", "thousand tonnes of coal", peer="pec"),
    number("population_thousands", "population", "thousand", "tpop"),
    number("urban_population_thousands", "population in cities above 100,000", "thousand", "upop"),
    number("cinc", "share of the system's capabilities, 0 to 1", peer="cinc"),
)

DATASETS: Final = (
    Dataset(
        id="nmc",
        title="National material capabilities",
        version="7.0",
        years=Years(1816, 2022),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode year milex milper irst pec", f="tpop upop cinc"),
        columns=_NMC,
        licence=COW_TERMS,
        citation=cite.NMC,
        distributions=(
            page(
                "https://correlatesofwar.org/data-sets/national-material-capabilities/",
                "https://correlatesofwar.org/wp-content/uploads/NMCv7.zip",
            ),
            mirror("cow_nmc"),
        ),
        prepare=prepare.state_years(),
    ),
    Dataset(
        id="nmc-5",
        title="National material capabilities, the edition that much research used",
        version="5.0",
        years=Years(1816, 2012),
        shape="state-year",
        codes="cow",
        source=columns_of(s="stateabb")
        | columns_of(i="ccode year milex milper irst pec", f="tpop upop cinc")
        | columns_of(i="version"),
        columns=_NMC,
        licence=COW_TERMS,
        citation=cite.NMC,
        distributions=(
            page("https://correlatesofwar.org/data-sets/national-material-capabilities/"),
            mirror("cow_nmc_v5_0"),
        ),
        prepare=prepare.state_years(),
        caveats=("-9 stands for missing",),
    ),
    _democracy("cow"),
    _democracy("gw"),
    _gdp("cow"),
    _gdp("gw"),
    _surplus("cow"),
    _surplus("gw"),
    *_ethnic("cow"),
    *_ethnic("gw"),
    _terrain("cow"),
    _terrain("gw"),
    Dataset(
        id="maddison",
        title="Maddison Project: product a head and population",
        version="2020",
        years=Years(1, 2018),
        shape="source",
        codes=None,
        source=columns_of(s="countrycode country", i="year gdppc pop"),
        columns=(
            Column("country", "string", "ISO 3166-1 letters, or Maddison's own", source="countrycode"),
            Column("name", "string", "name", source="country"),
            Column("year", "int16", "year"),
            Column("gdp_per_head_usd", "float64", "real product a head", "2011 USD", source="gdppc"),
            Column("population_thousands", "float64", "population", "thousand", source="pop"),
        ),
        licence="CC BY 4.0",
        citation=cite.MADDISON,
        distributions=(
            page(
                "https://www.rug.nl/ggdc/historicaldevelopment/maddison/",
                "https://www.rug.nl/ggdc/historicaldevelopment/maddison/data/mpd2020.xlsx",
            ),
            mirror("maddison_mpd2020"),
        ),
        prepare=prepare.unchanged,
        key=("country", "year"),
    ),
)
