"""Words of other languages in chronologies: Albanian, Russian, French, German, Italian, Serbian, Croatian, Greek.

All are folded: small letters, no accents.
"""

import re
import unicodedata
from collections.abc import Container
from functools import cache
from itertools import chain, count
from typing import Final

_MONTHS: Final = """
January: jan januar janar ene gen gennaio янв јан ιαν sijecanj sijecnja janv
February: feb fevr shk shkurt фев феб φεβ veljac
March: mar marz mart mars март mrt мар ozuj μαρ
April: apr pri prill avr avril апр απρ trav
May: may mai maj mag maggio ма мај μαι μαη svib
June: jun juin giu qer qershor июн јун ιουν lipn lipanj
July: jul juil lug korr korrik июл јул ιουλ srp
August: aug aout ago gus gusht авг αυγ avg kolov
September: sep set sht shtator сен сеп σεπ ruj
October: oct okt ott tet tetor окт οκτ listop
November: nov nen nent ноя нов νοε stud
December: dec dez dic dhj dhjetor дек дец δεκ prosin
"""

#: A word in English, and how others write it. `-` is left out of a date.
_DATE_WORDS: Final = """
about: c ca cca circa rreth about around ok около ок примерно vers environ um gegen etwa verso oko περι περιπου окολο
before: before para до avant vor prima пре prije πριν
after: after pas после apres nach dopo posle nakon μετα после
between: between ndermjet midis между entre zwischen tra fra izmedu између μεταξυ
or: or ose или ou oder o ili η
and: and dhe и et und e i και
to: to until till deri по au bis al έως εως
spring: spring pranvere pranvera весна весной весны printemps
spring: fruhling fruhjahr primavera prolece proljece ανοιξη пролеће
summer: summer vere vera лето летом лета ete sommer estate ljeto leto καλοκαιρι
autumn: autumn fall vjeshte vjeshta осень осенью осени automne herbst autunno jesen φθινοπωρο јесен
winter: winter dimer dimri зима зимои зимы hiver inverno zima χειμωνας
early: early beginning fillim fillimi fillimin начало начале debut anfang inizio inizi pocetak pocetkom αρχες почетком
mid: mid middle mes mesi mesin середина середине mi milieu mitte meta sredina sredinom μεσα средином
late: late end fund fundi fundin конец конце fin ende fine kraj krajem τελη крајем
perhaps: perhaps possibly probably maybe ndoshta возможно peut-etre vielleicht forse mozda ισως
first-half: gjysma половина
-: г год года году гг viti vitit vit year of the de du del di le
-: il la am im den der do dne dana more me ne в во god godine
-: godina ετος τον την του της о u on in στις
-: monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
-: montag dienstag mittwoch donnerstag freitag samstag sonntag
-: понедельник вторник среда четверг пятница суббота воскресенье
"""

UNDATED: Final = frozenset(
    (
        *("n.d.", "nd", "n/d", "s.d.", "sd", "s/d", "b.d.", "б.д.", "бд", "p.d.", "o.d.", "o.j.", "χ.χ.", "?", "-"),
        *(
            "--",
            "undated",
            "date unknown",
            "unknown date",
            "unknown",
            "без даты",
            "pa date",
            "ohne datum",
            "senza data",
        ),
        *("sans date", "bez datuma"),
    )
)

#: A column's field, and the words by which headers name it.
_HEADERS: Final = """
date: date dates data datat datum дата даты датум ημερομηνια when kur когда quand wann quando kad kada chronologie
date_end: end enddate until deri mbarimi конец fin ende fine kraj τελος
year: year viti vit год annee jahr anno godina година ετος
month: month muaji месяц mois monat mese mesec mjesec месец μηνας
day: day dita день jour tag giorno dan дан ημερα
actors: actor actors who kush aktori aktoret subjekti кто актор
actors: субъект субъекты acteur acteurs qui akteur akteure wer attore
actors: attori chi akter akteri ko актер δρων ποιος country countries state states shteti shtetet vendet страна страны
actors: государство pays etat etats land lander staat staaten paese paesi stato stati drzava drzave држава χωρα κρατος
actors: parties palet participants pjesemarresit участники стороны partner
targets: target targets whom ndaj kujt objekti адресат кому объект cible destinataire ziel adressat empfanger
targets: obiettivo destinatario meta cilj στοχος recipient marresi
summary: event events summary description happened ngjarja
summary: ngjarjet pershkrimi permbledhje событие события описание содержание
summary: evenement evenements resume ereignis ereignisse beschreibung
summary: evento eventi avvenimento descrizione dogadaj dogadjaj
summary: догађај опис opis γεγονος γεγονοτα περιγραφη text teksti текст
source: source sources burimi burimet источник источники fonte fonti quelle quellen izvor izvori извор извори πηγη πηγες
source: footnote footnotes note-de-bas fussnote fusnote fusnota
source: shenim-fundi reference references referenca referencat сноска
source: ссылка citation beleg belege nachweis fundstelle riferimento
locator: page pages faqe faqja faqet стр страница страницы seite seiten pagina pagine strana str σελιδα folio fleta лист
locator: locator pp
url: url link web adresa lidhja ссылка-url
quote: quote quotation citat citati цитата zitat citazione παραθεση
language: language gjuha язык langue sprache lingua jezik γλωσσα
note: note notes comment comments remark remarks shenim
note: shenime koment примечание примечания комментарий remarque remarques
note: anmerkung anmerkungen bemerkung bemerkungen osservazioni nota napomena напомена σημειωσεις σχολια
id: id
action: action plover
domain: domain field fusha сфера domaine bereich ambito oblast τομεας
weight: weight importance rendesia важность
extra: type kind category no nr number lloji kategoria тип
extra: вид категория номер art kategorie tipo categoria vrsta place vendi
extra: location место lieu ort luogo mesto τοπος archive time ora
"""


def fold(text: str) -> str:
    """Return a text in small letters without accents.

    >>> fold("Ngjarja KRYESORE, Përshkrimi")
    'ngjarja kryesore, pershkrimi'
    """
    plain = unicodedata.normalize("NFKD", text)
    return (
        "".join(mark for mark in plain if not unicodedata.combining(mark))
        .casefold()
        .replace("đ", "d")
        .replace("ς", "σ")
    )


def _table(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.strip().splitlines())
    table: dict[str, str] = {}
    for name, _, words in pairs:
        for word in words.split():
            table.setdefault(fold(word), name)
    return table


@cache
def header_words() -> dict[str, str]:
    """Every word of a header, and the field that it names."""
    return _table(_HEADERS)


@cache
def date_words() -> dict[str, str]:
    """Every word of a date that is no month, and its English; `-` for what is left out."""
    return _table(_DATE_WORDS)


@cache
def _month_stems() -> list[tuple[str, str]]:
    return sorted(_table(_MONTHS).items(), key=lambda pair: -len(pair[0]))


def month_of(word: str) -> str:
    """Return the month's English name, empty for another word.

    >>> [month_of(word) for word in ("prill", "апреля", "août", "März", "Οκτωβρίου", "марта", "мая", "mal")]
    ['April', 'April', 'August', 'March', 'October', 'March', 'May', '']
    """
    word = fold(word).rstrip(".")
    if word in ("мая", "маи", "мај", "маја", "may", "mai", "maj", "maggio", "majit", "maja", "mag"):
        return "May"
    hits = [month for stem, month in _month_stems() if len(stem) > 2 and word.startswith(stem)]
    return hits[0] if hits else ""


def key_of(text: str) -> str:
    """Return a text's words as names are compared.

    >>> key_of("Zëri i Popullit, 1949")
    'zeri i popullit 1949'
    """
    return " ".join(re.findall(r"\w+", fold(text)))


def slug(text: str, n_words: int = 6) -> str:
    """Return a text's first words as an id.

    >>> slug("Trade agreement, signed (Moscow)")
    'trade-agreement-signed-moscow'
    """
    words = re.findall(r"[^\W_]+", fold(text))
    return "-".join(words[:n_words])[:60].strip("-")


def unused(base: str, *taken: Container[str]) -> str:
    """Return a name that is not taken: the base, or the base with a number behind it.

    >>> unused("trade", {"trade", "trade-2"})
    'trade-3'
    """
    names = chain((base,), (f"{base}-{n}" for n in count(2)))
    return next(name for name in names if not any(name in names_ for names_ in taken))
