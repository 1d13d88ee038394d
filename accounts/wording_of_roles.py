"""The roles of staff, in words."""

from django.utils.translation import gettext_lazy as _

ROLE_WORDS = {
    "mail room": _("mail room"),
    "member services": _("member services"),
    "claims examiner": _("claims examiner"),
    "claims supervisor": _("claims supervisor"),
    "payroll": _("payroll"),
    "publisher": _("publisher"),
    "auditor": _("auditor"),
    "administrator": _("administrator"),
}
