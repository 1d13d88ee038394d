"""Staff pages of accounts."""

from accounts.admin import accounts, activation, registration  # noqa: F401  each registers its pages
