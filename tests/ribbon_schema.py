"""Microsoft's schema of customUI as an XSD: written out from the data of its Open XML SDK, which openxml-audit brings along.

Microsoft's own customUI.xsd says the same, but is not to be had as a package.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import quoteattr

import xmlschema

SPACE = "http://schemas.microsoft.com/office/2006/01/customui"
#: What an argument of a validator is called, as a facet; kinds of strings, the narrowest first.
_FACETS = {"MinLength": "minLength", "MaxLength": "maxLength", "MinInclusive": "minInclusive", "MaxInclusive": "maxInclusive"}  # fmt: skip
_STRINGS = {"IsId": "ID", "IsQName": "QName", "IsNcName": "NCName", "IsToken": "token"}


@cache
def schema() -> xmlschema.XMLSchema:
    data = json.loads((files("openxml_audit") / f"data/openxml/schemas/{_file()}").read_text())
    enums = {e["Name"]: [f["Value"] for f in e["Facets"]] for e in data["Enums"]}
    types = [t for t in data["Types"] if not t.get("IsDerived")]  # a derived one has what its base has
    body = "".join(
        f'<xs:complexType name="{_type(t["Name"])}">{"".join(_particle(t.get("Particle")))}'
        f"{''.join(_attribute(a, enums) for a in t.get('Attributes', ()))}</xs:complexType>"
        for t in types
    )
    return xmlschema.XMLSchema(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{data["TargetNamespace"]}"'
        f' targetNamespace="{data["TargetNamespace"]}" elementFormDefault="qualified">'
        f'<xs:element name="customUI" type="CT_CustomUI"/>{body}</xs:schema>'
    )


def _file() -> str:
    return SPACE.removeprefix("http://").replace(".", "_").replace("/", "_") + ".json"


def _type(name: str) -> str:
    return name.partition("/")[0].removeprefix("mso:")


def _particle(particle: Mapping[str, Any] | None) -> Iterator[str]:
    if particle is None:
        return
    occurs = "".join(
        f' minOccurs="{o.get("Min", 0)}" maxOccurs="{o.get("Max", "unbounded")}"' for o in particle.get("Occurs", ())
    )
    if "Kind" not in particle:
        name = particle["Name"].rpartition(":")[2]
        yield f'<xs:element name="{name}" type="{_type(particle["Name"])}"{occurs}/>'
        return
    kind = {"All": "all", "Choice": "choice"}.get(particle["Kind"], "sequence")
    yield f"<xs:{kind}{occurs}>"
    for item in particle["Items"]:
        yield from _particle(item)
    yield f"</xs:{kind}>"


def _attribute(attribute: Mapping[str, Any], enums: Mapping[str, list[str]]) -> str:
    validators = attribute.get("Validators", ())
    limits = {a["Name"]: a["Value"] for v in validators for a in v.get("Arguments", ())}
    kind = attribute["Type"].rpartition(".")[2].rstrip(">")
    base = {"BooleanValue": "boolean", "IntegerValue": "integer"}.get(kind) or next(
        (base for name, base in _STRINGS.items() if name in limits), "string"
    )
    facets = [f"<xs:enumeration value={quoteattr(v)}/>" for v in enums.get(kind, ())]
    facets += [f'<xs:{facet} value="{limits[n]}"/>' for n, facet in _FACETS.items() if n in limits and base != "QName"]
    required = any(v["Name"] == "RequiredValidator" for v in validators)
    return (
        f'<xs:attribute name="{attribute["QName"].lstrip(":")}" use="{"required" if required else "optional"}">'
        f'<xs:simpleType><xs:restriction base="xs:{base}">{"".join(facets)}</xs:restriction></xs:simpleType></xs:attribute>'
    )
