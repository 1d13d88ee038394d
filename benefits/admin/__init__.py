from benefits.admin import yearly_figures  # noqa: F401  registers its pages
