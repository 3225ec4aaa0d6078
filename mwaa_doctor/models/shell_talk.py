"""What a shell script sends to MWAA: its curl commands, with the variables filled in that the script sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from mwaa_doctor.models.endpoint_calls import HINT, Command, EndpointCall, target_of
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.shell_words import ShellCommand, split_commands
from mwaa_doctor.models.value_flow import Use
from mwaa_doctor.rule import Place

_SUBSTITUTION = re.compile(r"\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`")
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*|\d+)[^}]*\}|([A-Za-z_]\w*|[\d@*?#]))")
_BODY_FLAGS = frozenset({"-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json"})
_WITH_VALUE = _BODY_FLAGS | {"-X", "--request", "-H", "--header", "-o", "--output", "-w", "--write-out", "--url", "-m"}
_WITH_VALUE |= {"--max-time", "--retry", "-u", "--user", "--connect-timeout", "-b", "--cookie", "-c", "-A", "--tls-max"}


class ShellTalk:
    """What a shell script sends to MWAA with curl."""

    is_run_by_hand = True

    def __init__(self, script: ShellScript) -> None:
        self.script = script
        self.applies = HINT.search(script.text.encode("utf-8", errors="replace")) is not None

    @cached_property
    def commands(self) -> tuple[ShellCommand, ...]:
        """The commands of the script; none if it does not speak of MWAA."""
        return split_commands(self.script.text) if self.applies else ()

    @cached_property
    def endpoint_calls(self) -> tuple[EndpointCall, ...]:
        """The curl commands that name a web server of MWAA, in order."""
        return tuple(self._read())

    def place_of(self, command: ShellCommand) -> Place:
        """The line in which a command begins."""
        return self.script.place_of(command.line + 1)

    def reply_of(self, _request: EndpointCall) -> Iterator[Use]:
        """Nothing: what a script does with a reply is not followed."""
        return iter(())

    def undecoded_outputs(self, _request: EndpointCall) -> Iterator[Place]:
        """Nothing, likewise."""
        return iter(())

    def _read(self) -> Iterator[EndpointCall]:
        values: dict[str, str] = {}
        for command in self.commands:
            if command.program in ("", "export", "local", "readonly"):
                pairs = [*command.assignments, *(word.partition("=")[::2] for word in command.words[1:] if "=" in word)]
                values.update((name, _filled_in(value, values)) for name, value in pairs)
            elif command.program == "curl":
                request = self._request(command, values)
                if request is not None:
                    yield request

    def _request(self, command: ShellCommand, values: dict[str, str]) -> EndpointCall | None:
        options, plain = _split_options([_filled_in(word, values) for word in command.arguments])
        address = next((word for word in [*plain, *options.get("--url", [])] if "/" in word), "")
        target = target_of(address)
        if target is None or (target == "rest" and "create-web-login-token" not in self.script.text):
            return None
        bodies = [body for flag in _BODY_FLAGS for body in options.get(flag, [])]
        methods = [*options.get("-X", []), *options.get("--request", [])]
        headers = {}
        for header in [*options.get("-H", []), *options.get("--header", [])]:
            name, _, value = header.partition(":")
            headers[name.strip().lower()] = value.strip()
        place = self.place_of(command)
        return EndpointCall(
            place=place,
            target=target,
            url=address,
            method=methods[0].upper() if methods else "POST" if bodies else "GET",
            headers=None if any(GAP in name for name in headers) else headers,
            body_kind="json" if "--json" in options else "text" if bodies else "none",
            commands=tuple(Command(None, body, place) for body in bodies[:1]) if target == "cli" else (),
            client="curl",
            skips_verification="-k" in options or "--insecure" in options,
            code=self,
            command=command,
        )


def _filled_in(word: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match.group(1) or match.group(2), GAP), _SUBSTITUTION.sub(GAP, word))


def _split_options(words: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    options: dict[str, list[str]] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in _WITH_VALUE:
            options.setdefault(word, []).append(next(rest, ""))
        elif word.startswith("--") and equals and name in _WITH_VALUE:
            options.setdefault(name, []).append(value)
        elif word.startswith("-X") and len(word) > 2:
            options.setdefault("-X", []).append(word[2:])
        elif word.startswith("--"):
            options.setdefault(name, []).append(value)
        elif word.startswith("-") and len(word) > 1:
            for position, letter in enumerate(word[1:], 1):
                flag = f"-{letter}"
                if flag in _WITH_VALUE:
                    value = word[position + 1 :] or next(rest, "")
                    options.setdefault(flag, []).append(value)
                    break
                options.setdefault(flag, []).append("")
        else:
            plain.append(word)
    return options, plain
