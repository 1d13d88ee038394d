"""Staff pages of accounts."""

from accounts.admin import activation, registration  # noqa: F401  each registers its pages
