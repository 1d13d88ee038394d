"""The Celery application. Import it where it is needed (`celery -A sers_portal.celery`); the package does not."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sers_portal.settings")
app = Celery("sers_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
