"""`python -m jineng.addin` is the command `jineng`; stopped while it is still being loaded, it says no more than later."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    try:
        from jineng.addin import cli

        cli.main()
    except KeyboardInterrupt:
        print("\njineng：已中止", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
