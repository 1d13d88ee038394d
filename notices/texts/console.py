"""A gateway for work on the code: says on the console that a message went out, and neither to whom nor what."""

import re

from notices.models import TextMessage


def send(message: TextMessage) -> str:
    """Print the message, its number and every digit in it masked."""
    print(f"{message.get_channel_display()} to {message.masked_to}: {re.sub(r'[0-9]', '•', message.body)}")
    return ""
