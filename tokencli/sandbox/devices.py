"""What a user decides about a device (RFC 8628 section 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.sandbox.records import Device
    from tokencli.sandbox.state import SandboxState


def waiting_device(state: SandboxState, user_code: str) -> Device | None:
    """The device that shows a code and still waits.

    Args:
        state: The sandbox.
        user_code: As typed.

    Returns:
        The device; None where no device shows the code, it has expired, or the user has decided.
    """
    device = state.records.device_of_user_code(user_code)
    if device is None or device.decision != "undecided" or device.expires_at <= state.clock():
        return None
    return device


def approve(state: SandboxState, device: Device, username: str) -> None:
    """Lets a device have tokens.

    Args:
        state: The sandbox.
        device: The device.
        username: The user who approves.
    """
    device.decision, device.username, device.auth_time = "approved", username, state.now()


def deny(device: Device) -> None:
    """Refuses a device.

    Args:
        device: The device.
    """
    device.decision = "denied"


def expire(state: SandboxState, device: Device) -> None:
    """Ends the lifetime of a device's codes now.

    Args:
        state: The sandbox.
        device: The device.
    """
    device.expires_at = state.clock()
