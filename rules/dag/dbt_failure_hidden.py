"""A failing dbt does not fail its task.

Why
    Bash goes on after `;`, a new line or in a pipe, and the task ends with the result of the last command. When
    that is a `cat` or a `rm`, the task is green although dbt failed, and everything behind it runs on old tables.

Fix
    Join the commands with `&&`, or begin with `set -eo pipefail`.

Bad
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="dbt", bash_command="cd /tmp/dbt && dbt run; cat logs/dbt.log")  # <- here
        BashOperator(task_id="test", bash_command="dbt test --project-dir /tmp/dbt | tee /tmp/log")  # <- here

Good
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="dbt", bash_command="cd /tmp/dbt; dbt deps && dbt run && cat logs/dbt.log")
        BashOperator(task_id="set", bash_command="set -euo pipefail\\ndbt run | tee /tmp/log\\ndbt test\\nrm -r /tmp/x")
        BashOperator(task_id="kept", bash_command="dbt run; result=$?; cat logs/dbt.log; exit $result")
        BashOperator(task_id="last", bash_command="date; dbt run")
"""

from collections.abc import Iterator

from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import TaskShell
from mwaa_doctor.rule import Finding, rule

_WORK = ("run", "build", "test", "seed", "snapshot", "compile", "source", "run-operation")


@rule(
    severity="warning",
    covers=["dbt-run-command"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-dbt.html",
)
def check(text: TaskShell) -> Iterator[Finding]:
    commands = [command for command in text.commands if not command.depth]
    if text.kind == "call" or "$?" in text.text or "PIPESTATUS" in text.text or "trap " in text.text:
        return
    stops = pipes = False
    for position, command in enumerate(commands):
        if command.runs("set") and command.arguments:
            stops = stops or _sets(command, "e")
            pipes = pipes or "pipefail" in command.arguments
        elif command.program == "dbt" and any(word in _WORK for word in command.arguments[:4]):
            is_last = position == len(commands) - 1
            hidden_by_next = command.after in (";", "\n") and not is_last and not stops
            hidden_by_pipe = command.after == "|" and not pipes
            if hidden_by_next or hidden_by_pipe:
                follower = commands[position + 1].program or "the next command"
                yield Finding(text.place_of(command), f"the task ends with the result of `{follower}`, not of `dbt`")
                return


def _sets(command: ShellCommand, letter: str) -> bool:
    short = any(word.startswith("-") and not word.startswith("--") and letter in word for word in command.arguments)
    return short or "errexit" in command.arguments
