"""Typing the code: who gets through, who does not, and what each is told."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import ActivationLetter, User
from accounts.services.activation import entry, is_linked, letters
from accounts.services.activation.entry import CodeRefused, Refusal
from notices.services.letters import mark_returned
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.limits import LimitReached
from sers_portal.base.models import DemonstrationClock, IdentityEvent
from tests.factories.accounts import a_person, an_account
from tests.factories.activation import a_letter, code_in, mail_all, typed_by

pytestmark = pytest.mark.django_db


def enter(account: User, code: str) -> ActivationLetter:
    return entry.enter_code(account=account, code=code, by=account.actor)


def refusal_of(account: User, code: str) -> CodeRefused:
    with pytest.raises(CodeRefused) as refused:
        enter(account, code)
    return refused.value


def wrong_half(code: str) -> str:
    return code[:5] + ("00000" if code[5:] != "00000" else "11111")


def test_the_code_reserves_the_person_for_the_account():
    una, (letter, code) = an_account(), a_letter(a_person())

    enter(una, code)

    letter.refresh_from_db()
    assert letter.entered_by == una
    assert is_linked(una)
    una.refresh_from_db()
    assert una.person is None, "registering links, not the code alone"


def test_typing_the_code_twice_changes_nothing():
    una, (_, code) = an_account(), a_letter(a_person())
    first = enter(una, code).entered_at

    again = enter(una, code)

    assert again.entered_at == first


def test_a_code_typed_elsewhere_is_refused_without_saying_where():
    (_, code), una = a_letter(a_person("Ada", "Nowak")), an_account()
    enter(una, code)

    refused = refusal_of(an_account(), code)

    assert refused.refusal is Refusal.ELSEWHERE
    assert "Nowak" not in refused.sentence
    assert una.email not in refused.sentence


def test_a_wrong_code_is_refused():
    a_letter(a_person())

    assert refusal_of(an_account(), "0000000000").refusal is Refusal.WRONG


def test_five_tries_in_ten_minutes_for_an_account():
    una, (_, code) = an_account(), a_letter(a_person())
    for _try in range(5):
        refusal_of(una, "0000000000")

    with pytest.raises(LimitReached):
        enter(una, code)

    DemonstrationClock.objects.create(forward=timedelta(minutes=10, seconds=1))
    enter(una, code)


def test_ten_wrong_second_halves_void_the_letter():
    letter, code = a_letter(a_person())

    for _account in range(5):
        una = an_account()
        for _try in range(2):
            refusal_of(una, wrong_half(code))

    letter.refresh_from_db()
    assert letter.ended_because == "tries"
    assert refusal_of(an_account(), code).refusal is Refusal.VOID


def test_wrong_codes_count_against_no_other_letter():
    letter, _ = a_letter(a_person())

    refusal_of(an_account(), "0000000000")

    letter.refresh_from_db()
    assert letter.wrong_codes == 0


@pytest.mark.parametrize(("days", "is_good"), [(21, True), (22, False)])
def test_a_code_is_good_for_21_days_from_mailing(days, is_good):
    _, code = a_letter(a_person(), mailed_days_ago=days)
    una = an_account()

    if is_good:
        enter(una, code)
    else:
        refused = refusal_of(una, code)
        assert refused.refusal is Refusal.EXPIRED

    assert is_linked(una) is is_good


@pytest.mark.parametrize(("state", "days"), [("HI", 30), ("AP", 30), ("PR", 30), ("IL", 21), ("DC", 21)])
def test_a_code_is_good_for_longer_outside_the_contiguous_states(state, days):
    ada = a_person()
    ada.addresses.update(state=state)

    letter, _ = a_letter(ada, mailed_days_ago=0)

    assert letter.expires_on == clock.today() + timedelta(days=days)


def test_a_letter_that_was_not_mailed_cannot_expire():
    letter, code = a_letter(a_person(), mailed_days_ago=None)
    DemonstrationClock.objects.create(forward=timedelta(days=90))

    enter(an_account(), code)

    assert letter.expires_on is None


def test_the_printed_day_is_never_later_than_the_last_day():
    ada = a_person()
    letter, _ = a_letter(ada, mailed_days_ago=None)
    printed = letter.issued_at.astimezone(clock.SPRINGFIELD).date() + timedelta(days=letter.days_valid)

    mail_all(clock.today())

    letter = ActivationLetter.objects.select_related("letter").get()
    assert letter.expires_on >= printed


def test_an_old_code_says_when_the_newer_letter_was_mailed():
    ada = a_person()
    _, old = a_letter(ada, mailed_days_ago=9)
    a_letter(ada, mailed_days_ago=2)

    refused = refusal_of(an_account(), old)

    day = clock.today() - timedelta(days=2)
    assert refused.refusal is Refusal.SUPERSEDED
    assert f"mailed on {day:%B} {day.day}, {day.year}" in refused.sentence


def test_an_old_code_says_so_when_the_newer_letter_is_not_mailed_yet():
    ada = a_person()
    _, old = a_letter(ada, mailed_days_ago=9)
    a_letter(ada, mailed_days_ago=None)

    assert "will be mailed soon" in refusal_of(an_account(), old).sentence


def test_a_newer_letter_takes_the_older_one_out_of_the_queue_and_frees_the_person():
    ada, una = a_person(), an_account()
    older, code = a_letter(ada, mailed_days_ago=None)
    enter(una, code)

    a_letter(ada, mailed_days_ago=None)

    older.refresh_from_db()
    assert (older.ended_because, older.letter.state) == ("superseded", "cancelled")
    assert not is_linked(una)


def test_a_letter_that_came_back_is_void_and_its_address_marked():
    ada = a_person()
    letter, code = a_letter(ada)

    mark_returned(letter=letter.letter, on=clock.today(), by=SYSTEM)

    assert ada.addresses.get().returned_on == clock.today()
    assert refusal_of(an_account(), code).refusal is Refusal.VOID


def test_a_letter_that_came_back_from_an_earlier_address_leaves_the_new_one():
    ada = a_person()
    letter, _ = a_letter(ada)
    ada.addresses.update(line_1="99 New Road")

    mark_returned(letter=letter.letter, on=clock.today(), by=SYSTEM)

    assert ada.addresses.get().returned_on is None


def test_a_withdrawn_letter_is_void():
    letter, code = a_letter(a_person())

    assert letters.withdraw(letter=letter, by=SYSTEM)

    assert refusal_of(an_account(), code).refusal is Refusal.VOID
    assert not letters.withdraw(letter=letter, by=SYSTEM)


def test_the_code_of_somebody_who_died_is_void():
    ada = a_person()
    _, code = a_letter(ada)
    ada.died_on = date(2026, 3, 1)
    ada.save()

    assert refusal_of(an_account(), code).refusal is Refusal.VOID


def test_a_linked_account_needs_no_code():
    _, code = a_letter(a_person())

    assert refusal_of(an_account(a_person()), code).refusal is Refusal.LINKED


def test_an_account_holds_one_letter_at_a_time():
    una = an_account()
    typed_by(una, a_person())
    _, other = a_letter(a_person())

    assert refusal_of(una, other).refusal is Refusal.OTHER_TYPED


def test_a_code_given_back_is_good_for_its_owner():
    una, ada = an_account(), an_account()
    letter = typed_by(una, a_person())
    code = code_in(letter).replace("-", "")

    entry.give_back(account=una, by=una.actor)

    assert not is_linked(una)
    assert enter(ada, code) == letter


def test_a_linked_account_proves_itself_with_a_new_letter():
    ada = a_person()
    account = an_account(ada)
    letter, code = a_letter(ada)

    entry.spend_code(account=account, code=code, by=account.actor)

    letter.refresh_from_db()
    assert letter.ended_because == "used"
    assert refusal_of(an_account(), code).refusal is Refusal.USED


def test_the_code_of_somebody_else_proves_nothing():
    account = an_account(a_person())
    letter, code = a_letter(a_person())

    with pytest.raises(CodeRefused) as refused:
        entry.spend_code(account=account, code=code, by=account.actor)

    letter.refresh_from_db()
    assert refused.value.refusal is Refusal.WRONG
    assert letter.ended_at is None


def test_no_table_holds_the_code():
    letter, code = a_letter(a_person())
    refusal_of(an_account(), wrong_half(code))

    kept = str(ActivationLetter.objects.values().get()) + str(list(IdentityEvent.objects.values()))

    assert code not in kept
    assert f"{code[:5]}-{code[5:]}" not in kept
    assert code[:5] not in kept


@pytest.mark.django_db(transaction=True)
def test_of_fifty_accounts_that_type_one_code_at_once_one_wins():
    _, code = a_letter(a_person())
    accounts, together = [an_account() for _ in range(50)], threading.Barrier(50)
    won: list[User] = []

    def attempt(account: User) -> None:
        try:
            together.wait()
            enter(account, code)
            won.append(account)
        except CodeRefused:
            pass
        finally:
            connection.close()

    tries = [threading.Thread(target=attempt, args=[account]) for account in accounts]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert [account.pk for account in won] == [ActivationLetter.objects.get().entered_by_id]


@pytest.mark.django_db(transaction=True)
def test_of_two_codes_that_one_account_types_at_once_one_is_taken():
    una, codes = an_account(), [a_letter(a_person())[1] for _ in range(2)]
    together, refused = threading.Barrier(2), []

    def attempt(code: str) -> None:
        try:
            together.wait()
            enter(una, code)
        except CodeRefused as refusal:
            refused.append(refusal.refusal)
        finally:
            connection.close()

    tries = [threading.Thread(target=attempt, args=[code]) for code in codes]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert refused == [Refusal.OTHER_TYPED]
    assert ActivationLetter.objects.filter(entered_by=una).count() == 1
