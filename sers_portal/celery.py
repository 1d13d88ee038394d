"""The Celery application. Import it where it is needed (`celery -A sers_portal.celery`); the package does not."""

import os

from celery import Celery

from sers_portal import worker_folder  # noqa: F401  it listens for a worker that starts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sers_portal.settings")
app = Celery("sers_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
