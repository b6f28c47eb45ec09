"""A chronology of 300 rows as a historian keeps it in Excel: made-up sentences, real habits."""

import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

N_ROWS = 300
Written = datetime.date | str | int | None
_WHAT = (
    "Delegation led by the minister of trade arrives in Moscow",
    "Nënshkruhet marrëveshja tregtare për vitin e ardhshëm",
    "Подписано соглашение о кредите; сумма не названа",
    "Note of protest handed to the ambassador; the reply is evasive",
    "Le gouvernement rejette la proposition yougoslave",
    'Party congress condemns the "revisionists", then adjourns',
    "Specialists begin to leave the oil field at Kuçova",
    "Potpisan je sporazum o vazdušnom saobraćaju",
)
_WHO = (
    "Albania - USSR", "Albania, USSR", "Albania/USSR", "USSR → Albania", "Yugoslav", "Shqipëria; BRSS", "СССР",
    "Enver Hoxha", "Central Committee of the PLA", "Albania and Yugoslavia", "", "Soviet embassy in Tirana",
)  # fmt: skip
_WHERE = (
    "AQSH, F. 14, V. 1949, D. 12, fl. {n}",
    "Hoxha, The Titoites, p. {n}",
    "Zëri i Popullit, 10.4.1949",
    "РГАСПИ, ф. 17, оп. 128, д. 5, л. {n}",
    "ibid., p. {n}",
    "FRUS 1949, vol. V, p. {n}; Hoxha, The Titoites, p. {n}",
    "",
    "https://example.org/doc/{n}",
)


def _date(n: int) -> Written:
    year, month, day = 1944 + n // 18, 1 + n % 12, 1 + n % 28
    names = (
        "janar",
        "shkurt",
        "mars",
        "prill",
        "maj",
        "qershor",
        "korrik",
        "gusht",
        "shtator",
        "tetor",
        "nëntor",
        "dhjetor",
    )
    styles: tuple[Written, ...] = (
        datetime.date(year, month, day),
        f"{day}.{month}.{year}",
        f"{year}-{month:02d}-{day:02d}",
        f"{day} {names[month - 1]} {year}",
        f"{month}/{13 + n % 10}/{year}",
        f"{names[month - 1]} {year}",
        f"c. {year}",
        f"{year}?",
        f"апрель {year} г.",
        f"spring {year}",
        f"{min(day, 20)}-{min(day, 20) + 2} April {year}",
        year,
        f"{min(day, 12)}/{month}/{year}",
        f"\u00a0{day}. {month}. {year} ",
        "after the harvest",
        None,
    )
    return styles[n % len(styles)]


def build(path: Path) -> Path:
    """Write the workbook."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Kronologjia"
    page["A1"] = "Chronology of Albanian-Soviet relations (working copy, do not circulate!)"
    page["A1"].font = Font(bold=True, size=14)
    page.merge_cells("A1:F1")
    page.append([])
    page.append(["Data", "Palët", "Ngjarja", "Vendi", "Footnote", "Shënime"])
    row = 4
    for n in range(N_ROWS):
        if n % 37 == 36:
            row += 1
        where = _WHERE[n % len(_WHERE)].format(n=n + 1)
        what = f"{_WHAT[n % len(_WHAT)]} ({n})"
        cells: list[Written] = [
            _date(n),
            _WHO[n % len(_WHO)],
            what,
            "Tirana" if n % 3 else None,
            where,
            "check!" if n % 29 == 0 else None,
        ]
        for column, value in enumerate(cells, 1):
            if value is not None and value != "":
                page.cell(row, column, value)
        if n % 16 == 0:
            page.cell(row, 1).number_format = "dd/mm/yyyy"
        if n % 41 == 0:
            page.cell(row, 3).fill = PatternFill("solid", fgColor="FFFF00")
        if n % 53 == 0:
            page.cell(row, 3).comment = Comment("Is this the same as the visit of May?", "E.X.")
        row += 1
    page.cell(4, 1).value = datetime.date(1949, 4, 1)
    page.cell(4, 1).number_format = "mmm-yy"
    for start in (20, 90, 150):
        page.merge_cells(start_row=start, end_row=start + 2, start_column=1, end_column=1)
    page.row_dimensions[30].hidden = True
    page.column_dimensions["F"].hidden = True
    page.cell(row + 2, 1, "NB: dates of the party press are those of the paper, not of the event.")
    page.cell(row + 3, 1, "To do: ask the archive for file 12.")
    book.create_sheet("Persons").append(["Name", "Office"])
    book.save(path)
    return path
