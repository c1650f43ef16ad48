"""Causes that many products share, each worded once; a product that has more to say words its own."""

from __future__ import annotations

from tokencli.providers.known_error import Cause, Who

# The authorization code and what belongs to its sign-in.

CODE_USED_BEFORE = Cause(
    "the authorization code was used before",
    "look for two token requests with the same code: a page loaded twice, a callback that runs twice, an HTTP retry",
    "sign in again, and trade each code once",
    Who.YOU,
)
CODE_TOO_OLD = Cause(
    "more time passed between the redirect and the token request than a code lives",
    "compare both times, and think of breakpoints and of copying by hand",
    "sign in again, and trade the code at once",
    Who.YOU,
)
CODE_OF_ANOTHER_CLIENT = Cause(
    "the authorization code was given to another client",
    "compare client_id in the authorization request and in the token request",
    "use the same client for both requests",
    Who.YOU,
)
CODE_DAMAGED = Cause(
    "the authorization code was changed on the way, cut off, or decoded twice",
    "decode the redirect URL once and compare; watch for + / % and a missing end",
    "paste the whole redirect URL, and let it be taken apart",
    Who.YOU,
)
CODE_OF_ANOTHER_SERVER = Cause(
    "the authorization code came from another server, tenant or node than the token request goes to",
    "compare host and path of both endpoints with tokencli discover",
    "take both endpoints from one issuer; nodes of one server need a store that they share",
    Who.YOU,
)
REDIRECT_URI_DIFFERS = Cause(
    "the redirect URI of the token request is missing, or is not that of the authorization request",
    "compare both letter for letter: scheme, port, letter case, a slash at the end",
    "sign in again, and send the same value with --redirect-uri",
    Who.YOU,
)
REDIRECT_URI_NOT_REGISTERED = Cause(
    "the redirect URI is not among those registered for the client",
    "compare it with the registered ones letter for letter: scheme, port, letter case, a slash at the end",
    "have exactly this URI registered, or give a registered one with --redirect-uri",
    Who.APP_OWNER,
)
VERIFIER_OF_ANOTHER_SIGN_IN = Cause(
    "the code verifier does not belong to the challenge of this sign-in",
    "make its challenge with tokencli make pkce --verifier, and compare with code_challenge in the authorization request",
    "sign in again, and keep the verifier of that very sign-in",
    Who.YOU,
)
VERIFIER_MISSING = Cause(
    "the sign-in had a challenge, and the token request has no verifier",
    "look for code_challenge in the authorization request and for code_verifier in the token request",
    "sign in again, and send the verifier of that sign-in with --code-verifier",
    Who.YOU,
)
VERIFIER_WITHOUT_CHALLENGE = Cause(
    "the token request has a verifier, and the sign-in had no challenge",
    "look for code_challenge in the authorization request that the browser really opened",
    "send both or neither: --pkce S256 or --pkce none",
    Who.YOU,
)
VERIFIER_MALFORMED = Cause(
    "the code verifier is shorter than 43 or longer than 128 characters, or has characters that it must not have",
    "count its characters; letters, digits and - . _ ~ are allowed",
    "make a new one with tokencli make pkce",
    Who.YOU,
)
CHALLENGE_MISSING = Cause(
    "server or client registration demands PKCE, and the authorization request has no challenge",
    "look for code_challenge in the authorization request",
    "leave --pkce at S256",
    Who.YOU,
)
CHALLENGE_PLAIN = Cause(
    "the challenge is sent as plain, or without its method, which means the same, and only S256 is taken",
    "look at code_challenge_method in the authorization request",
    "leave --pkce at S256",
    Who.YOU,
)
SIGN_IN_LOST = Cause(
    "the sign-in that was under way is lost: a bookmark, the back button, a long pause, or blocked cookies",
    "begin once in a fresh window, with cookies allowed",
    "start the sign-in again from the application",
    Who.END_USER,
)

# The client and how it authenticates.

SECRET_WRONG = Cause(
    "the client secret is wrong, cut off, replaced, or that of another client",
    "compare its length, beginning and end with a fresh copy, and look for spaces, quotes and ends of lines",
    "give the current secret, best by a reference such as file: or env:",
    Who.YOU,
)
SECRET_EXPIRED = Cause(
    "the client secret has expired",
    "remember whether it worked until some day without any change",
    "have a new one issued",
    Who.APP_OWNER,
)
CLIENT_UNKNOWN = Cause(
    "this server knows no such client id: a typing error, a deleted client, or one of another environment",
    "compare the client id with the registration on exactly this host",
    "correct the client id or the server",
    Who.YOU,
)
CLIENT_DISABLED = Cause(
    "the client is known, and is disabled or not approved yet",
    "try another client of the same server; the answer does not tell",
    "have the client enabled",
    Who.ADMINISTRATOR,
)
CREDENTIALS_MISSING = Cause(
    "no credentials of the client reached the server",
    "look at the request with --dry-run for an Authorization header or client_secret, and for a redirect or proxy that drops it",
    "give the client secret, and the final URL of the token endpoint",
    Who.YOU,
)
CREDENTIALS_TWICE = Cause(
    "the client's credentials were sent in two places",
    "look for an Authorization header beside client_secret or client_assertion",
    "choose one --auth-method, and give no credentials with --param",
    Who.YOU,
)
AUTH_METHOD_DIFFERS = Cause(
    "the client authenticates with another method than it is registered with",
    "compare where the credentials stand in the request with token_endpoint_auth_method of the client",
    "use the registered method with --auth-method",
    Who.YOU,
)
CLIENT_TYPE_DIFFERS = Cause(
    "a client registered as public sends a secret, or a confidential one sends none",
    "compare the kind of client in the registration with the request",
    "use --auth-method none for a public client, else give the secret",
    Who.YOU,
)
BASIC_NOT_ENCODED = Cause(
    "id or secret has special characters, and was put into the Basic header without being form-encoded",
    "look for anything but letters, digits and - . _ ~ in them, and for --basic-encoding raw",
    "leave --basic-encoding at form, or use --auth-method post",
    Who.YOU,
)
ASSERTION_NOT_ACCEPTED = Cause(
    "the client assertion has a wrong audience, issuer, subject, time, key or algorithm, or was used before",
    "look into it with tokencli decode: iss and sub are the client id, aud is what the server expects, kid is registered",
    "correct it, for instance with --assertion-audience, or register the public key",
    Who.YOU,
)
OTHER_ENVIRONMENT = Cause(
    "the credentials are those of another environment, such as test instead of production",
    "compare the host of the token endpoint with the place where they were issued",
    "use the credentials of this host",
    Who.YOU,
)
GRANT_NOT_ALLOWED = Cause(
    "the client is not registered for this grant",
    "compare grant_type in the request with the grants of the client's registration",
    "have the grant allowed for the client, or use one that is",
    Who.APP_OWNER,
)
APP_INCOMPLETE = Cause(
    "the registration of the client lacks something that this flow needs",
    "compare it with the product's list for this flow",
    "have it completed",
    Who.APP_OWNER,
)

# The refresh token and what stands behind it.

REFRESH_TOKEN_REPLACED = Cause(
    "the refresh token was used before, and the server gave a newer one",
    "look for an earlier refresh whose answer was lost or not stored, and for two runs that share one refresh token",
    "use the newest stored one once, else sign in again; keep the refresh token of each answer",
    Who.YOU,
)
REFRESH_TOKEN_TOO_OLD = Cause(
    "the refresh token is older, or lay unused longer, than the server allows",
    "compare when it was given and last used with the lifetimes of the product",
    "sign in again",
    Who.END_USER,
)
GRANT_REVOKED = Cause(
    "the authorization behind the refresh token was withdrawn: by the person, a new password, a sign-out or an administrator",
    "ask the person to look at the list of connected applications",
    "sign in again",
    Who.END_USER,
)
REFRESH_TOKEN_OF_ANOTHER_CLIENT = Cause(
    "the refresh token was given to another client",
    "compare the client id with that of the sign-in",
    "refresh with the client of the sign-in, or sign in again with this one",
    Who.YOU,
)
NOT_A_REFRESH_TOKEN = Cause(
    "something else than a refresh token was sent, such as an access token or a code",
    "look at its beginning, and into it with tokencli decode if it is a JWT",
    "send the member refresh_token of the answer",
    Who.YOU,
)
REFRESH_TOKEN_DAMAGED = Cause(
    "the refresh token was cut off or changed on the way",
    "compare its length with the one in the answer that gave it",
    "store it whole, and send it form-encoded",
    Who.YOU,
)
REFRESH_TOKEN_MISSING = Cause(
    "no refresh token was sent, perhaps because the sign-in never gave one",
    "look whether the answer to the sign-in has a member refresh_token",
    "sign in again and ask for offline access, usually with --scope offline_access",
    Who.YOU,
)
OFFLINE_ACCESS_WITHDRAWN = Cause(
    "offline access, or a scope of the grant, was taken from the client since the sign-in",
    "see whether all refresh tokens of the client fail since the same moment",
    "have it restored, or sign in again with the scopes that are left",
    Who.APP_OWNER,
)
SESSION_ENDED = Cause(
    "the session behind it is over: a sign-out, too long idle, an administrator, or a restart of the server",
    "compare the time since the last refresh with the idle time of a session",
    "sign in again; for jobs that run alone ask for offline access",
    Who.END_USER,
)

# The person.

USER_DISABLED = Cause(
    "the account of the person is disabled, locked or deleted",
    "sign in with a browser, and see whether others can use the same client",
    "have the account enabled",
    Who.ADMINISTRATOR,
)
PASSWORD_WRONG = Cause(
    "user name or password is wrong",
    "sign in with both in a browser, and look for spaces and special characters",
    "correct them",
    Who.END_USER,
)
SIGN_IN_NEEDS_MORE = Cause(
    "the account is locked, or needs a second factor, a new password or another step that this grant cannot show",
    "sign in with a browser and see what is asked",
    "do there what is asked, or use authorization-code instead of password",
    Who.END_USER,
)
USER_SAID_NO = Cause(
    "the person, or a rule of the server, said no",
    "ask what was clicked, and whether an administrator must approve",
    "start again and agree",
    Who.END_USER,
)
CONSENT_MISSING = Cause(
    "the person has not agreed to this client, or has taken it back",
    "sign in with a browser and see whether consent is asked for",
    "agree there; where people may not, an administrator must",
    Who.END_USER,
)

# Devices.

DEVICE_PENDING = Cause(
    "the person has not finished on the other device",
    "see whether the page for the user code is still waiting",
    "keep asking at the interval that was given",
    Who.END_USER,
)
DEVICE_TOO_FAST = Cause(
    "the client asks more often than it may",
    "compare the time between two requests with the interval that was given",
    "add five seconds to the interval and keep that",
    Who.YOU,
)
DEVICE_CODE_TOO_OLD = Cause(
    "the device code is older than it lives",
    "compare the time since the device authorization with its expires_in",
    "start again, and let the person finish sooner",
    Who.YOU,
)
DEVICE_CODE_UNKNOWN = Cause(
    "the device code is mistyped, was used before, or belongs to another client",
    "compare device_code, not user_code, and client_id with the device authorization",
    "start again, and send device_code unchanged",
    Who.YOU,
)

# The request itself.

GRANT_TYPE_UNKNOWN = Cause(
    "grant_type is missing, misspelt, or nothing that this server offers",
    "compare it with grant_types_supported, as tokencli discover shows it",
    "use a grant that is offered, or have it switched on",
    Who.YOU,
)
NOT_A_FORM = Cause(
    "the body of the request is no form: JSON, multipart, or nothing but a query",
    "look at Content-Type and the body of the request",
    "send the parameters form-encoded in the body, as tokencli fetch does",
    Who.YOU,
)
NOT_A_POST = Cause(
    "the request is no POST, perhaps because a redirect made a GET of it",
    "look at the method of the last request, and for a 301 or 302 before it",
    "give the final URL of the endpoint, with https and the right slash",
    Who.YOU,
)
PARAMETER_MISSING = Cause(
    "a parameter that this request needs is missing, empty or too long",
    "look at the request with --dry-run for empty values",
    "give the parameter",
    Who.YOU,
)
PARAMETER_TWICE = Cause(
    "a parameter was sent more than once",
    "look for a name that stands twice, in query and body together",
    "send each parameter once, and take it out of --param",
    Who.YOU,
)
SCOPE_UNKNOWN = Cause(
    "a scope does not exist, or is misspelt",
    "compare each one, by letter case too, with scopes_supported as tokencli discover shows it",
    "correct --scope",
    Who.YOU,
)
SCOPE_NOT_ALLOWED = Cause(
    "a scope exists, and this client may not have it",
    "leave scopes out one by one until the request passes",
    "leave it out, or have it allowed for the client",
    Who.APP_OWNER,
)
RESPONSE_TYPE_NOT_ALLOWED = Cause(
    "response_type is missing, misspelt, or not allowed for the client",
    "compare it with the client's registration and with response_types_supported",
    "use --response-type code, and have that flow enabled for the client",
    Who.APP_OWNER,
)
TARGET_NOT_ACCEPTED = Cause(
    "the resource or audience is malformed, unknown, or was not part of the sign-in",
    "compare --resource and --audience with the registered APIs and with the authorization request",
    "ask for a registered one, in both requests",
    Who.YOU,
)
PROOF_NOT_ACCEPTED = Cause(
    "the DPoP proof does not fit this request: method, URL, time, key or type, or it was used before",
    "look into the header DPoP with tokencli decode: htm is POST, htu the URL without its query, iat now, jti new",
    "make a new proof for each request, as --dpop does",
    Who.YOU,
)
NONCE_WANTED = Cause(
    "the server wants a nonce of its own in the DPoP proof",
    "look for a header DPoP-Nonce in the answer",
    "send the request once more with that nonce in the proof, as --dpop does",
    Who.YOU,
)
KEY_NOT_PROVED = Cause(
    "the grant is bound to a key, and this request shows no key or another one",
    "compare with the first token request: DPoP or a client certificate, and which",
    "use the same --dpop-key or --cert from sign-in to the last refresh, or sign in again",
    Who.YOU,
)

# The server and the way to it.

CLOCK_WRONG = Cause(
    "the clock of this machine is wrong",
    "compare it with the header Date of the answer, or ask tokencli doctor",
    "set the clock",
    Who.YOU,
)
SERVER_FAILED = Cause(
    "the server has a trouble of its own",
    "try again after a while, and look at its status page",
    "wait; if it stays, tell the operator the time and the request id",
    Who.ADMINISTRATOR,
)
TOO_MANY_REQUESTS = Cause(
    "too many token requests came in a short time",
    "count them, and look for a header Retry-After",
    "keep access tokens until they expire, and wait",
    Who.YOU,
)
NOT_HTTPS = Cause(
    "the endpoint was asked by http, or a proxy in front does not tell the server that it was https",
    "look at the scheme of the URL; at https ask for the headers that the proxy passes on",
    "use https; behind a proxy have the forwarded headers passed on",
    Who.ADMINISTRATOR,
)
