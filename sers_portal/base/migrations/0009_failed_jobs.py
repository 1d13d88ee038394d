"""Failed jobs are counted on each visit of an administrator's home, among millions that are done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0008_review_of_access"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "failed")), fields=["finished_at"], name="job_failed"
            ),
        ),
    ]
