"""Scam alerts in the banner and the archive; reports of scams from anybody, sealed and limited."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from notices.models import ScamAlert, ScamReport
from notices.queues import scams_to_look_at
from notices.services import scams
from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from tests import people

pytestmark = pytest.mark.django_db
STORY = "He said my pension stops unless I tell him my bank account."


@pytest.fixture(autouse=True)
def _no_tries_and_english(_own_surroundings):
    cache.clear()
    with translation.override("en"):
        yield


def an_alert(*, begins: int = 0, ends: int = 10) -> ScamAlert:
    today = clock.today()
    return scams.publish_alert(
        titles=("Calls about early payment", "Llamadas sobre pagos"),
        words=("Hang **up**.\n\n<script>", "Cuelgue."),
        from_on=today + timedelta(days=begins),
        until_on=today + timedelta(days=ends),
        by=people.staff().actor,
    )


def test_an_alert_stands_in_the_banner_of_public_and_member_pages(client):
    an_alert()
    maria = people.an_active_member()

    public = client.get(reverse("calendar")).text
    client.force_login(maria.account)
    member = client.get(reverse("member_home")).text

    assert "Calls about early payment" in public
    assert "Calls about early payment" in member


@pytest.mark.parametrize(("begins", "ends"), [(1, 5), (-5, -1)])
def test_an_alert_is_in_the_banner_only_on_its_days(begins, ends):
    an_alert(begins=begins, ends=ends)

    assert scams.alerts_now() == []


def test_the_days_of_an_alert_count_from_the_first_through_the_last():
    an_alert(begins=-3, ends=0)
    an_alert(begins=0, ends=3)

    assert len(scams.alerts_now()) == 2


def test_an_alert_speaks_the_readers_language(client):
    an_alert()

    page = client.get(reverse("scams"), headers={"accept-language": "es"}).text

    assert "Llamadas sobre pagos" in page
    assert "Calls about early payment" not in page


def test_the_archive_keeps_an_alert_that_is_over_and_shows_no_html_of_staff(client):
    an_alert(begins=-9, ends=-8)

    page = client.get(reverse("scams")).text

    assert "Hang <strong>up</strong>." in page
    assert "&lt;script&gt;" in page


def test_a_withdrawn_alert_is_shown_nowhere(client):
    alert = an_alert()

    scams.withdraw_alert(alert=alert, by=people.staff().actor)

    assert "early payment" not in client.get(reverse("scams")).text.replace("no early payment", "")
    assert scams.alerts_now() == []


def test_the_database_refuses_an_alert_that_ends_before_it_begins():
    with pytest.raises(IntegrityError, match="alert_ends_after_it_begins"):
        an_alert(begins=2, ends=1)


def test_without_alerts_one_query_tells_so(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert scams.alerts_now() == []


def test_somebody_without_an_account_reports_a_scam_and_reads_what_happens_next(client):
    response = client.post(reverse("report_scam"), {"way": "call", "story": STORY, "given": []}, follow=True)

    report = ScamReport.objects.get()
    assert report.reference in response.text
    assert "What happens next" in response.text
    assert "do this now" not in response.text
    assert (report.story, report.reported_by, report.state) == (STORY, None, "new")


def test_whoever_gave_something_away_reads_what_to_do_now(client):
    data = {"way": "email", "story": STORY, "given": ["bank", "ssn"]}

    response = client.post(reverse("report_scam"), data, follow=True)

    assert "You gave something away: do this now" in response.text
    assert ScamReport.objects.get().given == ["bank", "ssn"]


def test_the_words_of_a_report_rest_sealed(client):
    client.post(reverse("report_scam"), {"way": "call", "story": STORY, "contact": "217-555-0123"})

    kept = str(ScamReport.objects.values().get())

    assert "pension" not in kept
    assert "555-0123" not in kept


def test_a_report_without_an_answer_keeps_what_was_typed(client):
    response = client.post(reverse("report_scam"), {"story": STORY, "sender": "Mr. Adams"})

    assert "Choose how they reached you." in response.text
    assert STORY in response.text
    assert "Mr. Adams" in response.text
    assert not ScamReport.objects.exists()


@pytest.mark.parametrize("number", ["123-45-6789", "123 45 6789", "4111 1111 1111 1111"])
def test_a_social_security_or_card_number_does_not_get_into_a_report(client, number):
    response = client.post(reverse("report_scam"), {"way": "call", "story": f"I gave {number}"})

    assert "Take it out" in response.text
    assert not ScamReport.objects.exists()


def test_the_sixth_report_from_one_place_in_an_hour_is_led_to_the_telephone(client):
    data = {"way": "call", "story": STORY}
    for _number in range(5):
        client.post(reverse("report_scam"), data)

    response = client.post(reverse("report_scam"), data)

    assert response.status_code == 429
    assert "Call us at 217-785-7444" in response.text
    assert ScamReport.objects.count() == 5


def test_the_page_after_a_report_leads_to_the_form_without_one(client):
    assert client.get(reverse("report_scam_done")).url == reverse("report_scam")


def test_staff_publish_an_alert_and_the_act_is_recorded(client):
    publisher = people.staff("notices.add_scamalert", "notices.view_scamalert")
    client.force_login(publisher)
    today = clock.today()
    data = {
        "title_en": "New calls",
        "title_es": "Nuevas llamadas",
        "words_en": "Hang up.",
        "words_es": "Cuelgue.",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=3)).isoformat(),
    }

    response = client.post(reverse("admin:notices_scamalert_add"), data)

    assert response.status_code == 302
    alert = ScamAlert.objects.get()
    assert alert.published_by == publisher.public_id
    assert AuditEvent.objects.filter(verb="published a scam alert", by=publisher.public_id).count() == 1


@pytest.mark.parametrize(
    ("from_day", "until_day", "sentence"),
    [(3, 1, "The last day is before the first"), (-5, -2, "This day has passed")],
)
def test_an_alert_with_days_that_make_no_sense_is_refused(client, from_day, until_day, sentence):
    client.force_login(people.staff("notices.add_scamalert", "notices.view_scamalert"))
    today = clock.today()
    data = {
        **dict.fromkeys(("title_en", "title_es", "words_en", "words_es"), "x"),
        "from_on": (today + timedelta(days=from_day)).isoformat(),
        "until_on": (today + timedelta(days=until_day)).isoformat(),
    }

    response = client.post(reverse("admin:notices_scamalert_add"), data)

    assert sentence in response.text
    assert not ScamAlert.objects.exists()


def test_staff_read_a_report_and_note_what_became_of_it(client):
    client.post(reverse("report_scam"), {"way": "call", "story": STORY})
    report = ScamReport.objects.get()
    officer = people.staff("notices.view_scamreport", "notices.change_scamreport")
    client.force_login(officer)
    address = reverse("admin:notices_scamreport_change", args=[report.pk])

    page = client.get(address)
    client.post(address, {"state": "passed_on", "note": "Told the State Police."})

    assert STORY in page.text
    report.refresh_from_db()
    assert (report.state, report.note, report.handled_by) == (
        "passed_on",
        "Told the State Police.",
        officer.public_id,
    )
    assert report.story == STORY


def test_a_new_report_waits_on_the_staffs_home_until_somebody_looks_at_it(client):
    client.post(reverse("report_scam"), {"way": "call", "story": STORY})
    officer = people.staff("notices.view_scamreport", "notices.change_scamreport")
    client.force_login(officer)

    home = client.get(reverse("admin:index")).text
    (before,) = scams_to_look_at(officer)
    scams.handle_report(report=ScamReport.objects.get(), state="closed", note="Known.", by=officer.actor)
    (after,) = scams_to_look_at(officer)

    assert "scamreport/?state__exact=new" in home
    assert (before.number, after.number) == (1, 0)
