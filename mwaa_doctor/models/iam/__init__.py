"""Policies, and what they allow: judged as AWS documents the evaluation of policies, without a call to AWS."""
