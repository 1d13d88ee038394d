import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_history_of_newsletter_choices"),
        ("benefits", "0018_decisions_on_planned_payments"),
    ]

    operations = [
        # No election was made before: the column can be required at once.
        migrations.AddField(
            "withholdingelection",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="withholding_elections",
                to="accounts.person",
            ),
        ),
        migrations.AlterField(
            "withholdingelection",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="withholding_elections",
                to="accounts.person",
            ),
        ),
        migrations.AlterField(
            "withholdingelection",
            "annuity",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="withholding_elections",
                to="benefits.annuity",
            ),
        ),
    ]
