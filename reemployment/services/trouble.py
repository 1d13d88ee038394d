"""What services of this app raise when they cannot do what was asked."""


class WorkRefused(Exception):
    """It cannot be recorded so; the message is a sentence that says why and what to do next."""
