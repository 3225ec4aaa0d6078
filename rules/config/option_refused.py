"""MWAA cannot take the name or the value of a configuration option.

Why
    Options are written `section.option` in lower case, and their values are text. An environment variable's name
    (`AIRFLOW__CORE__PARALLELISM`) or an empty text is refused when the environment is made, and so is a number or truth
    value without quotes in JSON for the command line.

Fix
    Write the name as `section.option` and the value in quotes.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowConfigurationOptions:
            AIRFLOW__CORE__PARALLELISM: "64"  # <- here
            core.default_task_retries: ""  # <- here
            parallelism: "64"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowConfigurationOptions:
            core.parallelism: "64"
            database.load_default_connections: "False"
            core.default_task_retries: "3"
"""

from collections.abc import Iterator, Mapping

from mwaa_doctor.models.airflow_options import PROPERTY, AirflowOption, AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.service_model import Refusal, refusals
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["option-name-form"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(environment: Environment, options: AirflowOptions) -> Iterator[Finding]:
    given = environment.record.raw(PROPERTY)
    if given is not None and not isinstance(given, Mapping):
        message = f"`{PROPERTY}` is a {type(given).__name__}, but AWS takes a map of options"
        yield Finding(environment.at(PROPERTY), message)
        return
    refused: dict[str, Refusal] = {}
    for refusal in refusals({PROPERTY: given}):
        if len(refusal.path) == 2:
            refused.setdefault(str(refusal.path[1]), refusal)
    for option in options.options:
        found = refused.get(option.name)
        if found is not None and found.kind.startswith("key-"):
            yield Finding(
                option,
                f"`{option.name}` is no name of an option: they are written `section.option` in lower case",
                evidence=(f"ValidationException: {found.answer}",),
                fix=_as_option(option.name),
            )
        elif not option.section or not option.key:
            said = f"`{option.name}` names no section of Airflow's configuration, so that it sets no option"
            yield Finding(option, said, severity="warning")
        elif isinstance(option.value, (bool, int, float)):
            written = str(option.value)
            yield Finding(
                option,
                f"the value of `{option.name}` is a {type(option.value).__name__}, but AWS takes text only",
                fix=f'Write `{option.name}: "{written}"`' if not option.holds_secret else "Put the value in quotes",
            )
        elif found is not None:
            yield Finding(option, _value(option, found), evidence=(f"ValidationException: {found.answer}",))


def _as_option(name: str) -> str | None:
    if not name.startswith("AIRFLOW__"):
        return None
    section, _, key = name.removeprefix("AIRFLOW__").lower().partition("__")
    return f"Write `{section}.{key}`"


def _value(option: AirflowOption, found: Refusal) -> str:
    if found.kind == "length":
        return f"the value of `{option.name}` is {'empty' if not option.value else 'too long'}, which AWS refuses"
    if found.kind == "pattern":
        return f"the value of `{option.name}` holds line breaks or other characters that AWS refuses"
    return f"the value of `{option.name}` is a {type(option.value).__name__}, but AWS takes text only"
