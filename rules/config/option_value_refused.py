"""Airflow cannot read the value of the option.

Why
    Airflow converts values when it reads them. Text where it wants a number or a truth value stops the command that
    reads it, which is often every component right at its start.

Fix
    Write a value of the kind that the message names.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.default_task_retries: three  # <- here
            scheduler.catchup_by_default: "off"  # <- here
            logging.logging_level: info  # <- here
            core.max_active_tasks_per_dag: "0"  # <- here
            webserver.default_ui_timezone: Europe/Berln  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.default_task_retries: "3"
            core.dagbag_import_timeout: "45.5"
            scheduler.catchup_by_default: "False"
            logging.logging_level: INFO
            webserver.default_ui_timezone: Europe/Berlin
"""

from collections.abc import Iterator
from zoneinfo import available_timezones

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.rule import Finding, rule

_KINDS = {"integer": "a whole number", "float": "a number", "boolean": "`True` or `False`"}
_ZONES = ("webserver.default_ui_timezone", "core.default_timezone")
_OTHER_ZONES = frozenset({"system", "utc", "local"})


@rule(
    severity="error",
    covers=["option-value-type", "ui-timezone-is-display-only"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html",
)
def check(option: AirflowOption, options: AirflowOptions) -> Iterator[Finding]:
    reference = options.reference
    former = reference.former.get(option.name)
    current = former.option if former is not None else option.name
    known = reference.options.get(current)
    if known is None:
        return
    text = option.text
    if not text:
        return  # AWS refuses an empty value before Airflow sees it
    allowed = reference.choices.get(current)
    if allowed is not None and text not in allowed:
        same = [item for item in allowed if item.lower() == text.lower()]
        yield Finding(
            option,
            f"`{option.name}` is `{option.shown}`, which Airflow refuses at its start",
            evidence=(f"possible values are {', '.join(item for item in allowed if item)}",),
            fix=f"Write `{same[0]}`" if same else None,
        )
    elif known.kind in _KINDS and not _fits(option, known.kind):
        yield Finding(option, f"`{option.name}` is `{option.shown}`, but Airflow reads it as {_KINDS[known.kind]}")
    elif current in _ZONES and not _is_zone(text):
        yield Finding(
            option,
            f"`{option.name}` is `{text}`, which is no time zone of the IANA list",
            severity="warning" if current == _ZONES[0] else None,  # the one for display stops nothing
        )
    else:
        number = option.number() if known.kind in ("integer", "float") else None
        for limit in facts.option_limits(reference.version):
            if number is not None and current in reference.spellings(limit.option) and number < limit.minimum:
                message = f"`{option.name}` is {text}, but the least that works is {limit.minimum}"
                yield Finding(option, message, fix=f"Write {limit.minimum} or more")
                break


def _fits(option: AirflowOption, kind: str) -> bool:
    if kind == "boolean":
        return option.truth() is not None
    whole = option.text.partition("#")[0].strip().lstrip("+-").isdigit()
    return whole or (kind == "float" and option.number() is not None)


def _is_zone(name: str) -> bool:
    zones = available_timezones()
    return not zones or name.lower() in _OTHER_ZONES or name in zones
