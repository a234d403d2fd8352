"""Settings: read from the environment, each fault named in one line, the secret key made once."""

import stat
from pathlib import Path

import pytest

from core.settings import SettingsError, load_settings

pytestmark = pytest.mark.once


def test_a_new_site_needs_no_setting(tmp_path: Path) -> None:
    settings = load_settings({"ATRIUM_HOME": str(tmp_path)})

    assert settings.database == f"sqlite:///{tmp_path / 'atrium.sqlite'}"
    assert settings.hosts == {"127.0.0.1"}
    assert not settings.secure


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    """Guards against the default of FlaskBB: a secret key that everybody knows."""
    environment = {"ATRIUM_HOME": str(tmp_path / "new")}

    first, second = load_settings(environment), load_settings(environment)

    other = load_settings({"ATRIUM_HOME": str(tmp_path / "other")})

    assert first.secret_key == second.secret_key != other.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert first.secret_key not in repr(first)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATRIUM_BASE_URL", "community.example.org"),
        ("ATRIUM_DATABASE_URL", "mysql://localhost/atrium"),
        ("ATRIUM_SECRET_KEY", "short"),
        ("ATRIUM_PROXIES", "-1"),
        ("ATRIUM_LIMITS", "maybe"),
        ("ATRIUM_NOW", "yesterday"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"ATRIUM_HOME": str(tmp_path), name: value})

    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_each_wrong_setting_has_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"ATRIUM_HOME": str(tmp_path), "ATRIUM_LIMITS": "maybe", "ATRIUM_PROXIES": "many"})

    assert sorted(line.partition(":")[0] for line in str(caught.value).splitlines()) == [
        "ATRIUM_LIMITS",
        "ATRIUM_PROXIES",
    ]


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(SettingsError, match="ATRIUM_HOME: cannot write to"):
        load_settings({"ATRIUM_HOME": str(tmp_path / "file" / "home")})


def test_postgresql_is_spoken_to_by_psycopg(tmp_path: Path) -> None:
    settings = load_settings({"ATRIUM_HOME": str(tmp_path), "ATRIUM_DATABASE_URL": "postgresql://db/atrium"})

    assert settings.database == "postgresql+psycopg://db/atrium"
