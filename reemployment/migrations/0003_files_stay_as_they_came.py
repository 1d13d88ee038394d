from django.db import migrations

from sers_portal.base.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reemployment", "0002_who_works_repayments")]

    operations = [append_only("reemployment_dayfile")]
