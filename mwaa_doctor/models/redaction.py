"""Takes credentials out of everything that is shown."""

from __future__ import annotations

from collections.abc import Iterable

from mwaa_doctor.models.secrets import SHORTEST, Secret, shaped_secrets

REDACTED = "[redacted]"


def hidden_texts(secrets: Iterable[Secret]) -> set[str]:
    """Every spelling of these credentials that must not be shown."""
    found: set[str] = set()
    for secret in secrets:
        found.add(secret.value)
        found.add(repr(secret.value)[1:-1])
        found.update(secret.written)
        if "\n" in secret.value:
            found.update(line.strip() for line in secret.value.splitlines() if len(line.strip()) >= 8)
    return {text for text in found if len(text) >= SHORTEST}


def redact(text: str, secrets: Iterable[str]) -> str:
    """Replace known secrets, and whatever has the shape of one, in a text that is to be shown."""
    for secret in sorted(secrets, key=len, reverse=True):
        if not secret:
            continue
        text = text.replace(secret, REDACTED)
        if "..." in text or "…" in text:
            text = _without_beginnings(text, secret)
    for _, secret in list(shaped_secrets(text)):
        text = text.replace(secret, REDACTED)
    return text


def _without_beginnings(text: str, secret: str) -> str:
    """Take out a secret that was cut short with dots."""
    for length in range(len(secret) - 1, 3, -1):
        for dots in ("...", "…"):
            text = text.replace(secret[:length] + dots, REDACTED + dots)
    return text
