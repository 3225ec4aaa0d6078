"""CloudFormation templates: read, evaluated as far as they go without deploying, mapped to AWS's answers."""
