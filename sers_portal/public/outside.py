"""Every address outside the portal that a page links to: one place, so that each is looked at when it changes.

Only addresses that SERS itself publishes, and the home pages of public offices.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outside(NamedTuple):
    """A website of somebody else, and what it is called."""

    address: str
    name: Promise


OUTSIDE = {
    "sers": Outside("https://srs.illinois.gov/", _("The website of SERS")),
    "insurance": Outside("https://mybenefits.illinois.gov/", _("MyBenefits")),
    "w4p": Outside(
        "https://ilsrs.illinois.gov/content/dam/soi/en/web/srs/documents/fw4p.pdf",
        _("Sample form W-4P (PDF)"),
    ),
    "taxes": Outside("https://www.irs.gov/", _("Internal Revenue Service")),
    "medicare": Outside("https://www.medicare.gov/", _("Medicare")),
    "social_security": Outside("https://www.ssa.gov/", _("Social Security")),
    "statutes": Outside("https://www.ilga.gov/", _("Illinois Compiled Statutes")),
    "unemployment": Outside("https://ides.illinois.gov/", _("Illinois Department of Employment Security")),
}
