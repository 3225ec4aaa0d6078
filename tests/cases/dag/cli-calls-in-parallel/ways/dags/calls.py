import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

import boto3
import requests
from airflow.decorators import dag, task


def trigger(day):
    token = boto3.client("mwaa").create_cli_token(Name="prod")
    url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    requests.post(url, data=f"dags trigger report -e {day}", headers=headers).raise_for_status()


def through(day):
    return trigger(day)


def harmless(day):
    return day


def pools(days):
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(through, days))  # <- here
        list(pool.map(harmless, days))
        [pool.submit(trigger, day) for day in days]  # <- here
        pool.submit(trigger, 1)
    with ThreadPoolExecutor(1) as pool:
        list(pool.map(trigger, days))
    with Pool(8) as pool:
        pool.starmap(trigger, [(day,) for day in days])  # <- here
    for day in days:
        threading.Thread(target=trigger, args=(day,)).start()  # <- here
    list(map(trigger, days))


async def gathered(days):
    await asyncio.gather(*[asyncio.to_thread(trigger, day) for day in days])  # <- here
    await asyncio.gather(*[asyncio.sleep(day) for day in days])


@task
def mapped(day):
    trigger(day)


@task(max_active_tis_per_dag=1)
def one_by_one(day):
    trigger(day)


@dag(schedule=None)
def calls():
    mapped.expand(day=[1, 2, 3])  # <- here
    mapped.partial().expand(day=[1, 2, 3])  # <- here
    mapped.override(max_active_tis_per_dag=1).expand(day=[1, 2, 3])
    one_by_one.expand(day=[1, 2, 3])


calls()
