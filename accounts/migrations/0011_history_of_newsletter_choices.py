from django.db import migrations

from sers_portal.base.history import keep_history


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_history")]

    operations = [keep_history("accounts_newsletterchoice")]
