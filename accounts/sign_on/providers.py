"""The providers that the operator names, read once from the setting."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import orjson
from flask import Flask, current_app
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator
from werkzeug.exceptions import NotFound

from accounts.archive import RoleName
from core.settings import PREFIX, Settings, SettingsError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LIBRARIES = ("authlib", "joserfc")
NAME = f"{PREFIX}SIGN_ON"


class Provider(BaseModel):
    """One provider. Nothing is fetched from any host but its issuer's and those in `hosts`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern="^[a-z0-9-]{1,30}$")]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Annotated[str, Field(max_length=255)]
    client_id: Annotated[str, Field(min_length=1, max_length=255)]
    client_secret: Annotated[str, Field(repr=False)] = ""
    hosts: list[str] = []
    sign_up: bool = True
    roles_claim: str = ""
    roles: dict[str, RoleName] = {}

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        if not is_safe(value) or urlsplit(value).query or urlsplit(value).fragment:
            raise ValueError("give the issuer as an https address without a query")
        return value

    def may_ask(self, address: str) -> bool:
        """Whether an address is of a host that this provider may be asked at."""
        return is_safe(address) and urlsplit(address).netloc in {urlsplit(self.issuer).netloc, *self.hosts}


def is_safe(address: str) -> bool:
    """Whether what is sent to an address can be read by nobody on the way."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def read_providers(settings: Settings) -> dict[str, Provider]:
    """Return the providers of a setting by name. Raises SettingsError."""
    if not settings.sign_on:
        return {}
    missing = [library for library in LIBRARIES if find_spec(library) is None]
    if missing:
        raise SettingsError(f"{NAME}: {' and '.join(missing)} is not installed; install the extra `oidc`")
    try:
        text = settings.sign_on if settings.sign_on.startswith("[") else Path(settings.sign_on).read_text("utf-8")
        found = TypeAdapter(list[Provider]).validate_python(orjson.loads(text))
    except (OSError, orjson.JSONDecodeError) as error:
        raise SettingsError(f"{NAME}: give JSON, or the path of a file that holds it ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{NAME}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if len({provider.name for provider in found}) < len(found) or len({p.issuer for p in found}) < len(found):
        raise SettingsError(f"{NAME}: two providers have the same name or issuer")
    return {provider.name: provider for provider in found}


def register(app: Flask) -> None:
    """Read the setting, and tell templates which providers there are."""
    app.extensions["sign on"] = read_providers(app.extensions["settings"])
    app.context_processor(lambda: {"sign_on": list(providers().values())})


def providers() -> dict[str, Provider]:
    """Return the providers of the current application by name."""
    found: dict[str, Provider] = current_app.extensions["sign on"]
    return found


def provider_named(name: str) -> Provider:
    """Return a provider. Raises NotFound."""
    found = providers().get(name)
    if found is None:
        raise NotFound
    return found
