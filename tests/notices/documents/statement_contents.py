"""Statements to try the layout on: the samples of every kind, and the same with more, longer and stranger words."""

from copy import deepcopy
from random import Random
from typing import Any

from benefits.services.statements.content import to_json
from tests.benefits.statements import samples

ID = "5f0c2f5e-0d4b-4c1e-9d6e-0d6c0f1b7a11"
CODE = "7K3Q-M9XW-2DHA"
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


FIRST = [
    "Ana",
    "Bao",
    "Chidi",
    "Dolores",
    "Éloïse",
    "Francisca",
    "Günther",
    "Hye-jin",
    "Ian",
    "Søren",
    "María-José",
    "O’Neal",
    "Wm.",
]
LAST = [
    "Abernathy",
    "Brzezinski-Nowak",
    "de",
    "la",
    "Cruz",
    "Fitzgerald",
    "Hernández-Villanueva",
    "Li",
    "Ng",
    "Okonkwo",
    "Whitfield",
    "Öztürk",
]
PLACES = ["Apartment 3B", "Building 12, second floor", "c/o Sangamon Home", "Rural Route 2", "P. O. Box 9"]
SENTENCES = [
    "Illinois does not tax SERS benefits.",
    "You have not named a beneficiary. Send us the beneficiary form to name one.",
    "Final average compensation: SERS must work this out by hand, because hours before July 1, 1981 follow older "
    "tables. Call us and we will do it for you.",
    "Contingent beneficiaries are paid only if no primary beneficiary is living.",
    "With 7 years and 3 months of service credit you do not meet the conditions for a retirement annuity. More State "
    "service, or service in a reciprocal system, can change that.",
]


def made_up(random: Random) -> dict[str, Any]:
    """A statement of a random kind about a random person: other words, amounts, rows and lines."""
    content = deepcopy(CONTENTS[random.choice(sorted(CONTENTS))])
    content["name"] = _name(random)
    content["member_id"] = str(random.randrange(10**8, 10**9))
    content["address"] = [
        f"{random.randrange(1, 9999)} Elm Street",
        *random.sample(PLACES, random.randrange(3)),
        "Ava, IL",
    ]
    content["headline"]["figure"] = _amount(random)
    content["headline"]["note"] = random.choice(["", "Before tax and insurance.", SENTENCES[3]])
    content["notes"] = random.sample(SENTENCES, random.randrange(1, 5))
    for fact in content["facts"]:
        fact["value"] = random.choice(
            [_amount(random), "None", "Not given", f"{random.randrange(40)} years 5 months"]
        )
    for bar in content["chart"]["bars"]:
        bar["value"] = str(random.choice([0, random.randrange(10**7)]) / 100)
        bar["text"] = _amount(random)
    for section in content["sections"]:
        _change(section, random)
    return content


def _change(section: dict[str, Any], random: Random) -> None:
    section["note"] = random.choice(["", section["note"], random.choice(SENTENCES)])
    if not section["rows"]:
        section["note"] = random.choice(SENTENCES)
        return
    rows = random.choices(section["rows"], k=random.randrange(1, len(section["rows"]) + 2))
    section["rows"] = [
        [
            _amount(random) if is_number else _words(cell, random)
            for is_number, cell in zip(section["numeric"], row, strict=True)
        ]
        for row in rows
    ]


def _words(cell: str, random: Random) -> str:
    return random.choice([cell, cell, _name(random), "", "Department of Natural Resources"])


def _name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice('ABCDEFGH')}. {random.choice(LAST)}"


def _amount(random: Random) -> str:
    return f"${random.randrange(1, 10 ** random.randrange(3, 8)) / 100:,.2f}"
