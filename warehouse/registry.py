"""The registry of portals: what a YAML entry may say, and loading a file or a folder of them.

What a portal's pages look like belongs to the crawlers; here stand only names, places and limits.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from warehouse.home import BY_HAND
from warehouse.yaml_files import read_yaml


class RegistryError(Exception):
    """A registry file cannot be used; the message says where and what to do."""


class Portal(BaseModel):
    """One portal: whose column it is and where it lies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    adcode: str = Field(pattern=r"^\d{6}$")
    platform: str = "auto"
    list_url: str
    enabled: bool = True
    scope: Literal["agency", "area", "directory"] = "directory"
    since: int | None = None
    render: Literal["browser"] | None = None
    delay: float = Field(default=1.0, ge=0)
    verify_tls: bool = True
    expect: dict[str, int] = Field(default_factory=dict)
    evidence: str | None = None
    verified: bool = False
    sandbox: bool = False

    @field_validator("id")
    @classmethod
    def _is_free(cls, value: str) -> str:
        if value == BY_HAND:
            raise ValueError(f"the id {value} stands for documents added by hand")
        return value

    @field_validator("list_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("list_url must be a whole http or https address")
        return value

    @model_validator(mode="after")
    def _loopback_only_in_sandbox(self) -> Portal:
        host = urlsplit(self.list_url).hostname or ""
        try:
            private = not ipaddress.ip_address(host).is_global
        except ValueError:
            private = host == "localhost"
        if private and not self.sandbox:
            raise ValueError("a private or loopback address is allowed with `sandbox: true` alone")
        return self

    @property
    def host(self) -> str:
        """The host of the list page."""
        return urlsplit(self.list_url).hostname or ""


def load_registry(path: Path) -> list[Portal]:
    """All portals of a YAML file, or of every *.yaml below a folder, by id; RegistryError says what is wrong."""
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    portals: dict[str, Portal] = {}
    for file in files:
        try:
            entries = read_yaml(file) or []
        except (OSError, yaml.YAMLError) as error:
            raise RegistryError(f"The registry file {file} cannot be read ({error}); mend it.") from error
        if not isinstance(entries, list):
            raise RegistryError(f"The registry file {file} must hold a YAML list of portals.")
        for number, entry in enumerate(entries, start=1):
            try:
                portal = Portal.model_validate(entry)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"]) or "the entry"
                raise RegistryError(
                    f"Entry {number} of {file}: {place}: {first['msg'].removeprefix('Value error, ')}; mend it."
                ) from error
            if portal.id in portals:
                raise RegistryError(f"Entry {number} of {file}: the id {portal.id} is used twice; ids are unique.")
            portals[portal.id] = portal
    return [portals[key] for key in sorted(portals)]


#: The registry that ships with the project.
DEFAULT_REGISTRY = Path(__file__).resolve().parent.parent / "crawlers" / "portals"
