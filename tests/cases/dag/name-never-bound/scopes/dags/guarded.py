from __future__ import annotations

from typing import TYPE_CHECKING

from airflow import DAG

if TYPE_CHECKING:
    import pandas as pd
    from datetime import date
else:
    date = None

if __name__ == "__main__":
    arguments = []


def show(frame: pd.DataFrame) -> arguments:
    return pd.concat([frame])


with DAG("guarded", schedule=None, params={"x": pd.NA, "y": date}):  # <- here
    print(arguments)  # <- here
