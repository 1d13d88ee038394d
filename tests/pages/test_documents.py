"""Papers of one's own: statements, letters, verification letters; each as a page, a file and in large print."""

import re
import uuid

import pikepdf
import pytest
from django.urls import reverse

from accounts.confirmation import FRESH_SECONDS
from accounts.models import Address
from accounts.services.activation import issue_letter
from accounts.services.activation.telling import tell_by_letter
from benefits.models import Statement, VerificationLetter
from benefits.services import verification
from notices import check_codes
from notices.models import Document
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AccessEvent, AuditEvent
from tests import people
from tests.notices.documents.structure import open_pdf, structure
from tests.pages.papers import a_letter, a_verification, code_of

pytestmark = pytest.mark.django_db


def test_a_statement_is_a_page_with_every_word_of_its_content(signed_in):
    person = people.a_retiree()
    statement = Statement.objects.get(person=person)

    page = signed_in(person).get(reverse("statement_page", args=[statement.pk])).text

    shown = re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").replace("&amp;", "&")
    content = statement.content
    for words in (
        content["title"],
        content["headline"]["figure"],
        *(fact["value"] for fact in content["facts"]),
        *(cell for section in content["sections"] for row in section["rows"] for cell in row),
        *content["notes"],
    ):
        assert words in shown


def test_reading_a_statement_is_logged_and_anothers_is_not_found(signed_in):
    owner, thief = people.a_retiree(), people.an_active_member()
    statement = Statement.objects.get(person=owner)
    address = reverse("statement_page", args=[statement.pk])

    mine, theirs = signed_in(owner).get(address), signed_in(thief).get(address)

    assert (mine.status_code, theirs.status_code) == (200, 404)
    assert list(AccessEvent.objects.order_by("pk").values_list("person", "was_refused")) == [
        (owner.public_id, False),
        (owner.public_id, True),
    ]


@pytest.mark.parametrize("route", ["statement", "statement_large"])
def test_a_file_is_asked_for_anew_after_five_minutes_and_the_way_leads_back_to_its_page(signed_in, route):
    person = people.a_retiree()
    statement = Statement.objects.get(person=person)
    client = signed_in(person)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**row, "at": row["at"] - FRESH_SECONDS} for row in records]
    session.save()

    response = client.get(reverse(route, args=[statement.pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert f"statements%2F{statement.pk}%2F" in response.url
    assert not AccessEvent.objects.exists()


def test_the_large_print_of_a_statement_has_the_same_words_in_larger_type(signed_in):
    person = people.an_active_member()
    statement = Statement.objects.get(person=person)

    response = signed_in(person).get(reverse("statement_large", args=[statement.pk]))

    document = structure(open_pdf(response.content))
    assert statement.content["title"] in document.text
    for section in statement.content["sections"]:
        assert section["heading"] in document.text
    assert _smallest_type(response.content) >= 13


def test_a_letter_is_a_page_a_file_and_large_print_with_the_same_words(signed_in):
    person = people.a_retiree()
    letter = a_letter(person)
    client = signed_in(person)

    page = client.get(reverse("letter", args=[letter.pk])).text
    file = client.get(reverse("letter_pdf", args=[letter.pk]))
    large = client.get(reverse("letter_large", args=[letter.pk]))

    for words in ("Your online account is ready", "We close the account while you are on the line."):
        assert words in page
        assert words in structure(open_pdf(file.content)).text
        assert words in structure(open_pdf(large.content)).text
    assert check_codes.printed_code_of(letter.document_id) in page
    assert _smallest_type(large.content) >= 13


def test_every_genuine_message_is_listed_to_its_receiver_and_to_nobody_else(signed_in, cheap):
    ruth, maria = people.a_retiree(), people.an_active_member()
    a_letter(ruth)

    mine = signed_in(ruth).get(reverse("letters")).text
    theirs = signed_in(maria).get(reverse("letters")).text

    assert "About your online account" in mine
    assert "to be mailed" in mine
    assert "About your online account" not in theirs
    assert "Nothing was sent to you yet" in theirs


def test_a_letter_of_somebody_else_is_not_found_and_the_try_is_logged(signed_in, cheap):
    ruth, maria = people.a_retiree(), people.an_active_member()
    letter = a_letter(ruth)
    thief = signed_in(maria)

    codes = {
        thief.get(reverse(route, args=[letter.pk])).status_code
        for route in ("letter", "letter_pdf", "letter_large")
    }

    assert codes == {404}
    assert set(AccessEvent.objects.values_list("person", "by", "was_refused")) == {
        (ruth.public_id, maria.account.public_id, True)
    }


def test_a_letter_that_shows_a_code_is_listed_and_never_shown(signed_in, cheap):
    person = people.a_retiree()
    letter = issue_letter(person=person, by=SYSTEM).letter
    client = signed_in(person)

    page = client.get(reverse("letter", args=[letter.pk]))

    assert "Activation code letter" in client.get(reverse("letters")).text
    assert "on the paper that we mailed to you and nowhere else" in page.text
    assert client.get(reverse("letter_pdf", args=[letter.pk])).status_code == 404
    assert client.get(reverse("letter_large", args=[letter.pk])).status_code == 404
    assert Document.objects.get(pk=letter.document_id).content is None


def test_the_list_of_messages_takes_few_queries_however_many(signed_in, cheap, django_assert_max_num_queries):
    person = people.a_retiree()
    for _number in range(30):
        address = Address.objects.get(person=person)
        tell_by_letter(person=person, address=address, key=str(uuid.uuid4()), template="letters/linked.html")
    client = signed_in(person)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("letters"))

    assert len(page.context["page"].messages) == 25
    assert "Older messages" in page.text
    assert len(client.get(reverse("letters"), {"page": "2"}).context["page"].messages) == 5


def test_an_income_letter_is_chosen_checked_and_made_at_once(signed_in, cheap):
    person = people.a_retiree()
    client = signed_in(person)
    address = reverse("verification_new", args=["income"])
    form = client.get(address).context["form"]
    net = next(offer for offer in form.offers if offer.key.endswith("-net"))
    data = {"id": str(form.initial["id"]), "lines": [net.key], "language": "en"}

    review = client.post(address, data)
    done = client.post(address, {**data, "confirmed": "yes"}, follow=True)

    assert "Check what the letter says" in review.text
    assert "$1,968.38" in review.text
    letter = VerificationLetter.objects.get(person=person)
    assert letter.facts == [{"label": net.label, "value": "$1,968.38"}]
    assert code_of(letter) in done.text
    assert AuditEvent.objects.filter(verb="made a verification letter", person=person.public_id).count() == 1


def test_sending_the_agreement_twice_makes_one_letter(signed_in, cheap):
    person = people.a_retiree()
    client = signed_in(person)
    address = reverse("verification_new", args=["income"])
    form = client.get(address).context["form"]
    data = {
        "id": str(form.initial["id"]),
        "lines": [form.offers[0].key],
        "language": "en",
        "confirmed": "yes",
    }

    first, second = client.post(address, data), client.post(address, data)

    assert first.url == second.url
    assert VerificationLetter.objects.count() == 1


def test_a_letter_without_lines_is_refused_beside_the_field(signed_in):
    client = signed_in(people.a_retiree())

    response = client.post(
        reverse("verification_new", args=["income"]), {"id": str(uuid.uuid4()), "language": "en"}
    )

    assert response.text.count("Choose at least one line for the letter.") == 2


def test_a_line_that_was_not_offered_is_refused(signed_in):
    client = signed_in(people.a_retiree())
    data = {
        "id": str(uuid.uuid4()),
        "lines": ["annuity-of-somebody-gross"],
        "language": "en",
        "confirmed": "yes",
    }

    client.post(reverse("verification_new", args=["income"]), data)

    assert not VerificationLetter.objects.exists()


def test_somebody_who_is_paid_nothing_is_told_that_there_is_no_income_to_confirm(signed_in):
    client = signed_in(people.an_active_member())

    page = client.get(reverse("verification_new", args=["income"])).text

    assert "There is no payment to confirm" in page
    assert "ask your employer" in page


def test_a_member_can_have_membership_and_service_confirmed():
    maria = people.an_active_member()

    said = {offer.key: offer.value for offer in verification.offers(maria, "membership", language="en")}

    assert said["member-since"] == people.membership_of(maria).first_membership_on.strftime("%B %-d, %Y")
    assert said["service"] == "6 years"
    assert len(said) == 3


def test_a_letter_speaks_its_own_language_whatever_the_page_speaks(cheap):
    ruth = people.a_retiree()

    english = verification.offers(ruth, "income", language="en")
    spanish = verification.offers(ruth, "income", language="es")

    assert [offer.key for offer in english] == [offer.key for offer in spanish]
    assert english[0].label == "Retirement annuity since"
    assert english[0].value != spanish[0].value


def test_the_eleventh_letter_in_a_day_waits(signed_in, cheap):
    person = people.a_retiree()
    for _number in range(10):
        a_verification(person)
    client = signed_in(person)
    form = client.get(reverse("verification_new", args=["income"])).context["form"]
    data = {"id": str(uuid.uuid4()), "lines": [form.offers[0].key], "language": "en", "confirmed": "yes"}

    response = client.post(reverse("verification_new", args=["income"]), data)

    assert response.status_code == 429
    assert "ten letters in one day" in response.text


def test_the_printed_letter_bears_its_code_and_every_line(signed_in):
    person = people.a_retiree()
    letter = a_verification(person)

    response = signed_in(person).get(reverse("verification_pdf", args=[letter.pk]))

    pdf = open_pdf(response.content)
    text = structure(pdf).text
    assert code_of(letter) in text
    for fact in letter.facts:
        assert fact["label"] in text
        assert fact["value"] in text
    assert len(pdf.pages) == 1


@pytest.mark.parametrize("route", ["verification_letter", "verification_pdf", "verification_large"])
def test_a_verification_letter_of_somebody_else_is_not_found(signed_in, cheap, route):
    ruth, maria = people.a_retiree(), people.an_active_member()
    letter = a_verification(ruth)

    response = signed_in(maria).get(reverse(route, args=[letter.pk]))

    assert response.status_code == 404
    assert AccessEvent.objects.get().person == ruth.public_id


def test_nobody_else_can_take_a_letter_back(signed_in, cheap):
    ruth, maria = people.a_retiree(), people.an_active_member()
    letter = a_verification(ruth)

    response = signed_in(maria).post(reverse("verification_revoke", args=[letter.pk]))

    letter.refresh_from_db()
    assert (response.status_code, letter.revoked_at) == (404, None)


def _smallest_type(content: bytes) -> float:
    """The smallest size of type on any page, in points."""
    sizes = []
    for page in open_pdf(content).pages:
        scale, matrices = 1.0, []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "q":
                matrices.append(scale)
            elif name == "Q":
                scale = matrices.pop()
            elif name == "cm":
                scale *= abs(float(operands[0])) or 1
            elif name == "Tf":
                sizes.append(float(operands[1]) * scale)
    return round(min(sizes), 1)
