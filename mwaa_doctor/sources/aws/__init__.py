"""Reads a running environment and what surrounds it, with calls that change nothing."""
