"""A large tree of modules among the plugins is imported in search of plugins.

Why
    Airflow imports every Python file below the plugins folder when it starts, to see whether it holds a plugin.
    Hundreds of modules of a third-party package slow each start, and one that fails to import fills the log.

Fix
    List the folder in `.airflowignore` at the root of the plugins, or bring the package as a wheel.

Bad
    # plugins.zip/house_plugin.py
    NAME = "house"
    # plugins.zip/vendor/module.py  # <- here
    <60 files>

Good
    # plugins.zip/house_plugin.py
    NAME = "house"
    # plugins.zip/.airflowignore
    vendor
    # plugins.zip/vendor/module.py
    <60 files>
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_ignore import Syntax, is_ignored, read_patterns
from mwaa_doctor.models.plugins import PluginFile, Plugins
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target

_MANY = 50
_MOST_BYTES = 16_000_000


@rule(
    severity="warning",
    covers=["plugins-airflowignore"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-hive.html",
)
def check(plugins: Plugins, target: Target) -> Iterator[Finding]:
    trees: dict[str, list[PluginFile]] = {}
    for file in plugins.files:
        if file.folder and file.name.endswith(".py"):
            trees.setdefault(file.name.partition("/")[0], []).append(file)
    for tree, files in trees.items():
        if len(files) <= _MANY or _hidden(plugins, target, files[0].name):
            continue
        if not _has_plugin(plugins, files):
            yield Finding(
                files[0], f"Airflow imports the {len(files)} modules of `{tree}` in search of plugins", cause=tree
            )


def _hidden(plugins: Plugins, target: Target, name: str) -> bool:
    own = next((file for file in plugins.files if file.name == ".airflowignore"), None)
    if own is None:
        return False
    syntax: Syntax = "glob" if target.version is not None and target.version >= (3,) else "regexp"
    text = plugins.read(own, 100_000).decode("utf-8", errors="replace")
    patterns = read_patterns(text, own.place.path, "", syntax, re2=False)
    parts = name.split("/")
    above = ("/".join(parts[:count]) for count in range(1, len(parts)))
    return is_ignored(name, patterns) or any(is_ignored(folder, patterns, is_folder=True) for folder in above)


def _has_plugin(plugins: Plugins, files: list[PluginFile]) -> bool:
    left = _MOST_BYTES
    for file in files:
        data = plugins.read(file, 2_000_000)
        left -= len(data)
        if left < 0:
            raise Unknown("whether a plugin is in the tree: it is too large to be read")
        if b"AirflowPlugin" in data:
            return True
    return False
