from benefits.admin import claims, payroll, statements, yearly_figures  # noqa: F401  each registers its pages
