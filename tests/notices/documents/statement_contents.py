"""Statements to try the layout on: the samples of every kind, and the same with more, longer and stranger words."""

from copy import deepcopy
from typing import Any

from benefits.services.statements.content import to_json
from tests.benefits.statements import samples

ID = "5f0c2f5e-0d4b-4c1e-9d6e-0d6c0f1b7a11"
TEMPLATE = "statements/statement.html"
CONTENTS: dict[str, dict[str, Any]] = {content.kind: to_json(content) for content in samples.every_kind()}


def longer(content: dict[str, Any]) -> dict[str, Any]:
    """The statement of somebody with a long name and six beneficiaries, more than two pages hold."""
    longer = deepcopy(content)
    longer["name"] = "Maximiliana Wolfeschlegelstein-Featherstonehaugh y Ibarrola"
    for section in longer["sections"]:
        if section["id"] == "beneficiaries":
            section["columns"], section["numeric"] = (
                ("Name", "Relationship", "Class", "Share"),
                (False,) * 3 + (True,),
            )
            section["rows"] = [
                [
                    f"Ángela-María Fernández de la Reguera the {n}th",
                    "Great-granddaughter",
                    "Contingent",
                    "16.67%",
                ]
                for n in range(4, 10)
            ]
    longer["notes"] = [*longer["notes"], *longer["notes"]]
    return longer
