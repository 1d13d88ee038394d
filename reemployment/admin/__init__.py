"""Staff pages of work after retirement."""

from reemployment.admin import cases, day_files, records, repayments  # noqa: F401  each registers its pages
