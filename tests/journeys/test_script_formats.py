"""What scripts and other tools read of a stored token, each judged by the tool itself where it is installed."""

from __future__ import annotations

import json
import shlex
import shutil
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.faults.rotating import LATER, Rotating
from tests.faults.server import MisbehavingServer, issue, respond
from tests.journeys.command import PROCESS_SECONDS, clean_environment
from tests.journeys.signed_in import IN_FILE, profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.journeys.command import Command

TOKENCLI = shlex.join([sys.executable, "-m", "tokencli"])
ODD = "a\"b\\c$d`e'f"


def needs(*programs: str) -> pytest.MarkDecorator:
    """A test that is of no use without these programs."""
    return pytest.mark.skipif(not all(map(shutil.which, programs)), reason=f"{' and '.join(programs)} is not here")


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    """A signed-in person."""
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={}, odd={})
    sign_in(cli)
    return rotating


def shell(cli: Command, script: str, env: Mapping[str, str] | None = None, stdin: str = "") -> str:
    """What a shell prints, which must be content."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={**clean_environment(cli.home), **IN_FILE, **(env or {})}, cwd=cli.home, input=stdin,
        capture_output=True, text=True, timeout=PROCESS_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs("bash")
def test_a_shell_evaluates_the_variables_whatever_the_token_is_made_of(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    server.behave(issue(access_token=ODD, refresh_token="rt"))
    sign_in(cli, "odd")
    said = shell(cli, f'eval "$({TOKENCLI} token odd -o env --env-prefix MY_)"; printf %s "$MY_ACCESS_TOKEN"')
    assert said == ODD


@needs("bash", "curl")
def test_curl_sends_the_token_that_stands_on_no_command_line(
    cli: Command, rotating: Rotating, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    server.behave(issue(access_token='a"b\\c'))
    sign_in(cli, "odd")
    shell(cli, f"{TOKENCLI} token odd -o curl | curl -sS --noproxy '*' -K - {other.url('/api')}")
    assert other.requests[0].header("authorization") == 'Bearer a"b\\c'


@needs("bash", "git")
def test_git_takes_user_name_and_password_from_the_credential_helper(cli: Command, rotating: Rotating) -> None:
    helper = f'!f() {{ test "$1" = get || exit 0; {TOKENCLI} token dev -o git-credential; }}; f'
    said = shell(
        cli,
        f"git -c credential.helper= -c credential.helper={shlex.quote(helper)} credential fill",
        {"GIT_TERMINAL_PROMPT": "0"},
        "protocol=https\nhost=git.example\n\n",
    )
    assert {"protocol=https", "host=git.example", "username=oauth2", "password=at-1"} <= set(said.splitlines())


def test_the_user_name_of_git_can_be_named_from_the_answer(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    profiles(cli, server, dev={"output_member": ["username=token_type"]})
    assert "username=Bearer\npassword=at-1\n" in cli("token", "dev", "-o", "git-credential").out


@needs("kubectl")
def test_kubectl_sends_the_token_of_the_plug_in(cli: Command, rotating: Rotating) -> None:
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "interactiveMode": "Never",
        "command": sys.executable,
        "args": ["-m", "tokencli", "token", "dev", "-o", "exec-credential"],
    }
    with MisbehavingServer(context=tls()) as cluster:
        cluster.behave(respond(200, {"major": "1"}))
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "c", "cluster": {"server": cluster.url(""), "insecure-skip-tls-verify": True}}],
            "users": [{"name": "u", "user": {"exec": plugin}}],
            "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
            "current-context": "x",
        }
        (cli.home / "kubeconfig").write_text(json.dumps(config))
        shell(cli, "kubectl --kubeconfig kubeconfig get --raw /version")
    assert "Bearer at-1" in [one.header("authorization") for one in cluster.requests]


def tls() -> ssl.SSLContext:
    """A server's side with a certificate that nobody has to trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
def test_a_credential_for_kubectl_is_of_the_version_it_asks_for(cli: Command, rotating: Rotating, version: str) -> None:
    info = {
        "apiVersion": f"client.authentication.k8s.io/{version}",
        "kind": "ExecCredential",
        "spec": {"interactive": False},
    }
    document = cli("token", "dev", "-o", "exec-credential", env={"KUBERNETES_EXEC_INFO": json.dumps(info)}).json
    assert (document["apiVersion"], document["kind"]) == (info["apiVersion"], "ExecCredential")
    assert document["status"]["token"] == "at-1"
    assert document["status"]["expirationTimestamp"].endswith("Z")


@pytest.mark.parametrize(
    "info", ["", "{", "[]", '"x"', '{"apiVersion": "client.authentication.k8s.io/v1alpha1"}', '{"apiVersion": 1}']
)
def test_what_kubectl_never_says_is_refused_save_nothing(cli: Command, rotating: Rotating, info: str) -> None:
    done = cli("token", "dev", "-o", "exec-credential", env={"KUBERNETES_EXEC_INFO": info})
    if info == "":
        assert done.json["apiVersion"] == "client.authentication.k8s.io/v1"
    else:
        assert (done.code, done.out) == (2, "")


def test_github_masks_before_it_hands_over(cli: Command, rotating: Rotating) -> None:
    output = cli.home / "github-output"
    output.write_text("before=1\n")
    done = cli("token", "dev", "-o", "github", env={"GITHUB_OUTPUT": str(output)})
    assert (done.code, done.err) == (0, "")
    assert done.out == "::add-mask::at-1\n::add-mask::rt-1\n"
    first, token, refresh, expires = output.read_text().splitlines()
    assert (first, token, refresh) == ("before=1", "access_token=at-1", "refresh_token=rt-1")
    assert expires.startswith("expires_at=")


@pytest.mark.parametrize("env", [{}, {"GITHUB_OUTPUT": "/no/such/folder/file"}])
def test_github_without_its_file_is_told(cli: Command, rotating: Rotating, env: dict[str, str]) -> None:
    done = cli("token", "dev", "-o", "github", env=env)
    assert done.code == 2
    assert "GITHUB_OUTPUT" in done.err


AWS = {
    "access_token": "at",
    "credentials": {"id": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI", "session": "session-token"},
}
WHO = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
MEMBERS = ["AccessKeyId=credentials.id", "SecretAccessKey=credentials.secret", "SessionToken=credentials.session"]


def test_aws_gets_the_members_that_the_profile_names(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    assert "AccessKeyId" in cli("token", "dev", "-o", "aws").err
    server.behave(issue(**AWS))
    profiles(cli, server, aws={"output_member": MEMBERS})
    sign_in(cli, "aws")
    document = cli("token", "aws", "-o", "aws").json
    assert document.pop("Expiration").endswith("Z")
    assert document == {
        "Version": 1,
        "AccessKeyId": "AKIDEXAMPLE",
        "SecretAccessKey": "wJalrXUtnFEMI",
        "SessionToken": "session-token",
    }


@needs("aws")
def test_the_aws_command_line_takes_them_from_the_credential_process(
    cli: Command, rotating: Rotating, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    server.behave(issue(**AWS))
    profiles(cli, server, aws={"output_member": MEMBERS})
    sign_in(cli, "aws")
    other.behave(respond(200, WHO, ("Content-Type", "text/xml")))
    config = cli.home / "aws-config"
    config.write_text(f"[default]\ncredential_process = {TOKENCLI} token aws -o aws\n")
    shell(
        cli,
        f"aws sts get-caller-identity --region us-east-1 --endpoint-url {other.url('')}",
        {"AWS_CONFIG_FILE": str(config), "AWS_EC2_METADATA_DISABLED": "true", "PYTHONWARNINGS": "ignore"},
    )
    assert "Credential=AKIDEXAMPLE/" in str(other.requests[0].header("authorization"))
    assert other.requests[0].header("x-amz-security-token") == "session-token"
