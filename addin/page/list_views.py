"""The first page: drop files, see their verdicts, set the settings."""

from shutil import rmtree
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from jineng.addin.blanks import BLANKS
from jineng.addin.chinese import reason
from jineng.addin.page.desk import MOST_FILES, Desk, Full, Loaded
from jineng.addin.page.settings_form import sections, usable
from jineng.validators.settings import SETTINGS
from jineng.workbooks.sheets import MAX_BYTES

_CHUNK = 1 << 20


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, name: str, **context: Any) -> Response:
    answer: Response = request.app.state.templates.TemplateResponse(request, name, context)
    return answer


def loaded(request: Request) -> Loaded:
    """The file that the address names."""
    found = desk_of(request).files.get(request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return found


async def index(request: Request) -> Response:
    return page(request, "index.html")


async def files(request: Request) -> Response:
    """The list of files: asked for again and again while something is being checked."""
    return page(request, "files.html", problems=[])


async def drop(request: Request) -> Response:
    """Take in the files of a form, each of which is checked at once."""
    problems = []
    async with request.form(max_files=10 * MOST_FILES, max_fields=2) as form:
        for upload in form.getlist("files"):
            if isinstance(upload, UploadFile) and upload.filename:
                problem = await _take(desk_of(request), upload)
                problems += [problem] if problem else []
    return page(request, "files.html", problems=list(dict.fromkeys(problems)))


async def _take(desk: Desk, upload: UploadFile) -> str:
    """Put one file on the desk; why it could not be."""
    size = upload.size or 0
    if size > MAX_BYTES:
        return f"“{upload.filename}”有 {size // 1_000_000} MB，超过 {MAX_BYTES // 1_000_000} MB，没有接收"
    try:
        path = desk.place_for(upload.filename or "", size)
    except Full as problem:
        return str(problem)
    except OSError as problem:
        return f"“{upload.filename}”没有接收：{reason(problem)}"
    try:
        with path.open("wb") as file:
            while chunk := await upload.read(_CHUNK):
                file.write(chunk)
    except OSError as problem:
        rmtree(path.parent, ignore_errors=True)
        return f"“{path.name}”没有接收：{reason(problem)}"
    desk.add(path, upload.filename or "")
    return ""


async def remove(request: Request) -> Response:
    desk_of(request).remove(loaded(request))
    return page(request, "files.html", problems=[])


async def replace(request: Request) -> Response:
    """Let a file stand in for the earlier one of the same name."""
    one = loaded(request)
    try:
        desk_of(request).replace(one)
    except OSError as problem:
        return page(request, "files.html", problems=[f"“{one.name}”不能代替原来的：{reason(problem)}，请稍候再试"])
    return page(request, "files.html", problems=[])


async def stop(request: Request) -> Response:
    desk_of(request).stop(loaded(request))
    return page(request, "files.html", problems=[])


async def stop_all(request: Request) -> Response:
    desk = desk_of(request)
    for one in desk.files.values():
        if one.busy:
            desk.stop(one)
    return page(request, "files.html", problems=[])


async def check_again(request: Request) -> Response:
    desk_of(request).check_all()
    return page(request, "files.html", problems=[])


async def register(request: Request) -> Response:
    """Let a file's registers serve the other files, or no longer."""
    one = loaded(request)
    one.register = not one.register
    desk_of(request).check_all()
    return page(request, "files.html", problems=[])


async def clear(request: Request) -> Response:
    desk_of(request).clear()
    return RedirectResponse("/", 303)


async def settings(request: Request) -> Response:
    """Take what was typed; what can be read decides at once, the rest is told."""
    async with request.form(max_fields=2 * len(SETTINGS)) as form:
        typed = {key: str(form.get(key, "")) for key in SETTINGS}
    desk_of(request).set(usable(typed))
    titles = {SETTINGS[key].title: value for key, value in typed.items()}
    answer = page(request, "settings.html", sections=lambda: sections(titles))
    answer.headers["HX-Trigger"] = "recheck"
    return answer


async def ids(request: Request) -> Response:
    """Show ID numbers whole, or hide them again."""
    desk = desk_of(request)
    desk.show_ids = not desk.show_ids
    _, _, path = request.headers.get("referer", "").partition(f"{request.url.netloc}/")
    return RedirectResponse(f"/{path.lstrip('/')}", 303)


async def all_findings(request: Request) -> Response:
    """The findings of all files in one workbook: begun, then asked for until it is there."""
    desk = desk_of(request)
    if request.method == "POST":
        desk.write_all_findings()
    return page(request, "all_findings.html", written=desk.all_findings)


async def all_findings_file(request: Request) -> Response:
    written = desk_of(request).all_findings
    if written is None or not written.files:
        raise HTTPException(404)
    return FileResponse(written.files[0], filename=written.files[0].name)


async def blanks(request: Request) -> Response:
    """Empty tables to fill in; a part of the page while one is being written."""
    return page(request, "blanks_list.html" if "hx-request" in request.headers else "blanks.html", blanks=BLANKS)


async def write_blank(request: Request) -> Response:
    form = request.path_params["form"]
    if form not in BLANKS:
        raise HTTPException(404)
    desk_of(request).write_blank(form)
    return page(request, "blanks_list.html", blanks=BLANKS)


async def blank_file(request: Request) -> Response:
    written = desk_of(request).blanks.get(request.path_params["form"])
    if written is None or not written.files:
        raise HTTPException(404)
    return FileResponse(written.files[0], filename=written.files[0].name)


ROUTES = [
    Route("/", index),
    Route("/files", files, methods=["GET"]),
    Route("/files", drop, methods=["POST"]),
    Route("/files/{id:int}/remove", remove, methods=["POST"]),
    Route("/files/{id:int}/replace", replace, methods=["POST"]),
    Route("/files/{id:int}/stop", stop, methods=["POST"]),
    Route("/files/{id:int}/register", register, methods=["POST"]),
    Route("/stop", stop_all, methods=["POST"]),
    Route("/check", check_again, methods=["POST"]),
    Route("/clear", clear, methods=["POST"]),
    Route("/settings", settings, methods=["POST"]),
    Route("/ids", ids, methods=["POST"]),
    Route("/blanks", blanks),
    Route("/blanks/{form}", write_blank, methods=["POST"]),
    Route("/blanks/{form}/file", blank_file),
    Route("/findings", all_findings, methods=["GET", "POST"]),
    Route("/findings/file", all_findings_file, methods=["GET"]),
]
