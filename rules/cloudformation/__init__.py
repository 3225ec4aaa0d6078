"""Rules on CloudFormation templates as such; what they deploy is judged by the families of its parts."""

NEEDS_INFRASTRUCTURE = True
