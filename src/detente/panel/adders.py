"""What can be added to a panel, by the names that `--add` takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.panel.declare import System


@dataclass(frozen=True, slots=True)
class Adder:
    """Columns to add.

    Attributes
    ----------
    dyads, states, leaders
        The data sets (ids, `{system}` filled in) that it brings to each kind of row. What is known of states only is
        added to dyads twice, for A and for B.
    special
        The name of a function in `specials.py`, for what is more than looking up.
    units
        The units that it can be added to, where that is not said by its data sets.
    """

    name: str
    meaning: str
    dyads: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    special: str = ""
    units: tuple[str, ...] = ()

    def datasets(self, kind: str, system: System) -> tuple[str, ...]:
        """Return the data sets for `dyads`, `states` or `leaders`."""
        ids: tuple[str, ...] = getattr(self, kind)
        return tuple(id.format(system=system) for id in ids)


atop: Final = Adder("atop", "alliances by obligation (ATOP)", dyads=("atop",))
cow_alliances: Final = Adder("cow-alliances", "formal alliances (Correlates of War)", dyads=("cow-alliances",))
contiguity: Final = Adder("contiguity", "borders by land and water", dyads=("contiguity",))
majors: Final = Adder("majors", "major powers", states=("majors",))
nmc: Final = Adder("nmc", "material capabilities and CINC", states=("nmc",))
gml_mids: Final = Adder(
    "gml-mids", "militarised disputes (Gibler, Miller, Little)", dyads=("gml-mids",), states=("gml-mids-national",)
)
cow_mids: Final = Adder(
    "cow-mids", "militarised disputes (Correlates of War)", dyads=("cow-mids",), states=("cow-mids-national",)
)
cow_wars: Final = Adder(
    "cow-wars", "wars between states; on states, wars within them", dyads=("cow-wars",), states=("cow-wars-national",)
)
igos: Final = Adder("igos", "intergovernmental organisations", dyads=("igos",), states=("igos-national",))
capital_distance: Final = Adder(
    "capital-distance", "distance between capitals", states=("capitals-{system}",), special="capital_distance"
)
minimum_distance: Final = Adder(
    "minimum-distance", "shortest distance between territories", dyads=("minimum-distance-{system}",)
)
rivalries: Final = Adder("rivalries", "strategic and territorial rivalries", dyads=("rivalries",))
trade: Final = Adder("trade", "trade of the two, or of the state", dyads=("trade",), states=("trade-national",))
democracy: Final = Adder("democracy", "scores of democracy", states=("democracy-{system}",))
gdp: Final = Adder("gdp", "product and population", states=("gdp-{system}",))
surplus: Final = Adder("surplus", "surplus domestic product", states=("surplus-{system}",))
un_agreement: Final = Adder("un-agreement", "agreement in UN votes", dyads=("un-agreement",))
ideal_points: Final = Adder("ideal-points", "ideal points in UN votes", states=("ideal-points",))
s_scores: Final = Adder("s-scores", "similarity of alliance portfolios", dyads=("s-scores",))
archigos: Final = Adder("archigos", "changes of leader", states=("archigos-years",))
lead: Final = Adder("lead", "leaders' experience", leaders=("lead",))
lwuf: Final = Adder("lwuf", "leaders' willingness to use force", leaders=("lwuf",))
ucdp_acd: Final = Adder("ucdp-acd", "armed conflicts within states", states=("ucdp-acd",))
ucdp_onsets: Final = Adder("ucdp-onsets", "onsets of armed conflict", states=("ucdp-onsets",))
icb: Final = Adder("icb", "international crises", states=("icb",))
icb_dyads: Final = Adder("icb-dyads", "crises that the two share, or one brought on", dyads=("icb-dyads",))
terrain: Final = Adder("terrain", "rugged and mountainous terrain", states=("terrain-{system}",))
fractionalization: Final = Adder(
    "fractionalization", "ethnic and religious composition", states=("creg-{system}", "hief-{system}")
)
territorial_threat: Final = Adder("territorial-threat", "external threat to territory", states=("territorial-threat",))
politically_relevant: Final = Adder(
    "politically-relevant",
    "contiguous, or one of the two a major power",
    dyads=("contiguity",),
    states=("majors",),
    special="politically_relevant",
    units=("dyad-years", "leader-dyad-years", "dispute-years"),
)
spells: Final = Adder(
    "spells",
    "peace years since the last of each conflict added",
    special="spells",
    units=("dyad-years", "state-years"),
)

ADDERS: Final[Mapping[str, Adder]] = {
    adder.name: adder for adder in tuple(globals().values()) if isinstance(adder, Adder)
}
