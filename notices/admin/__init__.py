"""Staff pages of the post room."""

from notices.admin import calendar, emails, letters, newsletter, scams, texts  # noqa: F401  each registers its pages
