"""`python -m behalf` is the command line."""

import sys

from behalf.site.cli import main

if __name__ == "__main__":
    sys.exit(main())
