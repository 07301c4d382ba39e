"""节假日表 of a template: the State Council's days of rest and make-up workdays, to which an official adds later years.

Beside it, hidden, 日历: every day of these years and of some more, with the working days counted up to it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from jineng.validators import calendar
from jineng.validators.forms import HOLIDAYS
from jineng.validators.native.formulas import ABSTAIN, UNKNOWN, list_names, literal, quoted
from jineng.validators.registers import is_worked
from jineng.workbooks.documents import put
from jineng.workbooks.self_checking.calculation import NativeBook, serial
from jineng.workbooks.self_checking.sheets import head_of, print_wide, wrap

#: Names of the workbook: every day of 日历, and the working days up to it; whether 节假日表 has a row that cannot be read.
DAYS, COUNTED, ODD = "D_day", "D_count", "H_odd"
_LISTED, _WORKED = "H_day", "H_worked"
_DAYS_TITLE, _WORDS_NAME = "日历", "arrangement"
#: Rows to fill in, and the years after the last one published that they may be about.
_SPARE, _LATER = 120, 2
_REST, _WORK = "放假", "上班"
#: What else may stand there for one or the other; what is written otherwise only the button reads.
_WORDS = (_REST, _WORK, *"休假班", "休息", "休假", "调休上班", "调休放假",
          "补班", "工作", "工作日", "节假日", "法定节假日", "休息日", "公休日", "不上班", "非工作日")  # fmt: skip


def add_holidays(made: NativeBook, since: date) -> None:
    """Both sheets, from the year of a day on, and the names by which formulas read them."""
    years = calendar.published_years()
    first = min(max(since.year, years[0]), years[-1])
    _add_table(made, calendar.named_days(first), f"{first}年至{years[-1]}年")
    _add_days(made, first, years[-1])


def _add_table(made: NativeBook, named: Mapping[date, bool], years: str) -> None:
    """The days named, rows to go on with, and beside them, hidden, how formulas read them."""
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.datavalidation import DataValidation

    title, last = HOLIDAYS.title, len(named) + _SPARE + 1
    sheet = made.book.create_sheet(title)
    head_of(sheet, {"日期": 16.0, "安排": 12.0, "说明": 70.0})
    about = (
        f"{years}照国务院办公厅的放假安排，有变动的直接改。更晚的年份接着填，从元旦到国庆节的放假日和调休上班日都要有。"
    )
    put(sheet, 2, 3, about)
    wrap(sheet, 2, 3)
    choice = DataValidation(type="list", formula1=quoted(f"{_REST},{_WORK}"), allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"B2:B{last}")
    made.words[_WORDS_NAME] = {word: int(is_worked(word) is True) for word in _WORDS}
    words, meaning = list_names(_WORDS_NAME)
    for row, (day, worked) in enumerate([*named.items(), *[(None, None)] * _SPARE], 2):
        if day:
            sheet.cell(row, 1).value = day
            put(sheet, row, 2, _WORK if worked else _REST)
        sheet.cell(row, 1).number_format = "yyyy-mm-dd"
        sheet.cell(row, 1).alignment = sheet.cell(row, 2).alignment = Alignment(horizontal="center", vertical="center")
        a, b, at = f"$A{row}", f"$B{row}", f"MATCH($B{row},{words},0)"
        listed = f"IF(ISNUMBER({a}),IF(COUNTIF($A$2:$A${last},{a})>1,{ABSTAIN},INT({a})),{ABSTAIN})"
        made.put(sheet, row, 4, f'IF({a}="","",IF({b}="","",{listed}))', serial(day) if day else "")
        read = f"IF(EXACT(INDEX({words},{at}),{b}),INDEX({meaning},{at}),{ABSTAIN})"
        made.put(sheet, row, 5, f'IF({b}="","",{read})', int(bool(worked)) if day else "")
    for at in "DE":
        sheet.column_dimensions[at].hidden = True
    made.names[_LISTED], made.names[_WORKED] = (f"'{title}'!${at}$2:${at}${last}" for at in "DE")
    print_wide(sheet)


def _add_days(made: NativeBook, first: int, published: int) -> None:
    """日历: every day, whether it is worked – as the table says, else as published, else unknown – and the count so far."""
    sheet = made.book.create_sheet(_DAYS_TITLE)
    sheet.sheet_state = "hidden"
    day, row, count = date(first, 1, 1), 0, 0
    while day.year <= published + _LATER:
        row += 1
        sheet.cell(row, 1).value = serial(day)
        known = day.year <= published
        worked = int(calendar.is_workday(day) if known else day.weekday() < 5)
        proof = "*".join(f"COUNTIF({_LISTED},{literal(on)})" for on in calendar.proof_of_year(day.year))
        otherwise = f"{worked}" if known else f"IF({proof}>0,{worked},{UNKNOWN})"
        at = f"MATCH($A{row},{_LISTED},0)"
        made.put(sheet, row, 2, f"IF(ISNA({at}),{otherwise},INDEX({_WORKED},{at}))", worked if known else "#N/A")
        count += worked
        made.put(sheet, row, 3, f"C{row - 1}+B{row}" if row > 1 else "B1", count if known else "#N/A")
        day += timedelta(days=1)
    made.names[DAYS], made.names[COUNTED] = (f"'{_DAYS_TITLE}'!${at}$1:${at}${row}" for at in "AC")
    made.put(sheet, 1, 4, f"SUMPRODUCT(--ISERROR({_LISTED}))+SUMPRODUCT(--ISERROR({_WORKED}))>0", False)
    made.names[ODD] = f"'{_DAYS_TITLE}'!$D$1"
    sheet.protection.sheet = True
