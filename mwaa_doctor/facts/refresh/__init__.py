"""Rebuilds the machine-made facts from the wheels that an MWAA image holds: `python -m mwaa_doctor.facts.refresh`.

Wheels are read as archives and parsed with `ast`; nothing of them is installed, imported or executed. The same wheels
give the same bytes. Where the source leaves it open whether a name exists, it is recorded as "maybe".
"""
