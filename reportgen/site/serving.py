"""A site on this machine, built again whenever something that it is made of changes."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from mkdocs.commands.serve import serve
from mkdocs.exceptions import Abort

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.site.config import bad_settings
from reportgen.site.session import opened

if TYPE_CHECKING:
    from reportgen.site.config import Project


def serve_site(project: Project, address: str) -> None:
    """Serve a project's site from a temporary folder until interrupted.

    Args:
        project: The folder to build from.
        address: Host and port, as ``127.0.0.1:8000``.

    Raises:
        ReportgenError: The configuration is wrong, or nobody can listen at the address.
    """
    _listen_once(address)
    with opened(project) as session:
        try:
            serve(config_file=str(session.file), dev_addr=address)
        except Abort as error:
            raise bad_settings(project.named, str(error)) from error


def _listen_once(address: str) -> None:
    """Find out whether an address can be listened at before anything is built for it."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
    except (OSError, ValueError, OverflowError) as error:
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it is no host and port"
        message = f"{reason}; give another with --address, such as 127.0.0.1:8001"
        raise ReportgenError([Problem("bad-address", message, Mark(address))]) from error
