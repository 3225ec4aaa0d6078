"""Routes of tomorrow, in containers of every kind."""

from __future__ import annotations

from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.providers.amazon.aws.operators.batch import BatchOperator
from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
from airflow.providers.amazon.aws.operators.eks import EksPodOperator
from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.docker.operators.docker import DockerOperator
import pendulum

from common import default_args

NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d4e5f67890"], "assignPublicIp": "DISABLED"}}

with DAG(
    dag_id="route_optimiser",
    schedule="0 14 * * 1-5",
    start_date=pendulum.datetime(2024, 4, 15, tz="Europe/Berlin"),
    catchup=False,
    default_args={**default_args(), "retries": 1},
    tags=["transform", "routes"],
) as dag:
    begin = EmptyOperator(task_id="begin")
    solve = EcsRunTaskOperator(task_id="solve", cluster="routes", task_definition="solver", overrides={}, launch_type="FARGATE")  # expect: fargate-without-network-configuration
    solve_well = EcsRunTaskOperator(
        task_id="solve_well",
        cluster="routes",
        task_definition="solver",
        overrides={},
        launch_type="FARGATE",
        network_configuration=NETWORK,
    )
    solve_ec2 = EcsRunTaskOperator(
        task_id="solve_ec2", cluster="routes", task_definition="solver-bridge", overrides={}, launch_type="EC2"
    )
    draw = DockerOperator(task_id="draw", image="meridian/draw:3", command="draw {{ ds }}")  # expect: docker-on-worker
    build = BashOperator(task_id="build", bash_command="sudo docker run --rm meridian/build:1 make routes")  # expect: docker-on-worker
    mention = BashOperator(task_id="mention", bash_command="echo 'the docker image meridian/draw:3 was used'")
    in_cluster = KubernetesPodOperator(task_id="in_cluster", name="routes", namespace="mwaa", image="meridian/routes:7")  # expect: pod-operator-kubeconfig
    in_eks = KubernetesPodOperator(
        task_id="in_eks",
        name="routes",
        namespace="mwaa",
        image="meridian/routes:7",
        in_cluster=False,
        config_file="/usr/local/airflow/dags/kube_config.yaml",
        cluster_context="aws",
        get_logs=True,
    )
    # makes its own kubeconfig
    in_eks_easily = EksPodOperator(
        task_id="in_eks_easily", cluster_name="meridian", pod_name="routes", namespace="mwaa", image="meridian/routes:7"
    )
    heavy = BashOperator(
        task_id="heavy",
        bash_command="sleep 1",
        queue="high_memory",  # expect: task-queue-set
    )
    simulate = BatchOperator(
        task_id="simulate", job_name="simulate", job_queue="routes-spot", job_definition="simulation", deferrable=True
    )
    hand_over = SqsPublishOperator(
        task_id="hand_over", sqs_queue="{{ var.value.routes_queue_url }}", message_content="queue='high_memory'"
    )

    begin >> [solve, solve_well, solve_ec2] >> draw >> build >> mention
    mention >> [in_cluster, in_eks, in_eks_easily] >> heavy >> simulate >> hand_over

with DAG(
    dag_id="route_feedback",
    schedule="@weekly",
    start_date=pendulum.datetime(2024, 4, 15, tz="Europe/Berlin"),
    catchup=False,
    default_args={
        "owner": "routes",
        "queue": "nightly",  # expect: task-queue-set
        "retries": 1,
    },
) as feedback:
    collect = EmptyOperator(task_id="collect")
    compare = EmptyOperator(task_id="compare")
    learn = EmptyOperator(task_id="learn")
    collect >> compare >> learn
    collect >> learn
    learn >> collect  # expect: dependency-cycle
