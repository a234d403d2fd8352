"""Files are kept once under their digest; mails lie in a folder as anyone's mail program reads them."""

import hashlib
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from core.files import FileNotKept, Folder
from core.mail import Mail, SpoolFolder, open_mail
from core.settings import load_settings

pytestmark = pytest.mark.once


def test_a_file_is_kept_once_under_its_digest(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    key = folder.save(b"a picture")

    assert key == hashlib.sha256(b"a picture").hexdigest() == folder.save(b"a picture")
    with folder.open(key) as file:
        assert file.read() == b"a picture"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_deleted_file_is_gone_and_deleting_again_is_no_error(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    key = folder.save(b"a picture")
    folder.delete(key)
    folder.delete(key)

    with pytest.raises(FileNotKept):
        folder.open(key)


@pytest.mark.parametrize("key", ["../../secret_key", "", "0" * 63, "G" * 64, "0" * 63 + "/"])
def test_what_is_no_digest_opens_nothing(tmp_path: Path, key: str) -> None:
    """Guards against CVE-2021-43788: the name of a file that leads out of its folder."""
    with pytest.raises(FileNotKept):
        Folder(tmp_path).open(key)


def test_a_mail_lies_in_the_spool_folder(tmp_path: Path) -> None:
    port = open_mail(load_settings({"ATRIUM_HOME": str(tmp_path), "ATRIUM_MAIL_FROM": "House <house@example.org>"}))
    port.send(Mail("zoe@example.org", "Grüße", "Hello Zoë", "<p>Hello Zoë</p>"))

    (path,) = (tmp_path / "mail").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (message["From"], message["Subject"]) == ("House <house@example.org>", "Grüße")
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Hello Zoë"


@pytest.mark.parametrize("field", ["to", "subject"])
def test_no_further_header_can_be_smuggled_in(tmp_path: Path, field: str) -> None:
    given = {"to": "bob@example.org", "subject": "Hello", "text": "Hello"}
    given[field] += "\nBcc: everybody@example.org"

    with pytest.raises(ValueError, match=r"."):
        SpoolFolder(tmp_path, "house@example.org").send(Mail(**given))
    assert not list(tmp_path.glob("*.eml"))
