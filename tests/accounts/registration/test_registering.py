"""eRegistration links an account to its person, once, and nobody else's."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import (
    ActivationLetter,
    Alarm,
    LetterRequest,
    Person,
    Registration,
    RegistrationDraft,
    User,
)
from accounts.services import identity_check, registration
from accounts.services.activation import entry, is_linked, staff
from accounts.services.identity_check import Answer
from accounts.services.registration import (
    Details,
    DetailsRefused,
    NoLetter,
    PinRefused,
    RegistrationRefused,
    is_registered,
)
from notices.models import Email, Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import AccessEvent, AuditEvent
from tests.factories.accounts import a_person, an_account
from tests.factories.activation import a_letter, code_in, typed_by

pytestmark = pytest.mark.django_db
STAFF = Actor(id=None, name="Sam Staff")


def details_of(person: Person, **other) -> Details:
    facts = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "phone": "tel:+1-217-785-7444",
        "phone_kind": "mobile",
        "born_on": person.born_on,
        "pin": "8265",
        "number": person.member_id,
        **other,
    }
    return Details(**facts)


def register(account: User, person: Person, **other) -> Registration:
    return registration.complete(account=account, details=details_of(person, **other), by=account.actor)


def a_registration() -> Registration:
    ada, account = a_person("Ada", "Nowak"), an_account(email="ada@example.org")
    typed_by(account, ada)
    return register(account, ada)


def test_registering_links_the_account_and_uses_up_the_letter():
    ada, account = a_person("Ada", "Nowak"), an_account()
    letter = typed_by(account, ada)

    register(account, ada)

    letter.refresh_from_db()
    assert account.person == ada
    assert letter.ended_because == "used"
    assert is_registered(account)
    assert (account.given_name, account.family_name) == ("Ada", "Nowak")


@pytest.mark.parametrize("number", ["ssn", "member_id"])
def test_either_number_will_do(number):
    ada, account = a_person(), an_account()
    typed_by(account, ada)

    register(account, ada, number=getattr(ada, number))

    assert account.person == ada


def test_email_and_letter_tell_of_the_link():
    done = a_registration()

    jobs.work_off(registration.JOB)

    told = Letter.objects.exclude(kind="activation").get()
    assert Email.objects.get().to == "ada@example.org"
    assert told.recipient == "Ada Nowak"
    assert AuditEvent.objects.filter(verb="linked an account", person=done.person.public_id).exists()


def test_telling_twice_tells_once():
    done = a_registration()
    registration.tell_of_link(done.pk)

    registration.tell_of_link(done.pk)

    assert Email.objects.count() == 1
    assert Letter.objects.exclude(kind="activation").count() == 1


def test_nothing_secret_rests_in_clear():
    done = a_registration()

    kept = str(Registration.objects.values().get()) + str(list(AuditEvent.objects.values()))

    assert done.phone == "tel:+1-217-785-7444"
    for secret in ("8265", "7857444", "785-7444", done.person.ssn):
        assert secret not in kept


@pytest.mark.parametrize(
    "wrong", [{"born_on": date(1980, 5, 18)}, {"number": "999999"}], ids=lambda wrong: next(iter(wrong))
)
def test_what_does_not_match_is_refused_without_saying_which(wrong):
    ada, account = a_person(), an_account()
    typed_by(account, ada)

    with pytest.raises(DetailsRefused, match="do not both match.* 4 tries left"):
        register(account, ada, **wrong)

    assert account.person is None


def test_five_wrong_tries_void_the_letter_and_free_the_person():
    ada, account = a_person(), an_account()
    letter = typed_by(account, ada)
    registration.save_draft(account=account, typed={"phone": "217-785-7444"})

    for _try in range(4):
        with pytest.raises(DetailsRefused):
            register(account, ada, number="999999")
    with pytest.raises(DetailsRefused, match="the letter is void"):
        register(account, ada, number="999999")

    letter.refresh_from_db()
    assert letter.ended_because == "details"
    assert not is_linked(account)
    assert not RegistrationDraft.objects.exists()
    with pytest.raises(NoLetter):
        register(account, ada)
    typed_by(account, ada)
    register(account, ada)


def test_tries_of_two_accounts_count_for_the_same_letter():
    ada, una, ida = a_person(), an_account(), an_account()
    letter = typed_by(una, ada)
    with pytest.raises(DetailsRefused):
        register(una, ada, number="999999")
    entry.give_back(account=una, by=una.actor)
    entry.enter_code(account=ida, code=code_in(letter).replace("-", ""), by=ida.actor)

    with pytest.raises(DetailsRefused, match="3 tries left"):
        register(ida, ada, number="999999")


def test_the_details_of_another_member_do_not_match():
    ada, bob, account = a_person(), a_person("Bob", "Bell"), an_account()
    typed_by(account, ada)

    with pytest.raises(DetailsRefused):
        register(account, bob)


def test_a_pin_of_the_ssn_on_file_is_refused_though_the_member_id_was_typed():
    ada, account = a_person(), an_account()
    ada.set_ssn("234568265")
    ada.save()
    typed_by(account, ada)

    with pytest.raises(PinRefused, match="last four"):
        register(account, ada)

    assert account.person is None


def test_registering_without_a_code_is_refused():
    with pytest.raises(NoLetter):
        register(an_account(), a_person())


def test_an_account_that_was_linked_meanwhile_stops_it():
    ada, account = a_person(), an_account()
    typed_by(account, ada)
    an_account(ada)

    with pytest.raises(RegistrationRefused, match="cannot complete this online"):
        register(account, ada)

    assert account.person is None


def test_an_account_that_staff_knew_of_makes_way_and_is_told():
    ada, account = a_person(), an_account()
    old = an_account(ada, email="old@example.org")
    request = LetterRequest.objects.create(
        asked_at=clock.now(),
        origin_index="x",
        state="held",
        person=ada,
        reasons=["other_account"],
        decided_at=clock.now(),
    )
    letter = staff.release(request=request, note="spoke with her", by=STAFF)
    entry.enter_code(account=account, code=code_in(letter).replace("-", ""), by=account.actor)

    register(account, ada)

    old.refresh_from_db()
    assert old.person is None
    assert account.person == ada
    assert (
        Email.objects.get(to="old@example.org").subject == "Your account is no longer tied to a SERS record"
    )


def test_the_database_refuses_a_second_account_for_a_person():
    done = a_registration()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=an_account().pk).update(person=done.person)


def test_the_database_refuses_a_second_registration_of_a_person():
    done = a_registration()
    letter, _ = a_letter(done.person)
    second = Registration(
        account=an_account(),
        person=done.person,
        letter=letter,
        phone_token="a.b",
        phone_kind="home",
        pin_set_at=clock.now(),
        registered_at=clock.now(),
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_registrations_in_bulk_raise_an_alarm(settings):
    settings.ALARM_REGISTRATIONS = 2
    done = a_registration()
    registration.tell_of_link(done.pk)
    ida, other = a_person(), an_account()
    typed_by(other, ida)

    registration.tell_of_link(register(other, ida).pk)

    assert Alarm.objects.get().kind == "registrations"


def test_a_draft_is_sealed_and_belongs_to_one_letter():
    ada, account = a_person(), an_account()
    typed_by(account, ada)
    registration.save_draft(account=account, typed={"number": ada.ssn, "pin": "8265"})

    kept = str(RegistrationDraft.objects.values().get())
    assert ada.ssn not in kept
    assert "8265" not in kept
    assert registration.load_draft(account) == {"number": ada.ssn, "pin": "8265"}
    typed_by(account, ada)
    assert registration.load_draft(account) == {}


def test_a_draft_nobody_came_back_to_is_forgotten():
    account = an_account()
    typed_by(account, a_person())
    registration.save_draft(account=account, typed={})
    RegistrationDraft.objects.update(saved_at=clock.now() - timedelta(days=31))

    assert registration.forget_old_drafts() == 1


def test_a_caller_is_known_by_the_pin_and_it_is_logged():
    done = a_registration()

    checked = identity_check.check_pin(registration=done, pin="8265", purpose="asks for a form", by=STAFF)

    seen = AccessEvent.objects.get(person=done.person.public_id)
    assert checked.answer is Answer.RIGHT
    assert (seen.purpose, seen.by_name) == ("asks for a form", "Sam Staff")
    assert AuditEvent.objects.filter(verb="checked a caller's PIN: right").exists()


def test_five_wrong_pins_lock_it_until_a_new_one_is_chosen():
    done = a_registration()
    answers = [
        identity_check.check_pin(registration=done, pin="9999", purpose="call", by=STAFF) for _try in range(5)
    ]

    locked = identity_check.check_pin(registration=done, pin="8265", purpose="call", by=STAFF)

    assert [one.tries_left for one in answers] == [4, 3, 2, 1, 0]
    assert locked.answer is Answer.LOCKED
    assert Email.objects.filter(subject="Your telephone PIN is locked").count() == 1
    registration.choose_pin(account=done.account, pin="9040", by=STAFF)
    right = identity_check.check_pin(registration=done, pin="9040", purpose="call", by=STAFF)
    assert right.answer is Answer.RIGHT


def test_a_right_pin_starts_the_count_anew():
    done = a_registration()
    for pin in ("9999", "9999", "8265"):
        identity_check.check_pin(registration=done, pin=pin, purpose="call", by=STAFF)

    done.refresh_from_db()

    assert done.pin_failures == 0


def test_a_new_pin_keeps_the_rules():
    done = a_registration()

    with pytest.raises(PinRefused):
        registration.choose_pin(account=done.account, pin="7444", by=STAFF)


@pytest.mark.django_db(transaction=True)
def test_registering_twice_at_once_links_once():
    ada, account = a_person(), an_account()
    typed_by(account, ada)
    together, done = threading.Barrier(4), []

    def attempt() -> None:
        try:
            together.wait()
            done.append(register(User.objects.get(pk=account.pk), ada))
        except NoLetter:
            pass
        finally:
            connection.close()

    tries = [threading.Thread(target=attempt) for _ in range(4)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert len(done) == 1
    assert Registration.objects.count() == 1
    assert ActivationLetter.objects.get().ended_because == "used"
