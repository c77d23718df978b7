"""Entry point of the `groundglass` command; the only place that reads the environment.

Imports nothing of weight: worker processes import this module again when they start.
"""

import sys


def main() -> int:
    """Run the command line and return its exit status."""
    import os

    from bot import cli

    return cli.main(sys.argv[1:], os.environ)


if __name__ == "__main__":
    sys.exit(main())
