"""For the scripts that Debian's own Python runs: a running office, reached through its pipe, told what to do and ended."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException


@contextlib.contextmanager
def running(pipe: str) -> Iterator[tuple[Any, Callable[[str], Any]]]:
    """Its desktop, and what makes another of its services; ends office and script when all is done."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.1)
    else:
        sys.exit("the office does not answer")

    def made(service: str) -> Any:
        return context.ServiceManager.createInstanceWithContext(service, context)

    desktop = made("com.sun.star.frame.Desktop")
    yield desktop, made
    with contextlib.suppress(DisposedException):  # it may be gone before it has answered
        desktop.terminate()
    sys.stdout.flush()
    os._exit(0)  # uno's own threads may crash a Python that ends while the office does
