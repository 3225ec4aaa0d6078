"""mwaa-doctor: a static linter and diagnostics checker for Amazon MWAA."""

__version__ = "0.1.0"
