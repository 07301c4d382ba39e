"""One file's page: its findings, and what is written from it."""

import asyncio
import zipfile
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from jineng.addin.page.desk import Written
from jineng.addin.page.documents import OFFERS, offered, printable
from jineng.addin.page.findings import AT_A_TIME, Filter, choices, draw, groups
from jineng.addin.page.list_views import desk_of, loaded, page
from jineng.validators.forms import FORMS


async def file(request: Request) -> Response:
    """The page, or only its findings where the filter or the settings changed."""
    one = loaded(request)
    wanted = Filter(*(request.query_params.get(key, "") for key in Filter._fields))
    try:
        start = max(int(request.query_params.get("from", 0)), 0)
    except ValueError:
        start = 0
    found = groups(one.report, wanted) if one.report and not one.report.error else []
    shown = found[start : start + AT_A_TIME]
    if one.report:
        draw(shown, one.report, one.pictures)
    part = "more" if start else "findings" if "hx-request" in request.headers else "file"
    return page(
        request, f"{part}.html", file=one, wanted=wanted, groups=shown, total=len(found), next=start + AT_A_TIME,
        choices=choices(one.report) if one.report else {}, forms=FORMS, **_documents(request),
    )  # fmt: skip


async def documents(request: Request) -> Response:
    """What can be written from the file, and how far that is: asked for again while something is being written."""
    return page(request, "documents.html", file=loaded(request), **_documents(request))


async def write(request: Request) -> Response:
    one, kind = loaded(request), request.path_params["kind"]
    if one.report is None or kind not in _documents(request)["offered"]:
        raise HTTPException(404)
    desk_of(request).write(one, kind, "pdf" in request.query_params and printable(kind))
    return page(request, "documents.html", file=one, **_documents(request))


async def stop(request: Request) -> Response:
    """Call off a document that is being written."""
    one, written = loaded(request), _written(request)
    if written.task:
        written.task.cancel()
    written.state = "stopped"
    return page(request, "documents.html", file=one, **_documents(request))


async def download(request: Request) -> Response:
    """One of the files written."""
    written, number = _written(request), request.path_params["number"]
    if not 0 <= number < len(written.files):
        raise HTTPException(404)
    path = written.files[number]
    return FileResponse(path, filename=path.name)


async def download_all(request: Request) -> Response:
    """All of them in one .zip, in their folders."""
    written = _written(request)
    if not written.files:
        raise HTTPException(404)
    one, kind = loaded(request), request.path_params["kind"]
    target = written.folder / "全部.zip"
    await asyncio.to_thread(_zip, target, written)
    name = f"{one.path.stem}_{OFFERS[kind][0]}.zip"
    return FileResponse(target, filename=name, background=BackgroundTask(target.unlink, missing_ok=True))


def _zip(target: Path, written: Written) -> None:
    """Folders too that hold nothing yet: a bundle's are there to be filled."""
    top = written.folder / "文件"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(top.rglob("*")):
            package.write(path, path.relative_to(top))


def _written(request: Request) -> Written:
    found = loaded(request).documents.get(request.path_params["kind"])
    if found is None:
        raise HTTPException(404)
    return found


def _documents(request: Request) -> dict[str, Any]:
    """What a template needs to know of the documents of the file."""
    one = loaded(request)
    return {
        "offered": list(offered(one.report)) if one.report else [],
        "offers": OFFERS,
        "printable": printable,
    }


ROUTES = [
    Route("/files/{id:int}", file),
    Route("/files/{id:int}/documents", documents),
    Route("/files/{id:int}/documents/{kind}", write, methods=["POST"]),
    Route("/files/{id:int}/documents/{kind}/stop", stop, methods=["POST"]),
    Route("/files/{id:int}/documents/{kind}/all", download_all),
    Route("/files/{id:int}/documents/{kind}/{number:int}", download),
]
