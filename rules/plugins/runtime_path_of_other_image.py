"""A path into the image fits another version of the image only.

Why
    `python3.7/site-packages` and the folder of one build of Java exist in one image. After an upgrade, or on this
    version already, the path leads nowhere, and what it should find is missing.

Fix
    Ask Python, `sysconfig.get_path("purelib")`, and use the name without a build, `/usr/lib/jvm/jre`.

Bad
    # plugins/paths_plugin.py
    import os

    os.environ["LIBS"] = "/usr/local/lib/python3.7/site-packages/oracle"  # <- here
    os.environ["JAVA_HOME"] = "/usr/lib/jvm/java-1.8.0-openjdk-1.8.0.282.b08-1.amzn2.0.1.x86_64/jre"  # <- here

Good
    # plugins/paths_plugin.py
    import os

    os.environ["LIBS"] = "/usr/local/lib/python3.11/site-packages/oracle"
    os.environ["JAVA_HOME"] = "/usr/lib/jvm/jre"
    DBT = "/usr/local/airflow/dbt_venv/lib/python3.9/site-packages"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_PYTHON = re.compile(r"(?:/usr/local/airflow/\.local|/usr(?:/local)?)/lib(?:64)?/python3\.(\d+)(?:/|$)")
_JAVA = re.compile(r"/usr/lib/jvm/(?:java|jre)-[\w.-]*openjdk-[\w.-]*\d+\.amzn")


@rule(
    severity="error",
    covers=["runtime-path-hard-coded"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-env-variables.html",
)
def check(file: PythonFile, target: Target) -> Iterator[Finding]:
    if file.role not in ("dag", "plugin") or not file.mentions(b"/lib"):
        return
    for text in file.texts:
        if "/lib" not in text.value or "\n" in text.value:
            continue
        python, java = _PYTHON.search(text.value), _JAVA.search(text.value)
        if python is not None and int(python[1]) != target.python[1]:
            wanted = ".".join(map(str, target.python))
            message = f"`{python[0].rstrip('/')}` is not in the image, which has Python {wanted}"
            yield Finding(file.place_of(text.node), message)
        elif java is not None:
            message = f"`{java[0]}...` is one build of Java, which changes with the image"
            yield Finding(file.place_of(text.node), message, severity="warning", fix="Use /usr/lib/jvm/jre")
