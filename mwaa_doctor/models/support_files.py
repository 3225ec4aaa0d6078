"""The three files beside the DAGs that an environment takes from its bucket, each pinned to an object version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SupportFile:
    """One of them: what people call it, its ending, and the properties that name its key and its version."""

    title: str
    ending: str
    path_property: str
    version_property: str

    @property
    def is_found_by_name(self) -> bool:
        """Whether its title is the usual name of the file, by which it can be looked for."""
        return self.title.endswith(self.ending)


SUPPORT_FILES = (
    SupportFile("plugins.zip", ".zip", "PluginsS3Path", "PluginsS3ObjectVersion"),
    SupportFile("requirements.txt", ".txt", "RequirementsS3Path", "RequirementsS3ObjectVersion"),
    SupportFile("startup script", ".sh", "StartupScriptS3Path", "StartupScriptS3ObjectVersion"),
)
