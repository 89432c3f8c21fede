"""Is this sealed agreement whole; what was signed, by whom, and when?

A program of its own, for a head or a court: it needs this one file, Python 3.11 and `pip install pyhanko`, no
network and nothing else of Fresh Start. `seal.pem` is the certificate that the service publishes.

    python verifier.py agreement.pdf seal.pem
"""

import hashlib
import io
import json
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]  # comes with pyHanko
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

CHANGED = "This file was changed after it was sealed."
ADDED = "Something was added to this file after it was sealed."


class NotGood(Exception):
    """Say in plain words why this file proves nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what a whole seal shows: when and with which key, the exact text, and who answered under it."""

    sealed_at: datetime
    key_id: str
    digest: str
    text: dict[str, Any]
    signers: list[dict[str, str]]


def check(pdf: bytes, certificates: bytes) -> Found:
    """Check seal, text and answers of a PDF against the published certificate, or several in one file (PEM).

    Refused (NotGood): the first thing that is not as it was sealed, with its reason.
    """
    try:
        known = {one.dump() for one in load_certs_from_pemder_data(certificates)}
    except Exception as error:
        raise NotGood("The second file is not a certificate.") from error
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        seals = reader.embedded_signatures
    except Exception as error:
        raise NotGood("The first file cannot be read as a PDF. If it was one, it was changed.") from error
    if len(seals) != 1:
        raise NotGood(f"This file has {len(seals)} seals, not one." if seals else "This file has no seal.")
    try:
        sealed_at = _check_seal(pdf, seals[0], known)
    except NotGood:
        raise
    except Exception as error:  # a damaged file can stumble anywhere
        raise NotGood(CHANGED) from error
    try:
        return _check_evidence(_attachments(reader), sealed_at, _key_id(seals[0].signer_cert))
    except (KeyError, TypeError, ValueError) as error:
        raise NotGood("The seal is whole, but the signed text or the evidence is not in it.") from error


def _key_id(certificate: Any) -> str:
    return hashlib.sha256(certificate.public_key.dump()).hexdigest()[:16]


def _check_seal(pdf: bytes, seal: EmbeddedPdfSignature, known: set[bytes]) -> datetime:
    if seal.signer_cert.dump() not in known:
        raise NotGood(f"It was sealed with the key {_key_id(seal.signer_cert)}, not with the one you gave.")
    start, before, after, rest = map(int, seal.byte_range)
    sealed_at = seal.self_reported_timestamp
    context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False, moment=sealed_at)
    with ThreadPoolExecutor(1) as pool:  # where no other loop can be running
        status = pool.submit(validate_pdf_signature, seal, context, skip_diff=True).result()
    # A seal covers everything but its own place. pyHanko lets more than a seal stand there, even another list
    # of all that is in the file: so the place is written anew and compared, figure by figure.
    place = b"<<\n/Contents <%s>\n/ByteRange [0 %d %d %d]" % (_as_made(seal), before, after, rest)
    in_place = start == 0 and pdf[before - 13 :].startswith(place)
    if sealed_at is None or not (in_place and status.intact and status.valid):
        raise NotGood(CHANGED)
    if after + rest != len(pdf):
        raise NotGood(ADDED)
    return sealed_at


def _as_made(seal: EmbeddedPdfSignature) -> bytes:
    """Write the seal anew from what is signed in it: whatever else could stand there is not ours."""
    certificate, given, sha256 = seal.signer_cert, seal.signer_info, {"algorithm": "sha256"}
    issued = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": issued},
        "digest_algorithm": sha256,
        "signed_attrs": given["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_rsa"},
        "signature": given["signature"],
    }
    content = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})
    return bytes(whole.dump()).hex().upper().encode()


def _attachments(reader: PdfFileReader) -> dict[str, bytes]:
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {str(names[at]): names[at + 1]["/EF"]["/F"].data for at in range(0, len(names), 2)}


def canonical(text: object) -> bytes:
    """Give the one form of a text that is signed: sorted keys, UTF-8 in NFC, no space to spare."""
    plain = json.dumps(text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", plain).encode()


def _check_evidence(attached: dict[str, bytes], sealed_at: datetime, key_id: str) -> Found:
    raw, evidence = attached["agreement.json"], json.loads(attached["evidence.json"])
    if evidence["format"] != 1:
        raise NotGood("The evidence was written by a newer Fresh Start. Use the verifier of that version.")
    text, digest = json.loads(raw), hashlib.sha256(raw).hexdigest()
    if digest != evidence["digest"] or canonical(text) != raw:
        raise NotGood("The attached text is not the one whose fingerprint stands in the evidence.")
    signers = evidence["signers"]
    if not signers:
        raise NotGood("Nobody has answered under this text.")
    readings = _readings(attached, text)
    others = [one["name"] for one in signers if one["digest"] not in {digest, *readings}]
    for one in signers:
        if one["digest"] in readings:
            one["read"] = readings[one["digest"]]
    if others:
        raise NotGood(f"These people answered under another text than the one attached: {', '.join(others)}.")
    written = datetime.fromisoformat(evidence["sealed_at"])
    if written != sealed_at:
        raise NotGood("The evidence and the seal tell different times of sealing.")
    return Found(written, key_id, digest, text, signers)


def _readings(attached: dict[str, bytes], text: dict[str, Any]) -> dict[str, str]:
    """Give the hashes of what single people read, with what that was: the same in their language, or less."""
    found = {}
    for name, raw in attached.items():
        if name.startswith("reading"):
            reading = json.loads(raw)
            same = reading["english"] == text
            found[hashlib.sha256(raw).hexdigest()] = (
                f"read beside the English in the language “{reading['said']['language']}” ({name})"
                if same
                else f"read a text from which something is left out ({name})"
            )
    return found


def report(found: Found) -> str:
    """Tell in plain words what was signed, by whom, and when."""
    text = found.text
    lines = [
        "THE SEAL IS WHOLE. Nothing was changed, added or taken away after it was set.",
        f"  Sealed {_moment(found.sealed_at)} by the service's clock, with the key {found.key_id}.",
        f"  Fingerprint of the text (SHA-256): {found.digest}",
        "",
        "WHO ANSWERED, each under exactly this text",
    ]
    for one in found.signers:
        lines += [
            f"  {one['name']}, {one['for']}: {one['answer']}",
            f"    “{one['statement']}”",
            f"    {_moment(datetime.fromisoformat(one['at']))}, {one['how']}",
            *([f"    {one['read']}"] if "read" in one else []),
        ]
    lines += ["", "WHAT WAS SIGNED", f"  {text['title']}", f"  {text['lede']}"]
    if "basis" in text:
        lines.append(f"  {text['basis_title']} {text['basis']}")
    for clause in text["clauses"]:
        lines += ["", f"  {clause['heading']}", *(f"    {line}" for line in clause["lines"])]
    return "\n".join(lines)


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M:%S} (UTC{at.isoformat()[-6:]})"


def main(arguments: list[str]) -> int:
    """Check the two files that were named and say what was found; 0 is good, 1 is not."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    if len(arguments) != 2:
        print("Say which files: python verifier.py agreement.pdf seal.pem")
        return 1
    try:
        print(report(check(*(Path(name).read_bytes() for name in arguments))))
    except OSError as error:
        print(f"NOT CHECKED. {error.filename} cannot be read: {error.strerror}.")
        return 1
    except NotGood as reason:
        print(f"DO NOT RELY ON THIS FILE. {reason}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
