"""The address for signing in to Airflow with a web token is malformed.

Why
    The address is `https://HOST/aws_mwaa/aws-console-sso?login=true#TOKEN` with the bare host that the API returns. Any
    other form shows the login page again; a token in the query string also ends up in the logs of the web server.

Fix
    `f"https://{host}/aws_mwaa/aws-console-sso?login=true#{reply['WebToken']}"`, opened in a browser.

Bad
    # scripts/login.py
    import boto3

    reply = boto3.client("mwaa").create_web_login_token(Name="prod")
    host = reply["WebServerHostname"]
    print(f"https://{host}/aws_mwaa/aws-console-sso?login=true&token={reply['WebToken']}")  # <- here

Good
    # scripts/login.py
    import boto3

    reply = boto3.client("mwaa").create_web_login_token(Name="prod")
    host = reply["WebServerHostname"]
    print(f"https://{host}/aws_mwaa/aws-console-sso?login=true#{reply['WebToken']}")
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.mwaa_calls import PythonTalk, talk_of
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.rule import Finding, rule

_IN_QUERY = re.compile(r"/aws-console-sso\?[^#]*\b(?:web_?)?token=", re.IGNORECASE)
_NO_LOGIN = re.compile(r"/aws-console-sso(?:\?[^#]*)?#")
_SHELL_ADDRESS = re.compile(r"\S*/aws-console-sso\S*")


@rule(
    severity="warning",
    covers=["web-login-url-form"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-web.html",
)
def check(code: Code) -> Iterator[Finding]:
    for call in code.requests:
        if call.target == "sso" and call.method == "POST":
            yield Finding(call, "a POST is sent to the address for browsers, which ignores it")
    talk = talk_of(code.python or code.shell)
    if isinstance(talk, PythonTalk):
        for place, address in talk.whole_texts_with("/aws-console-sso"):
            for fault in _faults(address):
                yield Finding(place, fault)
    elif code.shell is not None and "aws-console-sso" in code.shell.text:
        for line, text in code.shell.commands():
            for match in _SHELL_ADDRESS.finditer(text):
                for fault in _faults(match.group().strip("\"'")):
                    yield Finding(code.shell.place_of(line), fault)


def _faults(address: str) -> Iterator[str]:
    if re.match(r"https?://https?://", address):
        yield "the sign-in address begins with its scheme twice"
    elif address.startswith("http://"):
        yield "the sign-in address goes over `http://`, the web server answers on https only"
    if _IN_QUERY.search(address):
        yield "the token stands in the query string of the sign-in address, it belongs behind `#`"
    else:
        found = _NO_LOGIN.search(address)
        if found is not None and "login=true" not in found.group() and GAP not in found.group():
            yield "the sign-in address lacks `?login=true` before its `#`"
