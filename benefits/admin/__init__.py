from benefits.admin import (  # noqa: F401  each registers its pages
    after_death,
    bank_changes,
    claims,
    increase_decisions,
    paper_addresses,
    payment_returns,
    payment_runs,
    payroll,
    restorations,
    statements,
    verification_letters,
    yearly_figures,
)
