"""The command `difang`: one contract for people, scripts and outside checks.

Only argparse is imported at start; each command imports what it needs when it runs.
"""

from difang.cli.main import main

__all__ = ["main"]
