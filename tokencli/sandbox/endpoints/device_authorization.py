"""The device authorization endpoint (RFC 8628 section 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2 import rfc8628

from tokencli.sandbox import paths
from tokencli.sandbox.accounts import DEVICE_CODE
from tokencli.sandbox.records import Device
from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.scope import or_default
from tokencli.sandbox.target import asked_targets

if TYPE_CHECKING:
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.registered_client import RegisteredClient


class DeviceAuthorizationEndpoint(rfc8628.DeviceAuthorizationEndpoint):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, with the sandbox's devices."""

    server: SandboxAuthorizationServer

    @property
    def EXPIRES_IN(self) -> int:  # noqa: N802 -- the name is Authlib's
        """The lifetime of both codes in seconds."""
        return self.server.state.policy.device_code_lifetime

    @property
    def INTERVAL(self) -> float:  # noqa: N802 -- the name is Authlib's
        """Seconds to wait between polls."""
        return self.server.state.policy.interval

    def get_verification_uri(self) -> str:
        """Where the user goes."""
        return self.server.state.url(paths.DEVICE)

    def authenticate_client(self, request: SandboxRequest) -> RegisteredClient:
        """Finds the client; one that may not use the grant is refused with `unauthorized_client`."""
        client: RegisteredClient = super().authenticate_client(request)
        if not client.check_grant_type(DEVICE_CODE):
            raise Refusal("unauthorized_client", f"{client.client_id} may not use grant_type={DEVICE_CODE}")
        return client

    def create_endpoint_response(self, request: SandboxRequest) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """The answer with both codes; the device is remembered.

        Args:
            request: The request.

        Returns:
            Status, members and headers.
        """
        audience = asked_targets(request)
        status, data, headers = super().create_endpoint_response(request)
        state = self.server.state
        state.records.devices[data["device_code"]] = Device(
            device_code=data["device_code"],
            user_code=data["user_code"],
            client_id=request.client.client_id if request.client is not None else "",
            scope=or_default(request.payload.scope),
            audience=audience,
            acr_values=request.form.get("acr_values"),
            expires_at=state.clock() + self.EXPIRES_IN,
            interval=self.INTERVAL,
        )
        return status, data, headers

    def save_device_credential(self, client_id: str, scope: str | None, data: dict[str, Any]) -> None:
        """Does nothing: `create_endpoint_response` remembers more than is handed over here."""
