"""What an application asks: one form a step, and the order of the steps."""
