"""airflow users create --role Admin"""

import subprocess

from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.www.app import cached_app


def grant(sm, crm):
    appbuilder = cached_app().appbuilder
    appbuilder.sm.add_user("a", "b", "c", "d", appbuilder.sm.find_role("Admin"), "e")  # <- here
    appbuilder.sm.find_user("a")
    appbuilder.security_manager.add_role("Reader")  # <- here
    crm.add_user("a")
    crm.reset_password("a")
    sm.update_user("a")  # <- here
    subprocess.run(["airflow", "users", "create", "--role", "Admin"], check=True)  # <- here
    subprocess.run(["airflow", "users", "list"], check=True)
    print("airflow users create")


with DAG("access", schedule=None, doc_md="airflow users create"):
    BashOperator(task_id="a", bash_command="set -e; airflow roles create Reader && airflow version")  # <- here
    BashOperator(task_id="b", bash_command="airflow roles list; airflow users export x.json")
    BashOperator(task_id="c", bash_command="echo never run airflow users create")
