"""The styles of a workbook, with ours added behind: no style that is there is changed, so no other cell looks different."""

import re

from jineng.workbooks.colours import theme_colour, tinted
from jineng.workbooks.marking.package import HEAD, RELATIONS, WORKBOOK, Package
from jineng.workbooks.marking.places import MAIN, STRICT, Node, Patch, parse
from jineng.workbooks.marks import HEADING_COLOUR, Refused, Rgb

_SECTIONS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
             "colors", "extLst")  # fmt: skip
#: What a section has before anything is added, where the workbook leaves it out.
_DEFAULTS = {
    "fonts": ['<{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font>'],
    "fills": [
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ],
    "cellXfs": ['<{p}xf numFmtId="0" fontId="0" fillId="0"/>'],
}
_MOST = 10_000  # of ours; Excel allows 65,490 in all
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_FILL_ATTRIBUTES = re.compile(rb"""\s(?:fillId|applyFill)\s*=\s*["'][^"']*["']""")


class Styles:
    """Cell styles by number, as cells name them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        part = package.related(WORKBOOK, "styles")
        if part is None:
            part = "xl/styles.xml"  # openpyxl looks for it nowhere else
            package.add(part, HEAD + f'<styleSheet xmlns="{MAIN}"></styleSheet>'.encode(), _KIND)
            package.relate(WORKBOOK, f"{RELATIONS}/styles", part)
        self.part = part
        self.patch = Patch(package.added[part]) if part in package.added else package.patch(part)
        self.root = parse(self.patch.body, 4, "文件的格式")
        if self.root.space in ("", STRICT) or self.root.name != "styleSheet":
            raise Refused("文件的格式部件写法特殊，不能标记。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再试")
        self.p = self.root.prefix.decode()
        self.sections = {name: self.root.child(name) for name in _DEFAULTS}
        self._added: dict[str, list[str]] = {
            name: [] if section and section.children else [xml.format(p=self.p) for xml in _DEFAULTS[name]]
            for name, section in self.sections.items()
        }
        self._made: dict[tuple[int, Rgb | None], int] = {}
        self._fills: dict[Rgb, int] = {}

    def coloured(self, style: int, rgb: Rgb | None) -> int:
        """The number of a style that differs from another in nothing but its fill; None for no fill."""
        if (style, rgb) not in self._made:
            node = self._xf(style)
            fill = 0 if rgb is None else self._fill(rgb)
            settings = f' fillId="{fill}" applyFill="1"'.encode()
            if node is None:
                xml = f"<{self.p}xf{settings.decode()}/>".encode()
            else:
                body = self.patch.body
                tag = _FILL_ATTRIBUTES.sub(b"", body[node.start : node.inside])
                name = len(node.prefix) + len(b"<xf")
                xml = tag[:name] + settings + tag[name:] + body[node.inside : node.end]
            self._made[style, rgb] = self._add("cellXfs", xml.decode())
        return self._made[style, rgb]

    def colour(self, style: int) -> Rgb | None:
        """What colour cells of a style are filled with; None for none, or for a pattern."""
        node, fills = self._xf(style), self.sections["fills"]
        number = int(node.attributes.get("fillId", 0)) if node else 0
        fill = fills.children[number] if fills and number < len(fills.children) else None
        pattern = fill.child("patternFill") if fill else None
        shown = pattern.child("fgColor") if pattern else None
        if pattern is None or pattern.attributes.get("patternType") != "solid" or shown is None:
            return None
        given = shown.attributes
        if "rgb" in given:
            value = given["rgb"]
        elif "theme" in given:
            theme = self.package.related(WORKBOOK, "theme")
            value = theme_colour(self.package.body(theme).decode(), int(given["theme"])) if theme else "000000"
        else:
            from openpyxl.styles.colors import COLOR_INDEX

            value = COLOR_INDEX[min(int(given.get("indexed", 64)), 63)]
        return tinted(value, float(given.get("tint", 0)))

    def result_styles(self) -> dict[str, int]:
        """The styles of 校验结果: title, heading, text, link, plain (hidden columns)."""
        bold = self._add("fonts", self._font("<{p}b/>"))
        title = self._add("fonts", self._font("<{p}b/>", size="14"))
        link = self._add("fonts", self._font("<{p}u/>", colour='<{p}color rgb="FF0563C1"/>'))
        gray = self._fill(HEADING_COLOUR)
        top = '<{p}alignment vertical="top"/>'
        wrapped = '<{p}alignment vertical="top" wrapText="1"/>'
        made = {
            "title": (f'fontId="{title}" applyFont="1"', ""),
            "heading": (f'fontId="{bold}" fillId="{gray}" applyFont="1" applyFill="1"', wrapped),
            "text": ('fontId="0"', wrapped),
            "link": (f'fontId="{link}" applyFont="1"', wrapped),
            "plain": ('fontId="0"', top),
        }
        return {name: self._add("cellXfs", self._result_xf(*given)) for name, given in made.items()}

    def _result_xf(self, settings: str, alignment: str) -> str:
        p, number = self.p, 'numFmtId="49" applyNumberFormat="1"'  # 49 is text: nothing becomes a number or a formula
        if not alignment:
            return f"<{p}xf {number} {settings}/>"
        return f'<{p}xf {number} {settings} applyAlignment="1">{alignment.format(p=p)}</{p}xf>'

    def finish(self) -> None:
        """Write down what was added."""
        for name, added in self._added.items():
            section = self.sections[name]
            new = "".join(added).encode()
            if not self._count_added(name):
                continue
            if section is None:
                count = len(added)
                xml = f'<{self.p}{name} count="{count}">'.encode() + new + f"</{self.p}{name}>".encode()
                later = _SECTIONS[_SECTIONS.index(name) + 1 :]
                at = next((n.start for n in self.root.children if n.name in later), None)
                if at is None:
                    self.patch.append(self.root, xml)
                else:
                    self.patch.insert(at, xml)
                continue
            if "count" in section.attributes:
                self.patch.attribute(section, b"count", str(len(section.children) + len(added)).encode())
            self.patch.append(section, new)
        if self.part in self.package.added:
            self.package.added[self.part] = b"".join(self.patch.chunks())

    def _count_added(self, name: str) -> int:
        section = self.sections[name]
        given = 0 if section and section.children else len(_DEFAULTS[name])
        return len(self._added[name]) - given

    def _add(self, name: str, xml: str) -> int:
        section = self.sections[name]
        self._added[name].append(xml)
        if len(self._added[name]) > _MOST:
            raise Refused("工作簿的单元格格式种类过多，不能标记。请删除多余的格式后再试")
        return (len(section.children) if section else 0) + len(self._added[name]) - 1

    def _fill(self, rgb: Rgb) -> int:
        if rgb not in self._fills:
            p, value = self.p, "FF{:02X}{:02X}{:02X}".format(*rgb)
            self._fills[rgb] = self._add("fills", (
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{value}"/><{p}bgColor indexed="64"/>'
                f"</{p}patternFill></{p}fill>"
            ))  # fmt: skip
        return self._fills[rgb]

    def _xf(self, style: int) -> Node | None:
        section = self.sections["cellXfs"]
        return section.children[style] if section and style < len(section.children) else None

    def _font(self, more: str, size: str = "", colour: str = "") -> str:
        """The workbook's usual font with a few things different."""
        section = self.sections["fonts"]
        usual = section.children[0] if section and section.children else None
        kept = {n.name: self.patch.body[n.start : n.end].decode() for n in usual.children} if usual else {}
        kept.setdefault("name", f'<{self.p}name val="宋体"/>')
        if size or "sz" not in kept:
            kept["sz"] = f'<{self.p}sz val="{size or 11}"/>'
        if colour:
            kept["color"] = colour.format(p=self.p)
        order = ("sz", "color", "name", "family", "charset", "scheme")
        return f"<{self.p}font>{more.format(p=self.p)}{''.join(kept.get(n, '') for n in order)}</{self.p}font>"
