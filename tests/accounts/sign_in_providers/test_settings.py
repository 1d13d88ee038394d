"""The providers as the environment names them: a bad value stops the start, and says what to do."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from accounts.sign_in_providers import read_last_day, read_providers, read_public_id

GOOD = {
    "SIGN_IN_PROVIDERS": "ides,vax-verify",
    "SIGN_IN_IDES_NAME": "IDES",
    "SIGN_IN_IDES_ISSUER": "https://ides.example.gov",
    "SIGN_IN_IDES_CLIENT_ID": "sers",
    "SIGN_IN_IDES_CLIENT_SECRET": "a-secret-of-their-making",
    "SIGN_IN_IDES_TWO_FACTOR_AMR": "mfa, hwk",
    "SIGN_IN_IDES_SIGNS_OUT": "true",
    "SIGN_IN_VAX_VERIFY_NAME": "Vax Verify",
    "SIGN_IN_VAX_VERIFY_ISSUER": "https://vax.example.gov/tenant",
    "SIGN_IN_VAX_VERIFY_CLIENT_ID": "sers",
    "SIGN_IN_VAX_VERIFY_CLIENT_SECRET": "another-secret-of-theirs",
    "PUBLIC_ID_ISSUER": "https://public.example.gov",
    "PUBLIC_ID_CLIENT_ID": "sers",
    "PUBLIC_ID_CLIENT_SECRET": "a-third-secret-of-theirs",
    "PUBLIC_ID_ENDS_ON": "2027-06-30",
}


class _Env(Env):
    ENVIRON: dict[str, str] = {}


def environment(**changes: str) -> Env:
    env = _Env()
    env.ENVIRON = {**GOOD, **changes}
    return env


def read(*, is_demonstration: bool = False, **changes: str):
    env = environment(**changes)
    options = {"is_demonstration": is_demonstration, "site_address": "http://localhost:8123"}
    providers, public_id = read_providers(env, **options), read_public_id(env, **options)
    return providers, public_id, read_last_day(env, public_id, is_demonstration=is_demonstration)


def test_good_settings_are_read():
    (ides, vax), public_id, ends_on = read()

    assert (ides.name, ides.issuer, ides.signs_out) == ("IDES", "https://ides.example.gov", True)
    assert ides.two_factor_amr == {"mfa", "hwk"}
    assert vax.id == "vax-verify"
    assert not vax.vouches_for_two_factors({"amr": ["mfa"]})
    assert public_id is not None
    assert public_id.is_public_id
    assert ends_on == date(2027, 6, 30)


def test_a_secret_is_not_printed_with_its_provider():
    (ides, _), _public_id, _ends_on = read()

    assert "secret-of-their" not in repr(ides)


def test_production_without_providers_has_no_buttons():
    providers, public_id, ends_on = read(SIGN_IN_PROVIDERS="", PUBLIC_ID_ISSUER="", PUBLIC_ID_ENDS_ON="")

    assert (providers, public_id, ends_on) == ([], None, date.min)


def test_the_demonstration_answers_its_own_buttons_on_any_port():
    providers, public_id, _ends_on = read(is_demonstration=True, SIGN_IN_PROVIDERS="", PUBLIC_ID_ISSUER="")

    assert len(providers) == 5
    assert {one.issuer for one in [*providers, public_id]} == {"http://localhost:8123/demonstration/agencies"}


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"SIGN_IN_PROVIDERS": "IDES"}, "small letters"),
        ({"SIGN_IN_PROVIDERS": "ides,ides"}, "twice"),
        ({"SIGN_IN_PROVIDERS": "public-id"}, "small letters"),
        ({"SIGN_IN_IDES_NAME": " "}, "Set SIGN_IN_IDES_NAME"),
        ({"SIGN_IN_IDES_ISSUER": ""}, "Set SIGN_IN_IDES_ISSUER"),
        ({"SIGN_IN_IDES_ISSUER": "http://ides.example.gov"}, "https address"),
        ({"SIGN_IN_IDES_ISSUER": "https://ides.example.gov?x=1"}, "https address"),
        ({"SIGN_IN_IDES_ISSUER": "https://a/.well-known/openid-configuration"}, "https address"),
        ({"SIGN_IN_IDES_CLIENT_ID": ""}, "Set SIGN_IN_IDES_CLIENT_ID"),
        ({"SIGN_IN_IDES_CLIENT_SECRET": "short"}, "Set SIGN_IN_IDES_CLIENT_SECRET"),
        ({"SIGN_IN_VAX_VERIFY_CLIENT_SECRET": ""}, "Set SIGN_IN_VAX_VERIFY_CLIENT_SECRET"),
        ({"SIGN_IN_IDES_CLIENT_SECRET": "demonstration-ides-of-no-worth"}, "Set SIGN_IN_IDES_CLIENT_SECRET"),
        ({"PUBLIC_ID_CLIENT_ID": ""}, "Set PUBLIC_ID_CLIENT_ID"),
        ({"PUBLIC_ID_ENDS_ON": ""}, "Set PUBLIC_ID_ENDS_ON"),
        ({"PUBLIC_ID_ENDS_ON": "June 30"}, "Set PUBLIC_ID_ENDS_ON"),
        ({"PUBLIC_ID_TWO_FACTOR_AMR": "mfa"}, "a Public ID has one factor"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_bad_value_stops_with_advice(changes, advice):
    with pytest.raises(ImproperlyConfigured, match=advice):
        read(**changes)
