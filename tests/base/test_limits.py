"""Limits of identity: exact under parallel tries, and blind to whose they are."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from sers_portal.base import limits
from sers_portal.base.limits import Limit, LimitReached
from sers_portal.base.models import DemonstrationClock, IdentityEvent

THREE_AN_HOUR = [Limit(3, timedelta(hours=1))]


@pytest.mark.django_db
def test_the_one_too_many_is_refused_and_told_when():
    for _ in range(3):
        limits.take("code", "ada", THREE_AN_HOUR)

    with pytest.raises(LimitReached) as refusal:
        limits.take("code", "ada", THREE_AN_HOUR)

    first = IdentityEvent.objects.earliest("at").at
    assert refusal.value.again_at == first + timedelta(hours=1)
    assert IdentityEvent.objects.count() == 3, "a refused try does not lengthen the wait"


@pytest.mark.django_db
def test_subjects_and_kinds_do_not_share_a_limit():
    for _ in range(3):
        limits.take("code", "ada", THREE_AN_HOUR)

    limits.take("code", "bob", THREE_AN_HOUR)
    limits.take("letter", "ada", THREE_AN_HOUR)


@pytest.mark.django_db
def test_time_lets_the_next_one_through():
    for _ in range(3):
        limits.take("code", "ada", THREE_AN_HOUR)
    DemonstrationClock.objects.create(forward=timedelta(minutes=61))

    limits.take("code", "ada", THREE_AN_HOUR)


@pytest.mark.django_db
def test_the_strictest_of_several_limits_rules():
    strict = [Limit(10, timedelta(days=1)), Limit(1, timedelta(seconds=30))]
    limits.take("text", "ada", strict)

    with pytest.raises(LimitReached):
        limits.take("text", "ada", strict)


@pytest.mark.django_db
def test_an_emptied_cache_changes_nothing():
    for _ in range(3):
        limits.take("code", "ada", THREE_AN_HOUR)
    cache.clear()

    with pytest.raises(LimitReached):
        limits.take("code", "ada", THREE_AN_HOUR)


@pytest.mark.django_db
def test_a_success_starts_the_count_anew():
    limits.take("failure", "ada", THREE_AN_HOUR)
    limits.forget("failure", "ada")

    assert limits.count("failure", "ada", timedelta(hours=1)) == 0


@pytest.mark.django_db
def test_whose_limit_it_is_cannot_be_read():
    limits.take("code", "123456789", THREE_AN_HOUR)

    assert "123456789" not in str(IdentityEvent.objects.values().get())


@pytest.mark.django_db(transaction=True)
def test_of_many_parallel_tries_only_the_allowed_ones_pass():
    passed: list[int] = []

    def attempt() -> None:
        try:
            limits.take("code", "ada", THREE_AN_HOUR)
            passed.append(1)
        except LimitReached:
            pass
        finally:
            connection.close()

    tries = [threading.Thread(target=attempt) for _ in range(12)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert len(passed) == 3
