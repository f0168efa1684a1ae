"""The ``workbook`` command: a thin layer that reads arguments and calls the work elsewhere.

To add a command, write a function under ``@main.command()`` or a group under
``@main.group()``, and import what it needs inside the function: ``workbook --help``
should answer at once. Raise :class:`WorkbookError` for anything a person can put
right; its message is shown alone and the command ends with 1.
"""

import sys
from pathlib import Path
from typing import IO, Any

import click

from course_support import __version__
from course_support.errors import WorkbookError


class Refusal(click.ClickException):
    """A :class:`WorkbookError` on its way to the screen: the message and nothing else."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file or sys.stderr)


class PlainGroup(click.Group):
    """Commands listed in the order people need them, and errors without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            raise Refusal(str(error)) from error


@click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The commissioning workbook.

    Type "workbook open" to start. Your answers are saved as you go, on this
    computer; "workbook doctor" says where, and whether anything is wrong.

    For help on one command, put --help after it: "workbook open --help".
    """


@main.command("open")
@click.argument("notebook", required=False)
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port and no other.")
@click.option("--no-browser", is_flag=True, help="Print the address; do not open a browser.")
def open_(notebook: str | None, port: int | None, no_browser: bool) -> None:
    """Open the workbook in your web browser.

    NOTEBOOK is the page to open, by its number or name ("05" or "05_procurement").
    Without it the start page opens. To stop, press Ctrl and C in this window.
    """
    from course_support.lab.server import serve

    sys.exit(serve(notebook, port=port, browser=not no_browser))


@main.command()
@click.argument("notebooks", nargs=-1)
@click.option("--population", "-P", default="", help='For example "children_in_care".')
@click.option("--group", "-G", default="", help="The name of a breakout group.")
@click.option("--participant", "-N", default="", help="A name or nickname.")
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("workbook-output"),
    show_default=True,
    help="The folder for the finished pages.",
)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help='Any other parameter of a page, for example "notice=notice.json".',
)
def run(
    notebooks: tuple[str, ...],
    population: str,
    group: str,
    participant: str,
    output: Path,
    params: tuple[str, ...],
) -> None:
    """Run pages without opening them, and keep the results.

    NOTEBOOK is a page by number, name or path; without any, every numbered page is run.
    """
    from course_support.cohort.run import Request, parse_pairs, run_notebooks

    chosen = {"population": population, "group": group, "participant": participant}
    report = run_notebooks(Request(notebooks, output, chosen, parse_pairs(params)))
    click.echo(report.text())
    sys.exit(report.exit_code)


@main.command()
def check() -> None:
    """For authors: check the exercises, the data and the pages."""
    from course_support.checks import check_course

    report = check_course()
    click.echo(report.text())
    sys.exit(report.exit_code)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was found for programs.")
@click.option("--to", type=click.Path(path_type=Path), help="Write the values, .csv or .parquet.")
@click.option("--keep-personal", is_flag=True, help="Keep named contacts and private people.")
def read(file: Path, as_json: bool, to: Path | None, keep_personal: bool) -> None:
    """Read a file as government publishes it, and say what is in it.

    FILE is a CSV, Excel, OpenDocument or notice (JSON) file, or a zip with one
    inside. What it is, is known by its content, not by its name.
    """
    from course_support.sources.published.command import report

    click.echo(report(file, as_json=as_json, to=to, keep_personal=keep_personal))


@main.command()
def version() -> None:
    """Say which version this is."""
    click.echo(f"The commissioning workbook, version {__version__}")


@main.command()
def doctor() -> None:
    """Say whether everything is in order, and what to do if not."""
    from course_support.doctor import examine

    report = examine()
    click.echo(report.text())
    sys.exit(report.exit_code)


@main.group(cls=PlainGroup)
def exercise() -> None:
    """For authors: check exercises, or begin a new one."""


@exercise.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def exercise_check(files: tuple[Path, ...]) -> None:
    """Check exercise FILES, or all of them, and list every mistake with its line."""
    from course_support.exercises.library import check

    click.echo(f"In order: {', '.join(check(files))}.")


@exercise.command("new")
@click.argument("kind")
@click.argument("name")
def exercise_new(kind: str, name: str) -> None:
    """Begin an exercise of a KIND; NAME is its page and id: 05_procurement/my-exercise."""
    from course_support.exercises.authoring import begin

    click.echo(f"Begun: {begin(kind, name)}\nOpen it in any text editor, then check it.")


@exercise.command("schema")
def exercise_schema() -> None:
    """Write the file that lets an editor check exercises as they are typed."""
    from course_support.exercises.authoring import SCHEMA_FILE, schema
    from course_support.exercises.library import EXERCISES

    (EXERCISES / SCHEMA_FILE).write_text(schema(), "utf-8")
    click.echo(f"Written: {EXERCISES / SCHEMA_FILE}")


@main.group(cls=PlainGroup)
def data() -> None:
    """The tables of the authority: check them, or see what there is."""


@data.command("check")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
def data_check(folder: Path | None) -> None:
    """Check the tables in FOLDER, or the course's own, and list every problem at once."""
    from course_support.sources.check import check_package

    report = check_package(folder)
    click.echo(report.text())
    sys.exit(report.exit_code)


@data.command("list")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
def data_list(folder: Path | None) -> None:
    """Name the tables in FOLDER, or the course's own, with what each one holds."""
    from course_support.sources.package import open_package

    for table in open_package(folder).resources.values():
        click.echo(f"{table.name}: {table.description}")


if __name__ == "__main__":
    main(prog_name="workbook")
