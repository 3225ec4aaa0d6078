import os

API_KEY = "k3y9Xv0qPz77abQ1"  # <- here
os.environ["CRM_PASSWORD"] = "S3gel&Anker-4711"  # <- here
FALLBACK = os.getenv("CRM_PASSWORD", "S3gel&Anker-4711")  # <- here


class Settings:
    password: str = "S3gel&Anker-4711"  # <- here

    def __init__(self, dbPassword="S3gel&Anker-4711"):  # <- here
        self.client_secret = dbPassword or "Q~8xT.rA91_zz"  # <- here


URL = "redis://:S3gel%40x@cache:6379/0"  # <- here
TOKEN = "ghp_" + "x"
GITHUB = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"  # <- here
CONNECT = dict(  # one line per argument
    user="loader",
    password=(
        "S3gel&Anker-4711"  # <- here
    ),
)
