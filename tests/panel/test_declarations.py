"""Every data set says what it must."""

import re

import pytest

from detente.panel.adders import ADDERS
from detente.panel.datasets import DATASETS

ASKED = """atop contiguity majors nmc gml-mids cow-mids cow-wars igos capital-distance minimum-distance rivalries trade
democracy gdp un-agreement ideal-points s-scores archigos lead lwuf ucdp-acd ucdp-onsets icb terrain fractionalization
territorial-threat spells"""


def test_there_are_thirty_data_sets_and_every_adder_asked_for() -> None:
    assert len(DATASETS) >= 30
    assert set(ASKED.split()) <= set(ADDERS)


def test_adders_name_data_sets_that_exist() -> None:
    for adder in ADDERS.values():
        for kind in ("dyads", "states", "leaders"):
            for system in ("cow", "gw"):
                assert set(adder.datasets(kind, system)) <= set(DATASETS)


@pytest.mark.parametrize("id", DATASETS)
def test_a_declaration_is_whole(id: str) -> None:
    dataset = DATASETS[id]
    assert re.match(r"@\w+\{\w+,\n", dataset.citation)
    assert dataset.licence
    assert dataset.key
    assert any(place.kind == "publisher" for place in dataset.distributions)
    mirrors = [place for place in dataset.distributions if place.kind == "mirror"]
    assert all(re.fullmatch("[0-9a-f]{64}", place.sha256) for place in mirrors)
    assert dataset.is_shareable or not mirrors
    names = [column.name for column in dataset.columns]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert all(column.flipped in ("", *names) for column in dataset.columns)
