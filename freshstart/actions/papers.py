"""How are plans and agreements drawn up, signed and kept?"""

import hashlib
from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from freshstart.actions.letters import advice_lines
from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import Standing, keep, law_for, locked, stand
from freshstart.actions.writers import writes
from freshstart.models.cases import Party
from freshstart.models.facts import facts_of
from freshstart.models.papers import Document, Paper, Signature
from freshstart.models.people import User
from freshstart.models.placements import Phase
from freshstart.models.protocols import protocol_of
from freshstart.outside import pdfs
from freshstart.outside.clocks import day_of
from freshstart.process import papers
from freshstart.process.facts import PaperVersion, Values
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.steps import Actor
from freshstart.process.vocabulary import Channel, Method

Rows: TypeAlias = tuple[tuple[str, str, str, str], ...]  # name, for whom, statement, when and how


@writes("paper_drawn")
def paper_drawn(standing: Standing, values: Values) -> None:
    """Draw up a new version, unless the text is what it was: then the signatures stand."""
    now, kind = standing.again(), values["paper"]
    text = papers.compose(now.protocol, now.facts, kind)
    digest = papers.digest(text)
    current = now.facts.paper(kind)
    if current and current.digest == digest:
        return
    paper = Paper.objects.create(
        case=now.case,
        phase=Phase.objects.filter(case=now.case, outcome=None).first(),
        paper=kind,
        version=current.version + 1 if current else 1,
        text=text,
        digest=digest,
        signers=papers.signers_of(now.protocol, now.facts, kind),
        drawn_at=now.at,
        drawn_by=now.account,
    )
    signers = [party for party in now.facts.parties if f"party:{party.id}" in paper.signers]
    by_post = any(party.channel is Channel.POST for party in signers)
    blank = _document(now, paper, f"{paper.version}, to be signed", ()) if by_post else None
    for party in signers:
        put_in_outbox(now, party, blank if party.channel is Channel.POST else None)


def ask_signers(standing: Standing) -> None:
    """Let the versions that count ask whoever is on the case now; the text and what was answered stand."""
    now = standing.again()
    for kind in now.protocol.papers:
        version = now.facts.paper(kind)
        if version and now.facts.phase and now.facts.phase.id == version.phase:
            signers = papers.signers_of(now.protocol, now.facts, kind)
            Paper.objects.filter(pk=version.id).update(signers=signers)


def _version(standing: Standing, paper_id: int) -> PaperVersion:
    found = next((one for one in standing.facts.papers if one.id == paper_id), None)
    if found is None:
        raise NotNow("There is no such paper on this case.")
    return found


def _write(standing: Standing, version: PaperVersion, signer: str, given: Values) -> None:
    """Write one answer under one text, and keep the PDF once nobody is missing."""
    name = given["name"].strip()
    if not name:
        raise Incomplete({"name": "Write the name of the person who signs."})
    if not given["signed"] and version.paper == "plan" and not given["view"].strip():
        raise Incomplete({"view": "Write why in a few words, or leave the plan unanswered: both are fine."})
    paper = Paper.objects.get(pk=version.id)
    party = int(signer.removeprefix("party:")) if signer.startswith("party:") else None
    Signature.objects.create(
        paper=paper,
        signer=signer,
        party_id=party,
        user=standing.by if party is None else None,
        name=name,
        signed=given["signed"],
        view=given["view"].strip(),
        statement=paper.text["statement"] if given["signed"] else paper.text["refusing"],
        digest=version.digest,
        method=given["method"],
        recorded_by=standing.by if given["method"] == Method.PAPER else None,
        at=standing.at,
    )
    _keep_as_pdf(standing, paper)
    keep(
        standing,
        code="paper_signed" if given["signed"] else "paper_not_signed",
        subject=("paper", str(version.id)),
        detail={"who": name, "paper": paper.paper, "version": paper.version, "digest": version.digest},
        wanted=(signer,),
    )


@transaction.atomic
def sign(
    *,
    case_id: int,
    paper_id: int,
    signer: str,
    by: User,
    at: datetime,
    read: str,
    signed: bool,
    view: str,
    name: str,
) -> None:
    """Sign, or say no, in one's own name. `read` is the digest of the text that was shown.

    Refused: another text, another person's signature, a second answer, one person for both schools.
    """
    standing = stand(case_id=case_id, by=by, at=at)
    version = _version(standing, paper_id)
    papers.check_signing(standing.facts, version, signer, standing.actor.roles, read=read, signed=signed)
    if Signature.objects.filter(paper_id=paper_id, user=by).exclude(signer=signer).exists():
        raise NotYours(
            "You have signed for one school already.", next_step="Somebody else signs for the other school."
        )
    given = {"signed": signed, "view": view, "name": name, "method": Method.ACCOUNT}
    _write(standing, version, signer, given)


@transaction.atomic
def sign_by_link(
    *, party: Party, by: None, paper_id: int, at: datetime, read: str, signed: bool, view: str, name: str
) -> None:
    """Sign, or say no, as a person who came by their own link; `by` is nobody with an account."""
    standing = stand_for(party, by, at)
    version, signer = _version(standing, paper_id), f"party:{party.pk}"
    papers.check_signing(standing.facts, version, signer, standing.actor.roles, read=read, signed=signed)
    _write(standing, version, signer, {"signed": signed, "view": view, "name": name, "method": Method.LINK})


@transaction.atomic
def record_signature(
    *, case_id: int, paper_id: int, party_id: int, by: User, at: datetime, signed: bool, view: str, name: str
) -> None:
    """Record what a person without an account signed on paper; only those who run the case do this."""
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.PAPER_ANSWER_RECORD):
        raise NotYours("Only those who run the case record answers on paper.")
    version, signer = _version(standing, paper_id), f"party:{party_id}"
    papers.check_signing(
        standing.facts, version, signer, frozenset({signer}), read=version.digest, signed=signed
    )
    _write(standing, version, signer, {"signed": signed, "view": view, "name": name, "method": Method.PAPER})


def stand_for(party: Party, account: None, at: datetime) -> Standing:
    """Stand on a case as a person without an account, who may do what is theirs and nothing else.

    Refused for whoever has been taken off the case (NotYours).
    """
    case = locked(party.case_id)
    facts = facts_of(case, day_of(at))
    if facts.party(party.pk) is None:
        raise NotYours("You are not on this case any more.", next_step="Ring the school if this is wrong.")
    actor = Actor(None, party.name, frozenset({f"party:{party.pk}"}))
    protocol = protocol_of(case.protocol_id)
    return Standing(case, facts, protocol, law_for(protocol, facts), actor, account, at)


def _keep_as_pdf(standing: Standing, paper: Paper) -> None:
    """Keep the paper as a PDF when the last signer has answered; it is never made again."""
    given = {one.signer: one for one in paper.signatures.order_by("id")}
    if set(paper.signers) - set(given):
        return
    rows = tuple(
        (given[signer].name, label, given[signer].statement, _how(given[signer]))
        for signer, label in paper.signers.items()
    )
    paper.document = _document(standing, paper, str(paper.version), rows)
    paper.save()


def _document(standing: Standing, paper: Paper, occurrence: str, rows: Rows) -> Document:
    """Make the PDF of a paper; without answers it has a line for each signer's pen."""
    to_sign = tuple(("", label, paper.text["statement"], "") for label in paper.signers.values())
    pdf = pdfs.render(sheet_of(standing, paper, rows or to_sign))
    return Document.objects.create(
        case=standing.case,
        kind=paper.paper,
        source=paper.paper,
        occurrence=occurrence,
        title=paper.text["title"],
        data=pdf.data,
        digest=hashlib.sha256(pdf.data).hexdigest(),
        standard=pdf.standard,
        warning=pdf.warning,
        made_at=standing.at,
        made_by=standing.by,
    )


HOW = {Method.ACCOUNT: "signed in", Method.LINK: "by their link", Method.PAPER: "on paper"}


def _how(signature: Signature) -> str:
    day = day_of(signature.at)
    return f"{day.day} {day:%B %Y}, {HOW[Method(signature.method)]}"


def sheet_of(standing: Standing, paper: Paper, rows: Rows) -> pdfs.Sheet:
    """Lay out a paper from exactly the text that was signed."""
    text = paper.text
    blocks: list[pdfs.Block] = []
    for clause in text["clauses"]:
        blocks.append(pdfs.Heading(clause["heading"]))
        lines = tuple(clause["lines"])
        blocks.append(pdfs.Bullets(lines) if len(lines) > 1 else pdfs.Paragraph("".join(lines)))
    blocks += [pdfs.Heading("Answers"), pdfs.Signatures(rows)]
    fingerprint = f"Text fingerprint {papers.fingerprint(paper.digest)}"
    return pdfs.Sheet(
        kind="plan" if paper.paper == "plan" else "agreement",
        title=text["title"],
        language=text["language"],
        made_on=standing.today,
        sender=(),
        recipient=(),
        reference=f"{standing.case.reference}, version {paper.version}",
        lede=text["lede"],
        basis=pdfs.Basis(text["basis_title"], (text["basis"],), text["directed"]),
        blocks=tuple(blocks),
        footer=(*advice_lines(standing.facts), fingerprint),
    )
