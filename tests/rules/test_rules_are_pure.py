"""The rules see facts and law, and nothing else of the world."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("benefits/rules/**/*.py"), *ROOT.glob("reemployment/rules/**/*.py")])
UNWELCOME = {
    "logging",
    "os",
    "time",
    "random",
    "socket",
    "subprocess",
    "sqlite3",
    "urllib",
    "http",
    "locale",
    "threading",
}
CLOCKS = {"now", "today", "utcnow", "localtime", "time"}


def imported_modules(tree: ast.Module) -> set[str]:
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "say the whole name"
            modules.add(node.module or "")
    return modules


def is_pure(module: str, path: Path) -> bool:
    if module.startswith("benefits.rules."):
        return True
    if module.startswith("reemployment.rules."):
        return path.is_relative_to(ROOT / "reemployment")
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names and top not in UNWELCOME


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rule_module_imports_only_the_standard_library_and_rules(path: Path) -> None:
    tree = ast.parse(path.read_text())

    assert [module for module in imported_modules(tree) if not is_pure(module, path)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rule_module_holds_no_float_and_asks_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text())

    floats = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is float
    ]
    clocks = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in CLOCKS]
    conversions = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
    assert (floats, clocks, conversions) == ([], [], [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rule_module_stays_under_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 400
