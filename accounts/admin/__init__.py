"""Staff pages of accounts."""

from accounts.admin import (  # noqa: F401  each registers its pages
    accounts,
    activation,
    appointments,
    conversations,
    delegations,
    people,
    registration,
    sign_in_providers,
    uploads,
)
