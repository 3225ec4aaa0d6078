"""What Airflow makes of a text that is stored for a connection or a variable, told without the text.

Values of secrets are looked at once, where a template is read, and forgotten: what is kept says what is wrong with
them, never what they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

# Stand for what only the deployment knows: a sign that no text has, and what fits into a port, a name and a password
_HOLE, _SOMETHING = "\ue000", "1"
_LONGEST = 65_536
# What people write where the real value is put in later
_LATER = re.compile(
    r"[<\[(].*[>\])]|.{0,5}|.*(?:change|replace|placeholder|dummy|todo|tbd|fill|update|initial|later|manual|example|your|x{3}).*",
    re.IGNORECASE | re.DOTALL,
)
_ACCESS_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{12,124}")
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# A password that is known on deployment only, a sign that ends the part, and still an `@`
_CREDENTIALS_CUT = re.compile(rf"//[^/?#@]*:[^/?#@:]*{_HOLE}[^/?#@:]*[/?#][^/]*@")
_CREDENTIALS_IN_PATH = re.compile(r"[^/@]*:[^@]*@")
_FILE_KEYS = ("key_file", "drv_path", "driver_path", "extra__jdbc__drv_path", "keyfile_path", "private_key_file")
_MISSPELT = {
    "extra__jdbc__dry__path": "extra__jdbc__drv_path",
    "extra__jdbc__dry_path": "extra__jdbc__drv_path",
    "extra__jdbc__drv__path": "extra__jdbc__drv_path",
    "extra__jdbc__dry__clsname": "extra__jdbc__drv_clsname",
    "extra__jdbc__dry_clsname": "extra__jdbc__drv_clsname",
    "extra__jdbc__drv__clsname": "extra__jdbc__drv_clsname",
    "dry__path": "drv_path",
    "drv__path": "drv_path",
    "dry__clsname": "drv_clsname",
    "drv__clsname": "drv_clsname",
}
# How the backend for Secrets Manager calls the fields of a connection
_TYPE_WORDS = ("conn_type", "conn_id", "connection_type", "engine")
_HOST_WORDS = ("host", "remote_host", "server")
_LOGIN_WORDS = ("login", "user", "username", "user_name")
_FIELD_WORDS = (*_TYPE_WORDS, *_HOST_WORDS, *_LOGIN_WORDS, "password", "pass", "key", "schema", "database", "extra")


def describe(value: object) -> dict[str, Any] | Unknown | None:
    """What there is to say of a stored value; ``None`` without one, ``Unknown`` if too little of it is known.

    ``Quoted``: quotation marks around the whole; ``IsJson``; ``Fault``: why it is no connection; ``Lost``: what of a
    connection is lost; ``Misspelt``: names of extras with their right spelling; ``Type``, ``Port``; ``HasAccessKey``:
    an access key of AWS stands in it; ``Files``: paths of files in the containers that it names.

    Read as by Airflow's ``Connection`` (https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html).
    """
    if value is None:
        return None
    if isinstance(value, Unknown):
        return value
    if isinstance(value, TemplateText):
        if not isinstance(value.parts[0], str):
            return value.unknown
        value = "".join(part if isinstance(part, str) else _HOLE for part in value.parts)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return Unknown("the value of the secret is no text, or too long to be read")
    text = value.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return {"Quoted": True}
    if text.startswith("{"):
        return _of_json(text.replace(_HOLE, _SOMETHING))
    return _of_uri(text)


def _of_json(text: str) -> dict[str, Any] | Unknown:
    try:
        found = json.loads(text)
        if not found:
            return Unknown("the value of the secret is an empty object, which is replaced later")
    except (ValueError, RecursionError):
        return {"IsJson": True, "Fault": "it begins like a JSON object and is none"}
    said: dict[str, Any] = {"IsJson": True}
    if not any(name in found for name in _FIELD_WORDS):
        said["Fault"] = "the JSON object has no field of a connection, such as `conn_type` or `host`"
        return said
    kind = next((found[name] for name in _TYPE_WORDS if name in found), None)
    if isinstance(kind, str):
        said["Type"] = _normal(kind)
    port = found.get("port")
    if isinstance(port, str) and port and not port.strip().isdecimal():
        said["Fault"] = "its port is not a number"
    elif isinstance(port, (int, str)) and str(port).strip():
        said["Port"] = int(port)
    extra = found.get("extra")
    if isinstance(extra, str):
        extra = _object(extra)
    said.update(_of_extras(extra if isinstance(extra, dict) else {}))
    logins = [found.get(name) for name in _LOGIN_WORDS]
    if any(isinstance(login, str) and _ACCESS_KEY.fullmatch(login) for login in logins):
        said["HasAccessKey"] = True
    return said


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _of_uri(text: str) -> dict[str, Any] | Unknown:
    if not _TYPE.match(text):
        if _LATER.fullmatch(text):
            return Unknown("the value of the secret is a placeholder, which is replaced later")
        return {
            "Fault": "it is neither a URI, which begins with the type of the connection and `://`, nor a JSON object"
        }
    rest = text.partition(":")[2]
    if not rest.startswith("//"):
        return {"Fault": "`//` does not follow its type and colon, so that host, login and password are not found"}
    if _CREDENTIALS_CUT.match(rest):
        return {"Fault": _why_unreadable(rest[2:])}
    try:
        parts = urlsplit(text.replace(_HOLE, _SOMETHING))
        port, login = parts.port, parts.username
    except ValueError:
        return {"Fault": _why_unreadable(rest[2:])}
    said: dict[str, Any] = {"Type": _normal(parts.scheme)}
    if "@" not in parts.netloc and not said["Type"].startswith("http") and _CREDENTIALS_IN_PATH.match(parts.path[1:]):
        said["Fault"] = "a `/` in login or password is not percent-encoded, so that both are taken for the schema"
        return said
    if port is not None:
        said["Port"] = port
    if login is not None and _ACCESS_KEY.fullmatch(login):
        said["HasAccessKey"] = True
    said.update(_of_extras(dict(parse_qsl(parts.query, keep_blank_values=True))))
    lost = next(_losses(parts), None)
    if lost is not None:
        said["Lost"] = lost
    return said


def _why_unreadable(rest: str) -> str:
    """Why the part between type and path cannot be read."""
    before, at, _ = rest.rpartition("@")
    if at and set(before) & set("/?#"):
        return (
            "a `/`, `?` or `#` in login or password is not percent-encoded: what stands before it is read as the port"
        )
    if at and set(before) & set("[]"):
        return "a bracket in login or password is not percent-encoded"
    return "what follows the host is not the number of a port"


def _losses(parts: SplitResult) -> Iterator[str]:
    if not parts.query and "&" in parts.path and "=" in parts.path:
        yield "no `?` stands before the extras, so that they are taken for a part of the schema"
    if parts.fragment:
        yield "a `#` is not percent-encoded, so that it and what follows is left out"


def _of_extras(extras: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    misspelt = {name: _MISSPELT[name] for name in extras if name in _MISSPELT}
    if misspelt:
        said["Misspelt"] = misspelt
    if any(isinstance(value, str) and _ACCESS_KEY.fullmatch(value) for value in extras.values()):
        said["HasAccessKey"] = True
    paths = (extras.get(name) for name in (*_FILE_KEYS, *misspelt))
    files = [path for given in paths if isinstance(given, str) for path in given.split(",") if path.startswith("/usr/")]
    if files:
        said["Files"] = files
    return said


def _normal(kind: str) -> str:
    """A type of connections as Airflow writes it."""
    return "postgres" if kind.lower() == "postgresql" else kind.lower().replace("-", "_")
