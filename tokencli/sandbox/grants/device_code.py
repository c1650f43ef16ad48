"""`urn:ietf:params:oauth:grant-type:device_code`: a device asks until its user has decided (RFC 8628 section 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2 import rfc8628

from tokencli.sandbox.issuing_grant import IssuingGrant
from tokencli.sandbox.records import Authorization
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser
    from tokencli.sandbox.records import Device

SLOW_DOWN_SECONDS = 5  # RFC 8628 section 3.5


class DeviceCodeGrant(IssuingGrant, rfc8628.DeviceCodeGrant):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, with the sandbox's devices and tokens."""

    def query_device_credential(self, device_code: str) -> Device:
        """Finds the device of a code.

        Args:
            device_code: The code.

        Returns:
            The device.

        Raises:
            Refusal: `invalid_grant`, for a code that is unknown, another client's, or was used.
        """
        found = self.state.records.devices.get(device_code)
        if found is None:
            raise Refusal("invalid_grant", "the device code was never issued here")
        if self.request.client.client_id != found.client_id:
            raise Refusal("invalid_grant", f"the device code was issued to {found.client_id}")
        if found.redeemed:
            raise Refusal("invalid_grant", "the device code was used before")
        return found

    def validate_device_credential(self, credential: Device) -> SandboxUser:
        """Says whether the user has decided.

        Args:
            credential: The device.

        Returns:
            The user who approved.

        Raises:
            Refusal: `expired_token`, `access_denied`, `slow_down` or `authorization_pending`.
        """
        if credential.expires_at <= self.state.clock():
            raise Refusal("expired_token", "the device code has expired")
        match credential.decision:
            case "approved":
                return self.state.users[credential.username or ""]
            case "denied":
                raise Refusal("access_denied", "the user denied the device")
            case "undecided":
                raise self._not_yet(credential)

    def _not_yet(self, device: Device) -> Refusal:
        now, before = self.state.clock(), device.last_poll
        device.last_poll = now
        if before is None or now - before >= device.interval:
            return Refusal("authorization_pending", "the user has not decided yet")
        reason = f"polled {now - before:.1f} s after the last time; the interval is {device.interval:g} s"
        # RFC 8628 section 3.5: the interval MUST be increased by 5 seconds for this and all subsequent requests.
        device.interval += SLOW_DOWN_SECONDS
        return Refusal("slow_down", reason, told="polled too fast")

    def authorization(self, scope: str | None) -> Authorization:  # noqa: ARG002 -- as every grant is asked
        """What the user approved."""
        device: Device = self.request.credential
        return Authorization(
            client_id=device.client_id,
            username=device.username,
            scope=device.scope,
            audience=device.audience,
            acr_values=device.acr_values,
            auth_time=device.auth_time,
        )

    def save_token(self, token: dict[str, Any]) -> None:  # noqa: ARG002 -- the signature is Authlib's
        """Marks the device code as used: tokens were made from it."""
        device: Device = self.request.credential
        device.redeemed = True
