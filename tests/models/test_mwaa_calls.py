"""Requests to MWAA are found in Python and in shell, and odd code costs nothing but the answer."""

from __future__ import annotations

import ast
import textwrap

import pytest

from mwaa_doctor.models.mwaa_calls import EndpointCall, PythonTalk, talk_of
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.shell_script import ShellScript

TOKEN = """
import http.client, requests, boto3, httpx
from urllib.request import Request, urlopen
token = boto3.client("mwaa").create_cli_token(Name="x")
host = token["WebServerHostname"]
"""


def python(text: str) -> PythonFile:
    source = (TOKEN + textwrap.dedent(text)).encode()
    return PythonFile("scripts/x.py", source, ast.parse(source), role="script")


def only(source: PythonFile | ShellScript) -> EndpointCall:
    (call,) = EndpointCall.subjects(source)
    return call


@pytest.mark.parametrize(
    "text",
    [
        "requests.post(f'https://{host}/aws_mwaa/cli', data='dags list')",
        "requests.request('post', 'https://' + host + '/aws_mwaa/cli', data='dags list')",
        "requests.Session().post(url='https://{}/aws_mwaa/cli'.format(host), data=b'dags list')",
        "httpx.post('https://%s/aws_mwaa/cli' % host, content='dags list')",
        "urlopen(Request(''.join(['https://', host, '/aws_mwaa/cli']), 'dags list'.encode()))",
        "c = http.client.HTTPSConnection(host); c.request('POST', '/aws_mwaa/cli', 'dags list')",
        "def f(self, verb='list'):\n    self.session.post(f'https://{host}/aws_mwaa/cli', data='dags list')",
    ],
)
def test_a_request_is_found_however_it_is_sent(text: str) -> None:
    call = only(python(text))

    assert (call.target, call.method, call.body_kind) == ("cli", "POST", "text")
    assert [command.words for command in call.commands] == [["dags", "list"]]


@pytest.mark.parametrize(
    ("text", "words", "complete"),
    [
        ("'dags trigger ' + host", ["dags", "trigger"], False),
        ("f'dags {host}'", ["dags"], False),
        ("f'dags list{host}'", ["dags"], False),
        ("host", [], False),
        ("'{0} {1}'.format('dags', 'list')", ["dags", "list"], True),
        ("'{'.format()", [], False),
        ("'%d dags' % 3", [], False),
    ],
)
def test_only_whole_words_of_a_command_are_known(text: str, words: list[str], complete: bool) -> None:
    (command,) = only(python(f"requests.post(f'https://{{host}}/aws_mwaa/cli', data={text})")).commands

    assert (command.words, command.is_complete) == (words, complete)


def test_the_command_is_looked_up_at_the_callers_of_a_helper() -> None:
    call = only(
        python(
            """
            def run(command, *, env="x"):
                requests.post(f"https://{host}/aws_mwaa/cli", data=f"{command} -o json")


            run("dags list")
            run(env="y", command="version")
            run(*host)
            """
        )
    )

    assert [command.line for command in call.commands] == ["dags list -o json", "version -o json", f"{GAP} -o json"]


def test_headers_that_may_be_completed_elsewhere_are_unknown() -> None:
    call = only(python("h = {'A': 'b'}\nh.update(x=1)\nrequests.post(f'https://{host}/aws_mwaa/cli', headers=h)"))

    assert call.headers is None


def test_the_name_of_the_web_server_is_no_token() -> None:
    file = python("print(host)\nprint(token['CliToken'])\nprint(len(token['CliToken']))")
    talk = talk_of(file)
    assert isinstance(talk, PythonTalk)

    shown = [list(talk.tokens_in(call.node.args[0], call.scope)) for call in file.calls("print")]

    assert [[key for _, key in found] for found in shown] == [[], ["CliToken"], []]


def test_curl_is_read_with_the_variables_of_the_script() -> None:
    script = ShellScript(
        "x.sh",
        'HOST="$1"\nURL="https://$HOST/aws_mwaa/cli"\n'
        'reply="$(curl -skX POST "$URL" \\\n  -H "Content-Type: text/plain" --data-raw "dags trigger $(date)")"\n',
    )
    call = only(script)

    assert (call.target, call.method, call.skips_verification) == ("cli", "POST", True)
    assert call.headers == {"content-type": "text/plain"}
    assert [command.line for command in call.commands] == [f"dags trigger {GAP}"]
    assert call.place.line == 3


def test_nothing_is_looked_for_in_code_that_does_not_speak_of_mwaa() -> None:
    source = b"requests.post('https://example.com/x')"

    assert not tuple(EndpointCall.subjects(PythonFile("x.py", source, ast.parse(source))))
    assert talk_of("text") is None
