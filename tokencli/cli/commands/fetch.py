"""`tokencli fetch GRANT`: one token request with one grant, the debugger's view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.sectioned import SectionedGroup, unknown
from tokencli.errors import UsageProblem
from tokencli.oauth.grants import GRANTS, find_grant

if TYPE_CHECKING:
    import click


class FetchGroup(SectionedGroup):
    """A group with one command for each grant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The grants, in the order of their list."""
        return [listed.name for listed in GRANTS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a grant, by any of its names."""
        try:
            listed = find_grant(cmd_name)
        except UsageProblem:
            unknown(ctx, cmd_name, self.list_commands(ctx))
        from tokencli.cli.grant_command import grant_command

        return grant_command(listed)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Completes the names of grants without making their commands."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.list_commands(ctx) if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is click's
        """Writes the grants with their aliases."""
        with formatter.section("Grants"):
            formatter.write_dl([(", ".join((one.name, *one.aliases)), one.load().summary) for one in GRANTS])


command = FetchGroup(
    "fetch",
    help="One token request with one grant: what was sent, what came back, and why it failed.\n\n"
    "Nothing is stored. Secrets are given as references: env:NAME, file:PATH, cmd:COMMAND, keyring:NAME, stdin:, prompt:.",
    examples=(
        "tokencli fetch client-credentials --issuer https://login.example --client-id ci --client-secret env:CI_SECRET",
        "tokencli fetch device-code --issuer https://login.example --client-id tv --scope openid",
        "tokencli fetch refresh-token -p dev --refresh-token env:REFRESH_TOKEN --dry-run=curl",
    ),
)
