"""Where reports go: one run or saved result, any number of formats, each to a file or to stdout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mwaa_doctor.terminal import View, print_text, uses_color, write_text

if TYPE_CHECKING:
    from mwaa_doctor.result import Result

FORMATS = ("text", "concise", "json", "html", "markdown", "sarif", "junit", "github", "gitlab")
_ORDER = "mwaa_doctor.outputs"
_STDOUT = Path("-")


@dataclass(frozen=True)
class Output:
    """One report: its format, and its file; ``None`` for stdout."""

    format: str
    path: Path | None = None


class OrderedOutputs(click.Command):
    """A command that knows in which order ``--format`` and ``--output`` were given, so that they can be paired."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse once for the order, which the values of options given several times do not tell, and once more."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [option.name for option in order if option.name in ("formats", "outputs")]
        return super().parse_args(ctx, args)


def output_options(formats: Sequence[str], default: str) -> Callable[[Any], Any]:
    """The options ``--format`` and ``--output``; the command gets ``outputs``, a list of ``Output``."""

    def pair(ctx: click.Context, _parameter: click.Parameter, paths: tuple[Path, ...]) -> list[Output]:
        return _paired(ctx.meta[_ORDER], ctx.params.pop("formats"), paths, default)

    output = click.option(
        "--output",
        "-o",
        "outputs",
        multiple=True,
        metavar="FILE",
        type=click.Path(path_type=Path),
        callback=pair,
        help="Write the report before it here instead of stdout.",
    )
    format_ = click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(formats),
        is_eager=True,  # it is read before the outputs are paired with it
        help=f"Report format (default: {default}); may be given several times, each with an --output.",
    )
    return lambda command: format_(output(command))


def _paired(order: list[str], formats: tuple[str, ...], paths: tuple[Path, ...], default: str) -> list[Output]:
    """Each output belongs to the format before it; one that comes first, to the format after it."""
    left_formats, left_paths = iter(formats), iter(paths)
    found: list[Output] = []
    first: Path | None = None
    for name in order:
        if name == "formats":
            found.append(Output(next(left_formats), first))
            first = None
            continue
        path = next(left_paths)
        if found and found[-1].path is None:
            found[-1] = replace(found[-1], path=path)
        elif first is None and not found:
            first = path
        else:
            raise click.UsageError(f"--output {path} has no --format of its own")
    if not found:
        found = [Output(default, first)]
    shown = [replace(output, path=None if output.path == _STDOUT else output.path) for output in found]
    to = [output.path for output in shown]
    if to.count(None) > 1:
        raise click.UsageError("only one report can go to stdout: give each --format an --output FILE")
    twice = next((path for path in to if to.count(path) > 1), None)
    if twice is not None:
        raise click.UsageError(f"two reports cannot both go to {twice}")
    return shown


def write_reports(result: Result, outputs: list[Output], view: View) -> None:
    """Write each report; those for files first, so that a reader of stdout finds them there."""
    from mwaa_doctor.reports import load_renderer

    for output in sorted(outputs, key=lambda item: item.path is None):
        color = output.path is None and uses_color()
        write_to(output, load_renderer(output.format)(result, replace(view, color=color)))


def write_to(output: Output, text: str) -> None:
    """Write one report to where it goes."""
    if output.path is None:
        print_text(text)
    else:
        write_text(output.path, text)
