"""Reads Terraform: plans and states exactly, configuration as far as it can be evaluated without running it."""
