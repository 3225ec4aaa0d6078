"""``python -m mwaa_doctor``."""

from mwaa_doctor.cli import main

if __name__ == "__main__":
    main(prog_name="mwaa-doctor")
