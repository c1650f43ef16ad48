"""The page where a user types a device's code and decides about it (RFC 8628 section 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.sandbox import sign_in
from tokencli.sandbox.devices import approve, deny, waiting_device
from tokencli.sandbox.pages import page

if TYPE_CHECKING:
    from flask import Request, Response

    from tokencli.sandbox.records import Device
    from tokencli.sandbox.state import SandboxState


def _device_page(state: SandboxState, device: Device, http: Request, problem: str = "") -> Response:
    signed_in = sign_in.current(state, http)
    return page(
        "device",
        status=403 if problem else 200,
        # RFC 8628 section 3.3.1: the user should confirm that the code on the page is the one on the device.
        user_code=device.user_code,
        client_id=device.client_id,
        scopes=device.scope.split(),
        username=signed_in.session.username if signed_in else "",
        problem=problem,
        users=state.users.values(),
    )


def _approved(state: SandboxState, device: Device, http: Request) -> Response:
    signed_in = sign_in.current(state, http)
    if signed_in is None or "username" in http.form:
        signed_in = sign_in.sign_in(state, http.form.get("username", ""), http.form.get("password", ""))
    if signed_in is None:
        return _device_page(state, device, http, "This name and password do not belong together.")
    approve(state, device, signed_in.session.username)
    response = page("decided", approved=True, client_id=device.client_id)
    sign_in.remember(response, signed_in)
    return response


def answer_device(state: SandboxState, http: Request) -> Response:
    """Answers a visit to the verification page.

    Args:
        state: The sandbox.
        http: The request as Flask has it.

    Returns:
        The page that fits.
    """
    typed = http.values.get("user_code", "")
    device = waiting_device(state, typed)
    if device is None:
        problem = f"The code {typed} is not known, has expired, or was used before." if typed else ""
        return page("user_code", status=404 if typed else 200, problem=problem)
    match http.form.get("decision") if http.method == "POST" else None:
        case None:
            return _device_page(state, device, http)
        case "approve":
            return _approved(state, device, http)
        case _:
            deny(device)
            return page("decided", approved=False, client_id=device.client_id)
