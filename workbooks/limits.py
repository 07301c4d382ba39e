"""How large a file may be and how many pages long: no notice says, so only what 设置 says is compared, and only said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jineng.validators.materials import IMAGE, PDF
from jineng.validators.settings import SETTINGS, Settings
from jineng.validators.values import text

_LIMITS = ("photo_kb", "file_mb", "pdf_pages")


def unset(settings: Settings) -> str:
    """Which limits are not set, in a sentence; "" when all are."""
    titles = [SETTINGS[key].title for key in _LIMITS if settings[key] is None]
    return f"{'、'.join(titles)}：通知没有规定，未设置，未校验" if titles else ""


def beyond(path: Path, kind: str, settings: Settings, portrait: bool) -> Iterator[str]:
    """What a file goes beyond; portrait: a photo of one person."""
    size, most, photo_most = path.stat().st_size, settings["file_mb"], settings["photo_kb"]
    if most and size > most * 1024 * 1024:
        yield f"{size / 1024 / 1024:.1f}MB，超过{text(most)}MB（设置）"
    if portrait and photo_most and size > photo_most * 1024:
        yield f"{size / 1024:.0f}KB，超过{text(photo_most)}KB（设置）"
    if portrait and kind == IMAGE:
        yield from _pixels(path, settings["photo_side"])
    if kind == PDF and settings["pdf_pages"]:
        yield from _pages(path, settings["pdf_pages"])


def _pixels(path: Path, least: Any) -> Iterator[str]:
    """Only the head of a file is read, for what it says of itself may be absurd too."""
    import imagesize

    try:
        width, height = imagesize.get(path)
    except Exception:  # whatever it meets in a damaged file
        width, height = -1, -1
    if width <= 0 or height <= 0:
        if path.suffix.lower() != ".heic":
            yield "看不出图片尺寸，可能已损坏"
    elif min(width, height) < least:
        yield f"{width}×{height}像素，短边不到{text(least)}（设置）"
    elif max(width, height) > 10 * min(width, height):
        yield f"{width}×{height}像素，不像照片"


def _pages(path: Path, most: int) -> Iterator[str]:
    from pypdf import PdfReader

    try:
        number = len(PdfReader(path).pages)
    except Exception:  # whatever it meets in a damaged or locked file
        yield "数不出页数，可能已损坏或有密码"
        return
    if number > most:
        yield f"{number}页，超过{most}页（设置）"
