import pytest

from benefits.rules.law import Law, load_law


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()
