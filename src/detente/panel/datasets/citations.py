"""Works that the data sets ask to be cited by, as BibTeX. The facts only: author, title, place, year."""

from typing import Final


def _entry(kind: str, key: str, **fields: str) -> str:
    inner = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{inner}}}"


def _article(key: str, author: str, title: str, journal: str, year: int, where: str, doi: str = "") -> str:
    volume, _, pages = where.partition(": ")
    number = volume.partition("(")[2].rstrip(")")
    fields = {"author": author, "title": title, "journal": journal, "year": str(year), "volume": volume.split("(")[0]}
    more = {"number": number, "pages": pages.replace("-", "--"), "doi": doi}
    return _entry("article", key, **fields, **{name: value for name, value in more.items() if value})


def _book(key: str, author: str, title: str, publisher: str, year: int) -> str:
    return _entry("book", key, author=author, title=title, publisher=publisher, year=str(year))


def _online(key: str, author: str, title: str, year: int, url: str) -> str:
    return _entry("misc", key, author=author, title=title, year=str(year), howpublished=rf"\url{{{url}}}")


_CMPS: Final = "Conflict Management and Peace Science"
_JPR: Final = "Journal of Peace Research"
_JCR: Final = "Journal of Conflict Resolution"
_II: Final = "International Interactions"
_ISQ: Final = "International Studies Quarterly"
_APSR: Final = "American Political Science Review"

COW_STATES: Final = _online(
    "cow2017states",
    "{Correlates of War Project}",
    "State System Membership List, v2016",
    2017,
    "https://correlatesofwar.org/data-sets/state-system-membership/",
)
GW_STATES: Final = _article(
    "gleditschward1999rlis",
    "Gleditsch, Kristian S. and Ward, Michael D.",
    "A Revised List of Independent States since the Congress of Vienna",
    _II,
    1999,
    "25(4): 393-413",
)
ISARD: Final = _online(
    "miller2025isard", "Miller, Steven V.", "isard: States and state-years (0.2.0)", 2025, "https://svmiller.com/isard/"
)
PEACESCIENCER: Final = _article(
    "miller2022ps",
    "Miller, Steven V.",
    "peacesciencer: An R Package for Quantitative Peace Science Research",
    _CMPS,
    2022,
    "39(6): 755-779",
)
ATOP: Final = _article(
    "leeds2002atop",
    "Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.",
    "Alliance Treaty Obligations and Provisions, 1815-1944",
    _II,
    2002,
    "28(3): 237-260",
)
COW_ALLIANCES: Final = _book(
    "gibler2009ima", "Gibler, Douglas M.", "International Military Alliances, 1648-2008", "CQ Press", 2009
)
CONTIGUITY: Final = _article(
    "stinnett2002cow",
    "Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and Gochman, Charles",
    "The Correlates of War Project Direct Contiguity Data, Version 3",
    _CMPS,
    2002,
    "19(2): 58-66",
)
NMC: Final = "\n".join(
    [
        _entry(
            "incollection",
            "singer1972cduw",
            author="Singer, J. David and Bremer, Stuart and Stuckey, John",
            title="Capability Distribution, Uncertainty, and Major Power War, 1820-1965",
            booktitle="Peace, War, and Numbers",
            editor="Russett, Bruce",
            publisher="Sage",
            year="1972",
            pages="19--48",
        ),
        _article(
            "singer1987rcwd",
            "Singer, J. David",
            "Reconstructing the Correlates of War Dataset on Material Capabilities of States, 1816-1985",
            _II,
            1987,
            "14(2): 115-132",
        ),
    ]
)
GML: Final = _article(
    "gibler2016amid",
    "Gibler, Douglas M. and Miller, Steven V. and Little, Erin K.",
    "An Analysis of the Militarized Interstate Dispute (MID) Dataset, 1816-2001",
    _ISQ,
    2016,
    "60(4): 719-730",
)
COW_MID: Final = _article(
    "palmer2022mid5",
    "Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and Karstens, Mikaela and "
    "Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan and Soules, Michael J.",
    "The MID5 Dataset, 2011-2014: Procedures, Coding Rules, and Description",
    _CMPS,
    2022,
    "39(4): 470-482",
)
COW_WARS: Final = _book(
    "sarkeeswayman2010rw",
    "Sarkees, Meredith Reid and Wayman, Frank Whelon",
    "Resort to War: A Data Guide to Inter-State, Extra-State, Intra-State, and Non-State Wars, 1816-2007",
    "CQ Press",
    2010,
)
INTRA_WARS: Final = _book(
    "dixonsarkees2016giw",
    "Dixon, Jeffrey S. and Sarkees, Meredith Reid",
    "A Guide to Intra-State Wars: An Examination of Civil Wars, 1816-2014",
    "Sage",
    2016,
)
DYADIC_WARS: Final = _article(
    "maoz2019dyadic",
    "Maoz, Zeev and Johnson, Paul L. and Kaplan, Jasper and Ogunkoya, Fiona and Shreve, Aaron P.",
    "The Dyadic Militarized Interstate Disputes (MIDs) Dataset Version 3.0",
    _JCR,
    2019,
    "63(3): 811-835",
)
IGOS: Final = _article(
    "pevehouse2020tow",
    "Pevehouse, Jon C. W. and Nordstrom, Timothy and McManus, Roseanne W. and Jamison, Anne Spencer",
    "Tracking Organizations in the World: The Correlates of War IGO Version 3.0 Datasets",
    _JPR,
    2020,
    "57(3): 492-503",
)
CSHAPES: Final = _article(
    "schvitz2022mis",
    "Schvitz, Guy and Girardin, Luc and Ruegger, Seraina and Weidmann, Nils B. and Cederman, Lars-Erik and "
    "Gleditsch, Kristian Skrede",
    "Mapping the International System, 1886-2019: The CShapes 2.0 Dataset",
    _JCR,
    2022,
    "66(1): 144-161",
)
RIVALRIES: Final = _book(
    "thompson2021asr",
    "Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur",
    "Analyzing Strategic Rivalries in World Politics",
    "Springer",
    2021,
)
RIVALRIES_2012: Final = _book(
    "thompsondreyer2012hir",
    "Thompson, William R. and Dreyer, David",
    "Handbook of International Rivalries",
    "CQ Press",
    2012,
)
TRADE: Final = _article(
    "barbieri2009td",
    "Barbieri, Katherine and Keshk, Omar M. G. and Pollins, Brian M.",
    "Trading Data: Evaluating Our Assumptions and Coding Rules",
    _CMPS,
    2009,
    "26(5): 471-491",
)
DEMOCRACY: Final = "\n".join(
    [
        _online(
            "marquez2016qme",
            "Marquez, Xavier",
            "A Quick Method for Extending the Unified Democracy Scores",
            2016,
            "https://doi.org/10.2139/ssrn.2753830",
        ),
        _online(
            "marshall2020polity",
            "Marshall, Monty G.",
            "Polity5: Political Regime Characteristics and Transitions, 1800-2018",
            2020,
            "https://www.systemicpeace.org/inscrdata.html",
        ),
        _online("coppedge2025vdem", "Coppedge, Michael and others", "V-Dem Dataset", 2025, "https://www.v-dem.net"),
    ]
)
GDP: Final = _article(
    "fariss2022gdp",
    "Fariss, Christopher J. and Anders, Therese and Markowitz, Jonathan N. and Barnum, Miriam",
    "New Estimates of Over 500 Years of Historic GDP and Population Data",
    _JCR,
    2022,
    "66(3): 553-591",
)
SDP: Final = _article(
    "anders2020bbgb",
    "Anders, Therese and Fariss, Christopher J. and Markowitz, Jonathan N.",
    "Bread Before Guns or Butter: Introducing Surplus Domestic Product (SDP)",
    _ISQ,
    2020,
    "64(2): 392-405",
)
MADDISON: Final = _online(
    "bolt2020maddison",
    "Bolt, Jutta and van Zanden, Jan Luiten",
    "Maddison Project Database 2020",
    2020,
    "https://www.rug.nl/ggdc/historicaldevelopment/maddison/",
)
UN_VOTES: Final = _online(
    "voeten2013data",
    "Voeten, Erik",
    "Data and Analyses of Voting in the UN General Assembly",
    2013,
    "https://hdl.handle.net/1902.1/12379",
)
IDEAL_POINTS: Final = _article(
    "bailey2017edsp",
    "Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik",
    "Estimating Dynamic State Preferences from United Nations Voting Data",
    _JCR,
    2017,
    "61(2): 430-456",
)
S_SCORES: Final = _article(
    "signorinoritter1999tau",
    "Signorino, Curtis S. and Ritter, Jeffrey M.",
    "Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy Positions",
    _ISQ,
    1999,
    "43(1): 115-144",
)
ARCHIGOS: Final = _article(
    "goemans2009ia",
    "Goemans, Henk E. and Gleditsch, Kristian Skrede and Chiozza, Giacomo",
    "Introducing Archigos: A Dataset of Political Leaders",
    _JPR,
    2009,
    "46(2): 269-283",
)
LEAD: Final = _article(
    "ellis2015lead",
    "Ellis, Cali Mortenson and Horowitz, Michael C. and Stam, Allan C.",
    "Introducing the LEAD Data Set",
    _II,
    2015,
    "41(4): 718-741",
)
LWUF: Final = _article(
    "cartersmith2020fml",
    "Carter, Jeff and Smith, Charles E.",
    "A Framework for Measuring Leaders' Willingness to Use Force",
    _APSR,
    2020,
    "114(4): 1352-1358",
)
UCDP: Final = "\n".join(
    [
        _article(
            "gleditsch2002ac",
            "Gleditsch, Nils Petter and Wallensteen, Peter and Eriksson, Mikael and Sollenberg, Margareta and "
            "Strand, Havard",
            "Armed Conflict 1946-2001: A New Dataset",
            _JPR,
            2002,
            "39(5): 615-637",
        ),
        _article(
            "davies2025ov",
            "Davies, Shawn and Pettersson, Therese and Sollenberg, Margareta and Oberg, Magnus",
            "Organized Violence 1989-2024, and the Challenges of Identifying Civilian Victims",
            _JPR,
            2025,
            "62(4): 1223-1240",
        ),
    ]
)
UCDP_ONSETS: Final = _article(
    "pettersson2019ov",
    "Pettersson, Therese and Hogbladh, Stina and Oberg, Magnus",
    "Organized Violence, 1989-2018 and Peace Agreements",
    _JPR,
    2019,
    "56(4): 589-603",
)
ICB: Final = _book(
    "brecherwilkenfeld1997", "Brecher, Michael and Wilkenfeld, Jonathan", "A Study of Crisis", "Michigan UP", 1997
)
TERRAIN: Final = "\n".join(
    [
        _article(
            "nunnpuga2012r",
            "Nunn, Nathan and Puga, Diego",
            "Ruggedness: The Blessing of Bad Geography in Africa",
            "Review of Economics and Statistics",
            2012,
            "94(1): 20-36",
        ),
        _article(
            "giblermiller2014etts",
            "Gibler, Douglas M. and Miller, Steven V.",
            "External Territorial Threat, State Capacity, and Civil War",
            _JPR,
            2014,
            "51(5): 634-646",
        ),
    ]
)
CREG: Final = _online(
    "nardulli2012creg",
    "Nardulli, Peter F. and Wong, Cara J. and Singh, Ajay and Peyton, Buddy and Bajjalieh, Joseph",
    "The Composition of Religious and Ethnic Groups (CREG) Project",
    2012,
    "https://clinecenter.illinois.edu/project/Religious-Ethnic-Identity/composition-religious-and-ethnic-groups-creg-project",
)
HIEF: Final = _article(
    "drazanova2020hief",
    "Drazanova, Lenka",
    "Introducing the Historical Index of Ethnic Fractionalization (HIEF) Dataset",
    "Journal of Open Humanities Data",
    2020,
    "6: 6",
    "10.5334/johd.16",
)
TERRITORIAL_THREAT: Final = _article(
    "miller2022threat",
    "Miller, Steven V.",
    "A Random Item Response Model of External Territorial Threat, 1816-2010",
    "Journal of Global Security Studies",
    2022,
    "7(4): ogac012",
)
ARMS_RACES: Final = _article(
    "gibler2005arms",
    "Gibler, Douglas M. and Rider, Toby J. and Hutchison, Marc L.",
    "Taking Arms Against a Sea of Troubles: Conventional Arms Races during Periods of Rivalry",
    _JPR,
    2005,
    "42(2): 131-147",
)
