"""写文件：要么写完整，要么原来的文件一个字不动。"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """给出同目录下的临时文件；写完整后再改名为 path，中途失败则不留半个文件。

    The temporary file stands in the same folder, since only there is renaming one step, and keeps the suffix, which
    Excel and openpyxl go by. It is not created here: a file made by `tempfile` would be readable by its owner only.
    """
    temporary = path.with_name(f".jineng-{secrets.token_hex(8)}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):  # the first error is the one to report
            temporary.unlink(missing_ok=True)
        raise
