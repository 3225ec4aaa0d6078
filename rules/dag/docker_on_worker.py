"""A task needs Docker on the worker.

Why
    Workers of MWAA are containers themselves, without a Docker daemon and without systemd. The task fails at its
    first run with "Cannot connect to the Docker daemon" or "command not found".

Fix
    Run the container with `EcsRunTaskOperator`, `BatchOperator` or `EksPodOperator`.

Bad
    # dags/draw.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.providers.docker.operators.docker import DockerOperator

    with DAG("draw", schedule=None):
        DockerOperator(task_id="draw", image="draw:3")  # <- here
        BashOperator(task_id="build", bash_command="cd /tmp && sudo docker build .")  # <- here

Good
    # dags/draw.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
    from airflow.providers.docker.operators.docker import DockerOperator

    with DAG("draw", schedule=None):
        EcsRunTaskOperator(task_id="draw", cluster="c", task_definition="draw", overrides={})
        DockerOperator(task_id="elsewhere", image="draw:3", docker_url="tcp://docker.internal:2375")
        BashOperator(task_id="tell", bash_command="echo 'docker run draw:3' # docker ps")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Finding, rule

_OPERATORS = ("airflow:DockerOperator", "airflow:DockerSwarmOperator", "airflow:task.docker")
_CONTAINERS = frozenset({"docker", "docker-compose", "dockerd", "podman", "buildah", "nerdctl"})
_SERVICES = frozenset({"systemctl", "service"})


@rule(severity="error", source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html")
def check(file: DagFile) -> Iterator[Finding]:
    for task in file.tasks:
        if task.operator in _OPERATORS and task.complete and "docker_url" not in task.expanded:
            daemon = task.arguments.get("docker_url")
            if daemon is None or str(daemon.constant("tcp")).startswith("unix:"):
                name = f"@{task.operator.partition(':')[2]}" if task.kind == "taskflow" else task.class_name
                yield Finding(task, f"`{name}` needs a Docker daemon, which workers do not have")
    for text in shell_texts(file):
        for command in text.commands:
            why = _fault(command)
            if why:
                where = text.place_of(command)
                yield Finding(where, why, resource=text.resource)
                break


def _fault(command: ShellCommand) -> str:
    if command.program in _CONTAINERS:
        remote = any(word in ("-H", "--host", "--context") or word.startswith("--host=") for word in command.arguments)
        if remote or any(name in ("DOCKER_HOST", "CONTAINER_HOST") for name, _ in command.assignments):
            return ""
        return f"`{command.program}` needs a container daemon, which workers do not have"
    if command.program in _SERVICES:
        return f"`{command.program}` needs an init system, which workers do not have"
    return ""
