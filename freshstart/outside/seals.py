"""How is a signed paper sealed, so that any PDF reader sees years later whether one byte was changed?

A sheet that carries what `evidence` gives is rendered once, sealed once, and kept as it is. The keys lie in
files of one folder outside the database, so that whoever can write rows cannot make seals. The public half of
each is published; `verifier.py` beside this file needs that and the PDF, and nothing else.
"""

import asyncio
import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as CmsSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from freshstart.outside.clocks import LONDON, day_of
from freshstart.outside.pdfs import Attachment, Block, Facts, Heading, NewPage, Paragraph, Table
from freshstart.process import papers
from freshstart.process.values import Values

FORMAT = 1  # of evidence.json; the verifier refuses one it does not know
TEXT, EVIDENCE, FIELD = "agreement.json", "evidence.json", "Seal"
KEY, CERTIFICATE = ".key.pem", ".cert.pem"
BITS = 3072  # as strong as 128 bits: NIST SP 800-57, part 1, table 2
WITHOUT_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280, 4.1.2.5: no day on which it ends


@dataclass(frozen=True, slots=True)
class Signer:
    """Say who answered what under which text (its digest), for whom, when, and how they were known."""

    name: str
    for_whom: str
    answer: str
    statement: str
    at: datetime
    how: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sealed:
    data: bytes
    key_id: str


@dataclass(frozen=True, slots=True)
class Published:
    """Hold what everybody may know of a key: its id, its certificate (PEM) and the day it was made."""

    key_id: str
    certificate: str
    made_on: date


# What is sealed


def evidence(
    text: Values, digest: str, signers: tuple[Signer, ...], *, sealed_at: datetime
) -> tuple[Attachment, Attachment]:
    """Make the two attachments of a signed paper: its exact text, and who answered under it.

    Refused (ValueError): a digest that is not that of the text, and an instant without a zone.
    """
    if papers.digest(text) != digest:
        raise ValueError("This is not the digest of this text.")
    told = {
        "format": FORMAT,
        "digest": digest,
        "signers": [
            {
                "name": each.name,
                "for": each.for_whom,
                "answer": each.answer,
                "statement": each.statement,
                "at": _instant(each.at),
                "how": each.how,
                "digest": each.digest,
            }
            for each in signers
        ],
        "sealed_at": _instant(sealed_at),
    }
    return (
        Attachment(TEXT, papers.canonical(text), "application/json", "The exact text that was signed"),
        Attachment(EVIDENCE, papers.canonical(told), "application/json", "Who signed, when and how"),
    )


def evidence_page(digest: str, signers: tuple[Signer, ...], *, sealed_at: datetime) -> tuple[Block, ...]:
    """Lay out the last page of a signed paper: the fingerprint of its text, and who answered when and how."""
    fours = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    lines = " ".join(fours[:8]) + "\n" + " ".join(fours[8:])
    rows = tuple((f"{one.name}, {one.for_whom}", one.answer, _moment(one.at), one.how) for one in signers)
    return (
        NewPage(),
        Heading("Evidence"),
        Paragraph(
            "Everybody here answered under one exact text. It is attached to this document; one changed "
            "letter would give it another fingerprint (SHA-256). The document was sealed when the last "
            "answer was in: a reader of PDFs that checks signatures shows whether it has changed since."
        ),
        Facts((("Fingerprint", lines), ("Sealed", _moment(sealed_at)))),
        Heading("Who answered", 3),
        Table(("Who", "Answer", "When", "How identified"), rows),
    )


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    return at.astimezone(LONDON).isoformat(timespec="seconds")


def _moment(at: datetime) -> str:
    there = at.astimezone(LONDON)
    return f"{there.day} {there:%B %Y, %H:%M}"


# The seal


class _Writer(IncrementalPdfFileWriter):
    """Add the seal and nothing else: by itself this would write today's clock into what typst has written."""

    def _update_meta(self) -> None:
        return


class _Signer(CmsSigner):
    """Sign with one key, and look at what was signed before it leaves: a damaged key would betray itself."""

    def __init__(self, path: Path) -> None:
        certificate = path.with_name(f"{path.name}{CERTIFICATE}")
        super().__init__(signing_cert=load_cert_from_pemder(certificate))  # type: ignore[no-untyped-call]
        public = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
        pem = path.with_name(f"{path.name}{KEY}").read_bytes()
        private = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)  # which is slow
        if not (isinstance(private, rsa.RSAPrivateKey) and isinstance(public, rsa.RSAPublicKey)):
            raise TypeError(f"{path.name} is no key of ours.")
        self._private, self._public = private, public

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self._private.key_size // 8)
        signature = self._private.sign(data, PKCS1v15(), hashes.SHA256())
        self._public.verify(signature, data, PKCS1v15(), hashes.SHA256())
        return signature


def seal(pdf: bytes, *, at: datetime, keys: Path, reason: str) -> Sealed:
    """Certify a PDF as it stands: not one byte may change after this. `at` becomes the time of sealing.

    The seal shows nothing on the page, and a screen reader passes over it (ISO 14289-1, 7.18: hidden). It is
    RSA with SHA-256 in adbe.pkcs7.detached, which every reader checks that checks anything; elliptic curves
    would need PDF 2.0, and PDF/UA-1 is PDF 1.7 (ISO 32000-1, 12.8.3.3). Nothing is asked over the network.

    Refused (ValueError): what is no PDF, a PDF that has a seal, and an instant without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    try:
        writer = _Writer(io.BytesIO(pdf))
        sealed_before = bool(writer.prev.embedded_signatures)
    except PdfError as error:
        raise ValueError("This is not a PDF that can be sealed.") from error
    if sealed_before:
        raise ValueError("This PDF has a seal. It is never sealed again.")
    able = [one for one in published(keys) if (keys / f"{one.key_id}{KEY}").exists()]
    key_id = (able or [make_key(keys, at=at)])[-1].key_id
    certified = _certified(writer, at, _Signer(keys / key_id), reason)
    with ThreadPoolExecutor(1) as pool:  # where no other loop can be running
        return Sealed(pool.submit(asyncio.run, certified).result(), key_id)


async def _certified(writer: IncrementalPdfFileWriter, at: datetime, signer: CmsSigner, reason: str) -> bytes:
    sealer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            reason=reason,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        ),
        signer=signer,
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name="The seal of Fresh Start",
            invis_sig_settings=InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
        ),
    )
    session = sealer.init_signing_session(writer)
    session.system_time = at.astimezone(UTC)
    room = await session.estimate_signature_container_size(None, tight=True)
    document = session.prepare_tbs_document(None, bytes_reserved=room)
    output = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(session.system_time))
    return output.getvalue()


# The keys


def make_key(keys: Path, *, at: datetime) -> Published:
    """Make the key that seals from now on; older ones stay, for what they have sealed.

    Its id is the first 16 figures of the SHA-256 of its public half. The certificate comes last, and a key
    without one does not count: whoever is stopped half-way leaves nothing that seals.
    """
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.chmod(0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key_id = hashlib.sha256(public).hexdigest()[:16]
    _write(keys / f"{key_id}{KEY}", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(keys / f"{key_id}{CERTIFICATE}", _certificate(key, key_id, at).public_bytes(Encoding.PEM))
    return _read(keys / f"{key_id}{CERTIFICATE}")[1]


def published(keys: Path) -> tuple[Published, ...]:
    """Give the public half of every key, oldest first; the last one that is still whole seals."""
    found = sorted(map(_read, keys.glob(f"*{CERTIFICATE}")), key=lambda pair: (pair[0], pair[1].key_id))
    return tuple(one for _, one in found)


def _read(path: Path) -> tuple[datetime, Published]:
    pem = path.read_text(encoding="ascii")
    made_at = x509.load_pem_x509_certificate(pem.encode()).not_valid_before_utc
    return made_at, Published(path.name.removesuffix(CERTIFICATE), pem, day_of(made_at))


def _write(path: Path, data: bytes) -> None:
    half = path.with_name(f"{path.name}.half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)


def _certificate(key: rsa.RSAPrivateKey, key_id: str, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Fresh Start seal {key_id}")])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC).replace(microsecond=0))
        .not_valid_after(WITHOUT_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
