"""Judges one import against the image, the requirements and the project's own modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mwaa_doctor.facts.names import namespaces, same_class, successor
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.imports import FileImports, ImportedName, offers, read_imports
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.repairs import moved_import, names_beside, replaced_days_ago
from mwaa_doctor.models.version_guards import Guards
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Fix
from mwaa_doctor.unknown import Unknown

_MOST_REASONS = 5
_GENERATED = ("_pb2", "_pb2_grpc", "_version")
_PATH_CHANGES = ("sys.path.append", "sys.path.insert", "sys.path.extend", "site.addsitedir", "importlib.reload")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an import.

    ``kind`` is ``ok``, ``module`` (no such module), ``name`` (the module has no such name), ``package`` (a distribution
    is not installed), ``case`` (only the case differs), ``beyond`` (a relative import above the top).  ``missing`` is
    the dotted name that is not there, ``instead`` where the same thing is, ``requirement`` the line that installs it.
    """

    kind: str
    missing: str = ""
    instead: str = ""
    requirement: str = ""
    evidence: tuple[str, ...] = ()


OK = Verdict("ok")


def repair(imported: ImportedName, verdict: Verdict, image: Image, project: Project) -> Fix | str | None:
    """The change that makes an import of Airflow work in this version; ``None`` if the facts know none."""
    if not verdict.instead:
        same = same_class(imported.name)
        home = image.home_of(same) if same else ""
        text = successor(imported.name)
        if imported.dotted == "airflow.utils.dates.days_ago" and text is not None:
            rewrite = replaced_days_ago(imported)
            return Fix(text, rewrites=(rewrite,) if rewrite is not None else ())
        if not home or text is None or image.surface.provider_for(home.rpartition(".")[0]) is not None:
            return text
        # another file may import the former name from here, which shows only if all files are judged
        return _moved(imported, home, text, safe=project.complete and _is_settled(same, image))
    in_airflow = imported.module.startswith("airflow")
    owner = verdict.instead.rpartition(".")[0] if imported.name and in_airflow else ""
    text = f"Import `{imported.name}` from `{owner}`" if owner else f"Import `{verdict.instead}` instead"
    offer = image.surface.provider_for(owner) if owner else None
    if offer is not None:
        return f"{text}, and add `{offer.distribution}=={offer.version}` to requirements.txt"
    if owner and verdict.instead.rpartition(".")[2] == imported.name:
        names = names_beside(imported)
        if len(names) > 1 and all(image.home_of(name) == f"{owner}.{name}" for name in names):
            together = all(_is_settled(name, image) for name in names)
            return _moved(imported, f"{owner}.*", text, safe=together)
        return _moved(imported, verdict.instead, text, safe=_is_settled(imported.name, image))
    return _moved(imported, f"{verdict.instead}.{imported.name}", text, safe=False) if not in_airflow else text


def _moved(imported: ImportedName, to: str, text: str, *, safe: bool) -> Fix:
    rewrite = moved_import(imported, to)
    return Fix(text, safe=safe, rewrites=(rewrite,) if rewrite is not None else ())


def _is_settled(name: str, image: Image) -> bool:
    """Whether all places that offer a name mean the same thing."""
    return len({image.surface.resolve(place) for place in image.surface.find(name)}) == 1


def faults(imports: FileImports, kind: str, image: Image, project: Project) -> Iterator[tuple[ImportedName, Verdict]]:
    """The imports of a file with a verdict of this kind.

    Raises ``Unknown`` after the last of them if some import depends on what cannot be known.
    """
    found, reasons = imports.file.once(_Judge(image, project))
    for imported, verdict in found:
        if verdict.kind == kind:
            yield imported, verdict
    if reasons:
        raise Unknown("; ".join(reasons))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges all imports of a file; equal for equal images and projects, so that a file is judged once."""

    image: Image
    project: Project

    def __call__(self, file: PythonFile) -> tuple[list[tuple[ImportedName, Verdict]], list[str]]:
        found: list[tuple[ImportedName, Verdict]] = []
        reasons: dict[str, None] = {}
        for imported in read_imports(file):
            try:
                verdict = _judge(imported, self.image, self.project)
            except Unknown as unknown:
                reasons[unknown.reason] = None
            else:
                if verdict.kind != "ok":
                    found.append((imported, verdict))
        return found, list(reasons)[:_MOST_REASONS]

    def __hash__(self) -> int:
        return hash((id(self.image), id(self.project)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Judge) and other.image is self.image and other.project is self.project


def _judge(imported: ImportedName, image: Image, project: Project) -> Verdict:
    if len(imported.attempt) == 2:
        return OK
    if imported.fallback and not _some_attempt_fails(imported, image, project):
        return OK
    verdict = _look_up(imported, image, project)
    if verdict.kind == "ok" or (imported.attempt and verdict.kind in ("module", "package")):
        return OK
    guards = Guards(imported.file, image.target.airflow, image.target.python)
    runs = guards.runs(imported.item.scope, imported.item.block)
    if runs is None:
        raise Unknown(f"`{imported.dotted}` is imported under a condition that is not known here")
    return verdict if runs else OK


def _some_attempt_fails(imported: ImportedName, image: Image, project: Project) -> bool:
    for item in imported.fallback:
        module = imported.file.names.absolute("." * item.level + item.module)
        attempt = ImportedName(imported.file, item, module, item.name, frozenset(), ())
        if _look_up(attempt, image, project).kind != "ok":
            return True
    return False


def _look_up(imported: ImportedName, image: Image, project: Project) -> Verdict:
    if imported.item.level and imported.beyond_top:
        return Verdict("beyond", "." * imported.item.level + imported.item.module)
    top = imported.module.partition(".")[0]
    if top in image.standard_library:
        return OK
    if top == "airflow":
        return _in_airflow(imported, image)
    local = imported.file.names.local or frozenset()
    if top in local or imported.item.level:
        found = _in_project(imported, project)
        if found is not None:
            return found
    return _elsewhere(imported, image, project, local)


# -- airflow ---------------------------------------------------------------------------------------------------------


def _in_airflow(imported: ImportedName, image: Image) -> Verdict:
    surface = image.surface
    answer = image.has(imported.dotted)
    if answer is None:
        return OK
    if answer:
        return _what_it_needs(imported, image)
    if image.has(imported.module) is False:
        offer = surface.provider_for(imported.module)
        if offer is not None and offer.has_module is not False:
            line = f"{offer.distribution}=={offer.version}"
            return Verdict("package", imported.module, requirement=line, evidence=(f"`{offer.distribution}` holds it",))
        return Verdict("module", imported.module, _new_home(imported, image) or _other_case(imported.module, image))
    names = surface.module(imported.module)
    for known in names.names if names is not None else ():
        if known != imported.name and known.lower() == imported.name.lower():
            return Verdict("case", imported.dotted, known)
    return Verdict("name", imported.dotted, _new_home(imported, image))


def _what_it_needs(imported: ImportedName, image: Image) -> Verdict:
    for needed in sorted(image.missing(imported.dotted)):
        top = needed.partition(".")[0]
        there = image.has(needed) if top == "airflow" else image.top_level(top)
        if there is False:
            offer = image.surface.provider_for(needed) if top == "airflow" else None
            line = f"{offer.distribution}=={offer.version}" if offer else _requirement_line(top, image)
            return Verdict("package", needed, requirement=line, evidence=(f"`{imported.module}` imports `{needed}`",))
    return OK


def _new_home(imported: ImportedName, image: Image) -> str:
    """Where the version has the name that an import asks for."""
    simple = imported.name if imported.name and imported.name != "*" else ""
    home = image.home_of(simple) if simple[:1].isupper() else ""
    return home if home != imported.dotted else ""


def _other_case(module: str, image: Image) -> str:
    return next((name for name in image.surface.module_names() if name.lower() == module.lower()), "")


# -- the project's own modules ---------------------------------------------------------------------------------------


def _in_project(imported: ImportedName, project: Project) -> Verdict | None:
    """The verdict on a module of the project, or ``None`` if no folder that MWAA imports from has it."""
    roots = project.import_roots
    module = next(_places(imported.module, roots, project), None)
    if module is None:
        return None
    if not imported.name or imported.name == "*":
        return OK
    exports = imported.file.names.module_exports(imported.module)
    if exports is not None and offers(exports, imported.name):
        return OK
    if next(_places(f"{imported.module}.{imported.name}", roots, project), None) is not None:
        return OK
    if exports is None:
        return _absent(imported.dotted, project)
    for known in exports.names:
        if known.lower() == imported.name.lower():
            return Verdict("case", imported.dotted, known)
    return Verdict("name", imported.dotted)


def _places(module: str, roots: Iterable[str], project: Project) -> Iterator[str]:
    for root in roots:
        stem = f"{root}/{module.replace('.', '/')}".lstrip("/")
        for path in (f"{stem}.py", f"{stem}/__init__.py", stem):
            if project.has(path):
                yield path


def _absent(module: str, project: Project) -> Verdict:
    if module.endswith(_GENERATED):
        raise Unknown(f"`{module}` may be generated when the project is built")
    other = _project_case(module, project)
    return Verdict("case", module, other) if other else Verdict("module", module)


def _project_case(module: str, project: Project) -> str:
    known = project.modules_by_lower_name.get(module.lower(), "")
    return known if known != module else ""


# -- everything else -------------------------------------------------------------------------------------------------


def _elsewhere(imported: ImportedName, image: Image, project: Project, local: frozenset[str]) -> Verdict:
    top = imported.module.partition(".")[0]
    if imported.item.level or (top in local and _is_importable(top, project)):
        _refuse_changed_path(imported)
        return _absent(imported.module, project)
    if top in local and any(folder.rpartition("/")[2] == top for folder in project.import_roots):
        return _folder_as_package(imported, project)
    if top in image.left_standard_library:
        major, minor = image.target.python
        return Verdict("module", top, evidence=(f"Python {major}.{minor} of the image has it no more",))
    there = image.top_level(top) and not _outside_namespace(imported.dotted)
    if there:
        return OK
    if top in namespaces() and image.requirements is not None and image.may_bring_strangers:
        there = None
    _refuse_changed_path(imported)
    if there is None:
        raise Unknown(f"`{top}` may come with something that requirements.txt installs")
    if not project.complete and project.has(f"{top}.py"):
        raise Unknown(f"whether `{top}` lies in a folder that MWAA imports from")
    other = _project_case(imported.module, project)
    if other:
        return Verdict("case", imported.module, other)
    return Verdict("package", imported.module, requirement=_requirement_line(top, image))


def _outside_namespace(dotted: str) -> bool:
    """Whether a name lies in a namespace that the image has, but in none of the parts that it has of it."""
    top, _, rest = dotted.partition(".")
    parts = namespaces().get(top)
    return parts is not None and rest != "" and not any(f"{rest}.".startswith(f"{part}.") for part in parts)


def _is_importable(top: str, project: Project) -> bool:
    return next(_places(top, project.import_roots, project), None) is not None


def _folder_as_package(imported: ImportedName, project: Project) -> Verdict:
    """``from dags.common import x``: the folder itself is on the path, not the one above it."""
    _refuse_changed_path(imported)
    rest = imported.module.partition(".")[2]
    exists = rest and next(_places(rest, project.import_roots, project), None)
    top = imported.module.partition(".")[0]
    evidence = (f"MWAA imports from inside `{top}`, the folder above it is not on the path",)
    return Verdict("module", imported.module, rest if exists else "", evidence=evidence)


def _refuse_changed_path(imported: ImportedName) -> None:
    if imported.file.calls(*_PATH_CHANGES):
        raise Unknown("the file changes `sys.path`")


def _requirement_line(top: str, image: Image) -> str:
    """The line for requirements.txt that most likely brings a module, pinned as the constraints have it."""
    from mwaa_doctor.facts.names import known_distributions

    return image.constraint_line(known_distributions().get(top, top))
