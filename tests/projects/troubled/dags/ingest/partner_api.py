"""Offers of our partners by their REST interfaces."""

from __future__ import annotations

import os
import time
from typing import Any

import pendulum
import requests
from airflow.decorators import dag, task
from airflow.models import Variable

from common import default_args
from common.logging import task_logger

SECRET_ID = "meridian/partners/api"
TOKEN_URL = "https://auth.example.com/oauth/token"
USAGE = "call with password='...' or requests.get(url), time.sleep(1) between pages"


def load_catalogue() -> list[dict[str, Any]]:
    """The partners, from the catalogue service."""
    answer = requests.get("https://catalogue.example.com/partners", timeout=10)
    answer.raise_for_status()
    return answer.json()


def offers(url: str, token: str) -> bytes:
    """Called by a task alone."""
    answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    if answer.status_code == 429:
        time.sleep(20)
        answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    return answer.content


def login(user: str, password: str) -> str:
    return requests.post(TOKEN_URL, data={"user": user, "password": password}, timeout=10).json()["token"]


PARTNERS = load_catalogue()  # expect: http-request-at-parse-time
STATUS = requests.get("https://status.example.com/partners.json", timeout=5).json()  # expect: http-request-at-parse-time

for attempt in range(3):
    if STATUS.get("ready"):
        break
    time.sleep(5)  # expect: sleep-at-parse-time


@dag(
    schedule="20 5 * * *",
    start_date=pendulum.datetime(2024, 5, 1, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(owner="partner-team"),
    tags=["ingest", "partners"],
)
def partner_api():
    limit = Variable.get("partner_limit", default_var="500")  # expect: variable-read-at-parse-time

    @task(max_active_tis_per_dag=4)
    def fetch(partner: dict[str, Any], limit: str) -> int:
        log = task_logger(partner["name"])
        token = login(user="meridian", password="Kran-Hafen7!Boje")  # expect: literal-credential
        spare = login(user=os.environ["PARTNER_USER"], password=os.environ["PARTNER_PASSWORD"])
        body = offers(partner["url"] + "?limit=" + limit, token or spare)
        log.info("%d bytes", len(body))
        return len(body)

    @task
    def total(sizes: list[int]) -> int:
        time.sleep(1)
        return sum(sizes)

    total(fetch.partial(limit=limit).expand(partner=PARTNERS))


partner_api()

if __name__ == "__main__":
    print(load_catalogue(), Variable.get("partner_limit"))
    time.sleep(2)
