"""GitLab, on gitlab.com and self-managed."""

from __future__ import annotations

from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.doorkeeper import DEVIATIONS, ERRORS, GRANT_REFUSED, GRANT_REFUSED_EXAMPLE, TEXTS
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, inherited
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_DOCUMENTATION = "https://docs.gitlab.com/api/oauth2/"
_OWN_TEXTS = "github.com/gitlabhq/gitlabhq@08ed6b1 config/locales/doorkeeper.en.yml"

_ERRORS = (
    KnownError(
        "gitlab-refresh-token-refused",
        ("invalid_grant",),
        "mostly a refresh token that another process has used; each refresh replaces access token and refresh token.",
        (
            Cause(
                "two processes share one refresh token, or the newer one of an earlier refresh was not kept",
                "look for a second run that refreshes, and for an answer that was lost",
                "use the newest stored one once, else sign in again; let one process refresh",
                Who.YOU,
            ),
            because.GRANT_REVOKED,
            because.USER_DISABLED,
        ),
        Retry.NEW_SIGN_IN,
        (TEXTS, _DOCUMENTATION),
        words=GRANT_REFUSED,
        example=GRANT_REFUSED_EXAMPLE,
        endpoints=(Purpose.TOKEN,),
        grants=(REFRESH_TOKEN,),
        statuses=(400, 401),
        generic=True,
        unverified=("status 401",),
    ),
    KnownError(
        "gitlab-redirect-uri-not-registered",
        (),
        "the redirect URI is not registered; the page says so, and the app never hears of it.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "the client builds the redirect URI from what it sees: http in place of https behind a proxy",
                "look at redirect_uri in the address of the page",
                "send the registered one with --redirect-uri",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            _OWN_TEXTS,
            "https://github.com/PostHog/posthog/issues/4049",
            "https://github.com/Salamek/gitlab-tools/issues/21",
            "https://github.com/sveltia/sveltia-cms-auth/issues/8",
        ),
        words=r"The redirect URI included is not valid",
        example="An error has occurred The redirect URI included is not valid.",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
    *inherited(ERRORS, "gitlab", family="doorkeeper", but=("refresh-token-refused", "redirect-uri-not-registered")),
)

PROVIDER = Provider(
    name="gitlab",
    title="GitLab",
    recognise=Recognition(urls=(r"^https://gitlab\.",), headers=(("x-gitlab-meta", "."),)),
    presets=(
        Preset("", "", {"issuer": "https://gitlab.com"}),
        Preset("HOST", DOMAIN, {"issuer": "https://{domain}"}),
    ),
    tenant="the host of a self-managed GitLab",
    example="gitlab:gitlab.example.com",
    notes=(
        Note("a refresh token is good once and is replaced by each refresh", _DOCUMENTATION),
        Note("GitLab is made with Doorkeeper, and says what Doorkeeper says", _OWN_TEXTS),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("access token", "2 hours", _DOCUMENTATION, seconds=7200),
        Lifetime("authorization code", "10 minutes", "general knowledge", seconds=600, verified=False),
    ),
    deviations=DEVIATIONS,
    sources=(_DOCUMENTATION, _OWN_TEXTS, TEXTS),
)
