"""Who may be paid after a death: beneficiaries the member named, and the family the statute names."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.models.member import Member
from sers_portal.base.spoken_times import say_day


class Designation(models.Model):
    """One signed beneficiary form. A newer form supersedes it; the form in force is the latest."""

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="designations")
    signed_on = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-signed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(superseded_on=None), name="one_designation_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"designation of {say_day(self.signed_on)}"


class Beneficiary(models.Model):
    """A person nominated for the lump-sum death benefit. The database proves that each class sums to 100."""

    class Rank(models.TextChoices):
        PRIMARY = "primary", _("primary")
        CONTINGENT = "contingent", _("contingent")

    designation = models.ForeignKey(Designation, on_delete=models.RESTRICT, related_name="beneficiaries")
    rank = models.CharField(max_length=10, choices=Rank.choices)
    # The order in which they were named: the first gets the odd cent.
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    relationship = models.CharField(max_length=60)
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["-rank", "position"]
        verbose_name_plural = "beneficiaries"
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "rank", "position"], name="one_beneficiary_a_place"
            ),
            models.CheckConstraint(
                name="percent_between_0_and_100", condition=Q(percent__gt=0, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.percent}%"


class FamilyMember(models.Model):
    """A spouse, child or parent of a member, as far as SERS knows: the statute's survivors."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("spouse")
        CIVIL_UNION_PARTNER = "civil_union_partner", _("civil union partner")
        CHILD = "child", _("child")
        PARENT = "parent", _("dependent parent")

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="family")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    name = models.CharField(max_length=160)
    born_on = models.DateField()
    # The wedding, or the start of the civil union.
    since_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_disabled = models.BooleanField(default=False)
    is_full_time_student = models.BooleanField(default=False)

    class Meta:
        ordering = ["relation", "born_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(relation__in=["spouse", "civil_union_partner"], ended_on=None),
                name="one_spouse_at_a_time",
            ),
            models.CheckConstraint(
                name="spouses_have_their_day",
                condition=~Q(relation__in=["spouse", "civil_union_partner"]) | Q(since_on__isnull=False),
            ),
            models.CheckConstraint(
                name="family_tie_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(since_on=None) | Q(ended_on__gte=F("since_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relation_display()})"
