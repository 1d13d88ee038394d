"""The staff's site: only our own models stand in it."""

from django.contrib import admin

from sers_portal.admin_site import OWN_APPS


def test_staff_find_no_page_of_a_librarys_tables():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps <= OWN_APPS
    assert "benefits" in apps
