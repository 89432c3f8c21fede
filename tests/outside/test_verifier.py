import io
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from freshstart.outside import verifier
from freshstart.outside.pdfs import Attachment, render
from freshstart.outside.seals import Sealed, evidence, make_key, published, seal
from freshstart.process import papers
from tests.outside.signed import AT, DIGEST, PLAIN, SIGNERS, TEXT, aside, sheet_of

ADDED = "Something was added"
CHANGED = "changed"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals") / "keys"


@pytest.fixture(scope="module")
def sealed(keys: Path) -> Sealed:
    return seal(PLAIN.data, at=AT, keys=keys, reason="Everybody has answered")


@pytest.fixture(scope="module")
def certificate(keys: Path, sealed: Sealed) -> bytes:
    return published(keys)[0].certificate.encode()


def refused(pdf: bytes, certificate: bytes) -> str:
    with pytest.raises(verifier.NotGood) as refusal:
        verifier.check(pdf, certificate)
    return str(refusal.value)


# A whole seal


def test_a_sealed_agreement_shows_what_was_signed_by_whom_and_when(
    sealed: Sealed, certificate: bytes
) -> None:
    found = verifier.check(sealed.data, certificate)
    assert found.sealed_at == AT.replace(microsecond=0)
    assert (found.key_id, found.digest, found.text) == (sealed.key_id, DIGEST, TEXT)
    assert found.signers[0] == {
        "name": "سائرہ صدیقی",
        "for": "parent",
        "answer": "Yes",
        "statement": "I choose this freely.",
        "at": "2026-06-19T18:05:03+01:00",
        "how": "by their link",
        "digest": DIGEST,
    }


# A broken one


def test_one_flipped_bit_anywhere_is_found(sealed: Sealed, certificate: bytes) -> None:
    dice = random.Random(20260619)
    inside = range(sealed.data.index(b"/Contents <"), sealed.data.index(b"/ByteRange"))
    places = [*dice.sample(range(len(sealed.data)), 200), *dice.sample(inside, 60)]
    for place in places:
        broken = bytearray(sealed.data)
        broken[place] ^= 1 << dice.randrange(8)
        assert refused(bytes(broken), certificate), place


def with_another_language(pdf: bytes) -> bytes:
    """Append a revision, as any editor of PDFs does."""
    file = io.BytesIO(pdf)
    writer = IncrementalPdfFileWriter(file)
    writer.root["/Lang"] = TextStringObject("cy")
    writer.update_root()  # type: ignore[no-untyped-call]
    writer.write_in_place()  # type: ignore[no-untyped-call]
    return file.getvalue()


def with_another_text(pdf: bytes) -> bytes:
    """Take the attached text out and put another in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments["agreement.json"] = papers.canonical({**TEXT, "lede": "Hamza stays."})
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def with_a_letter_changed(pdf: bytes) -> bytes:
    start = pdf.index(b"/Reason (Everybody")
    return pdf[:start] + pdf[start:].replace(b"Everybody", b"Everymody", 1)


def with_another_language_in_the_place_of_the_seal(pdf: bytes) -> bytes:
    """Widen the place of the seal until another list of objects fits in: each byte outside it is as signed.

    The end of the file names the place of that list by its number, and with more room before it that place is
    ours. The signature stands there as plain bytes, half as long as the figures that a reader reckons with.
    """
    before, after, rest = map(int, re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)[0])
    listed = int(pdf.split()[-2])
    found = re.compile(rb"\b(\d+) 0 obj\n").finditer(pdf, len(PLAIN.data))
    added = {int(one[1]): one.start() for one in found}
    sealing = max(added)
    root = int(re.findall(rb"/Root (\d+) 0 R", pdf)[-1])
    room = 2 * (listed - before) + 20000
    signature = bytes.fromhex(pdf[before + 1 : after - 1].decode()).ljust(room // 2 - 1, b"\0")
    literal = re.sub(rb"[()\\\r\n]", lambda one: b"\\%03o" % ord(one[0]), signature)
    catalog = pdf[added[root] :].partition(b"endobj")[0].replace(b"en\\055GB", b"cy") + b"endobj\n"
    seal = pdf[added[sealing] : listed].replace(pdf[before:after], b"(" + literal + b")")
    seal = seal.replace(
        b"[0 %d %d %d]" % (before, after, rest), b"[0 %d %d %d]" % (before, before + room, rest)
    )
    added |= {root: listed + 1000, sealing: listed + 2000}
    objects = b"".join(b"%d 1\n%010d 00000 n \n" % one for one in sorted(added.items()))
    trailer = pdf[pdf.rindex(b"trailer") :]
    gap = b" " * (listed - before) + b"xref\n0 1\n0000000000 65535 f \n" + objects + trailer
    gap = (gap.ljust(listed - before + 1000) + catalog).ljust(listed - before + 2000) + seal
    return pdf[:before] + gap.ljust(room) + pdf[after:]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (with_another_language_in_the_place_of_the_seal, CHANGED),
        (with_another_language, ADDED),
        (lambda pdf: pdf + b"\n", ADDED),
        (lambda pdf: pdf + pdf[len(PLAIN.data) :], ADDED),
        (with_another_text, CHANGED),
        (with_a_letter_changed, CHANGED),
        (lambda pdf: b"\n" + pdf, CHANGED),
        (lambda pdf: pdf[:-1], CHANGED),
        (lambda pdf: pdf.replace(b"/Contents <", b"/Contents < ", 1), CHANGED),
        (lambda pdf: pdf.replace(b">\n/ByteRange", b"00>\n/ByteRange", 1), CHANGED),
        (lambda pdf: pdf.replace(b"/Contents <3082", b"/Contents <3083", 1), CHANGED),
        (lambda pdf: PLAIN.data, "no seal"),
        (lambda pdf: b"", "cannot be read as a PDF"),
        (lambda pdf: b"A letter", "cannot be read as a PDF"),
    ],
)
def test_whatever_is_done_to_a_sealed_paper_is_found(
    sealed: Sealed, certificate: bytes, change: Callable[[bytes], bytes], reason: str
) -> None:
    assert change(sealed.data) != sealed.data
    assert reason in refused(change(sealed.data), certificate)


def test_a_seal_of_another_key_proves_nothing(keys: Path, certificate: bytes, tmp_path: Path) -> None:
    forged = seal(PLAIN.data, at=AT, keys=tmp_path / "own", reason="Everybody has answered")
    assert f"sealed with the key {forged.key_id}, not with the one you gave" in refused(
        forged.data, certificate
    )
    (theirs,) = published(tmp_path / "own")
    assert verifier.check(forged.data, certificate + theirs.certificate.encode())


def test_a_second_seal_by_somebody_else_is_found(sealed: Sealed, certificate: bytes, tmp_path: Path) -> None:
    make_key(tmp_path, at=AT)
    key, theirs = (str(next(tmp_path.glob(f"*.{one}.pem"))) for one in ("key", "cert"))
    signer = SimpleSigner.load(key, theirs)  # type: ignore[no-untyped-call]
    writer = IncrementalPdfFileWriter(io.BytesIO(PLAIN.data))
    first = aside(lambda: sign_pdf(writer, PdfSignatureMetadata(field_name="Theirs"), signer).getvalue())
    with pytest.raises(ValueError, match="never sealed again"):
        seal(first, at=AT, keys=tmp_path, reason="Everybody has answered")
    assert "not with the one you gave" in refused(first, certificate)


def test_what_is_no_certificate_is_said_to_be_none(sealed: Sealed) -> None:
    assert "not a certificate" in refused(sealed.data, b"seal.pem")


# Evidence that does not fit


def told_otherwise(**changes: object) -> tuple[Attachment, Attachment]:
    text, told = evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT)
    return text, replace(told, data=papers.canonical({**json.loads(told.data), **changes}))


def another_text(data: bytes) -> tuple[Attachment, Attachment]:
    text, told = evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT)
    return replace(text, data=data), told


@pytest.mark.parametrize(
    ("attached", "reason"),
    [
        (told_otherwise(digest="0" * 64), "not the one whose fingerprint"),
        (another_text(papers.canonical({**TEXT, "lede": "Another"})), "not the one whose fingerprint"),
        (another_text(json.dumps(TEXT).encode()), "not the one whose fingerprint"),
        (told_otherwise(signers=[]), "Nobody has answered"),
        (
            told_otherwise(signers=[{"name": "Colin Bright", "digest": "0" * 64}]),
            "answered under another text than the one attached: Colin Bright",
        ),
        (told_otherwise(sealed_at="2026-06-19T18:05:04+01:00"), "different times of sealing"),
        (told_otherwise(format=2), "newer Fresh Start"),
        (evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT)[:1], "is not in it"),
        ((), "is not in it"),
    ],
)
def test_evidence_that_contradicts_itself_is_found_although_the_seal_is_whole(
    keys: Path, certificate: bytes, attached: tuple[Attachment, ...], reason: str
) -> None:
    pdf = seal(render(sheet_of(attached)).data, at=AT, keys=keys, reason="Everybody has answered")
    assert reason in refused(pdf.data, certificate)


def test_the_verifier_knows_the_same_canonical_form() -> None:
    text = {"b": ["e\u0301", {"z": True, "a": None}], "a": 'é 你 \u0007 \\ "', "c": 1}
    assert verifier.canonical(text) == papers.canonical(text)


# The program of its own

ALONE = (  # neither Django, nor Fresh Start, nor any other machine is there
    "import runpy, socket, sys\n"
    "sys.modules |= dict.fromkeys(('django', 'freshstart', 'config', 'typst'))\n"
    "socket.socket.connect = None\n"
    "sys.argv = sys.argv[1:]\n"
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


def run(folder: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.copy(verifier.__file__, folder / "verifier.py")
    return subprocess.run(
        [sys.executable, "-I", "-c", ALONE, program, *files],
        capture_output=True, encoding="utf-8", check=False, cwd=folder, env={"LC_ALL": "C"},
    )  # fmt: skip


def test_a_court_checks_an_agreement_with_one_file_and_one_certificate(
    sealed: Sealed, certificate: bytes, tmp_path: Path
) -> None:
    pdf, pem = tmp_path / "agreement.pdf", tmp_path / "seal.pem"
    pdf.write_bytes(sealed.data)
    pem.write_bytes(certificate)
    good = run(tmp_path, pdf, pem)
    assert (good.returncode, good.stderr) == (0, "")
    for words in (
        "THE SEAL IS WHOLE.",
        f"Sealed 19 June 2026, 18:05:03 (UTC+01:00) by the service's clock, with the key {sealed.key_id}.",
        DIGEST,
        "سائرہ صدیقی, parent: Yes",
        "“I choose this freely.”",
        "19 June 2026, 18:05:03 (UTC+01:00), by their link",
        "Agreement to move schools",
        "You decide. A managed move needs your agreement.",
        "صدر دروازہ، صبح 8:40",
    ):
        assert words in good.stdout
    pdf.write_bytes(sealed.data + b" ")
    bad = run(tmp_path, pdf, pem)
    assert (bad.returncode, bad.stderr) == (1, "")
    assert bad.stdout == f"DO NOT RELY ON THIS FILE. {verifier.ADDED}\n"


def test_the_program_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verifier.main([]) == 1
    assert "python verifier.py agreement.pdf seal.pem" in capsys.readouterr().out
    assert verifier.main([str(tmp_path / "lost.pdf"), "seal.pem"]) == 1
    assert "lost.pdf cannot be read: No such file" in capsys.readouterr().out
