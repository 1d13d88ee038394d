from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import RESTRICT

PERSON = models.ForeignKey(on_delete=RESTRICT, related_name="+", to="accounts.person")
STEP = models.CharField(
    choices=[("waiting", "waits for a second person"), ("done", "done"), ("withdrawn", "withdrawn")],
    default="waiting",
    max_length=9,
)
DONE_IS_APPROVED = (
    Q(step="waiting", approved_by=None, closed_at=None)
    | Q(step="withdrawn", approved_by=None, closed_at__isnull=False)
    | Q(step="done", approved_by__isnull=False, closed_at__isnull=False)
)
ONE_WAITING = models.UniqueConstraint(
    fields=["person", "what", "row_key"],
    condition=Q(step="waiting"),
    name="one_waiting_restoration_of_a_thing",
)


def check(model, name, condition):
    return migrations.AddConstraint(model, models.CheckConstraint(name=name, condition=condition))


class Migration(migrations.Migration):
    """Restorations and addresses from forms have the same columns and constraints."""

    dependencies = [
        ("accounts", "0017_staff_roles"),
        ("benefits", "0030_differences_and_write_offs"),
    ]

    operations = [
        migrations.RemoveConstraint("restoration", "one_waiting_restoration_of_a_thing"),
        migrations.RemoveConstraint("restoration", "restoration_done_is_approved"),
        migrations.RenameField("restoration", "state", "step"),
        migrations.AlterField("restoration", "step", STEP),
        migrations.AlterField("restoration", "person", PERSON),
        migrations.AddConstraint("restoration", ONE_WAITING),
        check("restoration", "restoration_done_is_approved", DONE_IS_APPROVED),
        migrations.RemoveConstraint("addressonpaper", "address_on_paper_approved_by_a_second_person"),
        migrations.RemoveConstraint("addressonpaper", "address_on_paper_done_is_approved"),
        migrations.AlterField("addressonpaper", "step", STEP),
        migrations.AlterField("addressonpaper", "person", PERSON),
        check(
            "addressonpaper",
            "addressonpaper_approved_by_a_second_person",
            Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
        ),
        check("addressonpaper", "addressonpaper_done_is_approved", DONE_IS_APPROVED),
        check("addressonpaper", "addressonpaper_says_why", ~Q(reason="")),
    ]
