@echo off
rem Double-click to open the workbook on Windows.
cd /d "%~dp0"
where py >nul 2>nul
if %errorlevel%==0 (
    py -3 start.py %*
) else (
    where python >nul 2>nul
    if errorlevel 1 (
        echo Python was not found. Install Python 3.11 or newer from python.org,
        echo tick "Add python.exe to PATH" while installing, then double-click again.
    ) else (
        python start.py %*
    )
)
if errorlevel 1 pause
