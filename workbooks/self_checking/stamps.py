"""The stamp that a template of ours carries, and what has become of the template since."""

import re

STAMP = "JINENG_TEMPLATE"
_NAME = re.compile(r'<definedName [^>]*?name="([^"]+)"[^>]*>([^<]*)</definedName>')
#: The names that a template does not work without.
OURS = re.compile(r"[PWVLOFTKHD]_\w+$")
_AGAIN = "请用 jineng new 重新生成模板，把数据用“选择性粘贴 - 数值”粘贴过去"


def template_faults(xml: bytes) -> list[tuple[str, str]]:
    """What is wrong with a workbook as a template, and what to do: of another version, or with names deleted.

    Nothing for a workbook that never was one. xml: its own part, xl/workbook.xml
    """
    if b"definedName" not in xml:
        return []
    from importlib.metadata import version  # takes longer to import than a workbook to check
    from xml.sax.saxutils import unescape

    names = dict(_NAME.findall(xml.decode("utf-8", "replace")))
    stamp = unescape(names.pop(STAMP, ""), {"&quot;": '"'}).strip('"').split()
    ours = {name: target for name, target in names.items() if OURS.match(name)}
    if len(stamp) != 4:
        if len(ours) > 10 and "F_cells" in ours:
            return [(f"这个模板的版本标记（{STAMP}）被删除，表内结论不可靠，以本次校验为准", _AGAIN)]
        return []
    _, made_by, _, count = stamp
    faults = []
    if made_by != version("jineng"):
        faults.append(
            (
                f"模板是 jineng {made_by} 生成的，现在是 {version('jineng')}，表内结论可能不合现行规则，以本次校验为准",
                _AGAIN,
            )
        )
    broken = [name for name, target in ours.items() if "#REF!" in target]
    if lost := int(count) - len(ours) if count.isdigit() else 0:
        faults.append((f"模板中有 {abs(lost)} 个名称被删除或增加，表内结论不可靠，以本次校验为准", _AGAIN))
    elif broken:
        faults.append(
            (f"模板的工作表或列被删除（{'、'.join(broken[:3])} 失效），表内结论不可靠，以本次校验为准", _AGAIN)
        )
    return faults
