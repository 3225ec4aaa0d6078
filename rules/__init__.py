"""The rules that ship with mwaa-doctor: one folder per family, one file per rule."""
