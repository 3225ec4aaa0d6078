"""Needs pandas, so whatever DAG imports this needs it too (airflow)."""
import pandas as pd


def empty():
    return pd.DataFrame()
