"""The demonstration's gateway: the message stays in the outbox, where the page /outbox/ shows it."""

from notices.models import TextMessage


def send(message: TextMessage) -> str:
    """Nothing leaves this machine."""
    return ""
