#!/usr/bin/env python3
"""Set up (the first time) and open the commissioning workbook.

    python3 start.py              open the workbook
    python3 start.py test         run every check
    python3 start.py doctor       say whether everything is in order
    python3 start.py --help       everything else

Needs Python 3.11 or newer and nothing more. The work is done in course_support/set_up; this
file stays readable to any Python, so that an old one is told what to do.
"""

import sys

NEEDED = (3, 11)

if sys.version_info < NEEDED:
    sys.exit(
        "The workbook needs Python 3.11 or newer; this is Python {}.{}.\n"
        "Install a newer Python from python.org (or ask your IT service for it), then run\n"
        "this again. If a newer one is installed already, name it: python3.12 start.py".format(
            *sys.version_info[:2]
        )
    )

if __name__ == "__main__":
    from course_support.set_up.main import main

    sys.exit(main(sys.argv[1:]))
