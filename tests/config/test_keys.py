from pathlib import Path

from config.keys import secret_key


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "secret-key")
    assert len(key) >= 64
    assert secret_key(tmp_path / "secret-key") == key


def test_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    secret_key(tmp_path / "secret-key")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_earlier_key_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("the key of last year")
    assert secret_key(tmp_path / "secret-key") == "the key of last year"


def test_the_key_is_alone_in_its_folder(tmp_path: Path) -> None:
    secret_key(tmp_path / "secret-key")
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
