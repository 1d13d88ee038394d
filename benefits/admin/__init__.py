from benefits.admin import (
    bank_changes,
    claims,
    payment_returns,
    payment_runs,
    payroll,
    statements,
    yearly_figures,
)  # noqa: F401  each registers its pages
