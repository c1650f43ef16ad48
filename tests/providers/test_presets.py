from __future__ import annotations

import subprocess
import sys

import pytest

from tokencli.errors import UsageProblem
from tokencli.providers import provider_settings

GUID = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("given", "issuer"),
    [
        ("google", "https://accounts.google.com"),
        ("GitLab", "https://gitlab.com"),
        ("gitlab:git.example.com:8443", "https://git.example.com:8443"),
        (f"entra:{GUID}", f"https://login.microsoftonline.com/{GUID}/v2.0"),
        (f"entra:login.microsoftonline.us/{GUID}", f"https://login.microsoftonline.us/{GUID}/v2.0"),
        ("okta:dev-1.okta.com", "https://dev-1.okta.com"),
        ("okta:dev-1.okta.com/default", "https://dev-1.okta.com/oauth2/default"),
        ("okta:https://dev-1.okta.com/oauth2/default/", "https://dev-1.okta.com/oauth2/default"),
        ("auth0:t.eu.auth0.com", "https://t.eu.auth0.com/"),
        ("auth0:https://login.example.com/", "https://login.example.com/"),
        ("keycloak:https://sso.example/myrealm", "https://sso.example/realms/myrealm"),
        ("keycloak:https://sso.example/auth/myrealm", "https://sso.example/auth/realms/myrealm"),
        ("keycloak:http://localhost:8080/myrealm", "http://localhost:8080/realms/myrealm"),
        ("keycloak:https://sso.example/realms/myrealm/", "https://sso.example/realms/myrealm"),
        ("keycloak:sso.example/myrealm", "https://sso.example/realms/myrealm"),
        ("cognito:eu-west-1/eu-west-1_Abc", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc"),
        ("cognito:us-gov-west-1_Abc", "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Abc"),
        (f"ping:{GUID}", f"https://auth.pingone.com/{GUID}/as"),
        (f"ping:com.au/{GUID}", f"https://auth.pingone.com.au/{GUID}/as"),
        ("ping:https://pf.example:9031", "https://pf.example:9031"),
        ("salesforce", "https://login.salesforce.com"),
        ("salesforce:test.salesforce.com", "https://test.salesforce.com"),
        ("adfs:sts.example.com", "https://sts.example.com/adfs"),
        ("adfs:https://sts.example.com/adfs/", "https://sts.example.com/adfs"),
        ("slack:openid", "https://slack.com"),
        ("onelogin:acme.onelogin.com", "https://acme.onelogin.com/oidc/2"),
        # A URL is the issuer letter for letter, its final slash too.
        ("identityserver:https://login.example/core/", "https://login.example/core/"),
        ("connect2id:login.example/c2id", "https://login.example/c2id"),
        ("hydra:http://127.0.0.1:4444", "http://127.0.0.1:4444"),
    ],
)
def test_a_product_with_its_tenant_stands_for_an_issuer(given: str, issuer: str) -> None:
    assert provider_settings(given)["issuer"] == issuer


@pytest.mark.parametrize("tenant", ["contoso.onmicrosoft.com", "common", "organizations", "consumers"])
def test_entra_by_a_name_stands_for_endpoints_as_its_metadata_names_another_issuer(tenant: str) -> None:
    at = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
    assert provider_settings(f"entra:{tenant}") == {
        "token_endpoint": f"{at}/token",
        "authorization_endpoint": f"{at}/authorize",
        "device_authorization_endpoint": f"{at}/devicecode",
    }


@pytest.mark.parametrize(("given", "host"), [("github", "github.com"), ("github:git.example.com", "git.example.com")])
def test_github_has_no_metadata_and_so_stands_for_endpoints(given: str, host: str) -> None:
    settings = provider_settings(given)
    assert "issuer" not in settings
    assert settings["token_endpoint"] == f"https://{host}/login/oauth/access_token"
    assert settings["device_authorization_endpoint"] == f"https://{host}/login/device/code"
    assert settings["auth_method"] == "post"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("gogle", "did you mean google?"),
        ("azure:common", "did you mean entra?"),
        ("okta", "the domain of the organisation"),
        ("okta:dev", "'dev' is not the domain"),
        ("google:x", "stands alone"),
        ("cognito:nowhere", "'nowhere' is not the identifier"),
        ("keycloak:https://sso.example", "keycloak:https://sso.example.com/myrealm"),
        ("entra:my tenant", "one of its domains"),
    ],
)
def test_what_cannot_be_a_product_with_its_tenant_is_refused_in_words_that_lead_on(given: str, told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        provider_settings(given)
    assert told in problem.value.what


def test_only_the_named_product_is_loaded() -> None:
    code = (
        "import sys; from tokencli.providers import provider_settings; provider_settings('okta:a.okta.com'); "
        "print(*sorted(name for name in sys.modules if name.startswith('tokencli.providers.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    form = {f"tokencli.providers.{name}" for name in ("causes", "known_error", "model")}
    assert set(done.stdout.split()) - form == {"tokencli.providers.okta"}
