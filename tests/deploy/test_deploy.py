"""What an installation is made of: files that name real settings, real verbs and no rights that are not needed."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_group

from bot.cli import verbs
from bot.config import Settings, prefix
from bot.metrics import METRICS
from tests.deploy.plain_yaml import NotPlain, documents, read
from tests.house.sources import ROOT, typed_verbs

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
WRITTEN = [
    *sorted(DEPLOY.rglob("*.y*ml")),
    *UNITS,
    DEPLOY / "Dockerfile",
    DEPLOY / "RUNBOOK.md",
    DEPLOY / "Caddyfile",
]
exposure_max = 2.0  # of `systemd-analyze security`, of 10


def compose() -> dict[str, Any]:
    """The services of compose.yaml."""
    found: dict[str, Any] = read((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def kubernetes() -> list[dict[str, Any]]:
    """All objects of the manifests."""
    return documents((DEPLOY / "kubernetes" / "ujima.yaml").read_text("utf-8"))


def pods() -> list[dict[str, Any]]:
    """What the manifests run: of the programs, and of the backup."""
    by_kind = {one["kind"]: one["spec"] for one in kubernetes() if "spec" in one}
    return [
        by_kind["StatefulSet"]["template"]["spec"],
        by_kind["CronJob"]["jobTemplate"]["spec"]["template"]["spec"],
    ]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    """A name that was changed in the program is found here."""
    known = {prefix + name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"UJIMA_[A-Z_]*[A-Z]", path.read_text("utf-8")))
    assert named - known == set()


# ---- the runbook ------------------------------------------------------------------------------------------------


def typed() -> list[str]:
    """Every `ujima …` that the runbook tells somebody to type, from its blocks and its sentences."""
    text = (DEPLOY / "RUNBOOK.md").read_text("utf-8")
    blocks = [line.strip() for line in re.findall(r"^(?: {4,})(\S.*)$", text, re.MULTILINE)]
    spans = [" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]
    compose = r"docker compose (?:exec \w+ ujima|run --rm bot)|kubectl .* -- ujima"
    commands = [re.sub(f"^(?:{compose}) ", "ujima ", one) for one in (*blocks, *spans)]
    return sorted({one for one in commands if re.match(r"ujima (?!with)[a-z]", one)})


def words_of(command: str) -> list[str]:
    """Its words as a shell gives them, without what follows a pipe or a note."""
    words = shlex.split(command, comments=True)[1:]
    return words[: words.index("|")] if "|" in words else words


class NotUnderstood(Exception):
    """No words of the command line."""


def understood(words: list[str]) -> None:
    """Reads words as the command line does, and does nothing. Raises NotUnderstood."""
    command, left = get_group(verbs), list(words)
    while isinstance(command, TyperGroup):
        if not left or left[0] not in command.commands:
            raise NotUnderstood(f"there is no {' '.join(words)}")
        command = command.commands[left.pop(0)]  # type: ignore[assignment]
    try:
        command.make_context(command.name or "", left)
    except TyperException as error:
        raise NotUnderstood(f"{words}: {error}") from error


@pytest.mark.parametrize("command", typed())
def test_what_the_runbook_tells_to_type_is_understood(command: str) -> None:
    """Verb, options and the number of words are the command line's own."""
    words = words_of(command)
    if command not in typed_verbs():  # a verb that is only spoken of
        understood(words)


def test_a_command_that_does_not_exist_would_be_found() -> None:
    """Neither a verb, nor an option, nor a word too few."""
    for words in (["backups", "x"], ["backup"], ["backup", "x", "--kep", "3"], ["payout", "unlock"]):
        with pytest.raises(NotUnderstood):
            understood(words)
    assert len(typed()) > 25


@pytest.mark.parametrize(
    "about",
    [
        "install",
        "upgrade",
        "roll back",
        "back up",
        "restore",
        "stuck",
        "out of balance",
        "keys",
        "token",
        "postgresql",
    ],
)
def test_the_runbook_has_a_chapter_for(about: str) -> None:
    """What is looked for in the night is a heading."""
    headings = re.findall(r"^## (.+)$", (DEPLOY / "RUNBOOK.md").read_text("utf-8"), re.MULTILINE)
    assert any(about in heading.lower() for heading in headings)


def test_every_file_that_the_runbook_names_is_there() -> None:
    """Units, manifests, pages."""
    text = (DEPLOY / "RUNBOOK.md").read_text("utf-8")
    linked = re.findall(r"\]\((\.\./[\w/.]+\.md)", text)
    named = re.findall(r"/opt/ujima/current/(deploy/[\w./@-]+[\w])", text)
    assert linked and named
    assert [one for one in linked if not (DEPLOY / one).exists()] == []
    assert [one for one in named if not (ROOT / one).exists() and not list(ROOT.glob(f"{one}*"))] == []


# ---- containers -------------------------------------------------------------------------------------------------


def test_the_image_is_made_of_locked_releases_and_runs_as_nobody() -> None:
    """Hashes are asked for, the last stage ends as another user than root, and data and keys stay out."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    last = text.rpartition("FROM ")[2]
    assert "--require-hashes" in text and "requirements.lock" in text
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE) and 'ENTRYPOINT ["ujima"]' in last
    copied = {
        word for line in re.findall(r"^COPY (?!--)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]
    }
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored and copied == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / one).exists() for one in copied)


@pytest.mark.parametrize("name", ["bot", "backups"])
def test_a_service_of_ours_is_fenced_in(name: str) -> None:
    """Not root, nothing writable but its volumes, no rights to gain."""
    service = compose()["services"][name]
    assert service["read_only"] is True and service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]


def test_what_compose_names_is_there() -> None:
    """Volumes, networks, secrets; and the database has no way out."""
    found = compose()
    for service in found["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in found["volumes"] or (DEPLOY / source).exists(), volume
        assert set(service.get("networks", [])) <= set(found["networks"])
        assert set(service.get("secrets", [])) <= set(found["secrets"])
    assert found["services"]["postgres"]["networks"] == ["inside"] and found["networks"]["inside"] == {
        "internal": True
    }
    words = found["services"]["backups"]["command"][0]
    understood(shlex.split(re.search(r"ujima ([^;]+);", words)[1]))  # type: ignore[index]


def test_pods_are_fenced_in() -> None:
    """Each container of ours and the proxy: not root, read-only, no rights."""
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True and pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        mounted = {volume["name"] for volume in pod["volumes"]}
        for container in pod["containers"]:
            fence = container["securityContext"]
            assert fence["readOnlyRootFilesystem"] is True and fence["allowPrivilegeEscalation"] is False
            assert fence["capabilities"]["drop"] == ["ALL"] and "memory" in container["resources"]["limits"]
            assert {mount["name"] for mount in container["volumeMounts"]} <= mounted


def test_pods_are_told_what_is_each_one_s_own() -> None:
    """A number of its own, the proxy's ports; and the words they start with are verbs."""
    programs, backup = (pod["containers"][0] for pod in pods())
    given = {one["name"]: one for one in programs["env"]}
    assert "pod-index" in given["UJIMA_NODE"]["valueFrom"]["fieldRef"]["fieldPath"]
    proxied = next(one for one in kubernetes() if one["kind"] == "ConfigMap")["data"]["Caddyfile"]
    for name in ("UJIMA_WEBHOOK_PORT", "UJIMA_HOOKS_PORT"):
        assert f"127.0.0.1:{given[name]['value']}" in proxied
    understood(programs["args"])
    understood(backup["args"])


def test_pods_hear_the_ingress_and_prometheus_alone() -> None:
    """One policy for what the StatefulSet labels: each of its ports is open to one namespace, and nothing to everybody."""
    by_kind = {one["kind"]: one["spec"] for one in kubernetes() if "spec" in one}
    policy, template = by_kind["NetworkPolicy"], by_kind["StatefulSet"]["template"]
    assert policy["podSelector"]["matchLabels"] == template["metadata"]["labels"]
    assert policy["policyTypes"] == ["Ingress"]
    opened = {
        port["port"]: source["namespaceSelector"]["matchLabels"]
        for rule in policy["ingress"]
        for source in rule["from"]
        for port in rule["ports"]
    }
    (name,) = {label for labels in opened.values() for label in labels}
    assert name == "kubernetes.io/metadata.name"
    assert len({labels[name] for labels in opened.values()}) == len(policy["ingress"]) == 2
    assert set(opened) == {
        one["name"] for pod in pods() for box in pod["containers"] for one in box.get("ports", [])
    }
    assert by_kind["Service"]["ports"][0]["targetPort"] in opened


def test_yaml_that_is_not_plain_is_refused() -> None:
    """What this reader would misread is not written in these files."""
    for wrong in (
        "a: *b",
        "a: {b: c}",
        "a: 1\na: 2",
        "a: b: c",
        "a: >\n  b",
        "a:\n    b: 1\n  c: 2",
        "- [1]",
    ):
        with pytest.raises(NotPlain):
            read(wrong)
    assert read('a:\n  - b: 1\n    c: "2"\n  - x\nd: |\n  e\n    f\n') == {
        "a": [{"b": 1, "c": "2"}, "x"],
        "d": "e\n  f\n",
    }


# ---- seeing -----------------------------------------------------------------------------------------------------


def exposed(expression: str) -> set[str]:
    """The metrics of ours that an expression names, without what a histogram adds to its name."""
    named = set(re.findall(r"\bujima_[a-z_]+", expression))
    return {re.sub("_(bucket|sum|count)$", "", one) if one not in METRICS else one for one in named}


def alerts() -> list[dict[str, Any]]:
    """All alert rules."""
    found = read((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))
    return [rule for group in found["groups"] for rule in group["rules"]]


def queries() -> list[str]:
    """Every expression of the dashboard."""
    board = json.loads((DEPLOY / "grafana" / "ujima.json").read_text("utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]


def test_alerts_and_dashboard_ask_for_metrics_that_are_exposed() -> None:
    """Each name is one of the program's, each label value one it can have; and hardly a metric is watched by neither."""
    asked = [*(rule["expr"] for rule in alerts()), *queries()]
    named = set().union(*map(exposed, asked))
    assert len(alerts()) > 15 and len(queries()) > 30 and named - set(METRICS) == set()
    for name, label, value in re.findall(r"(ujima_\w+)\{(\w+)!?=\"(\w+)\"\}", " ".join(asked)):
        assert METRICS[name].label == label and value in METRICS[name].values
    unwatched = {"ujima_cpu_seconds_total", "ujima_database_seconds", "ujima_packs_running"}
    assert set(METRICS) - named <= unwatched


def test_what_never_happened_is_an_alert_too() -> None:
    """An age is not there before the first time: who asks for it asks how long the program has been up instead."""
    ages = {one.name for one in METRICS.values() if one.kind == "age"}
    for rule in alerts():
        for name in ages & set(exposed(rule["expr"])):
            assert f"{name} or on (instance) ujima_up_seconds" in rule["expr"], rule["alert"]


def test_every_alert_says_in_the_runbook_what_to_do() -> None:
    """Its name has a line there, and no line is of an alert that is none; each has how urgent it is and a sentence."""
    chapter = (DEPLOY / "RUNBOOK.md").read_text("utf-8").partition("\n## Alerts\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| (Ujima\w+) \| (.{20,}) \|$", chapter, re.MULTILINE)
    assert [name for name, _ in told] == [rule["alert"] for rule in alerts()]
    for rule in alerts():
        assert rule["labels"]["severity"] in ("page", "ticket") and rule["annotations"]["summary"].endswith(
            "."
        )


def test_every_chapter_that_the_runbook_points_to_is_there() -> None:
    """A link into the page ends at a heading."""
    text = (DEPLOY / "RUNBOOK.md").read_text("utf-8")
    headings = {
        re.sub(r"[^\w -]", "", one).lower().replace(" ", "-")
        for one in re.findall(r"^## (.+)$", text, re.MULTILINE)
    }
    pages = {text, (ROOT / "docs" / "seeing.md").read_text("utf-8")}
    assert {one for page in pages for one in re.findall(r"(?:\(|RUNBOOK\.md)#([\w-]+)\)", page)} <= headings


def test_whoever_starts_the_program_asks_how_it_is() -> None:
    """The container by its verb, pods at the port they are given, systemd by its watchdog."""
    health = re.search(
        r"^HEALTHCHECK .*CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    assert health is not None
    understood(json.loads(health[1])[1:])
    services = compose()["services"]
    understood(services["bot"]["healthcheck"]["test"][2:])
    assert services["backups"]["healthcheck"] == {"disable": True}
    program = pods()[0]["containers"][0]
    given, ports = ({one["name"]: one for one in program[what]} for what in ("env", "ports"))
    assert int(given["UJIMA_METRICS_PORT"]["value"]) == ports["metrics"]["containerPort"]
    probed = {name: program[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {one["port"] for one in probed.values()} == {"metrics"}
    assert [one["path"] for one in probed.values()] == ["/healthz", "/healthz", "/readyz"]
    for path in UNITS:
        assert ("WatchdogSec" in unit(path)) == ("run" in unit(path)["ExecStart"][0].split())


# ---- systemd ----------------------------------------------------------------------------------------------------


def unit(path: Path) -> dict[str, list[str]]:
    """A unit's settings; each may be there more than once."""
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_verb_as_a_user_of_its_own(path: Path) -> None:
    """Its words are understood, and it may gain nothing."""
    found = unit(path)
    understood(shlex.split(found["ExecStart"][0])[1:])
    assert found["User"] == ["ujima"] and found["NoNewPrivileges"] == ["yes"]
    assert found["ProtectSystem"] == ["strict"] and found["CapabilityBoundingSet"] == [""]
    configparser.RawConfigParser(strict=False).read_string(path.read_text("utf-8"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit_and_finds_it_closed(path: Path) -> None:
    """Nothing but the program itself is missing here, and little is open."""
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True
    ).stderr
    assert [line for line in said.splitlines() if "is not executable" not in line] == []
    looked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", path], capture_output=True, text=True
    )
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", looked.stdout)
    assert level is not None and float(level[1]) <= exposure_max


def test_a_program_begins_anew_for_as_long_as_it_takes() -> None:
    """A database that is away for an hour leaves no unit dead."""
    for path in UNITS:
        if unit(path).get("Restart") == ["on-failure"]:
            assert unit(path)["StartLimitIntervalSec"] == ["0"] and "StartLimitBurst" not in unit(path)


def test_several_programs_hear_their_providers() -> None:
    """Each by the door that hears Telegram, and the proxy hands both on."""
    (own,) = [unit(path)["Environment"] for path in UNITS if path.name == "ujima@.service"]
    ports = [one.partition("=")[2] for one in own if re.match("UJIMA_(WEBHOOK|HOOKS)_PORT=", one)]
    assert ports == ["808%i"] * 2
    scale = (ROOT / "docs" / "scale.md").read_text("utf-8")
    assert set(re.findall(r"location (?:= )?(/\w+)", scale)) == {"/updates", "/notices"}


def test_bot_and_proxy_share_the_network_of_one_that_never_ends() -> None:
    """Either may begin anew without the other; what is asked for on the machine alone is not open to everybody."""
    services = compose()["services"]
    held = services["address"]
    assert held["command"] == ["sleep", "infinity"] and set(held["networks"]) == {"outside", "inside"}
    assert {services[name]["network_mode"] for name in ("bot", "proxy")} == {"service:address"}
    given = services["bot"]["environment"]
    assert f"127.0.0.1:{given['UJIMA_METRICS_PORT']}:{given['UJIMA_METRICS_PORT']}" in held["ports"]
    assert [port for port in held["ports"] if not port.startswith("127.")] == ["80:80", "443:443"]
