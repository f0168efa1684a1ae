"""What the words after ``start.py`` mean."""

import os
import subprocess
import sys

from course_support.set_up.environment import RUNTIME, TEST, Environment, ensure
from course_support.set_up.trouble import Trouble


def main(words: list[str]) -> int:
    """Do what the words ask for; return the exit code."""
    # Compiled modules make every later start a good deal quicker; some shells forbid them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        if words[:1] == ["test"]:
            from course_support.set_up.checks import run_checks

            return run_checks(ensure(TEST), words[1:])
        return _hand_over(ensure(RUNTIME), words or ["open"])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _hand_over(env: Environment, words: list[str]) -> int:
    """Give the words to the ``workbook`` command inside the environment."""
    command = [str(env.python), "-m", "course_support.cli", *words]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # one process less, and Ctrl+C reaches it alone
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the workbook has heard it too, and is stopping
