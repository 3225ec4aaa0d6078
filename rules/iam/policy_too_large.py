"""A policy is larger than AWS takes.

Why
    IAM, S3 and KMS refuse policies beyond a size, and the stack rolls back. White space does not count for IAM, and
    all inline policies of a role, user or group count together.

Fix
    Use wildcards for actions that belong together, or move statements to managed policies of their own.

Bad
    # template.yaml
    Resources:
      Sam:
        Type: AWS::IAM::User
        Properties:
          Policies:  # <- here
            - PolicyName: logs
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Resource: "*"
                    Action: [
                      logs:AssociateKmsKey, logs:AssociateSourceToS3TableIntegration, logs:CallWithBearerToken,
                      logs:CancelExportTask, logs:CancelImportTask, logs:CreateDelivery, logs:CreateExportTask,
                      logs:CreateImportTask, logs:CreateLogAnomalyDetector, logs:CreateLogDelivery,
                      logs:CreateLogGroup, logs:CreateLogStream, logs:CreateLookupTable, logs:CreateScheduledQuery,
                      logs:DeleteAccountPolicy, logs:DeleteDataProtectionPolicy, logs:DeleteDelivery,
                      logs:DeleteDeliveryDestination, logs:DeleteDeliveryDestinationPolicy, logs:DeleteDeliverySource,
                      logs:DeleteDestination, logs:DeleteIndexPolicy, logs:DeleteIntegration,
                      logs:DeleteLogAnomalyDetector, logs:DeleteLogDelivery, logs:DeleteLogGroup,
                      logs:DeleteLogStream, logs:DeleteLookupTable, logs:DeleteMetricFilter, logs:DeletePipelineRule,
                      logs:DeleteQueryDefinition, logs:DeleteResourcePolicy, logs:DeleteRetentionPolicy,
                      logs:DeleteScheduledQuery, logs:DeleteSubscriptionFilter, logs:DeleteSyslogConfiguration,
                      logs:DeleteTransformer, logs:DescribeAccountPolicies, logs:DescribeConfigurationTemplates,
                      logs:DescribeDeliveries, logs:DescribeDeliveryDestinations, logs:DescribeDeliverySources,
                      logs:DescribeDestinations, logs:DescribeExportTasks, logs:DescribeFieldIndexes,
                      logs:DescribeImportTaskBatches, logs:DescribeImportTasks, logs:DescribeIndexPolicies,
                      logs:DescribeLogGroups, logs:DescribeLogStreams, logs:DescribeLookupTables,
                      logs:DescribeMetricFilters, logs:DescribeQueries, logs:DescribeQueryDefinitions,
                      logs:DescribeResourcePolicies, logs:DescribeSubscriptionFilters, logs:DisassociateKmsKey,
                      logs:DisassociateSourceFromS3TableIntegration, logs:FilterLogEvents,
                      logs:GetDataProtectionPolicy, logs:GetDelivery, logs:GetDeliveryDestination,
                      logs:GetDeliveryDestinationPolicy, logs:GetDeliverySource, logs:GetIntegration,
                      logs:GetLogAnomalyDetector, logs:GetLogDelivery, logs:GetLogEvents, logs:GetLogFields,
                      logs:GetLogGroupFields, logs:GetLogRecord, logs:GetLookupTable, logs:GetQueryResults,
                      logs:GetScheduledQuery, logs:GetScheduledQueryHistory, logs:GetStorageTierPolicy,
                      logs:GetTransformer, logs:IntegrateWithDataset, logs:IntegrateWithS3Table
                    ]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::Group
        Properties:
          Policies:
            - PolicyName: logs
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: logs:Get*
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.policy_holder import PolicyHolder
from mwaa_doctor.rule import Finding, rule

WHAT = {
    "inline": "the inline policies of `{}` have {:,} characters",
    "document": "the policy of `{}` has {:,} characters",
    "trust": "the trust policy of `{}` has {:,} characters",
}


@rule(
    severity="error",
    covers=["policy-json-valid"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
)
def check(holder: PolicyHolder) -> Iterator[Finding]:
    for quota, amount, path in holder.exceeded():
        if quota.of == "attached":
            continue
        what = WHAT[quota.of].format(holder.resource, amount)
        most = f"{quota.limit:,} may be"
        if quota.up_to >= amount:
            most += f", or {quota.up_to:,} once AWS has raised the quota"
        yield Finding(holder.record.at(*path), f"{what}: {most}", severity="warning" if quota.up_to >= amount else None)
