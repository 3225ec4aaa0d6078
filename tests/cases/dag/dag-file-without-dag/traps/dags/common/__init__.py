"""airflow dag"""
