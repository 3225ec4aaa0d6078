# airflow dag: nothing but this comment
VALUE = 1
