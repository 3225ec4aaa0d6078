-- Variable.get('x'), requests.get('y') and password='z' are words in a comment
copy staging.shipments from 's3://{{ params.bucket }}/shipments/ds={{ ds }}/' iam_role default format as parquet;
