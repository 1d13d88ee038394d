"""A death reported by anybody, and the claim of somebody without an account: a mailed code opens that one claim."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import activation_code
from benefits.models import Claim, ClaimAccess
from benefits.queues import messages_in_claims
from benefits.services import claims
from benefits.services.claims import workspace
from benefits.services.claims.workspace import issue_code
from notices.models import Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AccessEvent
from tests.factories.accounts import a_person
from tests.factories.applications import typed_survivor
from tests.factories.claims import a_file, a_supervisor, an_examiner
from tests.factories.work import a_membership

pytestmark = pytest.mark.django_db
CODE = "7K3M9" + "2QXAB"


def typed_report(**more: str) -> dict[str, str]:
    return {
        "once": "a-page",
        "confirmed": "yes",
        "member_name": "Karel Novak",
        "member_born_on": "7/1/1950",
        "member_number": "",
        "died_on": "October 2, 2026",
        "reporter_relation": "spouse",
        "reporter_name": "Sofia Novak",
        "phone": "217 555 0123",
        "email": "",
        "applies": "yes",
        "line_1": "12 Elm Street",
        "city": "Springfield",
        "state": "il",
        "zip_code": "62704",
        **more,
    }


@pytest.fixture
def known_code(monkeypatch) -> str:
    monkeypatch.setattr(activation_code, "new_code", lambda: CODE)
    return CODE


def an_application(**answers: str) -> Claim:
    contact = {"name": "Sofia Novak", "address_lines": ["12 Elm Street", "Springfield, IL 62704"]}
    draft = claims.save_draft(
        kind="survivor", person=None, member=None, answers=answers, by=SYSTEM, contact=contact
    )
    issue_code(claim=draft, by=SYSTEM)
    return draft


def opened(claim: Claim) -> Client:
    client = Client()
    response = client.post(reverse("workspace"), {"reference": claim.reference, "code": CODE})
    assert response.status_code == 302
    return client


def fill(client: Client) -> None:
    for name, answers in typed_survivor().items():
        response = client.post(reverse("workspace_step", args=[name]), answers)
        assert response.status_code == 302, (name, response.content.decode())


def test_a_death_is_reported_without_an_account_and_a_code_is_mailed():
    client = Client()

    page = client.post(reverse("report_death"), typed_report(), follow=True).content.decode()

    report, application = Claim.objects.get(kind="death_report"), Claim.objects.get(kind="survivor")
    letter = Letter.objects.get(kind="workspace")
    assert report.state == "received"
    assert application.state == "draft"
    assert application.answer_data["relation"] == "spouse"
    assert report.reference in page
    assert application.reference in page
    assert letter.address_lines == ["12 Elm Street", "Springfield, IL 62704"]
    assert letter.document.content is None


def test_who_does_not_apply_needs_no_address_and_gets_no_code():
    typed = typed_report(applies="no", line_1="", city="", state="", zip_code="", reporter_relation="other")

    Client().post(reverse("report_death"), typed)

    assert Claim.objects.get().kind == "death_report"
    assert not ClaimAccess.objects.exists()


def test_the_same_words_are_said_whether_the_record_exists_or_not():
    a_person("Karel", "Novak", born_on=date(1950, 7, 1))
    pages = []
    for name in ("Karel Novak", "Nobody Nowhere"):
        typed = typed_report(member_name=name, once=name, line_1=name)
        page = Client().post(reverse("report_death"), typed, follow=True).content.decode()
        plain = re.sub(r"[BS]-[0-9A-Z]{4}-[0-9A-Z]{4}|csrfmiddlewaretoken[^>]+", "", page)
        pages.append(plain)

    assert pages[0] == pages[1]


def test_staff_alone_are_told_which_record_it_may_be():
    karel = a_person("Karel", "Novak", born_on=date(1950, 7, 1))
    Client().post(reverse("report_death"), typed_report())

    jobs.work_off("find-reported-dead")

    notes = Claim.objects.get(kind="death_report").events.filter(kind="note")
    assert any(karel.member_id in note.words for note in notes)
    assert not any(note.is_shared for note in notes)


def test_a_report_sent_twice_from_one_page_is_one():
    one, other = Client(), Client()

    one.post(reverse("report_death"), typed_report())
    one.post(reverse("report_death"), typed_report())
    other.post(reverse("report_death"), typed_report())

    assert Claim.objects.filter(kind="death_report").count() == 1


def test_many_reports_from_one_place_are_refused_with_what_to_do():
    client = Client()
    for number in range(5):
        client.post(reverse("report_death"), typed_report(once=str(number), applies="no"))

    response = client.post(reverse("report_death"), typed_report(once="six", applies="no"))

    assert response.status_code == 429
    assert "Call us at 217-785-7444 instead." in response.content.decode()
    assert 'value="Sofia Novak"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("member_name", "", "Write the name of the person who died."),
        ("member_name", "<script>", "A name has letters"),
        ("member_born_on", "yesterday", "Write month, day and year"),
        ("died_on", "1/1/2090", "This day is still to come."),
        ("died_on", "1/1/1949", "The day of death is before the birth date."),
        ("member_number", "12a4", "Write digits only"),
        ("member_number", "12", "Write the last four digits"),
        ("reporter_name", "\u202eeve", "hidden character"),
        ("reporter_relation", "king", "Choose one of those in the list."),
        ("phone", "12", "This is not a telephone number we can call."),
        ("email", "sofia", "An e-mail address looks like"),
        ("applies", "", "Choose yes or no."),
        ("line_1", "", "Write the street and number"),
        ("state", "Bavaria", "Write the two letters of the state"),
        ("zip_code", "123", "A ZIP code has five digits"),
    ],
)
def test_what_is_wrong_with_a_report_is_said_and_the_rest_stays(field, typed, sentence):
    response = Client().post(reverse("report_death"), typed_report(**{field: typed}))

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) >= 2
    assert 'value="12 Elm Street"' in page or field == "line_1"
    assert not Claim.objects.exists()


def test_of_a_whole_social_security_number_only_the_end_is_kept():
    Client().post(reverse("report_death"), typed_report(member_number="123-45-6789"))

    assert Claim.objects.get(kind="death_report").answer_data["member_number"] == "6789"


def test_an_approved_report_puts_the_death_on_record():
    karel = a_person("Karel", "Novak", born_on=date(1950, 7, 1))
    member = a_membership(karel, since=date(1980, 1, 1))
    Client().post(reverse("report_death"), typed_report(applies="no"))
    claim, erin = Claim.objects.get(), an_examiner()
    claims.identify(claim=claim, person=None, member=member, by=erin.actor)
    claims.take(claim=claim, by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)

    claims.approve_second(claim=claim, by=a_supervisor().actor)

    karel.refresh_from_db()
    assert karel.died_on == date(2026, 10, 2)


def test_number_and_code_open_the_claim_and_it_is_filled_in_and_sent(known_code):
    claim = an_application()
    client = opened(claim)
    fill(client)

    client.post(reverse("workspace_papers"), {"which": "death", "papers": a_file("certificate.png")})
    page = client.post(reverse("workspace_check"), follow=True).content.decode()

    claim.refresh_from_db()
    assert claim.state == "received"
    assert claim.files.get().description == "The death certificate"
    assert claim.reference in page
    assert claim.events.filter(to_state="received").get().by_name == "Sofia Novak"


@pytest.mark.parametrize("typed", ["s-{}", " S {} ", "S{}"])
def test_number_and_code_may_be_typed_in_any_way(known_code, typed):
    claim = an_application()
    number = claim.reference.removeprefix("S-").lower()

    response = Client().post(reverse("workspace"), {"reference": typed.format(number), "code": "7k3m9 2qxab"})

    assert response.status_code == 302


def test_a_wrong_code_and_an_unknown_number_are_refused_in_the_same_words_and_noted(known_code):
    claim = an_application()
    client = Client()

    wrong = client.post(reverse("workspace"), {"reference": claim.reference, "code": "00000-00000"})
    unknown = client.post(reverse("workspace"), {"reference": "S-0000-0000", "code": CODE})

    sentence = "This reference number and this code do not belong together."
    assert wrong.status_code == unknown.status_code == 422
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert AccessEvent.objects.filter(page="claim workspace", was_refused=True).count() == 2


def test_after_five_wrong_codes_the_right_one_waits_a_day(known_code, monkeypatch):
    claim = an_application()
    client = Client()
    for _try in range(5):
        client.post(reverse("workspace"), {"reference": claim.reference, "code": "00000-00000"})

    at_once = client.post(reverse("workspace"), {"reference": claim.reference, "code": CODE})
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    next_day = client.post(reverse("workspace"), {"reference": claim.reference, "code": CODE})

    assert "There were too many tries." in at_once.content.decode()
    assert next_day.status_code == 302


def test_one_place_cannot_try_many_numbers(known_code):
    client = Client()
    for number in range(20):
        client.post(reverse("workspace"), {"reference": f"S-0000-00{number:02}", "code": CODE})

    response = client.post(reverse("workspace"), {"reference": an_application().reference, "code": CODE})

    assert "There were too many tries." in response.content.decode()


def test_a_new_code_ends_the_one_before():
    claim = an_application()
    first = ClaimAccess.objects.get()

    issue_code(claim=claim, by=SYSTEM)

    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.letter.state == "cancelled"
    assert workspace.live_access(first.pk) is None


def test_the_workspace_shuts_after_half_an_hour(known_code, monkeypatch):
    client = opened(an_application())
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    response = client.get(reverse("workspace_step", args=["who"]), follow=True)

    assert response.redirect_chain == [(reverse("workspace"), 302)]
    assert "Type number and code again." in response.content.decode()


@pytest.mark.parametrize("name", ["papers", "check", "sent", "files", "write"])
def test_a_stranger_is_asked_for_number_and_code(name):
    response = Client().get(reverse(f"workspace_{name}"))

    assert response.status_code == 302
    assert response.url == reverse("workspace")


def test_what_was_asked_about_another_claim_is_refused_and_noted(known_code):
    other = claims.open_claim(kind="survivor", person=a_person(), member=None, answers={}, by=SYSTEM)
    asked = claims.request_document(claim=other, title="Certificate", by=an_examiner().actor)
    client = opened(an_application())

    response = client.get(reverse("workspace_answer", args=[asked.public_id]))

    assert response.status_code == 404
    assert AccessEvent.objects.filter(purpose="another claim", was_refused=True).exists()


def test_a_request_is_answered_and_a_message_reaches_staff(known_code):
    claim = an_application()
    client = opened(claim)
    fill(client)
    client.post(reverse("workspace_check"))
    examiner = an_examiner()
    claim.refresh_from_db()
    asked = claims.request_document(claim=claim, title="Certificate", by=examiner.actor)

    client.post(reverse("workspace_answer", args=[asked.public_id]), {"answer": "It is in the mail."})
    client.post(reverse("workspace_write"), {"words": "When will you decide?"})
    page = client.get(reverse("workspace")).content.decode()

    asked.refresh_from_db()
    assert asked.state == "answered"
    assert "When will you decide?" in page
    assert "You wrote to us:" in page
    assert [queue.number for queue in messages_in_claims(examiner)] == [1]


def test_a_message_that_was_answered_waits_no_more(known_code):
    claim = an_application()
    client = opened(claim)
    fill(client)
    client.post(reverse("workspace_check"))
    client.post(reverse("workspace_write"), {"words": "When will you decide?"})
    examiner = an_examiner()
    claim.refresh_from_db()

    claims.note(claim=claim, words="In two weeks.", by=examiner.actor, is_shared=True)

    assert [queue.number for queue in messages_in_claims(examiner)] == [0]
    assert "In two weeks." in client.get(reverse("workspace")).content.decode()


def test_nothing_of_the_members_record_is_shown_in_the_workspace(known_code):
    karel = a_person("Karel", "Novak", born_on=date(1950, 7, 1))
    member = a_membership(karel, since=date(1980, 1, 1))
    claim = an_application()
    client = opened(claim)
    fill(client)
    client.post(reverse("workspace_check"))
    claim.refresh_from_db()
    claims.identify(claim=claim, person=None, member=member, by=an_examiner().actor)
    jobs.work_off("find-reported-dead")

    page = client.get(reverse("workspace")).content.decode()

    assert karel.member_id not in page
    assert "Records this may be about" not in page


def test_what_was_typed_when_the_workspace_shut_returns_with_the_code(known_code):
    claim = an_application()
    client = opened(claim)
    page = client.get(reverse("workspace_step", args=["who"])).content.decode()
    mark = re.search(r'name="whose" value="([^"]+)"', page)[1]
    Session.objects.all().delete()
    client.post(reverse("workspace_step", args=["who"]), {"member_name": "Karel", "whose": mark})

    client.post(reverse("workspace"), {"reference": claim.reference, "code": CODE})
    again = client.get(reverse("workspace_step", args=["who"])).content.decode()

    assert 'value="Karel"' in again


def test_leaving_shuts_the_claim_on_this_device(known_code):
    client = opened(an_application())

    client.post(reverse("workspace_leave"))

    assert client.get(reverse("workspace_check")).status_code == 302
