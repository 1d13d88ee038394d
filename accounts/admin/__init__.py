"""Staff pages of accounts."""

from accounts.admin import accounts, activation, people, registration, uploads  # noqa: F401  each registers its pages
