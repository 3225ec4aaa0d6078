"""The DAG that a helper makes is found when the word airflow stands somewhere."""
from shared.factory import make

dag = make("found_through_factory")
