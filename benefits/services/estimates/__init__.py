"""Estimates: figured from a record or from answers, kept as records, compared, printed."""
