from django.db import migrations

from sers_portal.base.history import keep_history


class Migration(migrations.Migration):
    dependencies = [("benefits", "0012_history")]

    operations = [keep_history("benefits_verificationletter")]
