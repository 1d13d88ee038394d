"""What stands in the way of a step of a run, said so that a person knows what to do next."""


class NotPossible(Exception):
    """The step cannot be taken now; the message says why, and what to do."""
