"""Two versions of a document side by side."""

from detente.corpus.documents import Document, Paragraph
from detente.corpus.versions import compare_versions


def version(*texts: str) -> Document:
    return Document("a/1", "a", "document", "T", paragraphs=tuple(Paragraph(n, t) for n, t in enumerate(texts, 1)))


DRAFT = version(
    "Top secret.",
    "The two sides agreed that grain will be delivered in March.",
    "They parted as friends.",
    "Comrade Hoxha spoke of unity.",
)
FINAL = version(
    "Top secret.",
    "Both sides noted that grain may be delivered in March or later.",
    "Comrade Hoxha spoke of unity.",
    "Nothing else was said.",
)


def test_every_word_of_both_stands_in_one_pair() -> None:
    pairs = compare_versions(DRAFT, FINAL)
    assert [pair.left for pair in pairs if pair.left] == list(DRAFT.paragraphs)
    assert [pair.right for pair in pairs if pair.right] == list(FINAL.paragraphs)
    for pair in pairs:
        left = "".join(p.text for p in pair.pieces if p.stands_in != "right")
        right = "".join(p.text for p in pair.pieces if p.stands_in != "left")
        assert (left, right) == (pair.left.text if pair.left else "", pair.right.text if pair.right else "")


def test_a_changed_paragraph_is_paired_with_what_it_became() -> None:
    pairs = compare_versions(DRAFT, FINAL)
    numbers = [(p.left.number if p.left else None, p.right.number if p.right else None) for p in pairs]
    assert numbers == [(1, 1), (2, 2), (3, None), (4, 3), (None, 4)]
    changed = [(p.stands_in, p.text) for p in pairs[1].pieces if p.stands_in != "both"]
    assert ("left", "will") in changed
    assert ("right", "may") in changed
    assert [pair.is_same for pair in pairs] == [True, False, False, True, False]


def test_a_document_is_the_same_as_itself() -> None:
    assert all(pair.is_same for pair in compare_versions(DRAFT, DRAFT))


def test_texts_with_nothing_in_common_are_not_paired() -> None:
    pairs = compare_versions(version("Grain and ships."), version("Хлеб и корабли."))
    assert [(bool(pair.left), bool(pair.right)) for pair in pairs] == [(True, False), (False, True)]
