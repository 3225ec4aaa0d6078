"""Frozen models of what the user wrote, and the questions that rules may ask of them."""
