# airflow dag
from platform_ops import OWNER

for name in OWNER:
    globals()[name] = name
