import asyncio
import hashlib
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from freshstart.outside import verifier
from freshstart.outside.pdfs import Pdf, render
from freshstart.outside.seals import Sealed, evidence, make_key, published, seal
from tests.outside.readers import close, names_of, opened, pages_of
from tests.outside.signed import AT, DIGEST, PLAIN, SIGNERS, TEXT, aside, sheet_of


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals") / "keys"


@pytest.fixture(scope="module")
def sealed(keys: Path) -> Sealed:
    return seal(PLAIN.data, at=AT, keys=keys, reason="Everybody has answered")


@pytest.fixture(scope="module")
def certificate(keys: Path, sealed: Sealed) -> bytes:
    return published(keys)[0].certificate.encode()


# What a seal leaves as it is


def test_what_was_made_stands_unchanged_at_the_start_of_what_was_sealed(sealed: Sealed) -> None:
    assert sealed.data.startswith(PLAIN.data)


def test_tags_language_title_dates_and_attachments_are_as_before(sealed: Sealed) -> None:
    before, after = opened(PLAIN), opened(Pdf(sealed.data, "ua-1"))
    assert PLAIN.standard == "ua-1"
    assert names_of(Pdf(sealed.data, "ua-1")) == names_of(PLAIN)
    assert after.Root.StructTreeRoot.objgen == before.Root.StructTreeRoot.objgen
    assert after.Root.Lang == "en-GB"
    assert after.Root.MarkInfo.Marked
    assert "/Version" not in after.Root
    assert after.Root.ViewerPreferences.DisplayDocTitle
    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert dict(after.docinfo) == dict(before.docinfo)
    for one in evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT):
        assert after.attachments[one.name].get_file().read_bytes() == one.data
    assert pages_of(Pdf(sealed.data, "ua-1")) == pages_of(PLAIN)


def test_the_seal_shows_nothing_and_a_screen_reader_passes_over_it(sealed: Sealed) -> None:
    document = opened(Pdf(sealed.data, "ua-1"))
    (field,) = document.Root.AcroForm.Fields
    assert int(field.F) & 2  # hidden
    assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
    assert str(field.TU)
    assert document.pages[0].Tabs == "/S"
    assert document.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1  # no changes


def test_the_time_of_sealing_is_the_one_that_was_given(keys: Path, certificate: bytes) -> None:
    later = AT + timedelta(days=3650)
    attached = evidence(TEXT, DIGEST, SIGNERS, sealed_at=later)
    pdf = seal(render(sheet_of(attached)).data, at=later, keys=keys, reason="Everybody has answered")
    assert verifier.check(pdf.data, certificate).sealed_at == later.replace(microsecond=0)


def test_an_agreement_with_a_sign_without_a_shape_is_sealed_all_the_same(
    keys: Path, certificate: bytes
) -> None:
    attached = evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT)
    pdf = render(replace(sheet_of(attached), lede="Well done 👍"))
    assert pdf.standard == "1.7"
    assert verifier.check(seal(pdf.data, at=AT, keys=keys, reason="").data, certificate)


def test_a_paper_can_be_sealed_and_checked_while_a_loop_is_running(keys: Path, certificate: bytes) -> None:
    async def both() -> str:
        pdf = seal(PLAIN.data, at=AT, keys=keys, reason="Everybody has answered")
        return verifier.check(pdf.data, certificate).digest

    assert aside(lambda: asyncio.run(both())) == DIGEST


def test_another_program_finds_the_seal_valid_too(sealed: Sealed, tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    (tmp_path / "agreement.pdf").write_bytes(sealed.data)
    said = subprocess.run(
        [program, "-nocert", tmp_path / "agreement.pdf"], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in said.stdout
    assert "Total document signed" in said.stdout
    assert f"Fresh Start seal {sealed.key_id}" in said.stdout


# What is signed


def test_evidence_for_another_text_or_without_a_zone_is_not_even_made() -> None:
    with pytest.raises(ValueError, match="not the digest of this text"):
        evidence({**TEXT, "lede": "Another"}, DIGEST, SIGNERS, sealed_at=AT)
    with pytest.raises(ValueError, match="needs its zone"):
        evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT.replace(tzinfo=None))


def test_the_evidence_page_stands_last_and_shows_the_whole_fingerprint() -> None:
    *_, page = pages_of(PLAIN)
    assert close("Evidence Everybody here answered under one exact text.") in page
    assert DIGEST in page
    assert close("Colin Bright, Headteacher, Thornley Vale Yes 19 June 2026, 18:05 signed in") in page
    assert DIGEST not in "".join(pages_of(PLAIN)[:-1])


# What is not sealed


def test_a_sealed_paper_is_never_sealed_again(sealed: Sealed, keys: Path) -> None:
    with pytest.raises(ValueError, match="never sealed again"):
        seal(sealed.data, at=AT, keys=keys, reason="Everybody has answered")


@pytest.mark.parametrize("data", [b"", b"A letter", PLAIN.data[:5000]])
def test_what_is_no_pdf_is_not_sealed(keys: Path, data: bytes) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        seal(data, at=AT, keys=keys, reason="Everybody has answered")


def test_a_moment_without_a_zone_is_refused(keys: Path) -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        seal(PLAIN.data, at=AT.replace(tzinfo=None), keys=keys, reason="Everybody has answered")


# The keys


def test_a_key_is_for_nobody_elses_eyes_and_named_by_its_public_half(keys: Path, sealed: Sealed) -> None:
    (one,) = published(keys)
    public = x509.load_pem_x509_certificate(one.certificate.encode()).public_key()
    named = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    assert one.key_id == sealed.key_id == named[:16]
    assert one.made_on == date(2026, 6, 19)
    assert {path.name for path in keys.iterdir()} == {f"{one.key_id}.key.pem", f"{one.key_id}.cert.pem"}
    assert keys.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}
    assert "PRIVATE" not in one.certificate


def test_the_newest_key_seals_and_the_older_ones_go_on_proving(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert published(tmp_path / "none") == ()
    old = seal(PLAIN.data, at=AT, keys=tmp_path, reason="Everybody has answered")
    young = make_key(tmp_path, at=AT + timedelta(days=1))
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert [one.key_id for one in published(tmp_path)] == [old.key_id, young.key_id]
    new = seal(PLAIN.data, at=AT, keys=tmp_path, reason="Everybody has answered")
    assert new.key_id == young.key_id
    every = "".join(one.certificate for one in published(tmp_path)).encode()
    assert [verifier.check(one.data, every).key_id for one in (old, new)] == [old.key_id, young.key_id]
    (tmp_path / f"{young.key_id}.key.pem").unlink()  # destroyed, and its certificate kept
    assert seal(PLAIN.data, at=AT, keys=tmp_path, reason="").key_id == old.key_id


def test_several_papers_can_be_sealed_at_once_from_the_first_on(tmp_path: Path) -> None:
    def one(number: int) -> bytes:
        return seal(PLAIN.data, at=AT, keys=tmp_path, reason=f"Paper {number}").data

    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(one, range(3)))
    every = "".join(one.certificate for one in published(tmp_path)).encode()
    assert all(verifier.check(pdf, every) for pdf in together)


def test_a_damaged_key_seals_nothing(tmp_path: Path) -> None:
    first, second = make_key(tmp_path, at=AT), make_key(tmp_path, at=AT + timedelta(days=1))
    shutil.copy(tmp_path / f"{first.key_id}.key.pem", tmp_path / f"{second.key_id}.key.pem")
    with pytest.raises(InvalidSignature):
        seal(PLAIN.data, at=AT, keys=tmp_path, reason="Everybody has answered")


# How long it takes


def test_sealing_takes_no_longer_than_making_a_few_pages(keys: Path, sealed: Sealed) -> None:
    def seconds(act: Callable[[int], object]) -> float:
        def once(number: int) -> float:
            begun = time.perf_counter()
            act(number)
            return time.perf_counter() - begun

        return statistics.median(once(number) for number in range(7))

    sheet = sheet_of(evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT))
    making = seconds(
        lambda number: render(replace(sheet, title=f"Agreement {number}", reference=str(number)))
    )
    sealing = seconds(lambda number: seal(PLAIN.data, at=AT, keys=keys, reason=f"Paper {number}"))
    checking = seconds(lambda number: verifier.check(sealed.data, published(keys)[0].certificate.encode()))
    print(
        f"\nSealing takes {sealing / making:.1f}, checking {checking / making:.1f} times as long as making."
    )
    assert sealing < 15 * making
    assert checking < 15 * making
