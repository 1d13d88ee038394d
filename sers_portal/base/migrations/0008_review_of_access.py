"""The access review is noted by whoever holds the right to it, and not by every reader of reports."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0007_access_log_by_time"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="accessevent",
            options={
                "permissions": [
                    ("reveal_number", "Can read a sealed number whole, for a purpose"),
                    ("view_as_member", "Can look at a member's pages as they do, for a purpose"),
                    ("view_report", "Can read and download the staff's reports"),
                    ("review_access", "Can note that the access review of a quarter was looked over"),
                ]
            },
        ),
    ]
