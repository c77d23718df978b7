"""The command line: arguments in, one exit status out (0 done, 1 failed, 2 bad input).

Errors are one line on standard error with the remedy; with `--json` standard output holds JSON alone.
"""

import importlib
import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence

from bot.cli.parser import Arguments, build
from bot.errors import BadInput, BotError
from bot.settings import Settings
from knowledge.errors import KnowledgeError, NotFound, Unreadable

VERBS = {
    "run": "serve",
    "sandbox": "serve",
    "learn": "documents",
    "forget": "documents",
    "search": "documents",
    "docs": "store",
    "stats": "store",
    "rebuild": "store",
    "ask": "ask",
    "screen": "ask",
    "classify": "models",
    "adapt": "adapt",
    "eval": "measure",
    "train": "train",
    "feedback": "feedback",
    "doctor": "doctor",
    "models": "models",
    "moderate": "moderate",
}
"""Which module of this folder holds a verb; it is imported only when the verb is used."""


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command."""
    try:
        arguments = build().parse_args(argv, namespace=Arguments())
        settings = Settings.from_env(environment)
        verb = importlib.import_module(f"bot.cli.{VERBS[arguments.verb]}")
        status = int(getattr(verb, arguments.verb.replace("eval", "evaluate"))(arguments, settings))
        sys.stdout.flush()
    except (BadInput, NotFound, Unreadable) as error:
        return _fail(error, 2)
    except (BotError, KnowledgeError) as error:
        return _fail(error, 1)
    except BrokenPipeError:
        # Whoever read the output has enough of it (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OSError, sqlite3.Error) as error:
        return _fail(error, 1)
    except KeyboardInterrupt:
        sys.stderr.write("groundglass: stopped; what was finished is kept\n")
        return 130
    else:
        return status


def _fail(error: Exception, status: int) -> int:
    line = " ".join(str(error).split())
    sys.stderr.write(f"groundglass: {line}\n")
    return status
