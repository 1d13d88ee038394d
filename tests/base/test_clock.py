"""The clock: Springfield's day, and in the demonstration the day staff moved to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sers_portal.base import clock
from sers_portal.base.models import DemonstrationClock


@pytest.mark.django_db
def test_today_is_springfields_day_not_greenwichs(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 1, 1, 5, 30, tzinfo=UTC))

    assert clock.today().isoformat() == "2025-12-31"


@pytest.mark.django_db
def test_the_demonstration_clock_moves_forward():
    DemonstrationClock.objects.create(forward=timedelta(days=40))

    assert clock.now() - timezone.now() > timedelta(days=39)


@pytest.mark.django_db
def test_production_has_no_other_time(settings):
    DemonstrationClock.objects.create(forward=timedelta(days=40))
    settings.IS_DEMONSTRATION = False

    assert clock.now() - timezone.now() < timedelta(seconds=5)


@pytest.mark.django_db
@pytest.mark.parametrize("forward", [timedelta(days=-1), timedelta(microseconds=-1)])
def test_the_clock_never_goes_back_before_today(forward):
    with pytest.raises(IntegrityError), transaction.atomic():
        DemonstrationClock.objects.create(forward=forward)
