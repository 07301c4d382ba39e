"""Colours as workbooks write them: by number, or as a shade of one of the theme's own."""

import colorsys
import re

#: The theme's colours in the order in which cells count them.
THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
_THEME_COLOUR = re.compile(r'<a:(\w+)>\s*<a:(?:sysClr[^>]*?lastClr|srgbClr val)="(\w{6})"')


def theme_colour(theme: str, number: int) -> str:
    """A colour of a theme, as RRGGBB."""
    return dict(_THEME_COLOUR.findall(theme)).get(THEME[number], "000000")


def written(rgb: tuple[int, int, int]) -> str:
    """A colour as RRGGBB."""
    return "".join(f"{part:02X}" for part in rgb)


def tinted(value: str, tint: float) -> tuple[int, int, int]:
    """RRGGBB made lighter (a tint above 0) or darker (below)."""
    parts = (int(value[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(*parts)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue
