"""`tokencli sandbox`: a real authorization server on this machine; `sandbox demo` shows one fetch from start to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.echo import echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import color_option, look
from tokencli.cli.sectioned import SectionedCommand, SectionedGroup, SectionedOption
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.sandbox import Sandbox

DEFAULT_PORT = 8899


def _sandbox(port: int, tell: Callable[[str], None] = lambda _: None) -> Sandbox:
    """A sandbox that is not started yet.

    Raises:
        UsageProblem: The extra is not installed.
    """
    from tokencli.sandbox import Sandbox, SandboxUnavailable

    try:
        return Sandbox(port=port, tell=tell)
    except SandboxUnavailable as problem:
        raise UsageProblem(str(problem)) from None


def _start(sandbox: Sandbox, port: int) -> None:
    from tokencli.sandbox import SandboxUnavailable

    try:
        sandbox.start()
    except SandboxUnavailable as problem:
        raise UsageProblem(str(problem)) from None
    except OSError as problem:
        raise UsageProblem(
            f"port {port} cannot be used: {problem.strerror or problem}", "choose another with --port, or 0 for any"
        ) from None


def _describe(sandbox: Sandbox) -> str:
    clients = [
        line
        for one in sandbox.clients
        for line in (
            f"client   {one.client_id!r:<16} secret {one.client_secret!r:<20} {one.auth_method}",
            f"         {one.note}",
        )
    ]
    users = [f"user     {one.username:<16} password {one.password}" for one in sandbox.users]
    return "\n".join([f"issuer   {sandbox.issuer}", "", *clients, "", *users, "", "try", *_to_try(sandbox), ""])


def _to_try(sandbox: Sandbox) -> list[str]:
    """A command for each kind of grant, to be copied as it is."""
    first = next(client for client in sandbox.clients if client.auth_method == "client_secret_basic")
    client = f"--issuer {sandbox.issuer} --client-id {first.client_id} --client-secret literal:{first.client_secret}"
    person, sample = sandbox.users[0], f"cmd:curl -s {sandbox.issuer}/samples/assertion"
    return [
        f"  tokencli discover {sandbox.issuer}",
        f"  tokencli fetch client-credentials {client}",
        f"  tokencli fetch authorization-code --issuer {sandbox.issuer} --client-id demo-public --scope openid",
        f"  tokencli fetch device-code {client}",
        f"  tokencli fetch password {client} --username {person.username} --password literal:{person.password}",
        f"  tokencli fetch jwt-bearer {client} --assertion '{sample}.jwt'",
        f"  tokencli fetch saml2-bearer {client} --assertion '{sample}.xml'",
        f"  tokencli fetch custom {client} --grant-type sandbox_ticket --param ticket=ok-1",
    ]


def _tell(reason: str) -> None:
    """Says on stderr why the server refused, which a real one keeps to itself."""
    from tokencli.wire.printable import printable_line

    click.echo(f"refused  {printable_line(reason)}", err=True)


def _serve(**options: Any) -> None:
    sandbox = _sandbox(options["port"], _tell)
    _start(sandbox, options["port"])
    click.echo(_describe(sandbox))
    click.echo("Ctrl-C stops it.", err=True)
    try:
        sandbox.wait()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        sandbox.stop()


def _demo(**options: Any) -> int:
    sandbox = _sandbox(0)
    _start(sandbox, 0)
    try:
        return _show_one_fetch(sandbox, options)
    finally:
        sandbox.stop()


def _show_one_fetch(sandbox: Sandbox, options: dict[str, Any]) -> int:
    """Fetches a token the way the command would, and shows the command, the request and the result."""
    from tokencli.app.get_token import get_token
    from tokencli.app.wiring import RunOptions, assemble
    from tokencli.cli.exit_codes import of_verdict
    from tokencli.oauth.grants import find_grant
    from tokencli.render import load_format
    from tokencli.render.request import render_request
    from tokencli.settings.model import all_parameters
    from tokencli.settings.resolve import resolve

    client = next(one for one in sandbox.clients if one.auth_method == "client_secret_basic")
    given = {
        "issuer": sandbox.issuer,
        "client_id": client.client_id,
        "client_secret": f"literal:{client.client_secret}",
        "proxy": "",  # a proxy of the environment cannot reach this machine's loopback
    }
    settings = resolve(all_parameters(), given, {}, {})
    wiring = assemble(settings, RunOptions(color=options["color"], use_cache=False))
    run = get_token(find_grant("client-credentials"), settings, wiring)
    request = wiring.redactor(brief=True).request(run.exchanges[-1].request)
    words = f"--issuer {sandbox.issuer} --client-id {client.client_id} --client-secret literal:{client.client_secret}"
    click.echo(f"$ tokencli fetch client-credentials {words}\n\nsends\n")
    click.echo("".join(f"  {line}\n" for line in render_request(request, "http").splitlines()))
    click.echo("and shows\n")
    echo_view(load_format("pretty").render(run, look(options, wiring.ambient.now()), wiring.redactor()))
    if run.tokens is not None:
        click.echo("\nThe sandbox is stopped. Keep one running with: tokencli sandbox", err=True)
    return of_verdict(run.verdict.value)


@click.pass_context
def _serve_unless_demo(context: click.Context, /, **options: Any) -> int:
    if context.invoked_subcommand is None:
        _serve(**options)
    return ExitCode.DONE


command = SectionedGroup(
    "sandbox",
    invoke_without_command=True,
    params=[
        SectionedOption(
            ["--port", "port"],
            type=click.IntRange(0, 65535),
            default=DEFAULT_PORT,
            show_default=True,
            section="Options",
            help="port on 127.0.0.1; 0 for any free one",
        ),
    ],
    callback=_serve_unless_demo,
    help="Run a real authorization server on loopback, for trying things and for tests. It prints its issuer, clients and users, "
    "and stops with Ctrl-C. It needs the extra: pip install 'tokencli[sandbox]'.",
    examples=("tokencli sandbox", "tokencli sandbox --port 0", "tokencli sandbox demo"),
    commands=[
        SectionedCommand(
            "demo",
            params=[color_option()],
            callback=_demo,
            help="Start a sandbox, fetch a token from it, show what was sent and what came back, and stop it.",
            examples=("tokencli sandbox demo",),
        )
    ],
)
