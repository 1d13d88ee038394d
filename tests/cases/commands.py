"""Running the commands about cases, and writing the text of one."""

from io import StringIO

from django.core.management import call_command


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def case_text(
    facts: str,
    expect: str = '{ cap = "1" }',
    name: str = '"a"',
    calculation: str = '"tier_2_year"',
    more: str = "",
) -> str:
    return (
        f"[[case]]\nname = {name}\ncalculation = {calculation}\nfacts = {facts}\nexpect = {expect}\n{more}\n"
    )
