"""The yearly figure: one person enters, a second approves, and only then is it law."""

from datetime import date
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Person, User
from benefits.models import Annuity, AnnuityAmount, Member, YearlyFigure
from benefits.rules.law import load_law
from benefits.rules.refusals import LawGap
from benefits.selectors import law_in_force
from benefits.services import yearly_figures
from benefits.services.yearly_figures import FigureRefused
from sers_portal.base.audit import Actor
from sers_portal.base.models import AuditEvent

pytestmark = pytest.mark.django_db
PAT, LEE = Actor(uuid4(), "Pat"), Actor(uuid4(), "Lee")
NEW_YEAR = date(2027, 1, 1)


def entered(by: Actor = PAT, change: str = "2.6") -> YearlyFigure:
    return yearly_figures.enter(
        year=2027,
        cpi_change_percent=Decimal(change),
        source="BLS release of October 14, 2026",
        effective_on=date(2026, 12, 1),
        by=by,
    )


def test_cap_and_rate_follow_from_the_index_by_law():
    figure = entered()

    assert (figure.increase_percent, figure.cap) == (Decimal("1.30"), Decimal("130871.76"))


@pytest.mark.parametrize(
    ("change", "rate"), [("8.2", "3.00"), ("6.0", "3.00"), ("5.9", "2.95"), ("-0.4", "0.00")]
)
def test_the_rate_stays_between_nothing_and_three_percent(change, rate):
    assert entered(change=change).increase_percent == Decimal(rate)


def test_a_figure_is_law_only_after_approval_and_its_day():
    figure = entered()

    with pytest.raises(LawGap):
        law_in_force(on=date(2026, 12, 1)).value("tier_2_year", on=NEW_YEAR)
    yearly_figures.approve(figure_id=figure.pk, by=LEE)

    with pytest.raises(LawGap):
        law_in_force(on=date(2026, 11, 30)).value("tier_2_year", on=NEW_YEAR)
    value = law_in_force(on=date(2026, 12, 1)).value("tier_2_year", on=NEW_YEAR)
    assert (value.decimal("cap"), value.source) == (figure.cap, "BLS release of October 14, 2026")
    assert law_in_force(on=date(2026, 12, 1)).edition != load_law().edition
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
        "entered a yearly figure",
        "approved a yearly figure",
    ]


def test_nobody_approves_their_own_figure():
    figure = entered()

    with pytest.raises(FigureRefused, match="somebody else must approve it"):
        yearly_figures.approve(figure_id=figure.pk, by=PAT)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyFigure.objects.update(state="approved", approved_by=PAT.id, approved_at="2026-11-01T00:00Z")


def test_a_second_figure_for_the_year_is_refused_until_the_first_is_withdrawn():
    figure = entered()

    with pytest.raises(FigureRefused, match="already waiting"):
        entered(by=LEE)
    yearly_figures.withdraw(figure_id=figure.pk, by=PAT)

    assert entered(by=LEE).pk != figure.pk


def test_an_approved_figure_is_not_withdrawn():
    figure = entered()
    yearly_figures.approve(figure_id=figure.pk, by=LEE)

    with pytest.raises(FigureRefused, match="approved already"):
        yearly_figures.withdraw(figure_id=figure.pk, by=PAT)


def test_a_year_is_not_skipped():
    with pytest.raises(FigureRefused, match="2027"):
        yearly_figures.enter(
            year=2028, cpi_change_percent=Decimal(2), source="x", effective_on=NEW_YEAR, by=PAT
        )


def an_annuity(born_on: date, number: int) -> Annuity:
    person = Person(member_id=f"90010{number}", given_name="Bo", family_name="Lind", born_on=born_on)
    person.set_ssn(f"12345999{number}")
    person.save()
    member = Member.objects.create(
        person=person, tier=2, formula="regular", coverage="covered", first_membership_on=date(2011, 5, 1)
    )
    annuity = Annuity.objects.create(
        member=member,
        payee=person,
        kind="retirement",
        starts_on=date(2025, 3, 1),
        formula="regular",
        coverage="covered",
        service_months=160,
        final_average_compensation=4000,
        original_monthly=Decimal("1000.00"),
    )
    AnnuityAmount.objects.create(annuity=annuity, from_on=date(2025, 3, 1), monthly=1000, reason="grant")
    AnnuityAmount.objects.create(annuity=annuity, from_on=date(2026, 1, 1), monthly=1015, reason="increase")
    return annuity


def test_the_preview_raises_the_annuities_that_january_reaches():
    of_age, too_young = an_annuity(date(1958, 1, 1), 1), an_annuity(date(1960, 1, 2), 2)

    preview = yearly_figures.preview(entered())

    assert [one.annuity for one in preview.examples] == [of_age]
    assert (preview.annuities, preview.increase_a_month) == (1, Decimal("13.00"))
    assert (preview.examples[0].before, preview.examples[0].after) == (1015, 1028)
    assert too_young.amounts.count() == 2, "a preview records nothing"


def staff(email: str, *codes: str) -> User:
    user = User.objects.create_user(
        email, "correct horse battery", is_staff=True, given_name=email[0].upper()
    )
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    TOTP.activate(user, generate_totp_secret())
    return user


CODES = ("view_yearlyfigure", "add_yearlyfigure", "approve_yearlyfigure")


def test_two_people_enter_and_approve_in_admin(client):
    client.force_login(staff("pat@example.org", *CODES))
    answer = client.post(
        reverse("admin:benefits_yearlyfigure_add"),
        {"year": 2027, "cpi_change_percent": "2.6", "source": "BLS", "effective_on": "2026-12-01"},
    )
    figure = YearlyFigure.objects.get()
    assert answer.status_code == 302
    page = client.get(reverse("admin:benefits_yearlyfigure_change", args=[figure.pk])).content.decode()
    assert "A second person must approve it" in page
    assert "Approve this figure" not in page
    own = client.post(reverse("admin:yearlyfigure_approve", args=[figure.pk]), follow=True)
    assert "You entered this, so somebody else must approve it." in own.content.decode()

    client.force_login(staff("lee@example.org", *CODES))
    page = client.get(reverse("admin:benefits_yearlyfigure_change", args=[figure.pk])).content.decode()
    assert "Approve this figure" in page
    answer = client.post(reverse("admin:yearlyfigure_approve", args=[figure.pk]), follow=True)

    assert "Approved." in answer.content.decode()
    figure.refresh_from_db()
    assert (figure.state, figure.approved_by_name) == ("approved", "L")


def test_staff_without_the_right_neither_enter_nor_approve(client):
    figure = entered()
    client.force_login(staff("eve@example.org", "view_yearlyfigure"))

    for name in ("yearlyfigure_approve", "yearlyfigure_withdraw"):
        assert client.post(reverse(f"admin:{name}", args=[figure.pk])).status_code == 403
    assert client.get(reverse("admin:benefits_yearlyfigure_add")).status_code == 403
    figure.refresh_from_db()
    assert figure.state == "pending"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("year", "2029", "The figure to enter next is the one for 2027."),
        ("cpi_change_percent", "26.55", "Ensure that there are no more than 1 decimal place"),
        ("cpi_change_percent", "26.5", "No year has seen such a change."),
        ("cpi_change_percent", "two", "Enter a number."),
        ("source", "", "This field is required."),
    ],
)
def test_a_wrong_figure_is_refused_beside_its_field(client, field, value, sentence):
    client.force_login(staff("pat@example.org", *CODES))
    typed = {
        "year": 2027,
        "cpi_change_percent": "2.6",
        "source": "BLS",
        "effective_on": "2026-12-01",
        field: value,
    }

    answer = client.post(reverse("admin:benefits_yearlyfigure_add"), typed)

    assert sentence in answer.content.decode()
    assert not YearlyFigure.objects.exists()


def test_check_law_asks_for_the_year_after_an_approved_figure():
    yearly_figures.approve(figure_id=entered().pk, by=LEE)
    said = StringIO()

    call_command("check_law", "--today", "2027-02-01", stdout=said)

    assert "Tier 2 earnings cap and increase rate for 2028" in said.getvalue()
