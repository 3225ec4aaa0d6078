"""A task definition for Fargate has settings that ECS refuses.

Why
    On Fargate ECS takes the network mode `awsvpc` alone, and memory only in the amounts that go with the CPU. Anything
    else fails with `ClientException` when the stack is made, and with it what the operator was to run.

Fix
    `NetworkMode: awsvpc`, and CPU and memory of one of the sizes that Fargate has.

Bad
    # template.yaml
    Resources:
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          RequiresCompatibilities: [FARGATE]
          NetworkMode: awsvpc
          Cpu: 256
          Memory: 4096  # <- here
          ContainerDefinitions: [{Name: hello, Image: amazonlinux}]
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}
    ---
    # template.yaml
    Resources:
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          RequiresCompatibilities: [FARGATE]
          NetworkMode: bridge  # <- here
          Cpu: 256
          Memory: 512
          ContainerDefinitions: [{Name: hello, Image: amazonlinux}]
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}

Good
    # template.yaml
    Resources:
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          RequiresCompatibilities: [FARGATE]
          NetworkMode: awsvpc
          Cpu: 1 vCPU
          Memory: 2GB
          ContainerDefinitions: [{Name: hello, Image: amazonlinux}]
      OnInstances:
        Type: AWS::ECS::TaskDefinition
        Properties:
          NetworkMode: bridge
          ContainerDefinitions: [{Name: hello, Image: amazonlinux, Memory: 100}]
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.facts.fargate_sizes import fargate_sizes
from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, Place, rule

_AMOUNT = re.compile(r"(\d*\.?\d+)\s*(vcpu|gb)", re.IGNORECASE)


@rule(
    severity="error",
    covers=["ecs-task-template"],
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    for item in template.of_type("AWS::ECS::TaskDefinition"):
        given: Mapping[str, Any] = item.properties
        if "FARGATE" not in _texts(given.get("RequiresCompatibilities")):
            continue
        places = {path[0]: place for path, place, _ in template.members(item) if len(path) == 1}
        mode = given.get("NetworkMode", "bridge")
        if isinstance(mode, str) and mode != "awsvpc":
            where: Place = places.get("NetworkMode", item.place)
            yield Finding(where, f"`{item.name}` has the network mode `{mode}`, Fargate takes `awsvpc` only")
        yield from _size(item.name, given.get("Cpu"), given.get("Memory"), places, item.place)


def _size(name: str, cpu: Any, memory: Any, places: Mapping[str, Place], whole: Place) -> Iterator[Finding]:
    units, amount = _units(cpu), _units(memory)
    for member, value in (("Cpu", cpu), ("Memory", memory)):
        if value is None:
            yield Finding(whole, f"`{name}` has no `{member}`, which Fargate wants for the task as a whole")
    if units is None:
        return
    size = fargate_sizes().get(units)
    if size is None:
        known = ", ".join(map(str, fargate_sizes()))
        yield Finding(places["Cpu"], f"`{name}` has `Cpu` {cpu}, Fargate has {known}")
    elif amount is not None and amount not in size.choices:
        choices = ", ".join(map(str, size.choices[:8])) + (" ..." if len(size.choices) > 8 else "")
        yield Finding(
            places["Memory"],
            f"`{name}` has {memory} of memory, which Fargate does not have with {cpu} of CPU",
            evidence=(f"with {units} units of CPU there are {choices} MiB",),
        )


def _units(value: Any) -> int | None:
    """CPU in units, or memory in MiB; ``None`` for what is not written out."""
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if text.isdigit():
        return int(text)
    match = _AMOUNT.fullmatch(text)
    return int(float(match[1]) * 1024) if match else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
