"""Staff pages of the post room."""

from notices.admin import calendar  # noqa: F401  registers its pages
