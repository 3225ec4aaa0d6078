import subprocess

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator as Shell
from airflow.providers.docker.operators import docker
from airflow.providers.ssh.operators.ssh import SSHOperator

IMAGE = "draw:3"
RUN = f"docker run {IMAGE}"

with DAG("commands", schedule=None):
    docker.DockerOperator(task_id="a", image=IMAGE, docker_url="unix://var/run/docker.sock")  # <- here
    docker.DockerOperator(task_id="b", image=IMAGE, docker_url="tcp://docker.internal:2375")
    docker.DockerOperator(task_id="c", image=IMAGE, docker_url=IMAGE.lower() or None)
    Shell(task_id="d", bash_command=RUN)  # <- here
    Shell(task_id="e", bash_command="if [ -f /tmp/x ]; then podman ps; fi")  # <- here
    Shell(task_id="f", bash_command="echo $(sudo -n docker ps)")  # <- here
    Shell(task_id="g", bash_command="command -v docker || echo docker; which docker; # docker ps")
    Shell(task_id="h", bash_command="docker -H ssh://host ps; DOCKER_HOST=tcp://host:1 docker ps")
    Shell(task_id="i", bash_command="grep 'sudo docker' /tmp/log; ls docker; ./docker.sh; cat <<X\ndocker ps\nX\n")
    Shell(task_id="sudo", bash_command="sudo -u airflow ls && su -c ls")
    SSHOperator(task_id="j", command="sudo docker ps", ssh_conn_id="host")

    @task.bash
    def build():
        return "systemctl restart x"  # <- here

    @task
    def inside():
        subprocess.run(["docker", "ps"], check=True)  # <- here
        subprocess.run(["echo", "docker ps"], check=True)

    build()
    inside()
