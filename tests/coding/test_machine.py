"""What the machine coder reads in sentences made for it: actors, events, modality, dates, places, and hostile text."""

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from detente.coding.machine.actors import Directory, Named, find_phrases
from detente.coding.machine.calibration import calibrated
from detente.coding.machine.classifier import LABELS, mark, read_marked
from detente.coding.machine.cues import LANGUAGES, lexicon
from detente.coding.machine.encoder import Encoder, EncoderError
from detente.coding.machine.modes import mode_of
from detente.coding.machine.patterns import RuleCoder
from detente.coding.machine.people import leaders_of, people_of
from detente.coding.machine.propose import Tally, propose
from detente.coding.machine.roles import setting_of
from detente.coding.machine.sentences import LONGEST, find_sentences
from detente.coding.machine.texts import names_in, text_of
from detente.corpus.documents import Document, Paragraph
from detente.model.crosswalk import cameo_of, plover_of, quad_of
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.records import Actor
from detente.model.study import Study
from detente.model.vocabulary import MODES, QUAD
from tests.coding.coded import CABLE, MADE, SPEECH, coded, only

# Sentences


def test_abbreviations_initials_and_numbers_of_paragraphs_end_no_sentence() -> None:
    text = "12. Mr. J. F. Hale of the U.S. Mission left at 3 p.m. on Nov. 4. Is that so? He came back.”  Then it rained"
    assert [text[a:z] for a, z in find_sentences(text)] == [
        "12. Mr. J. F. Hale of the U.S. Mission left at 3 p.m. on Nov. 4.",
        "Is that so?",
        "He came back.”",
        "Then it rained",
    ]


def test_an_empty_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    text = "The envoy\nleft\n\nNobody came"
    assert [text[a:z] for a, z in find_sentences(text)] == ["The envoy\nleft", "Nobody came"]


def test_a_sentence_without_end_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "word " * 2000 + "x" * 5000
    places = [*find_sentences(text)]
    assert all(z - a <= LONGEST for a, z in places)
    assert "".join(text[a:z] for a, z in places).replace(" ", "") == text.replace(" ", "")


# Marks


def test_marks_are_read_and_put_back() -> None:
    marked = "<t>Two ships</t> were seized by <s>Italy</s>."
    read = read_marked(marked)
    assert (read.text, read.sources, read.targets) == ("Two ships were seized by Italy.", ((25, 30),), ((0, 9),))
    assert mark(read.text, read.sources[0], read.targets[0]) == marked


def test_a_mark_that_is_never_closed_is_left_out() -> None:
    assert read_marked("<s>Rome left.</t>").sources == ()


# The rule coder on marked sentences

MARKED = (
    ("AGREE", "<s>The Regent</s> promised to open two harbours to <t>the Republic</t>."),
    ("AGREE", "<s>The Cabinet</s> will send grain to <t>the islands</t> before winter."),
    ("CONSULT", "<s>The Queen</s> received <t>the new envoy</t> in audience."),
    ("SUPPORT", "<s>The Senate</s> ratified the convention with <t>Peru</t>."),
    ("COOPERATE", "<s>Norway</s> and <t>Denmark</t> held joint naval exercises in the Skagerrak."),
    ("AID", "<s>The Red Cross</s> sent medicine to <t>the besieged town</t>."),
    ("CONCEDE", "<s>The Governor</s> pardoned <t>the mutineers</t>."),
    ("RETREAT", "<t>The hostages</t> were released by <s>the rebels</s> at dawn."),
    ("REQUEST", "<s>Chile</s> called on <t>Bolivia</t> to evacuate the coast."),
    ("REQUEST", "<s>The Minister</s> said that <t>the neighbours</t> must withdraw."),
    ("ACCUSE", "<t>The Sultan</t> was denounced by <s>the press of the capital</s>."),
    ("REJECT", "<s>The Porte</s> refused to lift the blockade of <t>Crete</t>."),
    ("REJECT", "<s>The Duke</s> says he will not receive <t>the delegation</t>."),
    ("THREATEN", "<s>The Admiral</s> issued an ultimatum to <t>the port</t>."),
    ("PROTEST", "<s>The dockers</s> went on strike against <t>the company</t>."),
    ("SANCTION", "<s>Mexico</s> broke off diplomatic relations with <t>Spain</t>."),
    ("MOBILIZE", "<s>Serbia</s> mobilised its reserves against <t>Bulgaria</t>."),
    ("COERCE", "<s>The police</s> arrested <t>four deputies</t>."),
    ("ASSAULT", "<s>The squadron</s> bombarded <t>the forts</t>."),
    ("NONE", "<s>The river</s> is longer than <t>the canal</t>."),
)


@pytest.mark.parametrize(("event", "sentence"), MARKED)
def test_the_rules_name_the_event_of_a_marked_pair(event: str, sentence: str) -> None:
    answer = RuleCoder().probabilities([sentence])
    assert answer.shape == (1, 17)
    assert answer.sum() == pytest.approx(1, abs=1e-5)
    assert LABELS[int(answer[0].argmax())] == event


@pytest.mark.parametrize(
    ("language", "event", "sentence"),
    [
        ("fr", "SANCTION", "<s>La France</s> a rompu ses relations avec <t>Haïti</t>."),
        ("fr", "ACCUSE", "<s>Le ministre</s> condamna <t>la Bulgarie</t>."),
        ("de", "REJECT", "<s>Wien</s> lehnte die Forderung von <t>Belgrad</t> ab."),
        ("de", "COERCE", "<t>Zwei Offiziere</t> wurden von <s>der Polizei</s> verhaftet."),
        ("ru", "SANCTION", "<s>Москва</s> отозвала посла из <t>Тираны</t>."),
        ("ru", "ACCUSE", "<s>Тирана</s> обвинила <t>Белград</t> в измене."),
        ("it", "ASSAULT", "<s>La squadra</s> bombardò <t>Corfù</t>."),
        ("it", "SUPPORT", "<s>Roma</s> firmò un trattato con <t>Tirana</t>."),
    ],
)
def test_the_rules_read_other_languages(language: str, event: str, sentence: str) -> None:
    answer = RuleCoder(language).probabilities([sentence])
    assert LABELS[int(answer[0].argmax())] == event


@pytest.mark.parametrize(
    ("language", "sentence", "actors", "event", "targets"),
    [
        ("fr", "La Yougoslavie a rappelé son ministre de Tirana.", ("YUG",), "SANCTION", ("ALB",)),
        ("fr", "L'Albanie condamna la Grèce.", ("ALB",), "ACCUSE", ("GRC",)),
        ("de", "Griechenland lehnte die Bitte Bulgariens ab.", ("GRC",), "REJECT", ("BGR",)),
        ("de", "Ungarn wurde von Rumänien verurteilt.", ("ROU",), "ACCUSE", ("HUN",)),
        ("ru", "Албания обвинила Югославию в измене.", ("ALB",), "ACCUSE", ("YUG",)),
        ("it", "L'Italia attaccò l'Albania.", ("ITA",), "ASSAULT", ("ALB",)),
    ],
)
def test_documents_in_other_languages_are_coded_by_rule(
    language: str, sentence: str, actors: tuple[str, ...], event: str, targets: tuple[str, ...]
) -> None:
    found = only(sentence, CABLE, language)
    assert (found.actors, found.event, found.targets, found.coder) == (actors, event, targets, "rules")


def test_the_words_are_those_of_the_sentence() -> None:
    assert RuleCoder().words("<s>Rome</s> Recalled Its Ambassador from <t>Paris</t>.") == ("Recalled Its Ambassador",)
    assert RuleCoder().words("<s>Rome</s> is old, <t>Paris</t> too.") == ()


def test_every_event_has_cues_in_every_language_and_each_can_be_compiled() -> None:
    for language in LANGUAGES:
        cues = {id(cue): cue for kind in lexicon(language) for found in kind.values() for cue in found}.values()
        assert {cue.event for cue in cues} == set(QUAD)
        assert all(cue.pattern for cue in cues)


# Actors


def test_offices_and_adjectives_stand_for_their_state_and_take_their_words_along() -> None:
    sentence = "The Soviet Foreign Minister and the Government of Albania wrote to the Yugoslav Ambassador in Sofia."
    found = [(sentence[p.start : p.end], p.actors) for p in find_phrases(sentence, setting_of(CABLE), Directory())]
    assert found == [
        ("The Soviet Foreign Minister", ("SUN",)),
        ("the Government of Albania", ("ALB",)),
        ("the Yugoslav Ambassador in Sofia", ("YUG",)),
    ]


def test_a_document_explains_who_this_government_the_department_and_the_foreign_office_are() -> None:
    sentence = "The Ambassador told the Foreign Office that this Government and the Department hear nothing."
    found = {sentence[p.start : p.end]: p.actors for p in find_phrases(sentence, setting_of(CABLE), Directory())}
    assert found == {
        "The Ambassador": ("USA",),
        "the Foreign Office": ("YUG",),
        "this Government": ("USA",),
        "the Department": ("USA",),
    }


def test_in_a_speech_we_are_the_speaker_and_the_assembly_is_the_united_nations() -> None:
    sentence = "My delegation thanks the Assembly, and we ask nothing."
    found = [p.actors for p in find_phrases(sentence, setting_of(SPEECH), Directory())]
    assert found == [("ALB",), ("UN",), ("ALB",)]


def test_persons_of_the_study_are_found_in_the_days_of_their_life() -> None:
    actor = Actor("hodo", Span(""), state="ALB", kind="person", name="Agim Hodo", end=parse_date("1950"))
    directory = Directory(tuple(names_in(Study(actors=(actor,)))))
    found = coded("Hodo accused Yugoslavia.", directory=directory)
    assert [each.actors for each in found] == [("hodo",)]
    later = Document("made/3", "own", "document", "", made=parse_date("1955-01-01"))
    assert coded("Hodo accused Yugoslavia.", later, directory=directory) == []


def test_the_list_of_persons_of_a_volume_says_whose_they_are() -> None:
    lines = (
        "Persons",
        "Hodo, Agim, Albanian Minister of Trade",
        "Orr, J. P., Ambassador in Yugoslavia",
        "Poland, X., y",
    )
    listed = tuple(Paragraph(n, line) for n, line in enumerate(lines, 1))
    document = Document("v/persons", "frus", "front-matter", "List of Persons", paragraphs=listed)
    assert {(each.text, each.state) for each in people_of([document])} == {("Hodo", "ALB"), ("Orr", "USA")}


def test_leaders_stand_for_their_states_in_their_time_of_office() -> None:
    years = (date(1944, 11, 10), date(1985, 4, 11))
    leaders = leaders_of([(339, "Hoxha", *years), (339, "King", *years), (365, "Stalin", None, date(1953, 3, 5))])
    assert [(each.text, each.state) for each in leaders] == [("Hoxha", "ALB"), ("Stalin", "SUN")]
    directory = Directory(leaders)
    assert [p.actors for p in find_phrases("Hoxha met Stalin.", setting_of(CABLE), directory)] == [("ALB",), ("SUN",)]
    later = Document("made/6", "own", "document", "", made=parse_date("1990"))
    assert find_phrases("Hoxha met Stalin.", setting_of(later), directory) == []


def test_a_name_that_two_actors_bear_is_nobodys() -> None:
    directory = Directory((Named("Marko", "a", "ALB"), Named("Marko", "b", "YUG")))
    assert directory.find("Marko left.", None) == []


# Who did what to whom


@pytest.mark.parametrize(
    ("sentence", "actors", "event", "targets"),
    [
        ("Albania arrested two Yugoslav officers.", ("ALB",), "COERCE", ("YUG",)),
        ("Two Yugoslav officers were arrested by Albania.", ("ALB",), "COERCE", ("YUG",)),
        ("Two Yugoslav officers were arrested.", (), "COERCE", ("YUG",)),
        ("Albania and the Soviet Union signed a trade agreement.", ("ALB", "SUN"), "SUPPORT", ()),
        ("Hungary, Bulgaria and Romania condemned Yugoslavia.", ("HUN", "BGR", "ROU"), "ACCUSE", ("YUG",)),
        ("Poland refused to lift the ban on Danish ships.", ("POL",), "REJECT", ("DNK",)),
        ("The Soviet refusal of a visa to Hungary surprised nobody.", ("SUN",), "REJECT", ("HUN",)),
        ("Greece has withdrawn its troops from Albania.", ("GRC",), "RETREAT", ("ALB",)),
        ("Albania did not receive the Greek delegation.", ("ALB",), "REJECT", ("GRC",)),
    ],
)
def test_doer_and_receiver(sentence: str, actors: tuple[str, ...], event: str, targets: tuple[str, ...]) -> None:
    found = only(sentence)
    assert (found.actors, found.event, found.targets) == (actors, event, targets)
    assert found.quad == QUAD[event]
    assert found.cameo == cameo_of(event, found.mode)


def test_what_is_asked_promised_or_refused_is_no_event_of_its_own() -> None:
    assert [
        each.event for each in coded("Greece urged Albania to release the prisoners and to open the frontier.")
    ] == ["REQUEST"]


def test_it_means_whoever_the_sentence_before_was_about() -> None:
    found = coded("Bulgaria was silent. It recalled its minister from Belgrade.")
    assert [(each.actors, each.event, each.targets) for each in found] == [(("BGR",), "SANCTION", ("YUG",))]


def test_a_speaker_who_calls_an_act_aggression_accuses_its_doer() -> None:
    found = only("Nobody here has forgotten the conspiracies of Italy.", SPEECH)
    assert (found.actors, found.event, found.targets) == (("ALB",), "ACCUSE", ("ITA",))
    assert coded("Nobody here has forgotten the conspiracies of Italy.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Albania is a small country on the Adriatic.",
        "The harvest in Yugoslavia was poor.",
        "Rain fell on Belgrade and on Sofia.",
        "Significant financial criticality was noted in Italy.",
    ],
)
def test_no_event_is_proposed_where_nothing_is_done(sentence: str) -> None:
    assert coded(sentence) == []


def test_a_state_does_nothing_to_itself() -> None:
    assert only("The Yugoslav Government attacked the Yugoslav press.").targets == ()


# Modes, crosswalks, probabilities


def test_every_mode_that_the_rules_give_is_one_of_its_event() -> None:
    words = (
        "visit withdrew troops talks aid reform accused arrested war strike expelled recalled fleet curfew shot bombs"
    )
    for event in QUAD:
        assert mode_of(event, words, words) in ("", *MODES.get(event, ()))


def test_a_cameo_root_leads_back_to_its_event() -> None:
    for event in QUAD:
        root = cameo_of(event)
        assert plover_of(root) == event or root == "08"
        assert quad_of(event) == QUAD[event]
    assert cameo_of("none") == ""


def test_a_probability_is_a_share_and_a_coder_that_was_never_counted_keeps_its_own() -> None:
    assert all(0 < calibrated("rules", event) < 1 for event in QUAD)
    assert calibrated("nobody", "AID", 0.25) == 0.25
    assert calibrated("nobody", "AID") == 0.5


# Places and bounds


def test_offsets_anchor_to_the_text_in_code_points() -> None:
    text = "😀😀 Nothing.  Albania attacked Greece!\nGreece\nrecalled its envoy from Tirana. Ende"
    for each in (found := coded(text)):
        sentence = text[int(each.start) : int(each.end)]
        assert hashlib.sha256(sentence.encode()).hexdigest() == each.sha256
        assert all(words in sentence.replace("\n", " ") for words in each.words.split("; "))
    assert [text[int(e.start) : int(e.end)] for e in found] == [
        "Albania attacked Greece!",
        "Greece\nrecalled its envoy from Tirana.",
    ]


def test_only_running_text_of_testimony_is_coded() -> None:
    line = "Albania attacked Greece."
    kinds = (Paragraph(1, line, "heading"), Paragraph(2, line), Paragraph(3, line, "note"))
    document = Document("made/4", "own", "document", "", made=MADE, paragraphs=kinds)
    assert [int(each.start) for each in propose([text_of(document)])] == [len(line) + 1]
    index = Document("made/5", "own", "index", "", made=MADE, paragraphs=kinds)
    assert [*propose([text_of(index)])] == []


def test_the_same_sentence_has_the_same_id_and_another_another() -> None:
    first, again = coded("Albania attacked Greece."), coded("Rain. Albania attacked Greece.")
    assert [each.id for each in first] == [each.id for each in again]
    assert first[0].id != coded("Albania attacked Greece!")[0].id


@pytest.mark.parametrize(
    "text",
    [
        "Albania " * 20_000,
        "accuse " * 20_000,
        "Albania attacked Greece, " * 4_000,
        "will not have been " * 10_000 + "attacked Albania",
        "<s>" * 30_000,
        "(" * 50_000 + "Albania attacked Greece",
        "no\u0130 Albania attacked Greece. " * 500,
        "\x00\u202e Albania attacked \ud83d Greece.".encode("utf-8", "replace").decode(),
        "on the 31st of February 9999 Albania attacked Greece in 1999-99-99. " * 300,
        "of the of the of the " * 10_000 + "Government of Albania attacked Greece",
        "." * 100_000,
        "Mr. " * 30_000,
    ],
)
def test_hostile_text_is_read_within_bounds(text: str) -> None:
    assert all(each.end - each.start <= LONGEST for each in coded(text))
    assert RuleCoder().probabilities([text]).sum() == pytest.approx(1, abs=1e-5)


def test_what_was_read_is_counted() -> None:
    tally = Tally()
    coded("Albania attacked Greece. It rained. Albania is small.", tally=tally)
    assert (tally.documents, tally.sentences, tally.with_actors) == (["made/1"], 3, 2)


# A trained encoder


class _Trained:
    """Says of every pair that it is the label it was made with."""

    LABELS = tuple(reversed(LABELS))

    def __init__(self, label: str) -> None:
        self.label = label

    def Classifier(self) -> "_Trained":  # noqa: N802 - the name in the distribution
        return self

    def probabilities(self, marked: Sequence[str]) -> npt.NDArray[np.float32]:
        answer = np.full((len(marked), len(LABELS)), 0.01, np.float32)
        answer[:, self.LABELS.index(self.label)] = 0.84
        return answer

    def words(self, marked: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        return [[(0, 3, 1.0)] for _ in marked]


def test_a_trained_encoder_judges_pairs_in_english_and_the_rules_all_else() -> None:
    encoder = Encoder(_Trained("SUPPORT"), "7")
    text = "Albania attacked Greece. Two Greek ships were seized."
    found = coded(text, classifier=encoder)
    assert [(each.event, each.coder, each.version) for each in found] == [
        ("SUPPORT", "encoder", "7"),
        ("COERCE", "rules", RuleCoder.version),
    ]
    assert coded("L'Albanie attaqua la Grèce.", CABLE, "fr", classifier=encoder)[0].coder == "rules"


def test_the_encoder_s_words_are_those_of_the_sentence_and_marks_in_a_text_are_left_to_the_rules() -> None:
    encoder = Encoder(_Trained("SUPPORT"), "7")
    assert encoder.words("<s>Rome</s> recalled <t>its envoy</t>.") == ("<s>",)
    assert {each.coder for each in coded("Albania attacked Greece, </s> <t> he wrote.", classifier=encoder)} == {
        "rules"
    }


def test_a_trained_encoder_is_asked_of_two_actors_even_where_no_cue_stands_and_the_rules_are_not() -> None:
    text = "Albania lies between Greece and the sea."
    assert coded(text) == []
    found = coded(text, classifier=Encoder(_Trained("AID"), "7"))
    assert [(each.actors, each.event, each.targets) for each in found] == [(("ALB",), "AID", ("GRC",))]
    assert coded(text, CABLE, "fr", classifier=Encoder(_Trained("AID"), "7")) == []


def test_where_the_encoder_finds_no_event_none_is_proposed_unless_asked_for() -> None:
    encoder = Encoder(_Trained("NONE"), "7")
    tally = Tally()
    assert coded("Albania attacked Greece.", classifier=encoder, tally=tally) == []
    assert tally.without_event == 1
    assert [each.event for each in coded("Albania attacked Greece.", classifier=encoder, with_none=True)] == [""]


def test_an_encoder_of_other_labels_is_refused() -> None:
    other = _Trained("AID")
    other.LABELS = ("AID",)
    with pytest.raises(EncoderError, match="other events"):
        Encoder(other, "7")
