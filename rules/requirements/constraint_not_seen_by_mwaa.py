"""MWAA takes a comment for the constraints, or does not see the constraints that the file names.

Why
    MWAA searches the text of the file for `-c ` and `--constraint `, comments included. If it finds neither, it adds
    its own copy of the constraints; a comment with such a text switches that off, and `--constraint=FILE`, without a
    blank, is not seen, so that two constraint files are in force.

Fix
    Write `--constraint "FILE"` with a blank, and no such text in comments.

Bad
    # requirements.txt
    # add --constraint again after the upgrade  # <- here
    pandas==2.1.4
    ---
    # requirements.txt
    --constraint=/usr/local/airflow/dags/constraints.txt  # <- here
    pandas==2.2.3
    # dags/constraints.txt
    pandas==2.2.3

Good
    # requirements.txt
    # the --constraint below is that of the environment
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas==2.1.4
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import container
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.line_repairs import replaced_before
from mwaa_doctor.rule import Finding, Fix, rule


@rule(
    severity="warning",
    covers=["constraint-seen-by-mwaa"],
    source="https://github.com/aws/amazon-mwaa-docker-images",
)
def check(installation: Installation) -> Iterator[Finding]:
    file = installation.requirements
    if not installation.since(container().adds_constraints_from) or installation.is_refused:
        return
    if file.seen and not file.constraints:
        message = "MWAA takes this text for a constraint and adds none of its own, so no constraints are in force"
        yield Finding(file.seen[0], message)
    if file.constraints and not file.seen and not installation.offline:
        first = file.constraints[0]
        message = f"MWAA does not see the constraint `{first.target}` and adds its own copy of Airflow's as well"
        edits = replaced_before(installation.project, first.place, r"\s*(?:--constraint|-c)(=?)[\"']?", " ")
        yield Finding(first, message, fix=Fix(f'Write `--constraint "{first.target}"`, with a blank', edits))
