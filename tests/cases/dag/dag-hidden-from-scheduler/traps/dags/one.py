from common import make_pipeline

pipeline = make_pipeline("one")  # <- here
