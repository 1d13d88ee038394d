"""The lines of an account's diary, in words."""

from django.utils.translation import gettext_lazy as _

from accounts.models import SecurityEvent

Kind = SecurityEvent.Kind
WORDS = {
    Kind.ACCOUNT_OPENED: _("The account was opened"),
    Kind.SIGNED_IN: _("Signed in"),
    Kind.SIGNED_OUT: _("Signed out"),
    Kind.PASSWORD_WRONG: _("Somebody typed a wrong password"),
    Kind.CODE_WRONG: _("Somebody typed a wrong code"),
    Kind.FACTOR_LOCKED: _("The second step was locked for a time after ten wrong codes"),
    Kind.FACTOR_DISABLED: _("The second step was switched off after a hundred wrong codes"),
    Kind.FACTOR_ADDED: _("A second step was added"),
    Kind.FACTOR_REMOVED: _("A second step was removed"),
    Kind.RECOVERY_CODES_MADE: _("New recovery codes were made"),
    Kind.RECOVERY_CODE_USED: _("A recovery code was used"),
    Kind.PASSWORD_CHANGED: _("The password was changed"),
    Kind.EMAIL_CHANGED: _("The e-mail address was changed"),
    Kind.SESSION_ENDED: _("Sessions were ended"),
    Kind.DISAVOWED: _("You told us that a sign-in was not yours"),
    Kind.ACCOUNT_LOCKED: _("The account was locked"),
    Kind.ACCOUNT_UNLOCKED: _("The account was unlocked"),
    Kind.RECOVERY_BEGUN: _("Somebody who knows the password said that every second step is lost"),
    Kind.RECOVERY_STOPPED: _("That recovery was stopped"),
    Kind.PROVIDER_CONNECTED: _("A sign-in with an account elsewhere was connected"),
    Kind.PROVIDER_REMOVED: _("A sign-in with an account elsewhere was removed"),
    Kind.PROVIDER_FAILED: _("A sign-in with an account elsewhere failed"),
    Kind.ROLES_CHANGED: _("An administrator changed the roles as staff"),
    Kind.RECOVERY_DONE: _("Lost second steps were removed after a letter and a day's wait"),
}


def say_event(event: SecurityEvent) -> str:
    """One line of the diary."""
    return str(WORDS[Kind(event.kind)])
