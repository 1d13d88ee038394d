from benefits.admin import statements, yearly_figures  # noqa: F401  each registers its pages
