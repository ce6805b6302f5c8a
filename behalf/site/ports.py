"""Network ports: is it free, and which one is."""

from __future__ import annotations

import socket

from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

HIGHEST = 65535


def require_free(address: str, port: int, variable: str = "BEHALF_PORT") -> None:
    """Refuse with one sentence when another program listens there."""
    if not _free(address, port):
        raise Halt(
            _("Port %(port)s is taken by another program: stop that one, or choose another with %(other)s.")
            % {"port": port, "other": f"{variable}={port + 1}"},
            Exit.PORT_TAKEN,
        )


def free_port(wish: int) -> int:
    """The wished port of the loopback interface, or any free one when it is taken."""
    if 1024 <= wish <= HIGHEST and _free("127.0.0.1", wish):
        return wish
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.strip("[]"), port))
        except PermissionError as error:
            raise Halt(
                _("Port %(port)s is reserved: choose one above 1023 with BEHALF_PORT.") % {"port": port},
                Exit.PORT_TAKEN,
            ) from error
        except OSError:
            return False
    return True
