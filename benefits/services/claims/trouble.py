"""What stands in the way of a step of a claim, said to whoever tried."""


class ClaimRefused(Exception):
    """The step is not possible; the message is the sentence for whoever tried."""
