class ChangeRefused(Exception):
    """A change of the account cannot be asked for, stopped or approved; the sentence says why and what to do."""


class WrongLastFour(ChangeRefused):
    """Not the last four digits of the account in use."""
