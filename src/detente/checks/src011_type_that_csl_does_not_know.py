"""A source is of a type that the Citation Style Language does not know.

Citation styles print an unknown type as a bare document, so that a newspaper loses its name and an archival letter
its file. Zotero calls types otherwise than CSL does: its `journalArticle` is `article-journal` here.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.names import Names

SEVERITY = Severity.WARNING

TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter"),
    *("classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event"),
    *("figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
    *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software"),
    *("song", "speech", "standard", "thesis", "treaty", "webpage"),
)
_OTHERWISE = {
    "journalarticle": "article-journal",
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    "newspaper": "article-newspaper",
    "booksection": "chapter",
    "letter": "personal_communication",
    "telegram": "personal_communication",
    "memoir": "book",
    "archival": "manuscript",
    "conferencepaper": "paper-conference",
    "encyclopediaarticle": "entry-encyclopedia",
}


def check(study: Study, texts: Texts) -> Findings:
    known = frozenset(TYPES)
    names = Names(TYPES)
    for source in study.sources:
        if source.type and source.type not in known:
            other = _OTHERWISE.get(source.type.lower())
            help = f"did you mean `{other}`?" if other else names.help(source.type)
            message = f"CSL knows no type `{source.type}`"
            yield Finding(source, "type", message, help or "`document` and `manuscript` are the most general")
