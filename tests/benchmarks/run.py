"""How fast a check is, as ratios taken in one run: noise of the machine falls on both sides.

    python tests/benchmarks/run.py [--files 1600] [--rounds 3]

Writes a corpus of DAG files, then in turn parses them with ``ast.parse`` alone, checks them cold and checks them warm.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import ast, concurrent.futures, pathlib, sys
def parse(paths):
    for path in paths:
        ast.parse(pathlib.Path(path).read_bytes())
    return len(paths)
paths = sorted(str(path) for path in pathlib.Path(sys.argv[1]).rglob("*.py"))
jobs = int(sys.argv[2])
if jobs == 1:
    parse(paths)
else:
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        list(pool.map(parse, [paths[start:start + 25] for start in range(0, len(paths), 25)]))
"""

HEAD = '''"""Loads {topic} of {team} into the lake.

The job runs after midnight. It must not call Variable.get or requests.get at import.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

import pendulum
from airflow import DAG
from airflow.decorators import task, task_group
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.utils.task_group import TaskGroup

from common.helpers import notify, path_of
from common.settings import DEFAULT_ARGS

log = logging.getLogger(__name__)
TEAM = "{team}"
TABLES = {tables!r}
QUERY = """
    select id, name, sum(amount) as amount
    from {topic}.events where day = '{{{{ ds }}}}' group by 1, 2
"""


def read_rows(path: str, day: str) -> list[dict]:
    """The rows of one day, with their amounts as numbers; lines that are no rows are counted and left out."""
    rows, broken = [], 0
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                row["amount"] = round(float(row.get("amount", 0)) * (1 - float(row.get("discount", 0)) / 100), 2)
            except (ValueError, TypeError) as problem:
                broken += 1
                log.warning("line %d of %s is no row: %s", number, path, problem)
                continue
            if row.get("day", day) == day and row["amount"] >= 0:
                rows.append({{"id": row["id"], "name": str(row.get("name", "")).strip(), "amount": row["amount"]}})
    if broken > len(rows):
        raise ValueError(f"{{broken}} of {{broken + len(rows)}} lines of {{path}} are no rows")
    return rows


def totals(rows: list[dict]) -> dict[str, float]:
    """Amounts by name, largest first; names that differ in case only are one."""
    found: dict[str, float] = {{}}
    for row in rows:
        key = row["name"].casefold() or "unknown"
        found[key] = found.get(key, 0.0) + row["amount"]
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return {{name: round(amount, 2) for name, amount in ranked if amount > 0}}


class Window:
    """A span of days around the one that is loaded: late rows belong to it as well."""

    def __init__(self, day: datetime, before: int = {before}, after: int = 1) -> None:
        self.first = day - timedelta(days=before)
        self.last = day + timedelta(days=after)

    def __contains__(self, day: datetime) -> bool:
        return self.first <= day <= self.last

    def days(self) -> list[str]:
        length = (self.last - self.first).days + 1
        return [(self.first + timedelta(days=offset)).strftime("%Y-%m-%d") for offset in range(length)]


def transform(table: str, **context) -> dict:
    """Change one table."""
    day = context["ds"]
    rows = json.loads(Variable.get(f"{{table}}_rows", default_var="[]"))
    kept = [row for row in rows if row.get("day") == day and row["amount"] > 0]
    if not kept:
        log.info("nothing to do for %s on %s", table, day)
    return {{"table": table, "count": len(kept), "paths": [path_of(table, row["id"]) for row in kept]}}

'''

DAG_TEXT = """
with DAG(
    dag_id="{dag_id}",
    schedule="{minute} {hour} * * *",
    start_date=pendulum.datetime(2024, 1, {day}, tz="UTC"),
    catchup=False,
    default_args={{**DEFAULT_ARGS, "retries": {retries}, "retry_delay": timedelta(minutes=5)}},
    tags=[TEAM, "{topic}"],
) as dag_{number}:
    start = EmptyOperator(task_id="start")
    wait = S3KeySensor(
        task_id="wait_for_files",
        bucket_key="s3://lake-{team}/{topic}/{{{{ ds }}}}/_SUCCESS",
        mode="reschedule",
        poke_interval=300,
        timeout=6 * 60 * 60,
    )
    clean = BashOperator(task_id="clean", bash_command="echo cleaning {topic} && rm -rf /tmp/{dag_id}")
    with TaskGroup("tables") as tables_{number}:
        for table in TABLES:
            PythonOperator(
                task_id=f"transform_{{table}}",
                python_callable=transform,
                op_kwargs={{"table": table}},
                execution_timeout=timedelta(hours=1),
                on_failure_callback=notify,
            )
    job = GlueJobOperator(
        task_id="run_job",
        job_name="{team}-{topic}",
        script_args={{"--day": "{{{{ ds }}}}", "--table": "{topic}", "--mode": "full" if {retries} > 1 else "part"}},
        wait_for_completion=True,
    )

    @task
    def summarise(count: int) -> str:
        text = ", ".join(f"{{name}}={{count * index}}" for index, name in enumerate(TABLES))
        return f"{topic}: {{text}}"

    @task.branch
    def choose(**context) -> str:
        return "publish" if context["dag_run"].run_type == "scheduled" else "stop"

    publish = EmptyOperator(task_id="publish")
    stop = EmptyOperator(task_id="stop")
    start >> wait >> clean >> tables_{number} >> job
    job >> summarise(3) >> choose() >> [publish, stop]
"""


def write_corpus(folder: Path, count: int) -> None:
    """Write ``count`` DAG files and their helpers; the same ones each time."""
    chance = random.Random(7)
    (folder / "dags" / "common").mkdir(parents=True)
    (folder / "requirements.txt").write_text(
        '--constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"\n'
    )
    (folder / "dags" / ".airflowignore").write_text("^common/\n")
    (folder / "dags" / "common" / "__init__.py").touch()
    (folder / "dags" / "common" / "settings.py").write_text('DEFAULT_ARGS = {"owner": "data", "retries": 2}\n')
    (folder / "dags" / "common" / "helpers.py").write_text(
        "def notify(context):\n    print(context)\n\n\ndef path_of(table, name):\n    return f'{table}/{name}'\n"
    )
    for number in range(count):
        team, topic = f"team{number % 40}", f"topic{number}"
        tables = [f"table_{chance.randrange(1000)}_{index}" for index in range(chance.randint(2, 9))]
        parts = [HEAD.format(team=team, topic=topic, tables=tables, before=chance.randint(1, 9))]
        parts.extend(
            DAG_TEXT.format(
                dag_id=f"{topic}_{index}", team=team, topic=topic, number=index, minute=chance.randrange(60),
                hour=chance.randrange(24), day=chance.randint(1, 28), retries=chance.randint(1, 3),
            )
            for index in range(2 if number % 8 == 0 else 1)
        )  # fmt: skip
        path = folder / "dags" / team / f"{topic}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(parts))


def timed(command: list[str], cache: Path) -> float:
    """Seconds that a command takes; it must not fail for other reasons than findings."""
    env = {**os.environ, "MWAA_DOCTOR_CACHE_DIR": str(cache)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr or done.stdout)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus, cache = Path(name, "corpus"), Path(name, "cache")
        write_corpus(corpus, given.files)
        size = sum(path.stat().st_size for path in corpus.rglob("*.py"))
        tool = [sys.executable, "-m", "mwaa_doctor"]
        check = [*tool, "check", str(corpus), "--jobs", str(given.jobs), "--output", os.devnull]
        one = sorted((corpus / "dags" / "team0").glob("*.py"))[0]
        timings: dict[str, list[float]] = {}
        for _ in range(given.rounds):
            for label, command in {
                "bare": [sys.executable, "-c", BARE, str(corpus), str(given.jobs)],
                "cold": [*check, "--no-cache"],
                "fill": check,
                "warm": check,
                "python": [sys.executable, "-c", "pass"],
                "version": [*tool, "--version"],
                "one": [*tool, "check", str(one), "--output", os.devnull],
            }.items():
                if label == "fill" and cache.exists():
                    continue
                timings.setdefault(label, []).append(timed(command, cache))
        best = {label: min(values) for label, values in timings.items()}
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{given.files} files, {size / 1048576:.1f} MiB, {given.jobs} processes, best of {given.rounds}")
    print(f"cold / bare ast.parse   {best['cold'] / best['bare']:.2f}   ({best['cold']:.2f} s / {best['bare']:.2f} s)")
    print(f"warm / cold             {best['warm'] / best['cold']:.3f}  ({best['warm']:.2f} s)")
    print(f"--version / python      {best['version'] / best['python']:.1f}    ({best['version']:.3f} s)")
    print(f"one file / python       {best['one'] / best['python']:.1f}    ({best['one']:.3f} s)")
    print(f"largest process         {peak:.0f} MiB")


if __name__ == "__main__":
    main()
