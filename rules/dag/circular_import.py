"""Two modules import names from each other, and one of them is not finished yet.

Why
    Python runs a module once, from the top. An import that comes back to a module still being imported finds only what
    stands above its own import, and fails when the file is parsed.

Fix
    Move what both need into a third module, or import inside the function that uses it.

Bad
    # dags/report.py
    from airflow import DAG
    from common.orders import RATE

    DAG("report")
    # dags/common/orders.py
    from common.invoices import TAX

    RATE = 1 + TAX
    # dags/common/invoices.py
    from common.orders import RATE  # <- here

    TAX = 0.19

Good
    # dags/report.py
    from airflow import DAG
    from common.orders import RATE

    DAG("report")
    # dags/common/orders.py
    RATE = 1.19

    from common.invoices import total
    # dags/common/invoices.py
    from common.orders import RATE


    def total(amount):
        return amount * RATE
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.models.import_cycles import broken_cycles
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://docs.python.org/3/faq/programming.html#what-are-the-best-practices-for-using-import-in-a-module",
)
def check(folder: DagFolder) -> Iterator[Finding]:
    for cycle in broken_cycles(folder):
        message = f"`{cycle.name}` is imported from `{cycle.module}` before that module has come to it"
        yield Finding(cycle.place, message, cycle.way)
