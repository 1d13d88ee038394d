"""Roles of staff: groups with permissions, made and kept right after every migration.

What a role may do is written here and nowhere else; a right given by hand to one of these groups is taken away again.
Money and identity need two people: whoever plans a run of statements is never its releaser (a constraint), and the
roles that enter yearly figures and approve them differ.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction

from sers_portal.base.audit import SYSTEM, record

logger = logging.getLogger(__name__)

ADMINISTRATOR = "administrator"
RECORDS = (
    "view_member",
    "view_employment",
    "view_payrecord",
    "view_servicegrant",
    "view_accountentry",
    "view_annuity",
    "view_annuityamount",
    "view_payment",
    "view_designation",
    "view_beneficiary",
    "view_familymember",
    "view_insuranceenrolment",
    "view_statement",
    "view_employer",
    "view_claim",
    "view_lumpsum",
    "view_paymenthold",
    "view_receivable",
)
MESSAGES = ("notices.view_letter", "notices.view_email", "notices.view_textmessage", "notices.view_document")


def _of(app: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for name in names)


# Work after retirement, as every role sees it that reads records.
WORK = (
    "view_returnnotice",
    "view_workedday",
    "view_suspensioncase",
    "view_repayment",
)
READS_RECORDS = (
    "accounts.view_person",
    "accounts.view_address",
    *_of("benefits", RECORDS),
    *_of("reemployment", WORK),
)

HELPS_MEMBERS = (
    "accounts.view_conversation",
    "accounts.answer_conversation",
    "accounts.view_delegation",
    "accounts.decide_delegation",
    "accounts.view_appointment",
    "accounts.arrange_appointment",
)

ROLES: dict[str, tuple[str, ...]] = {
    "mail room": (
        *MESSAGES,
        "notices.change_letter",
        "notices.view_letterbatch",
        "notices.add_letterbatch",
        "notices.change_letterbatch",
    ),
    "member services": (
        *READS_RECORDS,
        *MESSAGES,
        "base.reveal_number",
        "base.view_as_member",
        "accounts.view_user",
        "accounts.view_letterrequest",
        "accounts.release_letterrequest",
        "accounts.view_activationletter",
        "accounts.change_activationletter",
        "accounts.view_registration",
        "accounts.add_person",
        "accounts.check_identity",
        "accounts.lock_account",
        "accounts.view_alarm",
        "accounts.change_alarm",
        "accounts.view_upload",
        *HELPS_MEMBERS,
        "benefits.view_verificationletter",
        "benefits.issue_verificationletter",
        "benefits.view_restoration",
        "benefits.add_restoration",
        "benefits.view_addressonpaper",
        "benefits.add_addressonpaper",
        "notices.view_scamalert",
        "notices.view_scamreport",
        "notices.change_scamreport",
    ),
    "claims examiner": (
        *READS_RECORDS,
        *MESSAGES,
        "base.reveal_number",
        "benefits.work_claim",
        "benefits.propose_release_paymenthold",
        "accounts.add_person",
        "reemployment.decide_suspensioncase",
        "reemployment.work_repayment",
        "accounts.view_upload",
        "accounts.release_upload",
    ),
    # Supervisors work on claims too: the database sees to it that nobody approves what they prepared.
    "claims supervisor": (
        *READS_RECORDS,
        *MESSAGES,
        "benefits.work_claim",
        "reemployment.decide_suspensioncase",
        "reemployment.work_repayment",
        "reemployment.write_off_repayment",
        "base.reveal_number",
        "base.view_as_member",
        "base.view_report",
        "benefits.assign_claim",
        "benefits.approve_claim",
        "benefits.propose_release_paymenthold",
        "benefits.approve_release_paymenthold",
        "accounts.add_person",
        "accounts.view_upload",
        "accounts.release_upload",
        "accounts.view_user",
        "accounts.lock_account",
        "accounts.view_alarm",
        *HELPS_MEMBERS,
        *_of(
            "benefits",
            (
                "view_bankchange",
                "review_bankchange",
                "view_paymentrun",
                "approve_paymentrun",
                "view_paymentreturn",
                "approve_paymentreturn",
                "view_paymentdeduction",
                "approve_paymentdeduction",
                "view_increasedecision",
                "approve_increasedecision",
                "write_off_receivable",
                "view_annuitysuspension",
                "approve_annuitysuspension",
                "view_restoration",
                "approve_restoration",
                "view_addressonpaper",
                "approve_addressonpaper",
            ),
        ),
    ),
    "payroll": (
        *_of(
            "benefits",
            (
                "view_bankchange",
                "review_bankchange",
                "view_paymentrun",
                "add_paymentrun",
                "change_paymentrun",
                "download_paymentrun",
                "view_paymentreturn",
                "add_paymentreturn",
                "view_paymentdeduction",
                "add_paymentdeduction",
                "view_increasedecision",
                "add_increasedecision",
                "view_annuitysuspension",
                "view_paymenthold",
                "view_receivable",
                "record_receivablereceipt",
                "view_member",
                "view_employment",
                "view_employer",
                "view_payrecord",
                "view_payrollfile",
                "add_payrollfile",
                "change_payrollfile",
                "view_heldrow",
                "view_capeffect",
                "view_yearlyfigure",
                "add_yearlyfigure",
            ),
        ),
        "reemployment.view_dayfile",
        "reemployment.add_dayfile",
    ),
    "publisher": (
        "notices.view_scamalert",
        "notices.add_scamalert",
        "notices.change_scamalert",
        "notices.view_scamreport",
        "notices.change_scamreport",
        "notices.view_newsletterissue",
        "notices.add_newsletterissue",
        "notices.change_newsletterissue",
        "notices.publish_newsletterissue",
        "notices.view_newslettersection",
        "notices.add_newslettersection",
        "notices.change_newslettersection",
        "notices.delete_newslettersection",
        "notices.view_calendarentry",
        "notices.add_calendarentry",
        "notices.change_calendarentry",
        "notices.delete_calendarentry",
        "benefits.view_statementrun",
        "benefits.add_statementrun",
        "benefits.change_statementrun",
        "benefits.view_statement",
    ),
    "auditor": (
        *READS_RECORDS,
        *MESSAGES,
        "base.view_auditevent",
        "base.view_accessevent",
        "base.view_rowchange",
        "accounts.view_delegation",
        "benefits.view_bankchange",
        "benefits.view_verificationletter",
        "base.view_report",
        "base.view_job",
        "accounts.view_user",
        "accounts.view_letterrequest",
        "accounts.view_activationletter",
        "accounts.view_registration",
        "accounts.view_alarm",
        "accounts.view_providertrouble",
        "accounts.view_refusedemaildomain",
        "accounts.view_upload",
        "reemployment.view_dayfile",
        "benefits.view_payrollfile",
        "benefits.view_heldrow",
        "benefits.view_capeffect",
        "benefits.view_statementrun",
        "benefits.view_yearlyfigure",
        "benefits.view_paymentrun",
        "benefits.view_paymentreturn",
        "benefits.view_paymentdeduction",
        "benefits.view_increasedecision",
        "benefits.view_annuitysuspension",
        "benefits.view_restoration",
        "benefits.view_addressonpaper",
        "notices.view_letterbatch",
        "notices.view_calendarentry",
        "notices.view_scamalert",
        "notices.view_scamreport",
        "notices.view_newsletterissue",
        "notices.view_newslettersection",
    ),
    ADMINISTRATOR: (
        "accounts.view_user",
        "accounts.give_role",
        "accounts.lock_account",
        "accounts.view_alarm",
        "accounts.view_providertrouble",
        "accounts.view_refusedemaildomain",
        "accounts.add_refusedemaildomain",
        "accounts.change_refusedemaildomain",
        "accounts.delete_refusedemaildomain",
        "base.view_report",
        "base.review_access",
        "base.view_job",
        "base.change_job",
        "base.view_demonstrationclock",
        "base.change_demonstrationclock",
        "benefits.view_statementrun",
        "benefits.release_statementrun",
        "benefits.view_yearlyfigure",
        "benefits.approve_yearlyfigure",
    ),
}


def make_roles(sender: Any, **signal: Any) -> None:
    """After the last app has migrated: every group exists and holds exactly its rights."""
    if sender is not list(apps.get_app_configs())[-1]:
        return
    from django.contrib.auth.models import Group

    with transaction.atomic():
        for role, rights in ROLES.items():
            group, is_new = Group.objects.get_or_create(name=role)
            _give(group, _permissions(role, rights), is_new=is_new)


def _give(group: Any, rights: list[Any], *, is_new: bool) -> None:
    """Exactly these rights. What changes is in the audit; that a new database begins with its roles is no news."""
    held = {right.codename for right in group.permissions.all()}
    wanted = {right.codename for right in rights}
    group.permissions.set(rights)
    if held != wanted and not is_new:
        record(
            by=SYSTEM,
            verb="set the rights of a role",
            subject=group,
            role=group.name,
            given=sorted(wanted - held),
            taken=sorted(held - wanted),
        )


def _permissions(role: str, rights: tuple[str, ...]) -> list[Any]:
    from django.contrib.auth.models import Permission

    rows = Permission.objects.select_related("content_type")
    by_name = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    missing = [right for right in rights if right not in by_name]
    if missing:
        # A migration to an older state has not all models: whoever reads the log knows.
        logger.warning("role lacks rights", extra={"role": role, "missing": missing})
    return [by_name[right] for right in rights if right in by_name]
