from django.db import migrations

from sers_portal.base.append_only import CREATE_REFUSAL, DROP_REFUSAL, append_only


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_REFUSAL, DROP_REFUSAL),
        append_only("base_auditevent"),
        append_only("base_accessevent"),
    ]
