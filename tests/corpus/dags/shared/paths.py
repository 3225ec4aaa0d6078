"""Names of buckets and keys."""
STAGE = "prod"


def bucket(name: str) -> str:
    return f"lake-{STAGE}-{name}"


def key(*parts: str) -> str:
    return "/".join(parts)


_PRIVATE = "not exported by a star"
