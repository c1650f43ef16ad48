"""Slack: apps that are installed into a workspace, and Sign in with Slack."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_ACCESS = "https://docs.slack.dev/reference/methods/oauth.v2.access"
_SIGN_IN = "https://docs.slack.dev/reference/methods/openid.connect.token"
_INSTALLING = "https://docs.slack.dev/authentication/installing-with-oauth"
_ROTATION = "https://docs.slack.dev/authentication/using-token-rotation"

_TOKEN = (Purpose.TOKEN,)


# Slack names what is wrong by the code alone, with status 200 and ok false.
_ERRORS = (
    KnownError(
        "slack-client-secret-wrong",
        ("bad_client_secret",),
        "the client secret is wrong.",
        (because.SECRET_WRONG,),
        Retry.AFTER_FIX,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        statuses=(200,),
    ),
    KnownError(
        "slack-client-unknown",
        ("invalid_client_id",),
        "there is no app with this client id.",
        (because.CLIENT_UNKNOWN,),
        Retry.AFTER_FIX,
        (_ACCESS,),
        words="",
        statuses=(200,),
    ),
    KnownError(
        "slack-code-refused",
        ("invalid_code",),
        "the code is unknown, was used, or is older than ten minutes.",
        (because.CODE_USED_BEFORE, because.CODE_TOO_OLD, because.CODE_DAMAGED),
        Retry.NEW_SIGN_IN,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(200,),
        unverified=("ten minutes",),
    ),
    KnownError(
        "slack-redirect-uri-differs",
        ("bad_redirect_uri",),
        "the redirect URI is not the one of the authorization request, or is missing although it stood there.",
        (because.REDIRECT_URI_DIFFERS,),
        Retry.NEW_SIGN_IN,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "slack-grant-type-unknown",
        ("invalid_grant_type",),
        "grant_type is neither authorization_code nor refresh_token.",
        (because.GRANT_TYPE_UNKNOWN, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        statuses=(200,),
    ),
    KnownError(
        "slack-refresh-token-refused",
        ("invalid_refresh_token",),
        "the refresh token is unknown, was used or revoked.",
        (because.REFRESH_TOKEN_REPLACED, because.GRANT_REVOKED),
        Retry.NEW_SIGN_IN,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(200,),
    ),
    KnownError(
        "slack-old-and-new-mixed",
        ("oauth_authorization_url_mismatch",),
        "the sign-in began at the old address and the code was traded at the new one, or the reverse.",
        (
            Cause(
                "the authorization request went to /oauth/authorize, and the token request to oauth.v2.access, or the reverse",
                "compare both addresses for v2",
                "use both with v2, as provider slack does",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        statuses=(200,),
    ),
    KnownError(
        "slack-scope-missing",
        ("no_scopes",),
        "no scope was asked for.",
        (
            Cause(
                "the authorization request has neither scope nor user_scope",
                "look at it with --dry-run",
                "give --scope, or --auth-param user_scope=SCOPES for a token of the person",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_ACCESS,),
        words="",
        statuses=(200,),
    ),
    KnownError(
        "slack-installed-for-all",
        ("cannot_install_an_org_installed_app",),
        "the app is installed for the whole organisation, and cannot be installed into one workspace besides.",
        (
            Cause(
                "the organisation has installed the app for all its workspaces",
                "look at the installed apps of the organisation",
                "use that installation, or have it removed first",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEVER,
        (_ACCESS,),
        words="",
        endpoints=_TOKEN,
        statuses=(200,),
    ),
    KnownError(
        "slack-not-a-form",
        ("invalid_form_data",),
        "the body of the request could not be read.",
        (because.NOT_A_FORM,),
        Retry.AFTER_FIX,
        (_ACCESS,),
        words="",
        statuses=(200,),
    ),
    KnownError(
        "slack-redirect-uri-not-registered",
        (),
        "the redirect URI is not configured for the app; the page shows the one that came, and the app never hears of it.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "no redirect URI was sent, and the app has none",
                "see whether the page names an empty one",
                "add one under OAuth & Permissions, and press Save URLs",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/healthchecks/healthchecks/issues/604",
            "https://github.com/slackapi/slack-skills-plugin/issues/20",
            "https://github.com/outline/outline/issues/4969",
        ),
        words=r"redirect_uri did not match any configured URIs\.",
        example="redirect_uri did not match any configured URIs. Passed URI: https://a.example/cb",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
)

PROVIDER = Provider(
    name="slack",
    title="Slack",
    recognise=Recognition(
        urls=(r"^https://(?:[^/]+\.)?slack\.com(?:/|$)",),
        headers=(("x-slack-req-id", "."),),
        bodies=(r'"authed_user"\s*:',),
    ),
    presets=(
        Preset(
            "",
            "",
            {
                "token_endpoint": "https://slack.com/api/oauth.v2.access",
                "authorization_endpoint": "https://slack.com/oauth/v2/authorize",
            },
        ),
        Preset("openid", "openid", {"issuer": "https://slack.com"}),
    ),
    tenant="the word openid, for Sign in with Slack",
    example="slack:openid",
    notes=(
        Note("refusals come with status 200, ok false and no description", _ACCESS),
        Note("the scope in an answer is separated by commas, and a user's token stands in authed_user", _ACCESS),
        Note("Sign in with Slack has endpoints of its own and an ID token", _SIGN_IN),
        Note("a token of the person is asked for with --auth-param user_scope=SCOPES", _ACCESS),
        Note("a redirect URI that stood in the authorization request must stand in the token request", _ACCESS),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "10 minutes", _INSTALLING, seconds=600, verified=False),
        Lifetime("access token with rotation", "12 hours", _ROTATION, seconds=43200, verified=False),
        Lifetime("access token without rotation", "until it is revoked", _ROTATION, verified=False),
    ),
    deviations=(
        Note("refusals come with status 200, with ok false and codes of Slack's own", _ACCESS),
        Note("the access token at the top is that of the bot; that of the person stands in authed_user", _ACCESS),
        Note("scopes are separated by commas", _ACCESS),
        Note("without rotation there is no expires_in", _ACCESS),
        Note("the token endpoint is called oauth.v2.access", _ACCESS),
    ),
    sources=(_ACCESS, _SIGN_IN),
)
