from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def from_the_payments(apps, schema_editor):
    """Until now a second return of a payment was reckoned from the first payment: those stay as they were judged."""
    returns, payments = apps.get_model("benefits", "PaymentReturn"), apps.get_model("benefits", "Payment")
    first = payments.objects.filter(pk=OuterRef("payment"))
    returns.objects.update(
        sent_on=Subquery(first.values("paid_on")), sent_by_method=Subquery(first.values("method"))
    )


METHODS = [("direct_deposit", "direct deposit"), ("check", "mailed check")]


class Migration(migrations.Migration):
    dependencies = [("benefits", "0034_deposits_that_came_back")]

    operations = [
        migrations.AddField("paymentreturn", "sent_on", models.DateField(null=True)),
        migrations.AddField(
            "paymentreturn", "sent_by_method", models.CharField(choices=METHODS, max_length=14, null=True)
        ),
        migrations.RunPython(from_the_payments, migrations.RunPython.noop),
        migrations.AlterField("paymentreturn", "sent_on", models.DateField()),
        migrations.AlterField(
            "paymentreturn", "sent_by_method", models.CharField(choices=METHODS, max_length=14)
        ),
    ]
