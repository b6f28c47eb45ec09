"""What other programs rely on: the keys of each command's JSON, its exit code, and data on standard output alone."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner, Result

from detente.cli import COMMANDS, app
from tests.folders import SMALL, write_study

#: A key of the answer, and the keys of what it holds; a list stands for its first item, which must be there.
Keys = Mapping[str, Any]

HYPOTHESES: Final = """\
sets:
  - id: h
    question: Why?
    rivals:
      - {id: fear, label: Fear, claims: [c1]}
      - {id: credit, label: Credit}
"""
ASSESSMENTS: Final = "set,evidence,rival,judgement,reason\nh,passage:p1,credit,much-more,a report\n"
CODEBOOK: Final = "codes:\n- {id: pressure, label: Pressure, definition: A demand with a threat.}\n"
CODINGS: Final = "passage,code,coder\np1,pressure,one\np2,pressure,one\np1,pressure,two\n"
YEARS: Final = range(1945, 1965)
FILES: Final = {
    "series.csv": "t,y\n" + "".join(f"{year},{(year * 7) % 5 + 9 * (year > 1954)}\n" for year in YEARS),
    "scheme.csv": "scheme,label,start,end\nmine,before,1945,1954\nmine,after,1955,1964\n",
    "ties.csv": "from,to,sign,slice\nA,B,1,1950\nB,C,-1,1950\nA,C,1,1950\n",
    "votes.csv": "item,year,A,B\n1,1950,1,1\n2,1950,3,1\n3,1950,2,2\n4,1950,1,1\n",
    "trade.csv": "year,state,partner,value\n1950,ALB,SUN,3\n1950,ALB,YUG,1\n",
    "output.csv": "indicator,state,year,value\n" + "".join(f"steel,{s},{y},{y - 1940}\n" for s in "AB" for y in YEARS),
    "cases.csv": "case,DEV,IND,SURV\na,1,1,1\nb,1,0,0\nc,0,1,0\nd,0,0,0\n",
    "dyads.csv": "year,one,two\n" + "".join(f"{year},{year % 3},{(year * 5) % 4}\n" for year in YEARS),
    "marked.tsv": "sentence\tmarked_sentence\tsource\ttarget\nA met B.\t<s>A</s> met <t>B</t>.\tA\tB\n",
    "library.json": '[{"id": "diary", "type": "book", "title": "A diary"}]',
    "letters/note.txt": "They agree that grain will be delivered.\n",
    "speeches/ALB_11_1956.txt": "We thank the Soviet Union for its grain and for peace. " * 40,
    "speeches/SUN_11_1956.txt": "The United States prepares war against the peoples. " * 40,
}

DIAGNOSTIC: Final[Keys] = {"code": {}, "severity": {}, "message": {}, "file": {}, "line": {}, "column": {}, "help": {}}
BALANCE: Final[Keys] = {
    **{key: {} for key in ("slice", "n_states", "n_ties", "n_negative", "frustration", "is_exact", "lower", "upper")},
    **{key: {} for key in ("n_optimal", "n_components", "share_balanced_triads")},
}
PROPOSAL: Final = (
    *("id", "document", "start", "end", "sha256", "actors", "targets", "event", "mode", "quad", "cameo", "domain"),
    *("date", "date_words", "modality", "told_by", "words", "probability", "coder", "version", "state", "made"),
)
LIKENESS: Final = ("agreement", "s_absolute", "s_squared", "pi", "kappa", "tau_b")
ANSWERS: Final[Mapping[str, tuple[int, Any]]] = {
    "check study": (1, [DIAGNOSTIC]),
    "merge copy --study study --look": (
        1,
        {
            **{key: {} for key in ("base", "is_written", "findings", "files")},
            **{"added": [], "changed": [], "removed": []},
            "listed": [
                {
                    **{key: {} for key in ("name", "what", "file", "line")},
                    "fields": {"summary": {"before": {}, "here": {}, "there": {}}},
                }
            ],
        },
    ),
    "corpus list": (0, [{"edition": {}, "documents": {}}]),
    "corpus add letters": (0, []),
    "find grain": (
        0,
        {
            "total": {},
            "hits": [{key: {} for key in ("document", "passage", "title", "date", "score", "snippet")}],
        },
    ),
    "code speeches --coder rules": (
        0,
        {
            **{key: {} for key in ("coders", "documents", "sentences", "with_actors", "without_event")},
            "proposals": [{key: {} for key in PROPOSAL}],
        },
    ),
    "code marked.tsv --coder rules": (
        0,
        [{key: {} for key in ("sentence", "marked_sentence", "event", "quad", "mode", "probability", "coder")}],
    ),
    "reanchor study": (0, {"sure": {}, "review": []}),
    "data list": (0, [{key: {} for key in ("id", "version", "licence", "citation", "key", "years", "columns")}]),
    "data info atop": (0, [{"id": {}, "columns": [{"name": {}, "absence": {}}]}]),
    "periods series.csv --time t --value y --scheme scheme.csv": (
        0,
        {
            "n": {},
            "p_break": {"1955": {}},
            "p_number": {"0": {}, "1": {}},
            "log_evidence": {"0": {}, "1": {}},
            **{"best": [], "is_break": [], "trend_log_evidence": {}, "scheme": {}},
        },
    ),
    "relations study --a ALB --b SUN": (
        0,
        {
            "pair": ["ALB", "SUN"],
            "by": {},
            "rows": [{key: {} for key in ("time", "direction", "n", "cooperation", "conflict", "net", "low", "high")}],
        },
    ),
    "balance ties.csv --draws 10": (0, [BALANCE]),
    "similarity votes.csv --a A --b B": (
        0,
        [{"time": {}, "n": {}} | {f"{name}{end}": {} for name in LIKENESS for end in ("", "_low", "_high")}],
    ),
    "dependence trade.csv --state ALB": (0, {"state": {}, "times": [{"time": {}, "shares": [], "hirschman": {}}]}),
    "effects output.csv --state A --comparator B --at 1955": (0, {"indicators": {"steel": {"difference": {}}}}),
    "qca cases.csv --outcome SURV --conditions DEV,IND": (
        0,
        {
            "solution": {},
            "models": [{"expression": {}, "inclusion": {}, "pri": {}, "coverage": {}, "terms": []}],
            "truth_table": [{}],
        },
    ),
    "align dyads.csv --dyads one,two --at 1955,1955": (0, {"steps": [], "trajectories": [{"name": {}, "shift": {}}]}),
    "discourse --corpus speeches --a ALB --b SUN": (0, {"words": [{"word": {}, "log_odds": {}}], "coverage": {}}),
    "argue study": (
        1,
        {
            "sets": [
                {
                    "id": {},
                    "leader": {},
                    "rivals": [{"id": {}, "prior_db": [], "posterior_db": [], "probability": []}],
                    "evidence": [{"id": {}, "weights_db": {}, "test": {}}],
                    "turning_set": {},
                    "turning_reason": {},
                    "without": {"speaker:USA": {}},
                }
            ]
        },
    ),
    "agree study": (0, [{"name": {}, "n": {}, "alpha": {"value": {}, "low": {}, "high": {}}, "disagreements": []}]),
}
#: Commands whose answer is no JSON: they write, and say what.
OTHERS: Final[Mapping[str, int]] = {
    "new made": 0,
    "explain TES001": 0,
    "build study --out made/site": 1,
    "export csv study --out made.zip": 0,
    "export csl study --out made.json": 0,
    "export bibtex study --out made.bib": 0,
    "import csl library.json --study study --yes": 0,
}
WRONG: Final = (
    *("check nowhere", "argue nowhere", "build nowhere", "agree nowhere", "reanchor nowhere", "serve nowhere"),
    *("explain XYZ999", "new study", "import csl nowhere --study study", "export verse study --out x"),
    *("merge nowhere --study study", "merge copy --study study --theirs events:zzz"),
    *("code nowhere", "code --study nowhere", "code accept p1 --study study", "code refuse --study study"),
    *("corpus remove nothing", "find grain --study nowhere", "data info nothing"),
    *(
        "periods series.csv --time t --value z",
        "relations study --a ALB --b ZZZ",
        "relations study --a Albania --b SUN",
        "balance nowhere.csv",
    ),
    *(
        "similarity votes.csv --a A --b Z",
        "dependence trade.csv --state ZZZ",
        "qca cases.csv --outcome Z --conditions A",
    ),
    *("effects output.csv --state Z --comparator B --at 1955", "align dyads.csv --dyads one,zzz --at 1955"),
    *("discourse --corpus nowhere --a ALB --b SUN", "panel dyad-years --add nothing"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study and a file for each command, and a corpus of one letter."""
    folder = tmp_path_factory.mktemp("desk")
    made = {"codebook_yaml": CODEBOOK, "codings_csv": CODINGS}
    write_study(folder / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS, **made)
    write_study(folder / "copy", events_csv=SMALL["events.csv"].replace("They sign", "Both sign"))
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert _run(folder, "corpus add letters").exit_code == 0
    return folder


def _run(desk: Path, words: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk)
        patch.setenv("DETENTE_HOME", str(desk / "home"))
        patch.setenv("DETENTE_CACHE", str(desk / "cache"))
        return CliRunner().invoke(app, words.split())


def _missing(answer: Any, keys: Any, at: str = "") -> list[str]:
    if isinstance(keys, Mapping):
        if keys and not isinstance(answer, Mapping):
            return [f"{at} is no object"]
        lacking = [f"{at}.{key}" for key in keys if key not in answer]
        return lacking + [
            w for k, below in keys.items() if k in answer for w in _missing(answer[k], below, f"{at}.{k}")
        ]
    if not isinstance(answer, list):
        return [f"{at} is no list"]
    if keys and not answer:
        return [f"{at} is empty"]
    return [w for below in keys[:1] if isinstance(below, Mapping) for w in _missing(answer[0], below, f"{at}[0]")]


@pytest.mark.parametrize("words", ANSWERS)
def test_json_has_the_keys_that_others_rely_on(desk: Path, words: str) -> None:
    code, keys = ANSWERS[words]
    done = _run(desk, f"{words} --format json")
    assert done.exit_code == code, done.output
    assert _missing(json.loads(done.stdout), keys) == []


@pytest.mark.parametrize("words", [words for words in ANSWERS if not words.startswith(("check", "corpus add"))])
def test_a_table_says_something_and_never_as_json(desk: Path, words: str) -> None:
    done = _run(desk, words)
    assert done.exit_code == ANSWERS[words][0]
    assert done.output.strip()
    assert not done.stdout.startswith(("{", "["))


@pytest.mark.parametrize("words", OTHERS)
def test_other_commands_leave_with_the_code_that_is_promised(desk: Path, words: str) -> None:
    done = _run(desk, words)
    assert done.exit_code == OTHERS[words], done.output
    assert done.output.strip()


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_run_leaves_with_2_and_an_empty_standard_output(desk: Path, words: str) -> None:
    done = _run(desk, words)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert done.stderr.strip()


def test_no_command_is_left_out() -> None:
    def first(lines: Sequence[str]) -> set[str]:
        return {line.split()[0] for line in lines}

    assert first([*ANSWERS, *OTHERS]) | {"serve", "panel"} == set(COMMANDS)
    assert first(WRONG) == set(COMMANDS)
