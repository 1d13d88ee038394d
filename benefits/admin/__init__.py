from benefits.admin import payroll, statements, yearly_figures  # noqa: F401  each registers its pages
