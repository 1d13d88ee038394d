"""Each page for each kind of person; strangers are sent to sign in; what it costs the database stays flat."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from benefits.models import Statement
from notices.models import CalendarEntry
from sers_portal.base import clock
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.benefits import a_statement, an_annuity, payments_of
from tests.factories.work import months_of_pay

pytestmark = pytest.mark.django_db

MEMBER_PAGES = ["member_home", "pay", "contributions", "payments", "statements"]
MOST_QUERIES = 12


@pytest.mark.parametrize("page", MEMBER_PAGES)
@pytest.mark.parametrize(
    "somebody", [people.an_active_member, people.an_inactive_member, people.a_retiree, people.a_survivor]
)
def test_every_member_page_opens_in_few_queries_for(somebody, page, signed_in, django_assert_max_num_queries):
    client = signed_in(somebody())

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(reverse(page))

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("page", MEMBER_PAGES)
def test_a_member_page_sends_a_stranger_to_sign_in(page, client):
    response = client.get(reverse(page))

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={reverse(page)}"


@pytest.mark.parametrize("page", MEMBER_PAGES)
def test_a_member_page_sends_an_unlinked_account_to_the_code_of_its_letter(page, client):
    client.force_login(people.somebody_unlinked())

    response = client.get(reverse(page))

    assert response.url == reverse("activation_enter")


@pytest.mark.parametrize("page", ["member_home", "pay", "contributions"])
def test_queries_do_not_grow_with_forty_years_of_pay(page, signed_in, django_assert_max_num_queries):
    client = signed_in(people.an_active_member(years=36))

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(reverse(page))

    assert response.status_code == 200


def test_home_of_somebody_who_works_and_survives_takes_no_more_queries(
    signed_in, django_assert_max_num_queries
):
    person = people.an_active_member()
    spouse = people.membership_of(people.a_retiree())
    annuity = an_annuity(spouse, payee=person, starts_on=people.this_month().plus(-5).first_day)
    payments_of(annuity, people.this_month().plus(-5), 5)
    client = signed_in(person)

    with django_assert_max_num_queries(MOST_QUERIES):
        page = strip_tags(client.get(reverse("member_home")).text)

    assert "Your survivor annuity" in page
    assert "Your service so far" in page


def test_home_tells_an_active_member_the_service_so_far(signed_in):
    client = signed_in(people.an_active_member())

    page = client.get(reverse("member_home")).text

    assert "Hello, Maria" in page
    assert "at work for the State" in page
    assert "6 years" in page


def test_home_tells_a_retiree_the_next_payment_and_why(signed_in):
    client = signed_in(people.a_retiree())
    today = clock.today()
    CalendarEntry.objects.create(
        kind="payment", on=today, month=today.replace(day=1), title="Benefit payment"
    )

    page = client.get(reverse("member_home")).text

    assert "Your next payment" in page
    assert "$2,150.00" in page
    assert "$1,968.38" in page


def test_home_says_plainly_that_no_payment_date_is_published(signed_in):
    client = signed_in(people.a_retiree())

    page = client.get(reverse("member_home")).text

    assert "Date not published yet" in page


def test_home_names_whose_service_a_survivor_is_paid_from(signed_in):
    client = signed_in(people.a_survivor())

    page = client.get(reverse("member_home")).text

    assert "It comes from the service of Karel Novak" in page


def test_home_is_not_seen_without_a_second_step(signed_in):
    person = people.an_active_member()
    person.account.authenticator_set.all().delete()

    response = signed_in(person).get(reverse("member_home"))

    assert response.url == reverse("factor_choice")


def test_pay_shows_a_corrected_month_as_corrected_and_counts_it_once(signed_in):
    client = signed_in(people.an_active_member())
    corrected = people.this_month().plus(-2).first_day
    year = corrected.year + (corrected.month >= 7)

    page = client.get(reverse("pay_year", args=[year]))

    assert "replaced by a correction" in page.text
    assert "$8,400.00" in page.text
    assert all(row.earnings < 8400 for row in page.context["shown"].of_year.in_force)


def test_pay_of_a_year_without_records_is_not_found(signed_in):
    client = signed_in(people.an_active_member())

    response = client.get(reverse("pay_year", args=[1971]))

    assert response.status_code == 404


def test_pay_shows_what_counts_of_a_month_above_the_cap(signed_in):
    person = people.an_active_member()
    member = people.membership_of(person)
    months_of_pay(member, people.this_month().plus(-73), 1, "14000.00", pensionable="9000.00", units=31)
    client = signed_in(person)

    pages = [client.get(link.address).text for link in client.get(reverse("pay")).context["choice"].links]

    assert any("$9,000.00" in page for page in pages)


def test_contributions_show_the_balance_and_its_working(signed_in):
    client = signed_in(people.an_active_member())

    response = client.get(reverse("contributions"))

    history = response.context["history"]
    assert f"{history.regular.balance:,.2f}" in response.text
    assert history.years[0].balance == history.regular.balance
    assert "80 Ill. Adm. Code 1540.170" in response.text


def test_payments_run_from_gross_to_net(signed_in):
    client = signed_in(people.a_retiree())

    page = client.get(reverse("payments")).text

    assert "$2,150.00" in page
    assert "$120.50" in page
    assert "$1,968.38" in page


def test_statements_list_only_what_was_released(signed_in):
    person = people.an_active_member()
    hidden = a_statement(person, people.membership_of(person), year=people.last_year() + 1, is_released=False)

    page = signed_in(person).get(reverse("statements")).text

    assert str(hidden.pk) not in page
    assert f"Statement for {people.last_year()}" in page


def test_a_statement_downloads_as_a_file_and_is_logged(signed_in):
    person = people.an_active_member()
    statement = Statement.objects.get(person=person)

    response = signed_in(person).get(reverse("statement", args=[statement.pk]))

    assert response.content.startswith(b"%PDF")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"
    event = AccessEvent.objects.get()
    assert (event.by, event.person, event.was_refused) == (person.account.public_id, person.public_id, False)


def test_another_members_statement_is_not_found_and_the_try_is_logged(signed_in):
    owner, thief = people.a_retiree(), people.an_active_member()
    statement = Statement.objects.get(person=owner)

    response = signed_in(thief).get(reverse("statement", args=[statement.pk]))

    assert response.status_code == 404
    event = AccessEvent.objects.get()
    assert (event.by, event.person, event.was_refused) == (thief.account.public_id, owner.public_id, True)


def test_an_unreleased_statement_of_ones_own_is_not_found(signed_in):
    person = people.an_active_member()
    hidden = a_statement(person, people.membership_of(person), year=people.last_year() + 1, is_released=False)

    response = signed_in(person).get(reverse("statement", args=[hidden.pk]))

    assert response.status_code == 404


def test_a_damaged_statement_is_not_handed_out(signed_in, settings):
    person = people.an_active_member()
    statement = Statement.objects.select_related("document").get(person=person)
    (settings.DOCUMENTS_DIR / statement.document.path).write_bytes(b"something else")

    response = signed_in(person).get(reverse("statement", args=[statement.pk]))

    assert response.status_code == 503
    assert "could not be read" in response.text
