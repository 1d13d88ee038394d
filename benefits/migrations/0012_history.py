from django.db import migrations

from sers_portal.base.history import keep_history


class Migration(migrations.Migration):
    dependencies = [("benefits", "0011_one_open_claim_a_kind"), ("base", "0005_history_and_seals")]

    operations = [
        keep_history("benefits_member"),
        keep_history("benefits_employment"),
        keep_history("benefits_familymember"),
        keep_history("benefits_designation"),
        keep_history("benefits_beneficiary"),
        keep_history("benefits_bankaccount"),
        keep_history("benefits_insuranceenrolment"),
        keep_history("benefits_annuity"),
        keep_history("benefits_lumpsum"),
        keep_history("benefits_claim"),
        keep_history("benefits_yearlyfigure"),
        # Payments come by the million and each names its run; a change of one is what matters.
        keep_history("benefits_payment", new_rows=False),
    ]
