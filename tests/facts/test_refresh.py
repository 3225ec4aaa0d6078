"""The surface is read from source alone: small wheels in, answers out, and never a guess."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mwaa_doctor import facts
from mwaa_doctor.facts.archive import Archive, pack_archive
from mwaa_doctor.facts.refresh.__main__ import main
from mwaa_doctor.facts.refresh.conditions import Conditions
from mwaa_doctor.facts.refresh.surfaces import Environment, read_distribution
from mwaa_doctor.facts.refresh.wheels import import_names

INDEX = {"task_decorators": {}, "task_owners": [], "offers": {}, "roots": {}, "import_names": {}, "unknown": []}


def write_wheel(folder: Path, sources: dict[str, str], name: str = "apache_airflow-1.10.12-py3-none-any.whl") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for file, source in sources.items():
            archive.writestr(zipfile.ZipInfo(file), source)
    return path


@pytest.fixture
def read(tmp_path):
    def read(sources: dict[str, str]) -> facts.Surface:
        wheel = write_wheel(tmp_path, {"airflow/__init__.py": "", **sources})
        modules = read_distribution(wheel, Conditions(airflow=(2, 10, 3), python=(3, 11)))
        environment = Environment()
        environment.add(modules)
        document = environment.document(modules, frozenset({"typing", "warnings"}))
        content = pack_archive(INDEX, {"image": {"apache-airflow": document}})
        return facts.Surface("2.10.3", Archive("test.bin", content))

    return read


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A: ...", True),
        ("a = A = 1", True),
        ("(x, [A, *y]) = f()", True),
        ("A: int = 1", True),
        ("A: int", False),
        ("import A", True),
        ("import A.b", True),
        ("import b.A", False),
        ("from typing import Any as A", True),
        ("if (A := 1): pass", True),
        ("with open('f') as A: pass", True),
        ("def f():\n    A = 1", False),
        ("def f():\n    global A", None),
        ("A = 1\ndel A", False),
        ("for A in (): pass", None),
        ("if TYPE_CHECKING:\n    from typing import A", False),
        ("if not TYPE_CHECKING:\n    A = 1", True),
        ("if AIRFLOW_V_3_0_PLUS:\n    A = 1", False),
        ("if not AIRFLOW_V_3_0_PLUS and AIRFLOW_V_2_10_PLUS:\n    A = 1", True),
        ("if sys.version_info >= (3, 12):\n    A = 1", False),
        ("if sys.version_info >= (3, 9):\n    A = 1", True),
        ("if sys.version_info >= (3, 11, 4):\n    A = 1", None),
        ("if unknown():\n    A = 1", None),
        ("if unknown():\n    A = 1\nelse:\n    A = 2", True),
        ("if unknown():\n    A = 1\nelse:\n    raise ValueError", True),
        ("try:\n    from x import A\nexcept ImportError:\n    A = None", True),
        ("try:\n    from x import A\nexcept ImportError:\n    pass", None),
        ("try:\n    from typing import A\nexcept ImportError as e:\n    raise RuntimeError from e", True),
        ("with contextlib.suppress(ImportError):\n    from x import A", None),
        ("globals()['A'] = 1", None),
        ("sys.modules[__name__] = Thing()", None),
        ("from elsewhere import *", None),
        ("def __getattr__(name):\n    return load(name)", None),
        ("def __getattr__(name):\n    if name == 'B':\n        return 1\n    raise AttributeError(name)", False),
        ("def __getattr__(name):\n    if name in ('A', 'B'):\n        return 1\n    raise AttributeError(name)", True),
        ("raise RuntimeError", False),
        ("class: not Python", None),
    ],
)
def test_whether_a_module_has_a_name(read, source, expected):
    module = read({"airflow/m.py": source}).module("airflow.m")
    assert module is not None
    assert module.offers("A") is expected


def test_star_imports_are_followed(read):
    surface = read(
        {
            "airflow/a.py": "__all__ = ['x']\nx = y = 1",
            "airflow/b.py": "x2 = _hidden = 1\nfrom airflow.a import *",
            "airflow/c.py": "from airflow.b import *",
        }
    )
    assert surface.has("airflow.c.x")
    assert surface.has("airflow.c.x2")
    assert surface.has("airflow.c.y") is False
    assert surface.has("airflow.c._hidden") is False
    assert surface.resolve("airflow.c.x") == "airflow.a.x"


def test_deprecated_tables_make_modules_without_a_file(read):
    surface = read(
        {
            "airflow/operators/__init__.py": (
                "T = {'old': {'A': 'airflow.new.B', 'Gone': 'airflow.providers.google.Gone'},\n"
                "     'all': {'*': 'airflow.new'}}\n"
                "add_deprecated_classes(T, __name__)\n"
            ),
            "airflow/new.py": "class B: ...",
        }
    )
    assert surface.has("airflow.operators.old")
    assert surface.resolve("airflow.operators.old.A") == "airflow.new.B"
    assert surface.has("airflow.operators.old.Other") is False
    assert surface.has("airflow.operators.old.Gone") is False, "its provider is not there"
    assert surface.resolve("airflow.operators.all.B") == "airflow.new.B"


def test_lazy_imports_lead_to_their_home(read):
    surface = read(
        {
            "airflow/__init__.py": (
                "__lazy = {'D': ('.models', 'D', False), 'E': ('.models', 'E', True)}\n"
                "def __getattr__(name):\n"
                "    path, attribute, old = __lazy.get(name, ('', '', False))\n"
                "    if not path:\n"
                "        raise AttributeError(name)\n"
            ),
            "airflow/models.py": "class D: ...\nclass E: ...",
        }
    )
    assert surface.resolve("airflow.D") == "airflow.models.D"
    module = surface.module("airflow")
    assert module is not None
    assert (module.names["D"].kind, module.names["E"].kind) == ("reexport", "deprecated")
    assert surface.has("airflow.F") is False


@pytest.mark.parametrize(
    ("source", "accepted", "refused"),
    [
        ("def __init__(self, a, *, b=1): ...", "a b", "c self"),
        ("def __init__(self, a, **kwargs):\n        super().__init__(**kwargs)", "a base", "c"),
        ("def __init__(self, a, **kwargs):\n        super().__init__(base=a, **kwargs)", "a", "base c"),
        ("def __init__(self, base, **kwargs):\n        super().__init__(base=base, **kwargs)", "base", "c"),
        (
            "def __init__(self, **kwargs):\n        kwargs.pop('c', 0)\n        super().__init__(**kwargs)",
            "c base",
            "d",
        ),
        ("def __init__(self, **kwargs):\n        Base.__init__(self, **kwargs)", "base", "c"),
        ("def __init__(self, **kwargs):\n        if kwargs:\n            raise TypeError", "", "base c"),
        ("def __init__(self, **kwargs):\n        self.kwargs = kwargs", "anything", ""),
        ("def __init__(self, **kwargs):\n        super().__init__(**change(kwargs))", "anything", ""),
        ("@unheard_of\n    def __init__(self, a): ...", "anything", ""),
        ("__init__ = made_elsewhere", "anything", ""),
        ("x = 1", "base", "c"),
        ("def __new__(cls, made): ...", "made", "base"),
        (
            "def __init__(self, **kwargs):\n        Help.take(bag=kwargs)\n        super().__init__(**kwargs)",
            "base taken",
            "left",
        ),
        (
            "def __init__(self, **kwargs):\n        Help.keep(bag=kwargs)\n        super().__init__(**kwargs)",
            "anything",
            "",
        ),
        (
            "if AIRFLOW_V_3_0_PLUS:\n        def __init__(self, new): ...\n"
            "    else:\n        def __init__(self, old): ...",
            "old",
            "new",
        ),
    ],
)
def test_which_keywords_a_constructor_takes(read, source, accepted, refused):
    helpers = "class Help:\n    def take(bag):\n        bag.pop('taken', 0)\n    def keep(bag):\n        return bag\n"
    text = f"{helpers}class Base:\n    def __init__(self, base): ...\nclass Child(Base):\n    {source}\n"
    parameters = read({"airflow/m.py": text}).parameters("airflow.m.Child")
    assert parameters is not None
    assert all(parameters.accepts(name) for name in accepted.split())
    assert not any(parameters.accepts(name) for name in refused.split())


def test_a_base_that_is_not_known_accepts_anything(read):
    surface = read(
        {"airflow/m.py": "import other\nclass A(other.B):\n    def __init__(self, **kw): super().__init__(**kw)"}
    )
    parameters = surface.parameters("airflow.m.A")
    assert parameters is not None
    assert parameters.accepts_any


def test_mixins_are_walked_in_the_order_of_python(read):
    source = (
        "class Base:\n    def __init__(self, base): ...\n"
        "class Left(Base):\n    def __init__(self, left, **kw): super().__init__(**kw)\n"
        "class Right(Base):\n    def __init__(self, right, **kw): super().__init__(**kw)\n"
        "class Both(Left, Right): ...\n"
    )
    parameters = read({"airflow/m.py": source}).parameters("airflow.m.Both")
    assert parameters is not None
    assert parameters.names == {"left", "right", "base"}


def test_fields_of_dataclasses_and_attrs_are_keywords(read):
    source = (
        "import attrs, dataclasses\nfrom typing import ClassVar\n"
        "@attrs.define\nclass A:\n    a: int\n    _b: int = 0\n"
        "    c: int = attrs.field(init=False)\n    d: ClassVar[int] = 1\n"
        "@dataclasses.dataclass\nclass B(A):\n    e: int = dataclasses.field(default=1)\n"
    )
    surface = read({"airflow/m.py": source})
    parameters = surface.parameters("airflow.m.B")
    assert parameters is not None
    assert (parameters.names, parameters.required) == ({"a", "b", "e"}, {"a"})


def test_deprecated_keywords_are_those_whose_use_warns(read):
    source = (
        "import warnings\nclass A:\n    def __init__(self, old=None, kind=None):\n"
        "        if old is not None:\n            warnings.warn('old is deprecated', DeprecationWarning)\n"
        "        if not isinstance(kind, str):\n            warnings.warn('pass a text', DeprecationWarning)\n"
    )
    parameters = read({"airflow/m.py": source}).parameters("airflow.m.A")
    assert parameters is not None
    assert parameters.deprecated == {"old"}


def test_missing_imports_are_found_through_other_modules(read):
    surface = read(
        {
            "airflow/a.py": "from airflow.b import x",
            "airflow/b.py": "import kubernetes\nfrom airflow.providers.google.hooks import G\nx = 1",
            "airflow/c.py": "try:\n    import kubernetes\nexcept ImportError:\n    kubernetes = None",
        }
    )
    assert surface.missing("airflow.a") == {"kubernetes", "airflow.providers.google.hooks"}
    assert not surface.missing("airflow.c")


def test_import_names_come_from_the_files_of_a_wheel(tmp_path):
    wheel = write_wheel(
        tmp_path,
        {
            "yaml/__init__.py": "",
            "_yaml.cpython-311-x86_64-linux-gnu.so": "",
            "six.py": "",
            "google/cloud/storage/__init__.py": "",
            "thing-1.0.data/purelib/extra/__init__.py": "",
            "thing-1.0.dist-info/METADATA": "",
            "docs/readme.txt": "",
            "thing.libs/lib.so": "",
        },
        "thing-1.0-py3-none-any.whl",
    )
    assert import_names(wheel) == ("_yaml", "extra", "google", "six", "yaml")


def test_the_same_wheels_give_the_same_bytes(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    write_wheel(
        cache, {"airflow/__init__.py": "DAG = 1", "airflow/b.py": "from airflow import DAG", "airflow/a.py": ""}
    )
    written = []
    for output in (tmp_path / "one", tmp_path / "two"):
        assert main(["--cache", str(cache), "--offline", "--output", str(output), "1.10.12"]) == 0
        written.append((output / "1.10.12.bin").read_bytes())
    assert written[0] == written[1]
    surface = facts.Surface("1.10.12", Archive("1.10.12.bin", written[0]))
    assert surface.has("airflow.b.DAG")


def test_without_the_wheel_of_airflow_nothing_is_written(tmp_path, capsys):
    assert main(["--cache", str(tmp_path / "cache"), "--offline", "--output", str(tmp_path / "out"), "1.10.12"]) == 1
    assert "apache-airflow 1.10.12 is not in the cache" in capsys.readouterr().err
    assert not list((tmp_path / "out").iterdir())
    assert main(["--cache", str(tmp_path / "cache"), "--offline", "9.9"]) == 2
