from django.db import migrations

from sers_portal.base.history import keep_history


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_texts_and_newsletter"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("base", "0005_history_and_seals"),
    ]

    operations = [
        keep_history("accounts_person"),
        keep_history("accounts_address"),
        # Hashes of passwords and PINs are secrets, and stay in one place.
        keep_history("accounts_user", without=["password", "last_login"]),
        keep_history("accounts_user_groups"),
        keep_history("accounts_user_user_permissions"),
        keep_history("auth_group_permissions"),
        keep_history("account_emailaddress"),
        keep_history("mfa_authenticator", without=["data", "last_used_at"]),
        keep_history(
            "accounts_phonefactor",
            without=[
                "secret_token",
                "counter",
                "code_expires_at",
                "code_bound_to",
                "code_tries",
                "last_used_at",
            ],
        ),
        keep_history("accounts_registration", without=["pin_hash", "pin_failures"]),
        keep_history("accounts_accountlock"),
    ]
