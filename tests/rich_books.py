"""一个什么都有的成绩表：图表、图片、文本框、按钮、数据验证、条件格式、迷你图、透视表、宏、功能区、自定义 XML、会话批注……

XlsxWriter 写得出的由它写，其余的逐个部件放进去。
"""

import io
import re
import zipfile
import zlib
from datetime import date
from pathlib import Path

import xlsxwriter
import xlwings
from books import RESULTS, contestant

SHEET = "成绩"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NS = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def rich_workbook(path: Path, rows: int = 8) -> Path:
    """J3 的理论成绩不对，B3 有批注“原有批注”，K3 有会话批注也不对；L 列是带结果的公式。"""
    _write(path, rows)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    _add(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return path


def _write(path: Path, rows: int) -> None:
    macros = Path(xlwings.__file__).with_name("quickstart.xlsm")
    with zipfile.ZipFile(macros) as package:
        project = io.BytesIO(package.read("xl/vbaProject.bin"))
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(project, is_stream=True)
    book.set_custom_property("批次", "2024-10")
    sheet, charts, codes = book.add_worksheet(SHEET), book.add_worksheet("统计"), book.add_worksheet("代码表")
    codes.very_hidden()
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    yellow = book.add_format({"bg_color": "#FFFF00", "num_format": "0.00"})
    title, red = book.add_format({"bold": True, "font_name": "黑体"}), book.add_format({"font_color": "red"})
    sheet.merge_range(0, 0, 0, len(RESULTS) - 1, "竞赛成绩表", title)
    sheet.write_row(1, 0, RESULTS)
    wrong = {"姓名": "虚1", "理论成绩": 159, "实操成绩": -5}
    for number in range(1, rows + 1):
        for column, value in enumerate(contestant(number, **(wrong if number == 1 else {}))):
            if isinstance(value, date):
                sheet.write_datetime(number + 1, column, value, day)  # type: ignore[arg-type]
            elif value is not None:
                sheet.write(number + 1, column, value, yellow if RESULTS[column] == "理论成绩" else None)
    sheet.write_formula(2, 17, "=ROUND(J3*0.3+K3*0.7,2)", None, 88.8)
    sheet.write_dynamic_array_formula("S3:S5", "=UNIQUE(H3:H5)", None, "职工组")
    sheet.write_rich_string(2, 20, "说明", red, "红字", "正常")
    sheet.write_url(3, 20, "https://example.cn/rules", string="规则")
    codes.write_column(0, 0, ["高级工", "技师"])
    book.define_name("等级表", "=代码表!$A$1:$A$2")
    sheet.data_validation("O3:O9", {"validate": "list", "source": "=等级表"})
    sheet.data_validation("J3:K9", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100})
    sheet.conditional_format("J3:J9", {"type": "data_bar", "data_bar_2010": True, "bar_negative_color": "#FF0000"})
    sheet.conditional_format("K3:K9", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.add_sparkline("V3", {"range": f"{SHEET}!J3:K3"})
    sheet.write_comment("A3", "原有批注：请核对", {"author": "张三"})
    sheet.write_comment("K3", "[线程批注]", {"author": "tc={00000000-0000-0000-0000-000000000001}"})
    sheet.insert_textbox("W3", "填表说明", {"width": 120, "height": 60})
    sheet.insert_image("W9", "logo.png", {"image_data": io.BytesIO(_png())})
    sheet.embed_image("V9", "cell.png", {"image_data": io.BytesIO(_png())})
    sheet.insert_button("W16", {"macro": "check", "caption": "检查"})
    sheet.autofilter(1, 0, rows + 1, len(RESULTS) - 1)
    sheet.freeze_panes(2, 2)
    sheet.protect("密码")
    sheet.set_header('&C&"黑体"成绩')
    sheet.set_column("D:D", 22)
    sheet.ignore_errors({"number_stored_as_text": "C3:C9"})
    for kind, place in (("column", "B2"), ("doughnut", "J2")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": f"={SHEET}!$J$3:$J$9"})
        charts.insert_chart(place, chart)
    charts.add_table(
        "A30:B32", {"columns": [{"header": "组别"}, {"header": "人数"}], "data": [["职工组", 3], ["学生组", 2]]}
    )
    alone = book.add_chart({"type": "line"})
    alone.add_series({"values": f"={SHEET}!$K$3:$K$9"})
    book.add_chartsheet("图表页").set_chart(alone)
    book.close()


def _add(parts: dict[str, bytes]) -> None:
    """What XlsxWriter does not write."""
    new = {
        "customUI/customUI.xml": '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"><ribbon/></customUI>',
        "customXml/item1.xml": '<batch xmlns="urn:contest"><id>7</id></batch>',
        "xl/persons/person.xml": f'<personList xmlns="{_MICROSOFT}/spreadsheetml/2018/threadedcomments"><person '
        'displayName="甲" id="{00000000-0000-0000-0000-0000000000AA}" userId="甲" providerId="None"/></personList>',
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{_MICROSOFT}/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="K3" dT="2024-01-01T00:00:00.00" personId="{00000000-0000-0000-0000-'
        '0000000000AA}" id="{00000000-0000-0000-0000-000000000001}"><text>会话</text></threadedComment></ThreadedComments>',
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 4,
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition {_NS} r:id="rId1" recordCount="2"><cacheSource '
        'type="worksheet"><worksheetSource ref="A30:B32" sheet="统计"/></cacheSource><cacheFields count="2"><cacheField '
        'name="组别" numFmtId="0"><sharedItems count="2"><s v="职工组"/><s v="学生组"/></sharedItems></cacheField><cacheField '
        'name="人数" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="2" '
        'maxValue="3"/></cacheField></cacheFields></pivotCacheDefinition>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _one_relation("pivotCacheRecords", "pivotCacheRecords1.xml"),
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords {_NS} count="2"><r><x v="0"/><n v="3"/></r><r><x v="1"/>'
        '<n v="2"/></r></pivotCacheRecords>',
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition {_NS} name="透视" cacheId="1" dataCaption="值" '
        'updatedVersion="6" minRefreshableVersion="3" createdVersion="6"><location ref="F30:G33" firstHeaderRow="1" '
        'firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow" showAll="0"><items count="3">'
        '<item x="0"/><item x="1"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i>'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField name="求和" '
        'fld="1" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>',
        "xl/pivotTables/_rels/pivotTable1.xml.rels": _one_relation(
            "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"
        ),
    }  # fmt: skip
    parts |= {name: body if isinstance(body, bytes) else body.encode() for name, body in new.items()}
    workbook, first = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
    _relate(parts, "_rels/.rels", f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI.xml")
    _relate(parts, workbook, f"{_RELATIONS}/customXml", "../customXml/item1.xml")
    _relate(parts, workbook, f"{_MICROSOFT}/2017/10/relationships/person", "persons/person.xml")
    cache = _relate(parts, workbook, f"{_RELATIONS}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    _relate(
        parts, first, f"{_MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"
    )
    printer = _relate(parts, first, f"{_RELATIONS}/printerSettings", "../printerSettings/printerSettings1.bin")
    _relate(parts, "xl/worksheets/_rels/sheet2.xml.rels", f"{_RELATIONS}/pivotTable", "../pivotTables/pivotTable1.xml")
    _put(
        parts,
        "xl/workbook.xml",
        r"(<calcPr[^>]*/>)",
        rf'\1<pivotCaches><pivotCache cacheId="1" r:id="{cache}"/></pivotCaches>',
    )
    x14 = (
        '<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/'
        'main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>代码表!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>Q3:Q9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    _put(parts, "xl/worksheets/sheet1.xml", r"(.*)<extLst>", rf"\1<extLst>{x14}")  # the last: cfRule has one too
    _put(parts, "xl/worksheets/sheet1.xml", r"(<headerFooter)", rf'<pageSetup r:id="{printer}"/>\1')
    kinds = {
        "pivotCache/pivotCacheDefinition1": "pivotCacheDefinition", "pivotCache/pivotCacheRecords1": "pivotCacheRecords",
        "pivotTables/pivotTable1": "pivotTable",
    }  # fmt: skip
    declared = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_SHEET_ML}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    for name, kind in (("persons/person", "person"), ("threadedComments/threadedComment1", "threadedcomments")):
        declared += f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.ms-excel.{kind}+xml"/>'
    declared += (
        f'<Override PartName="/xl/printerSettings/printerSettings1.bin" ContentType="{_SHEET_ML}.printerSettings"/>'
    )
    _put(parts, "[Content_Types].xml", "</Types>", f"{declared}</Types>")


def _put(parts: dict[str, bytes], name: str, pattern: str, new: str) -> None:
    body, done = re.subn(pattern, new, parts[name].decode(), count=1, flags=re.DOTALL)
    assert done, (name, pattern)
    parts[name] = body.encode()


def _relate(parts: dict[str, bytes], name: str, kind: str, target: str) -> str:
    parts.setdefault(name, f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode())
    id = f"rIdX{parts[name].count(b'rIdX') + 1}"
    _put(parts, name, "</Relationships>", f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/></Relationships>')
    return id


def _one_relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (16).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress((b"\0" + b"\xff\x80\x20" * 16) * 16)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
