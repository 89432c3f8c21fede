"""Which agreement do the tests of seals and of their verifier sign?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

from freshstart.outside.pdfs import Attachment, Heading, Paragraph, Sheet, Signatures, render
from freshstart.outside.seals import Signer, evidence, evidence_page
from freshstart.process import papers
from freshstart.process.values import Values

AT = datetime(2026, 6, 19, 17, 5, 3, 123456, UTC)
TEXT: Values = {
    "title": "Agreement to move schools",
    "lede": "Hamza (حمزہ صدیقی) moves to Kestrel Park.",
    "basis_title": "You decide.",
    "basis": "A managed move needs your agreement.",
    "clauses": [
        {"id": "first_day", "heading": "The first day", "lines": ["Main door, 8:40.", "Bus 14, 8:05."]},
        {"id": "in_urdu", "heading": "پہلا دن", "lines": ["صدر دروازہ، صبح 8:40", "محمد علي"]},
    ],
}
DIGEST = papers.digest(TEXT)
PARENT = Signer("سائرہ صدیقی", "parent", "Yes", "I choose this freely.", AT, "by their link", DIGEST)
HEAD = Signer("Colin Bright", "Headteacher, Thornley Vale", "Yes", "We agree.", AT, "signed in", DIGEST)
SIGNERS = (PARENT, HEAD)


def sheet_of(attachments: tuple[Attachment, ...]) -> Sheet:
    clauses = [(Heading(one["heading"]), Paragraph(" ".join(one["lines"]))) for one in TEXT["clauses"]]
    rows = tuple((one.name, one.for_whom, one.statement, "19 June 2026") for one in SIGNERS)
    return Sheet(
        kind="agreement",
        title=TEXT["title"],
        language="en",
        made_on=date(2026, 6, 19),
        sender=(),
        recipient=(),
        reference="7K3M-9Q2T, version 1",
        lede=TEXT["lede"],
        basis=None,
        blocks=(
            *(block for clause in clauses for block in clause),
            Signatures(rows),
            *evidence_page(DIGEST, SIGNERS, sealed_at=AT),
        ),
        footer=(f"Text fingerprint {papers.fingerprint(DIGEST)}",),
        attachments=attachments,
    )


PLAIN = render(sheet_of(evidence(TEXT, DIGEST, SIGNERS, sealed_at=AT)))


def aside(work: Callable[[], Any]) -> Any:
    """Do what runs a loop of its own where no other runs: those of a browser keep one in their thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
