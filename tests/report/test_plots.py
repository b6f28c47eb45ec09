"""Charts of what the analyses give: text is text, a null is no point, and a drawing stands alone."""

import re

from detente.report.pictures import picture_of
from detente.report.plots import Point, chart_bars, chart_grid, chart_lines
from tests.report.test_hostile_text import EVIL


def test_a_null_is_no_point_and_an_interval_has_a_stroke() -> None:
    points = [Point(1948, 0.9, 0.8, 1.0), Point(1949, None), Point(1950, 0.5)]
    whole = [Point(1948, 0.9), Point(1949, 0.0), Point(1950, 0.5)]
    drawn, full = (str(chart_lines("votes", {"a": each}).svg) for each in (points, whole))
    assert drawn.count('fill="#2f6690"') < full.count('fill="#2f6690"')
    assert 'aria-label="votes"' in drawn


def test_a_grid_marks_what_is_not_known() -> None:
    cells = [("ALB", "aid", 1.0), ("YUG", "aid", None)]
    drawn = re.search(r'class="chart wide".*?</svg>', str(chart_grid("cases", cells).svg), re.DOTALL)
    assert drawn is not None
    assert drawn[0].count(">×<") == 1


def test_no_name_makes_an_element() -> None:
    drawings = (
        chart_lines(EVIL, {EVIL: [Point(1948, 1.0), Point(1949, 2.0)]}, [1948.5]),
        chart_bars(EVIL, [(EVIL, 1.0, EVIL)]),
        chart_grid(EVIL, [(EVIL, EVIL, 0.5), (EVIL, "b", None)]),
    )
    for drawing in drawings:
        assert "<evil" not in str(drawing.svg)
        assert "<script" not in str(drawing.svg)
        picture = picture_of(drawing)
        assert picture is not None
        assert picture.svg.startswith("<svg xmlns=")


def test_a_character_that_no_drawing_can_hold_is_replaced() -> None:
    drawn = str(chart_bars("bell", [("a\x07b\x00c\ufffe", 1.0, "")]).svg)
    assert "a\ufffdb\ufffdc\ufffd" in drawn
