"""Printed headings of document editions are formulas; the sides are read out of them as they stand."""

import pytest

from detente.corpus.headings import read_heading, read_place, read_printed_date

HEADINGS = (
    # the heading, the sender, the recipient
    ("The Ambassador in Yugoslavia (Allen) to the Secretary of State", "Ambassador in Yugoslavia (Allen)",
     "Secretary of State"),
    ("Memorandum by the Director of the Office of European Affairs (Hickerson) to the Under Secretary (Lovett)",
     "Director of the Office of European Affairs (Hickerson)", "Under Secretary (Lovett)"),
    ("Telegram from the Embassy in Greece to the Department of State, Athens, October 3, 1949", "Embassy in Greece",
     "Department of State"),
    ("Circular Telegram From the Department of State to Certain Diplomatic Missions", "Department of State",
     "Certain Diplomatic Missions"),
    ("Letter From President Eisenhower to Chairman Bulganin", "President Eisenhower", "Chairman Bulganin"),
    ("Progress Report Submitted by the Operations Coordinating Board to the National Security Council",
     "Operations Coordinating Board", "National Security Council"),
    ("Memorandum for the Files, by the Officer in Charge of Antarctic Affairs (Wilson)",
     "Officer in Charge of Antarctic Affairs (Wilson)", ""),
    ("Paper Prepared by the Adviser to the Mission at Berlin", "Adviser to the Mission at Berlin", ""),
    ("Address by the Secretary of State Before the Dallas Council on World Affairs, October 27, 1956",
     "Secretary of State", ""),
    ("Position Paper Prepared in the Bureau of Organization Affairs for the Delegation to the Tenth Session",
     "Bureau of Organization Affairs", "Delegation to the Tenth Session"),
    ("Memorandum of a Conversation Between the Chargé in Hungary (Barnes) and the Yugoslav Minister (Soldatić), "
     "Budapest, October 12, 1956", "", ""),
    ("Editorial Note", "", ""),
    ("", "", ""),
)  # fmt: skip


@pytest.mark.parametrize(("heading", "sender", "recipient"), HEADINGS, ids=[row[0][:40] for row in HEADINGS])
def test_who_wrote_to_whom(heading: str, sender: str, recipient: str) -> None:
    assert read_heading(heading) == (sender, recipient)


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("Washington, May 17, 1955—5:05 p.m.", "1955-05-17", "Washington"),
        ("Memorandum of a Conversation, White House, Washington, December 26, 1956", "1956-12-26", "Washington"),
        ("Vienna, April 30–May 2, 1957", "1957-04-30/1957-05-02", "Vienna"),
        ("Budapest, May 1957", "", ""),
        ("Bonn, February 30, 1955", "", "Bonn"),
        ("undated", "", ""),
    ],
)
def test_a_printed_date_and_its_place(text: str, date: str, place: str) -> None:
    assert (str(read_printed_date(text) or ""), read_place(text)) == (date, place)
