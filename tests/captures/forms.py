"""One conversation in every form in which a person may have it; its secrets are canaries."""

from __future__ import annotations

import base64
import json

SECRET = "CANARY-s3cr3t-value"
CODE = "CANARY-c0de-0AVMBsJ"
REFRESH_TOKEN = "CANARY-r3fresh-t0ken"
CANARIES = (SECRET, CODE, REFRESH_TOKEN, base64.b64encode(f"shop:{SECRET}".encode()).decode())

URL = "https://login.example/token"
CALLBACK = "https://app.example/callback"
FORM = f"grant_type=authorization_code&code={CODE}&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"
BASIC = base64.b64encode(f"shop:{SECRET}".encode()).decode()
REFUSAL = '{"error": "invalid_grant", "error_description": "Code not valid"}'
AUTHORIZE = "https://login.example/authorize?response_type=code&client_id=shop&state=xyz&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"
DELIVERED = f"{CALLBACK}?code={CODE}&state=xyz"

HTTP = f"""\
POST /token HTTP/1.1
Host: login.example
Authorization: Basic {BASIC}
Content-Type: application/x-www-form-urlencoded

{FORM}

HTTP/1.1 400 Bad Request
Content-Type: application/json

{REFUSAL}
"""

CURL_VERBOSE = f"""\
* Host login.example:443 was resolved.
*   Trying 203.0.113.7:443...
* ALPN: server accepted h2
> POST /token HTTP/2
> Host: login.example
> Authorization: Basic {BASIC}
> User-Agent: curl/8.14.1
> Content-Length: 120
> Content-Type: application/x-www-form-urlencoded
>
}} [120 bytes data]
* upload completely sent off: 120 bytes
< HTTP/2 400
< content-type: application/json
<
{{ [66 bytes data]
* Connection #0 to host login.example left intact
{REFUSAL}
"""

CURL_COMMAND = f"""\
curl -sS -X POST '{URL}' \\
  -u 'shop:{SECRET}' \\
  -d grant_type=authorization_code --data-urlencode "code={CODE}" \\
  --data-urlencode 'redirect_uri={CALLBACK}'
"""

CURL_FOR_CMD = f"""\
curl ^"{URL}^" ^
  -H ^"Authorization: Basic {BASIC}^" ^
  -H ^"content-type: application/x-www-form-urlencoded^" ^
  --data-raw ^"{FORM.replace("&", "^&").replace("%", "^%")}^"
"""

CURL_FOR_POWERSHELL = f"""\
curl.exe -X POST "{URL}" `
  -u "shop:{SECRET}" `
  -d "{FORM}"
"""

JSON_LOG = json.dumps(
    {"time": "2026-03-01T12:00:00Z", "level": "error", "msg": "token request failed", "body": REFUSAL}
)
TEXT_LOG = '2026-03-01T12:00:00Z ERROR oauth: error=invalid_grant error_description="Code not valid" request=17'


def har(*entries: dict[str, object], creator: str = "WebInspector") -> str:
    """A HAR file."""
    return json.dumps({"log": {"version": "1.2", "creator": {"name": creator}, "pages": [], "entries": list(entries)}})


def entry(
    url: str,
    status: int,
    *,
    method: str = "GET",
    form: str = "",
    body: str = "",
    location: str = "",
    encoded: bool = False,
    second: int = 0,
    authorization: str = f"Basic {BASIC}",
) -> dict[str, object]:
    """An entry as Chrome writes it."""
    content: dict[str, object] = {"size": len(body), "mimeType": "application/json", "text": body}
    if encoded:
        content |= {"text": base64.b64encode(body.encode()).decode(), "encoding": "base64"}
    request: dict[str, object] = {
        "method": method,
        "url": url,
        "headers": [
            {"name": ":authority", "value": "login.example"},
            {"name": "Authorization", "value": authorization},
        ],
    }
    if form:
        request["headers"] = [
            *request["headers"],
            {"name": "content-type", "value": "application/x-www-form-urlencoded"},
        ]  # type: ignore[misc]
        request["postData"] = {"mimeType": "application/x-www-form-urlencoded", "text": form}
    return {
        "startedDateTime": f"2026-03-01T12:00:{second:02d}.500Z",
        "time": 84,
        "request": request,
        "response": {
            "status": status,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "content": content,
            "redirectURL": location,
        },
    }


NOISE = entry("https://app.example/logo.png", 200, body="iVBORw0KGgo=")
SIGN_IN_HAR = har(
    NOISE,
    entry(AUTHORIZE, 302, location="https://login.example/sign-in", second=1),
    entry(DELIVERED, 200, second=5),
    entry(URL, 400, method="POST", form=FORM, body=REFUSAL, encoded=True, second=7),
    NOISE,
)

# Every form that shows a refused token request whole.
EXCHANGES = {
    "HTTP": HTTP,
    "HTTP with carriage returns": HTTP.replace("\n", "\r\n"),
    "curl command, then its answer": CURL_COMMAND + REFUSAL,
    "curl command and -v": f"$ {CURL_COMMAND}{CURL_VERBOSE}",
    "curl by its path": f"$ /usr/bin/{CURL_COMMAND}{REFUSAL}",
    "cmd": CURL_FOR_CMD + REFUSAL,
    "PowerShell": CURL_FOR_POWERSHELL + REFUSAL,
    "HAR": SIGN_IN_HAR,
    "a mail": f"Hello,\nour login fails. I ran:\n\n    {CURL_COMMAND}\nand got this:\n\n    {REFUSAL}\n\nAny idea?\n",
}
# Every form that shows the refusal alone.
REFUSALS = {
    "JSON": REFUSAL,
    "JSON over lines": json.dumps(json.loads(REFUSAL), indent=2),
    "form": "error=invalid_grant&error_description=Code+not+valid",
    "HTTP answer": HTTP.partition("\n\nHTTP")[2].join(("HTTP", "")),
    "JSON log": JSON_LOG,
    "text log": TEXT_LOG,
    "Go": 'oauth2: "invalid_grant" "Code not valid"',
    "Python": "InvalidGrantError: (invalid_grant) Code not valid",
    "colon": "Error: invalid_grant: Code not valid",
}
