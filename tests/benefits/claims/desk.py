"""The examiner's browser at the desk: signing in, a claim's page, and a step taken on it."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from benefits.models import Claim
from sers_portal.base import clock
from tests.factories.accounts import an_account

LIST = "/admin/benefits/claim/"


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(claim: Claim) -> str:
    return reverse("admin:benefits_claim_change", args=[claim.pk])


def step(client: Client, claim: Claim, name: str, **answers):
    return client.post(reverse("admin:benefits_claim_step", args=[claim.pk, name]), answers, follow=True)


def in_role(role: str):
    user = an_account(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def asks(client: Client, claim: Claim, title: str, **more):
    return step(
        client, claim, "request", title=title, due_on=f"{clock.today() + timedelta(days=9):%m/%d/%Y}", **more
    )
