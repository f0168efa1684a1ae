#!/bin/sh
# Double-click to open the workbook on macOS.
cd "$(dirname "$0")" || exit 1
for python in python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$python" >/dev/null 2>&1; then
        "$python" start.py "$@"
        result=$?
        [ "$result" -eq 0 ] || { echo; echo "Press Return to close this window."; read -r _; }
        exit "$result"
    fi
done
echo "Python was not found. Install Python 3.11 or newer from python.org, then double-click again."
echo "Press Return to close this window."
read -r _
exit 1
