"""Start the simulated provider: `python -m behalf.connectors.simulator --port 8010 --data var/simulator`."""

import argparse
import sqlite3
import sys
from pathlib import Path

from behalf.connectors.simulator.server import serve


def main() -> int:
    """Serve until told to stop; 1 when it cannot start."""
    parser = argparse.ArgumentParser(prog="behalf.connectors.simulator", description="A simulated cloud provider.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--data", type=Path, required=True, help="folder in which the tenants are kept")
    given = parser.parse_args()
    try:
        serve(given.host, given.port, given.data)
    except (OSError, sqlite3.OperationalError) as error:
        sys.stderr.write(f"The simulated provider cannot start on port {given.port}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
