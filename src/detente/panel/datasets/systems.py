"""Who was a state, when; and which number the one system has for a state of the other."""

from typing import Final

from detente.panel import prepare
from detente.panel.datasets import citations as cite
from detente.panel.datasets.forms import COW_TERMS, code, columns_of, flag, mirror, owner, page, text
from detente.panel.declare import Dataset, Years

_CARRIED: Final = "who was a member on the edition's last day is taken as one to 2025-12-31, as the peer does"

DATASETS: Final = (
    Dataset(
        id="cow-system",
        title="States of the Correlates of War system",
        version="2016, carried to 2025",
        years=Years(1816, 2025),
        shape="spells",
        codes="cow",
        source=columns_of(i="ccode", s="cw_abb cw_name start end"),
        columns=(),
        licence=COW_TERMS,
        citation=f"{cite.COW_STATES}\n{cite.ISARD}",
        distributions=(
            owner("https://correlatesofwar.org/wp-content/uploads/states2016.csv", "cow-states"),
            mirror("isard_cw_system"),
        ),
        prepare=prepare.system("ccode", "cw_name"),
        caveats=(_CARRIED,),
        key=("code", "first"),
    ),
    Dataset(
        id="gw-system",
        title="Independent states by Gleditsch and Ward, microstates included",
        version="2020, carried to 2025",
        years=Years(1816, 2025),
        shape="spells",
        codes="gw",
        source=columns_of(i="gwcode microstate", s="gw_abb gw_name start end"),
        columns=(),
        licence="free for research with citation (Gleditsch and Ward)",
        citation=f"{cite.GW_STATES}\n{cite.ISARD}",
        distributions=(
            page("http://ksgleditsch.com/data-4.html", "http://ksgleditsch.com/data/iisystem.dat"),
            mirror("isard_gw_system"),
        ),
        prepare=prepare.system("gwcode", "gw_name"),
        caveats=(_CARRIED,),
        key=("code", "first"),
    ),
    Dataset(
        id="crosswalk-cow",
        title="The Gleditsch-Ward code of each Correlates of War state-year",
        version="isard 0.2.0",
        years=Years(1816, 2025),
        shape="state-year",
        codes="cow",
        source=columns_of(i="year gwcode ccode", s="stateabb gw_name cw_name"),
        columns=(code("gw", "Gleditsch-Ward code of the state in the year", "gwcode", "int16"),),
        licence="GPL-2 (isard)",
        citation=cite.ISARD,
        distributions=(page("https://svmiller.com/isard/"), mirror("isard_cw_gw_panel")),
        prepare=prepare.first_state_years("ccode"),
        caveats=("Serbia 340 and Yugoslavia 345, Germany 255 and 260, Yemen 678 and 679 differ by years",),
    ),
    Dataset(
        id="crosswalk-gw",
        title="The Correlates of War code of each Gleditsch-Ward state-year",
        version="isard 0.2.0",
        years=Years(1816, 2025),
        shape="state-year",
        codes="gw",
        source=columns_of(i="year gwcode ccode", s="stateabb gw_name cw_name"),
        columns=(code("cow", "Correlates of War code of the state in the year", "ccode", "int16"),),
        licence="GPL-2 (isard)",
        citation=cite.ISARD,
        distributions=(page("https://svmiller.com/isard/"), mirror("isard_gw_cw_panel")),
        prepare=prepare.first_state_years("gwcode"),
    ),
    Dataset(
        id="majors",
        title="Major powers",
        version="2016",
        years=Years(1816, 2016),
        shape="state-year",
        codes="cow",
        source=columns_of(i="ccode styear stmonth stday endyear endmonth endday version"),
        columns=(flag("is_major", "a major power on at least one day of the year", "cowmaj"),),
        licence=COW_TERMS,
        citation=cite.COW_STATES,
        distributions=(
            owner("https://correlatesofwar.org/wp-content/uploads/majors2016.csv", "csv"),
            mirror("cow_majors"),
        ),
        prepare=prepare.majors,
    ),
    Dataset(
        id="maoz-powers",
        title="Regional and global powers",
        version="2010, to 2019",
        years=Years(1816, 2019),
        shape="source",
        codes="cow",
        source=columns_of(i="ccode", s="regstdate regenddate globstdate globenddate"),
        columns=(
            code("code", "state", "ccode", "int16"),
            text("regional_first", "first day as a regional power", source="regstdate"),
            text("regional_last", "last day as a regional power", source="regenddate"),
            text("global_first", "first day as a global power", source="globstdate"),
            text("global_last", "last day as a global power", source="globenddate"),
        ),
        licence="free for research with citation (Maoz)",
        citation="@book{maoz2010nn,\n  author = {Maoz, Zeev},\n  title = {Networks of Nations},\n"
        "  publisher = {Cambridge University Press},\n  year = {2010},\n}",
        distributions=(page("https://svmiller.com/peacesciencer/"), mirror("maoz_powers")),
        prepare=prepare.unchanged,
        key=("code",),
    ),
)
