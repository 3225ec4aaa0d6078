"""Any bytes are a result: never an exception, never a crashed rule."""

from __future__ import annotations

import ast
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.config import Config
from mwaa_doctor.engine import Options, run
from mwaa_doctor.project import open_folder

SETTINGS = settings(max_examples=120)
CORPUS = sorted((Path(__file__).parent.parent / "projects").rglob("*.py"))


def check_source(folder: Path, source: bytes) -> None:
    target = folder / "dags" / "x.py"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(source)
    project = open_folder(folder, Config(), "2.10.3")

    result = run(project, Config(), Options(use_cache=False, jobs=1))

    assert result.crashes == []
    assert result.files + len(result.problems) >= 1


@SETTINGS
@given(source=st.binary(max_size=2000))
def test_arbitrary_bytes_as_a_dag_file(tmp_path: Path, source: bytes) -> None:
    check_source(tmp_path, source)


@SETTINGS
@given(text=st.text(max_size=600))
def test_arbitrary_text_as_a_dag_file(tmp_path: Path, text: str) -> None:
    check_source(tmp_path, text.encode("utf-8", "surrogatepass"))


class Shuffle(ast.NodeTransformer):
    """Makes another valid program of one: expressions and statements change their places."""

    def __init__(self, chance: random.Random, expressions: list[ast.expr]) -> None:
        self.chance = chance
        self.expressions = expressions

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and len(block) > 1 and self.chance.random() < 0.3:
                self.chance.shuffle(block)
        for name, value in ast.iter_fields(node):
            replaceable = isinstance(value, ast.expr) and name in (
                "value",
                "func",
                "test",
                "left",
                "right",
                "iter",
                "elt",
            )
            if replaceable and not isinstance(node, ast.FormattedValue) and self.chance.random() < 0.08:
                setattr(node, name, self.chance.choice(self.expressions))
        return node


@SETTINGS
@given(seed=st.integers(0, 2**32), which=st.integers(0, 10_000))
def test_programs_made_of_parts_of_real_ones(tmp_path: Path, seed: int, which: int) -> None:
    chance = random.Random(seed)
    trees = []
    for path in (CORPUS[which % len(CORPUS)], CORPUS[(which * 7 + 3) % len(CORPUS)]):
        try:
            trees.append(ast.parse(path.read_bytes()))
        except SyntaxError:
            return
    expressions = [
        node for tree in trees for node in ast.walk(tree)
        if isinstance(node, (ast.Call, ast.Name, ast.Constant, ast.Dict))
        and not isinstance(getattr(node, "ctx", ast.Load()), (ast.Store, ast.Del))
    ]  # fmt: skip
    program = ast.Module([*trees[0].body, *trees[1].body], [])
    try:
        text = ast.unparse(ast.fix_missing_locations(Shuffle(chance, expressions).visit(program)))
    except (RecursionError, ValueError):
        return
    check_source(tmp_path, text.encode())
