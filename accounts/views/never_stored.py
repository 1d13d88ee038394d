"""Pages of an account that no browser and no proxy keeps, whoever looks at them."""

from django.views.decorators.cache import cache_control

never_stored = cache_control(no_store=True, private=True)
