"""Makes docs/gallery.md: every analysis on real data, by its command, with its picture and its own sentence.

usage: python -m tools.gallery       reads studies/albania-ussr, and published data beside the checkout

What the study in the repository is enough for is made from it alone.
"""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from typer.testing import CliRunner

from detente.analysis.counts import share_interval
from detente.analysis.coverage import measure_coverage
from detente.analysis.relations import measure_relation
from detente.cli import app
from detente.coding.machine.encoder import installed_encoder
from detente.model.study import Study
from detente.report.charts import chart_years
from detente.report.drawing import Drawing
from detente.report.pictures import picture_of
from detente.report.plots import Point, chart_bars, chart_grid, chart_lines
from detente.report.wording import Wording
from detente.study.read import read_study
from tools import coder_gold

ROOT: Final = Path(__file__).parent.parent
STUDY: Final = "studies/albania-ussr"
DATA: Final = ROOT.parent / "shared" / "data"
PAGE: Final = ROOT / "docs" / "gallery.md"
PICTURES: Final = ROOT / "docs" / "pictures" / "gallery"
HEAD: Final = """<!-- Made by `make docs`; do not edit. -->

# Gallery

Each analysis on real data: the command, its picture, and the sentence that it prints. Files named here are made from
the reference study, or from the published data set that the text names. A picture shows what the data say, with what
they leave open; what it does not show is not thereby shown to be absent.
"""


@dataclass(frozen=True)
class Part:
    """One analysis: its title, its command, what it is made from, its drawing, and its sentences."""

    title: str
    command: str
    source: str
    drawing: Drawing
    said: Sequence[str]


Row = Sequence[Any]


class Gallery:
    """Makes the parts, in a folder for the files that commands read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.study: Study = read_study(ROOT / STUDY)[0]

    def parts(self) -> list[Part]:
        """Return every part."""
        makers: tuple[Callable[[], Part], ...] = (
            *(self.relations, self.periods, self.balance, self.likeness, self.points, self.dependence),
            *(self.money, self.effects, self.discourse, self.align),
            *((self.comparison,) if self.study.comparisons else ()),
            self.coding,
        )
        return [make() for make in makers]

    def ask(self, command: str) -> tuple[Any, list[str]]:
        """Run a command as it is printed; return its answer and what it says on standard error."""
        words = [str(self._place(word)) for word in command.split()[1:]]
        result = CliRunner().invoke(app, [*words, "--format", "json"])
        if result.exit_code:
            raise SystemExit(f"{command} left with {result.exit_code}: {result.stderr}")
        answer = json.loads(result.stdout)
        said = answer.get("sentence") if isinstance(answer, dict) else None
        told = [line for line in result.stderr.splitlines() if not line.startswith("note:")]
        return answer, [said] if said else told

    def _place(self, word: str) -> str | Path:
        if (self.folder / word).is_file():
            return self.folder / word
        if word.partition(":")[0] == STUDY:
            return str(ROOT / word)
        return DATA / "texts" / "ungdc" if word == "ungdc" else word

    def write(self, name: str, header: str, rows: Iterable[Row]) -> None:
        """Write a file that a command reads."""
        with (self.folder / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerow(header.split(","))
            csv.writer(out).writerows(["" if cell is None else cell for cell in row] for row in rows)

    def relations(self) -> Part:
        """Events of the focal dyad by year."""
        command = f"detente relations {STUDY} --a ALB --b SUN"
        answer, said = self.ask(command)
        years = measure_coverage(self.study).years
        drawing = chart_years(measure_relation(self.study, "ALB", "SUN"), years, Wording(self.study))
        return Part("Relations", command, "The study's events.", drawing, [*said, answer["coverage"]["sentence"]])

    def periods(self) -> Part:
        """Turning points of agreement in the United Nations."""
        lines, said, breaks, command = {}, [], [], ""
        for state, name in ((339, "albania"), (345, "yugoslavia")):
            rows = _rows(_DIFFERING, _VOTES, _VOTES, "quant/un_roll_calls.parquet", state)
            self.write(f"{name}.csv", "half_year,differing,votes", rows)
            command = f"detente periods {name}.csv --time half_year --value differing --trials votes --model betabin"
            answer, told = self.ask(command)
            said += [f"{name.title()}: {sentence}" for sentence in told]
            breaks += [_place(time) - 0.25 for time in answer["is_break"]]
            lines[f"{name.title()} and the Soviet Union"] = [Point(_place(half), n / k) for half, n, k in rows]
        label = (
            "Share of votes on which each differed from the Soviet Union, by half-year, and the turning point claimed"
        )
        source = "Roll calls of the UN General Assembly (Voeten), half-years in which there were any."
        return Part("Periods", command, source, chart_lines(label, lines, breaks), said)

    def balance(self) -> Part:
        """Frustration of the network of the study's events."""
        command = f"detente balance {STUDY}"
        answer, _ = self.ask(command)
        points = {
            name: [Point(int(one["slice"]), one[key]) for one in answer]
            for name, key in (("signed ties", "n_ties"), ("ties that must change", "frustration"))
        }
        label = "Signed ties in the events of each year, and how many must change before two camps remain"
        most = max(answer, key=lambda one: one["frustration"] or 0)
        source = "The study's events: a tie has the sign of cooperation less conflict in a year."
        return Part("Balance", command, source, chart_lines(label, points), [f"{most['slice']}: {most['sentence']}"])

    def likeness(self) -> Part:
        """Votes: the positive and the negative control."""
        both = {rcid: (year, a, b) for rcid, year, a, b in _votes(345)}
        votes = [(rcid, year, a, both[rcid][1], b) for rcid, year, a, b in _votes(339)]
        self.write("votes.csv", "rcid,year,ALB,YUG,SUN", votes)
        lines, said = {}, []
        for a, name in (("YUG", "Yugoslavia"), ("ALB", "Albania")):
            answer, told = self.ask(command := f"detente similarity votes.csv --a {a} --b SUN")
            known = [one for one in answer if one["n"]]
            lines[f"{name} and the Soviet Union"] = [
                Point(int(one["time"]), one["agreement"], one["agreement_low"], one["agreement_high"]) for one in known
            ]
            said += told
        label = "Share of votes in the General Assembly on which each agreed with the Soviet Union, by year"
        source = (
            "Roll calls of the UN General Assembly (Voeten). Yugoslavia is the positive control: votes see its break "
            "of 1948. Albania is the negative one: they do not see that of 1961, and silence is no evidence."
        )
        drawing = chart_lines(label, lines, [1948.5, 1960.5])
        return Part("Likeness", command, source, drawing, said)

    def points(self) -> Part:
        """Ideal points on the timeline."""
        rows = _rows(
            "select case ccode when 345 then 'YUG' else 'SUN' end, year, IdealPoint, \"Q5%\", \"Q95%\""
            " from read_parquet(?) where ccode in (345, 365) and year <= 1962 order by 1, 2",
            "quant/un_ideal_points_apr2020.parquet",
        )
        self.write("points.csv", "state,year,ideal_point,ideal_point_low,ideal_point_high", rows)
        command = "detente similarity points.csv --a YUG --b SUN --ideal-points state"
        answer, said = self.ask(command)
        lines = {
            name: [Point(one["year"], *(one[side][key] for key in ("value", "low", "high"))) for one in answer]
            for name, side in (("Yugoslavia", "a"), ("Soviet Union", "b"))
        }
        label = "Ideal points of Yugoslavia and the Soviet Union in the General Assembly, with 90 % intervals"
        source = "Bailey, Strezhnev and Voeten's ideal points, edition of April 2020."
        return Part("Ideal points", command, source, chart_lines(label, lines, [1948.5]), said)

    def dependence(self) -> Part:
        """Albania's imports by partner."""
        rows = _rows(
            "select d.year, 'ALB', ccode2, flow1, s.imports from read_parquet(?) d"
            " join read_parquet(?) s on s.ccode = d.ccode1 and s.year = d.year"
            " where ccode1 = 339 and d.year between 1955 and 1957 and flow1 > 0 order by 1, 3",
            "quant/cow_trade_ddy.parquet",
            "quant/cow_trade_sy.parquet",
        )
        names = {365: "SUN", 315: "CSK", 290: "POL", 265: "DDR", 325: "ITA"}
        self.write(
            "imports.csv", "year,state,partner,value,total", [(y, a, names.get(b, b), v, t) for y, a, b, v, t in rows]
        )
        command = "detente dependence imports.csv --state ALB --total total"
        answer, said = self.ask(command)
        bars = [
            (
                f"{one['time']} {each['partner']}",
                100 * each["share"],
                each["partner"] if each["partner"] == "SUN" else "others",
            )
            for one in answer["times"]
            for each in sorted(one["shares"], key=lambda each: -(each["share"] or 0))
            if each["share"] is not None
        ]
        bars += [
            (f"{one['time']} not told", 100 * one["share_missing"], "not told")
            for one in answer["times"]
            if one["share_missing"]
        ]
        label = "Partners' shares of Albania's imports, per cent of the total, and what no partner accounts for"
        source = "Correlates of War trade 4.0, imports of Albania in current dollars; the total is the national one."
        return Part("Dependence", command, source, chart_bars(label, sorted(bars, key=lambda bar: bar[0][:4])), said)

    def money(self) -> Part:
        """Credits in several moneys, converted in sight."""
        credits = [
            f for f in self.study.figures if f.indicator == "credit" and f.target == "ALB" and f.value is not None
        ]
        self.write(
            "credits.csv",
            "date,actor,target,value,currency,price_base,kind",
            [(f.date, f.target, f.actor, f.value, f.currency, f.price_base, f.kind) for f in credits],
        )
        command = "detente dependence credits.csv --state ALB --columns date,actor,target,value --into USD"
        words = [str(self._place(word)) for word in command.split()[1:]]
        result = CliRunner().invoke(app, [*words, "--format", "json"])
        found = json.loads(result.stdout)["conversions"]
        bars = [
            (
                f"{one['of'].removeprefix('ALB-').replace(' in ', ' ')}",
                one["value"],
                "USD" if not one["steps"] else one["money"],
            )
            for one in found
            if one["value"] is not None
        ]
        label = "Credits promised to Albania in millions of dollars, and the money in which the source gives them"
        source = "The study's figures `credit`. The rouble of 1961 is ten old ones at home and 4.44 abroad."
        said = [line for line in result.stderr.splitlines() if line.startswith("1 ") or "not converted" in line]
        return Part("Money in sight", command, source, chart_bars(label, bars), said)

    def effects(self) -> Part:
        """Product per head round the break, beside a comparator."""
        rows = _rows(
            "select 'product per head', countrycode, year, gdppc from read_parquet(?)"
            " where countrycode in ('ALB', 'YUG') and year between 1950 and 1970 order by 2, 3",
            "quant/maddison_mpd2020.parquet",
        )
        self.write("product.csv", "indicator,state,year,value", rows)
        command = "detente effects product.csv --state ALB --comparator YUG --at 1961"
        answer, said = self.ask(command)
        lines = {
            name: [Point(year, value) for _, code, year, value in rows if code == state]
            for name, state in (("Albania", "ALB"), ("Yugoslavia", "YUG"))
        }
        said = [each["sentence"] for each in answer["indicators"].values()]
        label = "Product per head of Albania and Yugoslavia, international dollars of 2011"
        source = "Maddison Project Database 2020."
        return Part("Effects inside a state", command, source, chart_lines(label, lines, [1960.5]), said)

    def discourse(self) -> Part:
        """What distinguishes two states' speeches."""
        command = "detente discourse --corpus ungdc --a ALB --b YUG --years 1956:1959 --top 8"
        answer, said = self.ask(command)
        bars = [(one["word"], one["z"], "ALB" if one["z"] > 0 else "YUG") for one in answer["words"]]
        label = "Words that distinguish Albania's speeches in the General Debate from Yugoslavia's, 1956-1959 (z)"
        source = "UN General Debate corpus (Baturo, Dasandi and Mikhaylov). Small words are part of how one speaks."
        return Part("Discourse", command, source, chart_bars(label, bars), said)

    def align(self) -> Part:
        """Two trajectories at their breaks."""
        series = {name: dict(self._figures("un-vote-agreement", name, "SUN")) for name in ("YUG", "ALB")}
        years = sorted({year for each in series.values() for year in each})
        rows = [(year, series["YUG"].get(year), series["ALB"].get(year)) for year in years]
        self.write("two.csv", "year,YUG-SUN,ALB-SUN", rows)
        command = "detente align two.csv --dyads YUG-SUN,ALB-SUN --at 1949,1961"
        answer, said = self.ask(command)
        lines = {
            one["name"]: [Point(step, value) for step, value in zip(answer["steps"], one["values"], strict=True)]
            for one in answer["trajectories"]
        }
        label = "Agreement in the United Nations, years before and from the break of each pair"
        source = "The study's figures `un-vote-agreement`."
        return Part("Trajectories at their breaks", command, source, chart_lines(label, lines, [-0.5]), said)

    def comparison(self) -> Part:
        """A structured comparison and its QCA."""
        name = next(iter(self.study.comparisons))
        cells = self.study.comparisons[name]
        fields = [*dict.fromkeys(cell.field for cell in cells if cell.value is not None)]
        outcome, conditions = fields[-1], ",".join(fields[:-1])
        command = f"detente qca {STUDY}:{name} --outcome {outcome} --conditions {conditions} --stability"
        answer, said = self.ask(command)
        valued = [cell for cell in cells if cell.field in fields]
        grid = [(cell.case, cell.field, None if cell.value is None else float(cell.value)) for cell in valued]
        changed = [one["withdrawn"] for one in answer["stability"] if not one["is_same"]]
        said = [*said, f"The models change without: {', '.join(changed) or 'nothing'}."]
        label = f"Cases by questions in the comparison {name}: dark is yes, light no, a cross not known"
        source = f"The study's `comparisons/{name}.csv`, each answer with its passages."
        return Part("Comparison and QCA", command, source, chart_grid(label, grid), said)

    def coding(self) -> Part:
        """How far a machine's proposals are right, and its probabilities what they say."""
        classifier = installed_encoder()
        if classifier is None:
            raise SystemExit("the gallery needs detente-coder: pip install ./packages/detente-coder")
        gold = coder_gold.halved(coder_gold.read_gold(coder_gold.GOLD), "report")
        sentences, _ = coder_gold.code_sentences(gold, DATA / "texts", classifier)
        said = []
        for name, measure in (("any event at all", coder_gold.any_event), ("the event by name", coder_gold.events)):
            hits, proposed, wanted = np.sum([measure(sentence) for sentence in sentences], axis=0)
            right = f"{hits / proposed:.0%} of what is proposed is right"
            said.append(f"Of {name}: {hits:.0f} of {wanted:.0f} are found, and {right}.")
        stated = [
            Point(100 * p, right / n, *share_interval(right, n)) for p, right, n in coder_gold.calibration(sentences)
        ]
        lines = {"found right": stated, "as stated": [Point(each.x, each.x / 100) for each in stated]}
        label = "Share of proposals that name an event of the sentence, by the probability stated [percent]"
        source = (
            f"{len(sentences)} sentences of FRUS and of the UN General Debate, labelled by reading; as many others "
            "calibrated the probabilities. Intervals of 95 %."
        )
        return Part("Machine coding", "python -m tools.coder_gold TEXTS", source, chart_lines(label, lines), said)

    def _figures(self, indicator: str, actor: str, target: str) -> list[tuple[int, float]]:
        found = {
            int(figure.date.text): float(figure.value)
            for figure in self.study.figures
            if (figure.indicator, figure.actor, figure.target) == (indicator, actor, target)
            if figure.date is not None and figure.value is not None and figure.date.text.isdigit()
        }
        return sorted(found.items())


def _place(half_year: str) -> float:
    """Return where a half-year begins: 1949-H2 at 1949.5."""
    year, half = half_year.split("-H")
    return int(year) + (int(half) - 1) / 2


_VOTES: Final = "truth/similarity/un_votes_subset_1946_1992.csv.gz"
_DIFFERING: Final = """
    select year(c.date::date) || '-H' || if(month(c.date::date) > 6, 2, 1) as half,
        count(*) filter (a.vote <> b.vote), count(*)
    from read_csv(?) a join read_csv(?) b using (rcid) join read_parquet(?) c using (rcid)
    where a.ccode = ? and b.ccode = 365 and a.vote in (1, 2, 3) and b.vote in (1, 2, 3) and a.year <= 1962
    group by half order by half
"""


def _votes(state: int) -> list[tuple[Any, ...]]:
    """Return roll call, year, the state's vote and the Soviet Union's, to 1962."""
    return _rows(
        "select rcid, any_value(year)::int, any_value(vote) filter (ccode = ?), any_value(vote) filter (ccode = 365)"
        " from read_csv(?) where year <= 1962 group by rcid order by rcid",
        state,
        _VOTES,
    )


def _rows(query: str, *values: str | int) -> list[tuple[Any, ...]]:
    """Return the rows of a query; a text among its values is a file of the published data."""
    return duckdb.execute(query, [str(DATA / each) if isinstance(each, str) else each for each in values]).fetchall()


def render(parts: Sequence[Part]) -> tuple[str, dict[str, str]]:
    """Return the page, and each picture under its name."""
    lines, pictures = [HEAD], {}
    for part in parts:
        name = f"{part.title.lower().replace(' ', '-')}.svg"
        picture = picture_of(part.drawing)
        if picture is None:
            raise SystemExit(f"{part.title} has no picture")
        pictures[name] = picture.svg.replace("<svg ", '<svg style="background:#fff" ', 1) + "\n"
        lines += [
            f"## {part.title}",
            "",
            f"    {part.command}",
            "",
            f"![{part.drawing.label}](pictures/gallery/{name})",
            "",
        ]
        lines += [f"> {sentence}\n" for sentence in part.said]
        lines += [part.source, ""]
    return "\n".join(lines).rstrip() + "\n", pictures


def main() -> None:
    """Write the page and its pictures, all or none."""
    if not DATA.is_dir():
        raise SystemExit("the gallery needs the published data beside the checkout; it is left as it is")
    with tempfile.TemporaryDirectory() as name:
        os.environ.setdefault("DETENTE_CACHE", name)
        page, pictures = render(Gallery(Path(name)).parts())
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    for file, svg in pictures.items():
        (PICTURES / file).write_text(svg, encoding="utf-8")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
