"""The page's routes. What may be asked of it stands in docs/page.md; who may ask, in guard.py."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from jineng.addin.page import file_views, list_views, look_views
from jineng.addin.page.desk import MOST_BYTES, Desk
from jineng.addin.page.presence import Presence
from jineng.addin.page.settings_form import sections
from jineng.validators.identity import mask_id
from jineng.validators.rules import SEVERITIES

_HERE = Path(__file__).parent


def make_app(desk: Desk, presence: Presence, end: Callable[[], None]) -> Starlette:
    """The page over a desk; end: what ends the server."""
    templates = Jinja2Templates(_HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.finalize = lambda words: words if desk.show_ids else _masked(words)
    templates.env.globals.update(
        desk=desk, version=version("jineng"), severities=SEVERITIES, sections=lambda: sections(desk.settings),
        static=_static_version(),
    )  # fmt: skip

    async def here(request: Request) -> Response:
        presence.here(await _page_of(request))
        return Response(status_code=204)

    async def gone(request: Request) -> Response:
        presence.gone(await _page_of(request))
        return Response(status_code=204)

    async def close(request: Request) -> Response:
        desk.clear()
        asyncio.get_running_loop().call_later(1, end)  # the last page still asks for its style
        return templates.TemplateResponse(request, "closed.html")

    async def refused(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        told = problem.detail if isinstance(problem, HTTPException) else ""
        words = _REFUSALS.get(status) or told
        name = "refused_part.html" if "hx-request" in request.headers else "refused.html"
        return templates.TemplateResponse(request, name, {"words": words}, status)

    app = Starlette(
        routes=[
            *list_views.ROUTES, *file_views.ROUTES, *look_views.ROUTES,
            Route("/here", here, methods=["POST"]), Route("/gone", gone, methods=["POST"]),
            Route("/close", close, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        exception_handlers={HTTPException: refused, Exception: refused},
        max_body_size=MOST_BYTES,
    )  # fmt: skip
    app.state.desk, app.state.templates = desk, templates
    return app


_REFUSALS = {400: "发来的内容不完整，没有接收", 404: "没有这一页，或这个文件已经移除", 405: "不能这样访问", 413: "文件太大，没有接收",
             500: "程序出错，没有完成。请重试；仍然出错请告诉维护者刚才做了什么"}  # fmt: skip


def _masked(words: Any) -> Any:
    """Whatever a template prints, with ID numbers hidden; what is HTML already stays so."""
    return (Markup if isinstance(words, Markup) else str)(mask_id(str(words)))


async def _page_of(request: Request) -> str:
    """The page's own random number; a body that is none counts as one page."""
    with suppress(UnicodeDecodeError):
        return (await request.body())[:64].decode()
    return ""


def _static_version() -> Any:
    """Changes when a static file does, so that no browser keeps an old one."""
    return str(int(max(path.stat().st_mtime for path in (_HERE / "static").iterdir())))
