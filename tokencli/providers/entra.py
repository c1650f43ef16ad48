"""Microsoft Entra ID, formerly Azure AD: the Microsoft identity platform, version 2.0."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, PASSWORD, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition

_DOCUMENTATION = "https://github.com/MicrosoftDocs/entra-docs/blob/main/docs/identity-platform"
_GUID = r"(?P<tenant>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"
_NAME = r"(?P<tenant>common|organizations|consumers|[\w-]+(?:\.[\w-]+)+)"
_CLOUD = r"(?P<cloud>login\.microsoftonline\.us|login\.partner\.microsoftonline\.cn)/"


def _endpoints(host: str) -> dict[str, str]:
    # The metadata of a tenant that is named otherwise than by its GUID names the GUID as issuer, so it never equals the
    # issuer that was asked for (RFC 8414 section 3.3); the endpoints need no such comparison.
    return {
        "token_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/token",
        "authorization_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/devicecode",
    }


_ERRORS = (
    KnownError(
        name="entra-secret-wrong",
        codes=("invalid_client",),
        meaning="the secret is none of the application's.",
        causes=(
            Cause(
                "the identifier of the secret, a GUID, was copied instead of its value",
                "a value is no GUID and is shown once, when the secret is made",
                "make a new secret and copy its value",
                Who.APP_OWNER,
            ),
            Cause(
                "the secret was changed on the way",
                "look for + & % = in it",
                "take it from a reference such as file: or env:, unchanged",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/OfficeDev/microsoft-365-agents-toolkit/issues/8621",),
        words=r"AADSTS7000215:",
        numbers=("AADSTS7000215",),
    ),
    KnownError(
        name="entra-secret-expired",
        codes=("invalid_client",),
        meaning="the secret is known and past its end.",
        causes=(
            Cause(
                "the secret has expired",
                "look at its end date in Certificates and secrets",
                "make a new one and use it",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/Azure-Samples/ms-identity-python-webapp/issues/67",),
        words=r"AADSTS7000222:",
        numbers=("AADSTS7000222",),
    ),
    KnownError(
        name="entra-client-unknown",
        codes=("unauthorized_client",),
        meaning="the tenant in the URL does not know this client id.",
        causes=(
            Cause(
                "the client id is that of an object or a secret, or of another application",
                "compare with Application (client) ID on the overview page",
                "give that one",
                Who.YOU,
            ),
            Cause(
                "the tenant is another",
                "look at the tenant in the token endpoint",
                "name the application's own tenant, as in entra:TENANT",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/12Knocksinna/Office365itpros/issues/23",),
        words=r"AADSTS700016:",
        numbers=("AADSTS700016",),
    ),
    KnownError(
        name="entra-tenant-unknown",
        codes=("invalid_tenant", "invalid_request"),
        meaning="there is no such tenant in this cloud.",
        causes=(
            Cause(
                "the tenant is mistyped, or lives in a national cloud",
                "ask for its metadata with tokencli discover",
                "correct the tenant, or name the cloud as in entra:login.microsoftonline.us/TENANT",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/Azure/azure-cli/issues/24376",),
        words=r"AADSTS90002:",
        numbers=("AADSTS90002",),
    ),
    KnownError(
        name="entra-client-must-authenticate",
        codes=("invalid_client",),
        meaning="the application counts as confidential, and no credential came.",
        causes=(
            Cause(
                "public client flows are not allowed for the application",
                "look at Authentication, Allow public client flows",
                "allow them, or give the secret",
                Who.APP_OWNER,
            ),
            Cause(
                "the redirect URI is registered for a web application",
                "look at the platform it is registered under",
                "register it under Mobile and desktop",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/haystackeditor/haystack-editor/issues/41",),
        words=r"AADSTS7000218:",
        numbers=("AADSTS7000218",),
    ),
    KnownError(
        name="entra-assertion-signature",
        codes=("invalid_client",),
        meaning="no certificate of the application fits the client assertion.",
        causes=(
            Cause(
                "the certificate is not registered with the application",
                "compare its thumbprint with those in Certificates and secrets",
                "register it",
                Who.APP_OWNER,
            ),
            Cause(
                "the assertion's header does not name the certificate",
                "decode the assertion and look for x5t or x5t#S256",
                "add the certificate's thumbprint to the header",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/pnp/cli-microsoft365/issues/1621",),
        words=r"AADSTS700027:",
        numbers=("AADSTS700027",),
    ),
    KnownError(
        name="entra-code-used",
        codes=("invalid_grant",),
        meaning="the code was traded before.",
        causes=(
            Cause(
                "the callback ran twice, or a request was repeated after a time-out",
                "look for two token requests with the same code",
                "sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/davidjrh/dnn.azureadprovider/issues/17",),
        words=r"AADSTS54005:",
        numbers=("AADSTS54005",),
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="entra-code-or-token-expired",
        codes=("invalid_grant",),
        meaning="the code or refresh token is too old.",
        causes=(
            Cause(
                "a code was traded after more than about ten minutes, or a refresh token lay unused too long",
                "compare the times",
                "sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(f"{_DOCUMENTATION}/reference-error-codes.md",),
        words=r"AADSTS70008:",
        numbers=("AADSTS70008",),
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
    ),
    KnownError(
        name="entra-refresh-token-idle",
        codes=("invalid_grant",),
        meaning="the refresh token was not used for as long as the description says, 90 days as a rule.",
        causes=(
            Cause(
                "nobody used it, or the newer ones that came with each refresh were not kept",
                "read the two times in the description",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/Azure/azure-cli/issues/14244",),
        words=r"AADSTS700082:",
        numbers=("AADSTS700082",),
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="entra-verifier-differs",
        codes=("invalid_grant",),
        meaning="the verifier does not belong to the challenge, or did not come.",
        causes=(
            Cause(
                "the verifier of another sign-in was sent, or none",
                "make its challenge with tokencli make pkce --verifier and compare",
                "send the verifier of this sign-in with --code-verifier; the code is still good",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/2694",),
        words=r"AADSTS(?:501481|50148):",
        numbers=(
            "AADSTS501481",
            "AADSTS50148",
        ),
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="entra-value-damaged",
        codes=("invalid_grant", "invalid_request"),
        meaning="the code or refresh token cannot be read.",
        causes=(
            Cause(
                "it was cut, wrapped or decoded twice, or is another value",
                "compare its length with the one that was given",
                "send it unchanged",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/AzureAD/microsoft-authentication-library-for-android/issues/558",),
        words=r"AADSTS9002313:",
        numbers=("AADSTS9002313",),
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
    ),
    KnownError(
        name="entra-consent-missing",
        codes=("invalid_grant", "interaction_required", "consent_required"),
        meaning="nobody agreed to these permissions for this user.",
        causes=(
            Cause(
                "a scope is asked for that nobody agreed to",
                "compare with the permissions under Enterprise applications",
                "sign in with --prompt consent",
                Who.END_USER,
            ),
            Cause(
                "the permissions need an administrator",
                "look for Admin consent required",
                "have consent given for the whole tenant",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/vibber-ai/fastapi-azure-auth/issues/177",),
        words=r"AADSTS65001:",
        numbers=("AADSTS65001",),
    ),
    KnownError(
        name="entra-multi-factor",
        codes=("invalid_grant", "interaction_required"),
        meaning="the resource wants a second factor, and this grant was given without one.",
        causes=(
            Cause(
                "a policy began to ask for a second factor, or the grant is password, which has none",
                "look for claims in the answer",
                "sign in with a browser, with the claims of the answer in --claims",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/AzureAD/microsoft-authentication-library-for-go/issues/398",),
        words=r"AADSTS50076:",
        numbers=("AADSTS50076",),
    ),
    KnownError(
        name="entra-conditional-access",
        codes=("interaction_required", "invalid_grant", "access_denied"),
        meaning="a conditional access policy blocks this; signing in again does not help unless a condition changes.",
        causes=(
            Cause(
                "a policy forbids this place, device or flow",
                "an administrator sees the policy in the sign-in log under the correlation id",
                "meet its conditions, or have it changed",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/MartinIngesen/MSOLSpray/issues/5",),
        words=r"AADSTS5300[35]:",
        numbers=("AADSTS5300",),
    ),
    KnownError(
        name="entra-user-credentials",
        codes=("invalid_grant",),
        meaning="user name or password is wrong.",
        causes=(
            Cause(
                "user name or password is wrong, or the account belongs to another identity provider",
                "sign in with a browser",
                "correct them, or use authorization-code",
                Who.END_USER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/MicrosoftDocs/azure-docs/issues/55028",),
        words=r"AADSTS50126:",
        numbers=("AADSTS50126",),
        grants=(PASSWORD,),
    ),
    KnownError(
        name="entra-scope-not-default",
        codes=("invalid_scope",),
        meaning="an application in its own name may only ask for RESOURCE/.default.",
        causes=(
            Cause(
                "the scope is not one resource with /.default",
                "look at the scope of the request",
                "ask for RESOURCE/.default alone, and have application permissions granted",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/microsoftgraph/msgraph-sdk-python/issues/181",),
        words=r"AADSTS(?:1002012|70011):",
        numbers=(
            "AADSTS1002012",
            "AADSTS70011",
        ),
        grants=(CLIENT_CREDENTIALS,),
    ),
    KnownError(
        name="entra-resource-unknown",
        codes=("invalid_resource",),
        meaning="the API that the scope names does not exist in this tenant.",
        causes=(
            Cause(
                "the name is mistyped, often with a slash too many",
                "compare with Application ID URI of the API",
                "correct the scope",
                Who.YOU,
            ),
            Cause(
                "the API was never added to this tenant",
                "look for it under Enterprise applications",
                "have an administrator agree to it once",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/rootinc/laravel-azure-middleware/issues/51",),
        words=r"AADSTS500011:",
        numbers=("AADSTS500011",),
    ),
)

PROVIDER = Provider(
    name="entra",
    title="Microsoft Entra ID",
    recognise=Recognition(
        urls=(
            r"^https://login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn|windows\.net|live\.com)/",
            r"^https://sts\.windows\.net/",
            r"^https://[^/]+\.(?:b2clogin|ciamlogin)\.com/",
        ),
        headers=(("x-ms-ests-server", "."),),
        bodies=(r'"error_description"\s*:\s*"AADSTS\d{5,7}:',),
    ),
    presets=(
        Preset("GUID", _GUID, {"issuer": "https://login.microsoftonline.com/{tenant}/v2.0"}),
        Preset("DOMAIN", _NAME, _endpoints("login.microsoftonline.com")),
        Preset("CLOUD/GUID", _CLOUD + _GUID, {"issuer": "https://{cloud}/{tenant}/v2.0"}),
        Preset("CLOUD/DOMAIN", _CLOUD + _NAME, _endpoints("{cloud}")),
    ),
    tenant="the directory's GUID, one of its domains, or common, organizations, consumers",
    example="entra:contoso.onmicrosoft.com",
    notes=(
        Note(
            "with the GUID the issuer is known and an ID token is verified; with a domain or common neither is so",
            "general knowledge",
            verified=False,
        ),
        Note(
            "an application in its own name asks for the scope RESOURCE/.default", "general knowledge", verified=False
        ),
        Note(
            "a refresh token comes only with the scope offline_access, an ID token only with openid",
            f"{_DOCUMENTATION}/v2-oauth2-auth-code-flow.md",
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "10 minutes", "general knowledge", seconds=600, verified=False),
        Lifetime("access token", "60 minutes", "general knowledge", seconds=3600, verified=False),
        Lifetime("refresh token", "90 days", "general knowledge", seconds=7776000, verified=False),
    ),
    sources=(
        f"{_DOCUMENTATION}/reference-error-codes.md",
        f"{_DOCUMENTATION}/v2-oauth2-auth-code-flow.md",
        f"{_DOCUMENTATION}/refresh-tokens.md",
    ),
)
