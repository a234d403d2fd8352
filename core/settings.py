"""Every setting of Atrium, read once from the environment into one typed object."""

import os
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from core.business import BusinessHours
from core.catalogues import is_known
from core.languages import offered
from core.zones import zone_of

PREFIX = "ATRIUM_"


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what to do."""


class Settings(BaseModel):
    """What an operator may decide. Each field is read from ATRIUM_<FIELD NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(Path("instance"), description="Folder for the database, the search index, files and mail.")
    database_url: str = Field("", description="SQLite or PostgreSQL; empty means a SQLite file in the home folder.")
    redis_url: str = Field(
        "", description="Redis for jobs and rate limits; empty means SQLite files in the home folder."
    )
    search_url: str = Field("", description="`whoosh:` or `postgresql:`; empty picks the one that fits the database.")
    storage_url: str = Field("", description="Where uploaded files go; empty means a folder in the home folder.")
    mail_url: str = Field(
        "", description="`smtp://user:password@host:port`; empty writes .eml files to the home folder."
    )
    mail_from: str = Field("Atrium <atrium@localhost>", description="The sender of every mail.")
    mail_in: str = Field(
        "", description="The address for replies by mail, such as `reply@community.example.org`; empty takes none."
    )
    base_url: str = Field("http://127.0.0.1:8000", description="The public address, used in mails and feeds.")
    secret_key: Annotated[str, Field(min_length=32)] = Field(
        ..., description="Signs cookies and links; made and kept in the home folder where it is not given.", repr=False
    )
    secret_key_fallbacks: str = Field(
        "", description="Older keys that are still accepted, separated by commas.", repr=False
    )
    escalate_hours: Annotated[int, Field(ge=0, le=1000)] = Field(
        24, description="Staff hears of a question that has waited so many business hours for an answer; 0 for never."
    )
    business_hours: str = Field(
        "",
        description="When staff is there, such as `mon-fri 09:00-17:00 Europe/Berlin`; empty means around the clock.",
    )
    site_name: str = Field("Atrium", description="The name that pages and mails show.")
    site_tagline: str = Field("", description="One line under the name; empty means Atrium's own, in every language.")
    timezone: str = Field("UTC", description="The time zone of whoever has chosen none, such as `Europe/Berlin`.")
    languages: str = Field(
        "",
        description="Languages of the pages, such as `de,en`, the usual one first; empty means English and all others.",
    )
    proxies: Annotated[int, Field(ge=0, le=5)] = Field(0, description="How many trusted proxies stand in front.")
    allowed_hosts: str = Field("", description="Further host names that may be asked for, separated by commas.")
    metrics_token: str = Field("", description="Bearer token for /metrics; empty closes it.", repr=False)
    registration: Annotated[str, Field(pattern="^(open|closed)$")] = Field("open", description="`open` or `closed`.")
    second_factor: Annotated[str, Field(pattern="^(optional|staff)$")] = Field(
        "optional", description="Whether roles count only after a second factor: `optional` or `staff`."
    )
    sign_on: str = Field(
        "", description="Providers of single sign-on, as JSON or the path of a file: see single-sign-on.md.", repr=False
    )
    sign_on_staff: Annotated[str, Field(pattern="^(optional|required)$")] = Field(
        "optional", description="Whether roles count only after single sign-on: `optional` or `required`."
    )
    erasure_days: Annotated[int, Field(ge=0, le=90)] = Field(
        14, description="Days within which members can call off the erasure of their account."
    )
    limits: Annotated[str, Field(pattern="^(on|off)$")] = Field("on", description="Rate limits: `on` or `off`.")
    page_cache: Annotated[str, Field(pattern="^(on|off)$")] = Field(
        "on", description="Keeps rendered pages of signed-out readers in memory: `on` or `off`."
    )
    sentence_model: Annotated[str, Field(pattern="^(on|off)$")] = Field(
        "on",
        description="Compares threads by meaning too, which takes 200 MB more in a process that does: `on` or `off`.",
    )
    flags_conceal: Annotated[float, Field(ge=0, le=100)] = Field(
        3.0, description="Weight of open flags that conceals a post until a moderator has looked; 0 never does."
    )
    webhook_targets: Annotated[str, Field(pattern="^(public|private)$")] = Field(
        "public",
        description="Where webhooks are sent: `public` (https in the internet) or `private` (one's own network too).",
    )
    embed_origins: str = Field(
        "", description="Sites that may show questions in a frame, such as `https://www.example.org`, parted by spaces."
    )
    nearby_lift: Annotated[float, Field(ge=0, le=0.9)] = Field(
        0.3, description="How much nearer a place that nobody knows counts among those nearby, from 0 to 0.9."
    )
    now: datetime | None = Field(None, description="A fixed clock, for tests and demonstrations.")

    @field_validator("mail_in")
    @classmethod
    def _is_plain_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9._-]{1,14}@[A-Za-z0-9.-]+", value):
            raise ValueError("give a plain address with a short name, such as reply@community.example.org")
        return value

    @field_validator("business_hours")
    @classmethod
    def _are_business_hours(cls, value: str) -> str:
        BusinessHours.parse(value)
        return value

    @field_validator("languages")
    @classmethod
    def _are_known_languages(cls, value: str) -> str:
        unknown = [language for language in offered(value) if not is_known(language)]
        if unknown:
            raise ValueError(f"there is no catalogue for {', '.join(unknown)}; name codes such as de,en,fr")
        return value

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        zone_of(value)
        return value

    @field_validator("embed_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        if not all(re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", origin) for origin in value.split()):
            raise ValueError("give addresses such as https://www.example.org, parted by spaces")
        return " ".join(value.split())

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give a full address such as https://community.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("give sqlite:///path or postgresql://user:password@host/name")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{self.home.resolve() / 'atrium.sqlite'}"
        return self.database_url.replace("postgresql:", "postgresql+psycopg:", 1)

    @property
    def hosts(self) -> frozenset[str]:
        """Host names that this site answers to."""
        own = urlsplit(self.base_url).hostname or ""
        return frozenset({own, *filter(None, (host.strip() for host in self.allowed_hosts.split(",")))})

    @property
    def secure(self) -> bool:
        """Whether the site is reached over TLS."""
        return self.base_url.startswith("https:")


def load_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings. Raises SettingsError with one line for each setting that is wrong."""
    environment = os.environ if environment is None else environment
    given: dict[str, Any] = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.model_fields
        if environment.get(PREFIX + name.upper())
    }
    given.update(overrides)
    home = Path(given.get("home", "instance"))
    if "secret_key" not in given:
        given["secret_key"] = _kept_secret(home)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(problem) for problem in error.errors())) from None


def _explain(problem: Any) -> str:
    name = PREFIX + str(problem["loc"][0]).upper()
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}"


def _kept_secret(home: Path) -> str:
    path = home / "secret_key"
    try:
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"ATRIUM_HOME: cannot write to {home} ({error.strerror}); name a folder you own") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
