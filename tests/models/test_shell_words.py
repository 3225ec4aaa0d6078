"""Command lines fall into simple commands; quoted text never becomes one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwaa_doctor.models.shell_words import split_commands

SHELLISH = st.text(alphabet="ab ;|&<>()'\"`$\\{}%#\n\t=-/0", max_size=60)


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("docker ps", ["docker"]),
        ("echo 'docker ps'; ls", ["echo", "ls"]),
        ('echo "docker; ps" && ls', ["echo", "ls"]),
        ("# docker ps\nls # docker", ["ls"]),
        ("sudo -u root docker run x", ["docker"]),
        ("/usr/bin/docker ps", ["docker"]),
        ("A=1 B='x y' docker ps", ["docker"]),
        ("env -i A=1 timeout -k 5 30 docker ps", ["docker"]),
        ("if true; then docker ps; fi", ["true", "docker"]),
        ("for x in docker podman; do echo $x; done", ["echo"]),
        ("echo $(docker ps)", ["echo", "docker"]),
        ('echo "$(docker ps)"', ["echo", "docker"]),
        ("echo '$(docker ps)'", ["echo"]),
        ("bash -ec 'docker ps; ls'", ["bash", "docker", "ls"]),
        ("cat <<EOF\ndocker ps\nEOF\nls", ["cat", "ls"]),
        ("{{ params.command }} docker", ["{{ params.command }}"]),
        ("echo {{ 'a; docker' }}", ["echo"]),
        ("{% if x %}\ndocker ps\n{% endif %}", ["docker"]),
        ("ls \\\n  docker", ["ls"]),
        ("X=$(docker ps)", ["", "docker"]),
        ("echo a > docker", ["echo"]),
        ("echo a#docker; ls", ["echo", "ls"]),
        ("(cd /tmp && ls)", ["cd", "ls"]),
        ("", []),
    ],
)
def test_programs_of_a_text(text: str, programs: list[str]) -> None:
    assert [command.program for command in split_commands(text)] == programs


def test_words_lose_their_quotes_and_keep_their_jinja() -> None:
    (command,) = split_commands("""run 'a b'"c"\\ d {{ ds }}x "--to={{ conf['k'] }}" 2>&1 >> /tmp/log""")

    assert command.words == ("run", "a bc d", "{{ ds }}x", "--to={{ conf['k'] }}")
    assert [(item.operator, item.target, item.writes) for item in command.redirections] == [
        (">&", "1", False),
        (">>", "/tmp/log", True),
    ]


def test_operators_and_lines_around_a_command() -> None:
    commands = split_commands("a && b\nc; d | e")

    assert [(item.before, item.program, item.after, item.line) for item in commands] == [
        ("", "a", "&&", 0),
        ("&&", "b", "\n", 0),
        ("\n", "c", ";", 1),
        (";", "d", "|", 1),
        ("|", "e", "", 1),
    ]


def test_runs_compares_the_first_words() -> None:
    (command,) = split_commands("sudo /usr/local/bin/airflow db clean --yes")

    assert command.runs("airflow", "db", "clean")
    assert not command.runs("airflow", "dags")
    assert command.programs == ("sudo", "airflow")
    assert command.arguments == ("db", "clean", "--yes")


@given(SHELLISH | st.text(max_size=60))
def test_any_text_has_a_result(text: str) -> None:
    for command in split_commands(text):
        assert 0 <= command.line <= text.count("\n")
        assert command.arguments == () or command.program or command.words
        assert isinstance(command.programs, tuple)
