"""Staff pages of the post room."""

from notices.admin import calendar, emails, letters, scams, texts  # noqa: F401  each registers its pages
