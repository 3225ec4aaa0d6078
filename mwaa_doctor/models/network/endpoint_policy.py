"""What the policies of endpoints let the environment do; the execution role is judged elsewhere."""

from __future__ import annotations

from mwaa_doctor.facts.environments import EndpointCall
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.iam.evaluate import Decision, Policies, Request, decide
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.iam.principals import Caller, session_of
from mwaa_doctor.models.iam.reader import read_policy
from mwaa_doctor.models.network.services import Endpoint
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_SOME_QUEUE = "airflow-celery-00000000-0000-0000-0000-000000000000"
_EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


def forbids(environment: Environment, endpoint: Endpoint, action: str, resource: Text) -> Decision | None:
    """Why the policy of an endpoint stops a call of the execution role; ``None`` if it lets it pass.

    Raises ``Unknown`` if that hangs on something that is not known.
    """
    document = endpoint.record.body.get("PolicyDocument")
    if document is None or document == {}:
        return None
    place = endpoint.record.place_of("PolicyDocument")
    policy = read_policy(document, f"the policy of {endpoint.name}", "endpoint", place)
    request = Request(action, resource, caller=_caller(environment))
    decision = decide(request, Policies(identity=(_everything(place),), endpoint=policy))
    if decision.answer == "depends":
        raise Unknown(f"whether {endpoint.name} lets {action} pass is not known: {decision.reason}")
    return None if decision.answer == "allowed" else decision


def text_or_hole(value: Text | Unknown | None, name: str) -> Text:
    """A text, or a text that stands for one that is not known."""
    if value is None:
        return TemplateText((Hole(name),))
    return TemplateText((Hole(name, value.reason),)) if isinstance(value, Unknown) else value


def arn_of(environment: Environment, service: str, account: Text, resource: Text) -> Text:
    """An ARN in the environment's Region."""
    snapshot = environment.snapshot
    partition, region = text_or_hole(snapshot.partition, "partition"), text_or_hole(snapshot.region, "Region")
    return join_texts(("arn:", partition, f":{service}:", region, ":", account, ":", resource))


def target_of(environment: Environment, call: EndpointCall) -> Text | None:
    """The ARN that a call is about, ``*`` if about none; ``None`` if the environment has no such thing.

    Raises ``Unknown`` if it is not known.
    """
    record = environment.record
    if call.resource == "*":
        return "*"
    if call.resource == "{queue}":
        queue = record.text("CeleryExecutorQueue")
        # It is of an account of MWAA's; until it is made, only the form of its name is known.
        return queue or arn_of(environment, "sqs", text_or_hole(None, "account"), _SOME_QUEUE)
    if call.resource == "{key}":
        key = record.text("KmsKey")
        if key is not None and not str(key).startswith("arn:") and isinstance(key, str):
            raise Unknown(f"the ARN of the key `{key}` is not known")
        return key
    account = text_or_hole(environment.snapshot.account, "account")
    service = call.actions[0].partition(":")[0]
    return arn_of(environment, service, account, call.resource.format(name=environment.name))


def _everything(place: Place) -> Policy:
    return read_policy(_EVERYTHING, "a role that may do everything", "identity", place)


def _caller(environment: Environment) -> Caller | None:
    try:
        role = environment.record.text("ExecutionRoleArn")
    except Unknown:
        return None
    snapshot = environment.snapshot
    if role is None:
        return None
    account, partition = text_or_hole(snapshot.account, "account"), text_or_hole(snapshot.partition, "partition")
    return session_of(role, account, partition, TemplateText((Hole("session"),)))
