"""The pages of a retiree who works, or thinks of it."""
