from benefits.admin import (  # noqa: F401  each registers its pages
    bank_changes,
    claims,
    payment_returns,
    payment_runs,
    payroll,
    statements,
    yearly_figures,
)
