"""The field's words as columns hold them; the rules use the same plain texts."""

from django.db import models


class Tier(models.IntegerChoices):
    ONE = 1, "Tier 1"
    TWO = 2, "Tier 2"


class Formula(models.TextChoices):
    REGULAR = "regular", "regular formula"
    ALTERNATIVE = "alternative", "alternative formula"


class Coverage(models.TextChoices):
    COVERED = "covered", "covered by Social Security"
    NONCOVERED = "noncovered", "not covered by Social Security"


class PayBasis(models.TextChoices):
    MONTHLY = "monthly", "monthly (calendar days)"
    PER_DIEM = "per_diem", "per diem (work days)"
    HOURLY = "hourly", "hourly (hours)"
