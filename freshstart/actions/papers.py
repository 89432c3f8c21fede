"""How are plans and agreements drawn up, brought to each reader, and kept for ever?"""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.db import transaction

from freshstart.actions.letters import advice_lines, easy_blocks
from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import Standing, keep, law_for, locked, stand_alone
from freshstart.actions.writers import writes
from freshstart.models.cases import Case, Party
from freshstart.models.facts import facts_of
from freshstart.models.papers import Document, Paper, Signature
from freshstart.models.placements import Phase
from freshstart.models.protocols import protocol_of, translations_of
from freshstart.outside import pdfs, seals
from freshstart.outside.clocks import day_of
from freshstart.outside.translations import tongue_of
from freshstart.process import papers
from freshstart.process.facts import Facts
from freshstart.process.facts import Party as PlainParty
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.replies import PaperVersion
from freshstart.process.restrictions import cleared_for, facts_for
from freshstart.process.signings import UNDO, signers_of
from freshstart.process.steps import Actor
from freshstart.process.values import Values
from freshstart.process.vocabulary import Channel, Method, Reply

Rows: TypeAlias = tuple[tuple[str, str, str, str], ...]  # name, for whom, statement, when and how
HOW = {
    Method.ACCOUNT: "signed in",
    Method.LINK: "by their link",
    Method.PAPER: "on paper",
    Method.VOICE: "by telephone",
}


@writes("paper_drawn")
def paper_drawn(standing: Standing, values: Values) -> None:
    """Draw up a new version, unless the text is what it was: then the signatures stand."""
    now, kind = standing.again(), values["paper"]
    text = papers.compose(now.protocol, now.facts, kind)
    digest = papers.digest(text)
    current = now.facts.paper(kind)
    if current and current.digest == digest:
        return
    signers = signers_of(now.protocol, now.facts, kind)
    paper = Paper.objects.create(
        case=now.case,
        phase=Phase.objects.filter(case=now.case, outcome=None).first(),
        paper=kind,
        version=current.version + 1 if current else 1,
        text=text,
        digest=digest,
        readings=_readings(now, kind, signers),
        signers=signers,
        drawn_at=now.at,
        drawn_by=now.account,
    )
    for party in now.facts.parties:
        if f"party:{party.id}" in signers:
            bring(now, paper, party)


def bring(standing: Standing, paper: Paper, party: PlainParty) -> None:
    """Bring a paper to one of the family: by their link, or as a sheet to be signed by pen."""
    by_post = party.channel is Channel.POST or party.on_paper
    blank = _blank(standing, paper, party) if by_post else None
    put_in_outbox(standing, party, blank, paper=paper)


def _readings(now: Standing, kind: str, signers: dict[str, str]) -> Values:
    """Compose the text as single people read it: in their words, and without what they must not learn."""
    own: Values = {}
    for party in now.facts.parties:
        signer = f"party:{party.id}"
        if signer in signers and party.reads_otherwise:
            own[signer] = reading_of(now.case, now.protocol, now.facts, kind, party)
    return own


def reading_of(case: Case, protocol: Protocol, facts: Facts, kind: str, party: PlainParty) -> Values:
    """Compose a paper for one reader: the English that binds, what they read, and the hash of both."""
    theirs = facts_for(protocol, facts, party)
    english = papers.compose(protocol, theirs, kind)
    tongue = tongue_of(party.language, translations_of(case.protocol_id, party.language))
    said = papers.compose(protocol, theirs, kind, tongue, easy=party.easy_read)
    return {"english": english, "said": said, "digest": papers.digest({"english": english, "said": said})}


def read_anew(standing: Standing, party_id: int) -> None:
    """Compose the papers that count anew for one reader, who may know more or less from now on."""
    now, signer = standing.again(), f"party:{party_id}"
    for kind in now.protocol.papers:
        version = now.facts.paper(kind)
        if version and signer in version.signers:
            paper = Paper.objects.get(pk=version.id)
            paper.readings.pop(signer, None)
            paper.readings |= _readings(now, kind, {signer: ""})
            paper.save()


def ask_signers(standing: Standing) -> None:
    """Let the versions that count ask whoever is on the case now; the text and what was answered stand."""
    now = standing.again()
    for kind in now.protocol.papers:
        version = now.facts.paper(kind)
        if version and now.facts.phase and now.facts.phase.id == version.phase:
            signers = signers_of(now.protocol, now.facts, kind)
            readings = _readings(now, kind, {one: "" for one in signers if one not in version.signers})
            paper = Paper.objects.get(pk=version.id)
            paper.signers, paper.readings = signers, paper.readings | readings
            paper.save()


def version_of(standing: Standing, paper_id: int) -> PaperVersion:
    """Find a version of a paper on this case. Refused where there is none (NotNow)."""
    found = next((one for one in standing.facts.papers if one.id == paper_id), None)
    if found is None:
        raise NotNow("There is no such paper on this case.")
    return found


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


# The sheets -------------------------------------------------------------------------------------------------


@transaction.atomic
def seal_next(*, at: datetime) -> bool:
    """Seal the oldest paper that waits for it, and say whether there was one.

    A paper waits when everybody has answered and no slip can be taken back any more. It is sealed once and
    never made again. Whoever must not learn something gets a sheet of their own.
    """
    rows = Paper.objects.select_related("case", "drawn_by").select_for_update(of=("self",), skip_locked=True)
    paper = rows.filter(document=None, complete_at__lte=at - UNDO).order_by("complete_at", "pk").first()
    if paper is None:
        return False
    standing = stand_alone(paper.case_id, at)
    paper.document = _sealed(standing, paper, paper.text, None)
    paper.save()
    for party in standing.facts.parties:
        reading = paper.readings.get(f"party:{party.id}")
        if reading and party.hides:
            _sealed(standing, paper, reading["english"], party)
    detail = {"paper": paper.paper, "version": paper.version, "seal": paper.document.seal}
    keep(standing, code="paper_sealed", subject=("paper", str(paper.pk)), detail=detail)
    return True


def latest_of(paper: Paper) -> dict[str, Signature]:
    """Give what each signer answered last."""
    return {one.signer: one for one in paper.signatures.filter(undone_at=None).order_by("id")}


def _sealed(standing: Standing, paper: Paper, text: Values, reader: PlainParty | None) -> Document:
    given, digest = latest_of(paper), papers.digest(text)
    labels = _labels(standing, paper, reader)
    rows = tuple(
        (_name_for(standing, reader, given[signer].name), label, given[signer].statement, _how(given[signer]))
        for signer, label in labels.items()
    )
    mine = {f"party:{reader.id}"} if reader else set(labels)
    signers = tuple(
        seals.Signer(
            name=one.name,
            for_whom=label,
            answer={Reply.YES: "Yes", Reply.NO: "No"}[Reply(one.reply)],
            statement=one.statement,
            at=one.at,
            how=_how_known(one),
            digest=digest if reader else one.digest,
        )
        for signer, label in labels.items()
        for one in (given[signer],)
        if signer in mine
    )
    sheet = sheet_of(standing, paper, text, rows, reader)
    attached = seals.evidence(text, digest, signers, sealed_at=standing.at)
    readings = [] if reader else _readings_attached(paper)
    evidence = seals.evidence_page(digest, signers, sealed_at=standing.at)
    whole = replace(sheet, blocks=(*sheet.blocks, *evidence), attachments=(*attached, *readings))
    return _keep(standing, paper, str(paper.version), pdfs.render(whole), reader, sealed=True)


def _labels(standing: Standing, paper: Paper, reader: PlainParty | None) -> dict[str, str]:
    """Name those who signed, for a reader: the school that somebody must not learn has no name."""
    if reader is None:
        return dict(paper.signers)
    return signers_of(standing.protocol, facts_for(standing.protocol, standing.facts, reader), paper.paper)


def _name_for(standing: Standing, reader: PlainParty | None, name: str) -> str:
    """Give a signer's name, unless it tells a reader which school it is that they must not learn."""
    return cleared_for(standing.facts, reader, name) if reader else name


def _readings_attached(paper: Paper) -> list[pdfs.Attachment]:
    """Give what single people read instead, so that what they signed can be checked years later."""
    return [
        pdfs.Attachment(
            f"reading-{number}.json",
            papers.canonical({"english": reading["english"], "said": reading["said"]}),
            "application/json",
            f"What one person read, in the language {reading['said']['language']}",
        )
        for number, reading in enumerate(paper.readings.values(), 1)
    ]


def _blank(standing: Standing, paper: Paper, party: PlainParty) -> Document:
    """Make a sheet to be signed by pen, as this person reads it, with a line for each signer."""
    reading = paper.readings.get(f"party:{party.id}")
    text = reading["said"] if reading else paper.text
    labels = _labels(standing, paper, party if party.hides else None)
    to_sign = tuple(("", label, text["statement"], "") for label in labels.values())
    pdf = pdfs.render(sheet_of(standing, paper, text, to_sign, party))
    return _keep(standing, paper, f"{paper.version}, to be signed", pdf, party, sealed=False)


def _keep(
    standing: Standing,
    paper: Paper,
    occurrence: str,
    pdf: pdfs.Pdf,
    reader: PlainParty | None,
    *,
    sealed: bool,
) -> Document:
    done = None
    if sealed:
        done = seals.seal(pdf.data, at=standing.at, keys=settings.SEAL_KEYS, reason="Everybody has answered")
    data = done.data if done else pdf.data
    reading = (paper.readings.get(f"party:{reader.id}") if reader else None) or {}
    text = (reading.get("english") if sealed else reading.get("said")) or paper.text
    return Document.objects.create(
        case=standing.case,
        kind=paper.paper,
        source=paper.paper,
        occurrence=occurrence,
        title=text["title"],
        recipient=reader.name if reader else "",
        party_id=reader.id if reader else None,
        language=text["language"],
        seal=done.key_id if done else "",
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        standard=pdf.standard,
        warning=pdf.warning,
        made_at=standing.at,
        made_by=standing.by,
    )


def _how(signature: Signature) -> str:
    day = day_of(signature.at)
    return f"{day.day} {day:%B %Y}, {HOW[Method(signature.method)]}"


def _how_known(signature: Signature) -> str:
    """Say how a signer was known, for the evidence."""
    known = signature.evidence
    code = {"text": "a code sent to their own telephone", "sheet": "a code from their printed sheet"}
    match Method(signature.method):
        case Method.LINK:
            return f"Their own link, and {code.get(known.get('code_by', ''), 'no code (a demonstration)')}"
        case Method.PAPER:
            return f"By pen, before {known.get('recorded_by', '')} and {known.get('witness', '')}"
        case Method.VOICE:
            return f"By telephone with {known.get('recorded_by', '')}, read out and read back"
    return "Signed in with a password and a second step"


def sheet_of(
    standing: Standing, paper: Paper, text: Values, rows: Rows, reader: PlainParty | None = None
) -> pdfs.Sheet:
    """Lay out a paper from exactly the text that was signed."""
    tongue = tongue_of(text["language"], translations_of(standing.case.protocol_id, text["language"]))
    blocks: list[pdfs.Block] = easy_blocks(text.get("easy", ()), tongue)
    for clause in text["clauses"]:
        blocks.append(pdfs.Heading(clause["heading"]))
        lines = tuple(clause["lines"])
        blocks.append(pdfs.Bullets(lines) if len(lines) > 1 else pdfs.Paragraph("".join(lines)))
    header = (tongue.say("Name"), tongue.say("For"), tongue.say("Statement"), tongue.say("Signed"))
    blocks += [pdfs.Heading(tongue.say("Answers")), pdfs.Signatures(rows, header)]
    fingerprint = tongue.fill(
        "Text fingerprint {fingerprint}", fingerprint=papers.fingerprint(papers.digest(text))
    )
    version = tongue.fill(
        "{reference}, version {version}", reference=standing.case.reference, version=str(paper.version)
    )
    return pdfs.Sheet(
        kind="plan" if paper.paper == "plan" else "agreement",
        title=text["title"],
        language=text["language"],
        made_on=standing.today,
        sender=(),
        recipient=(),
        reference=version,
        lede=text["lede"],
        basis=pdfs.Basis(text["basis_title"], (text["basis"],), text["directed"]),
        blocks=tuple(blocks),
        footer=(*advice_lines(standing.facts, tongue), fingerprint),
        page_words=tongue.say("Page {page} of {pages}"),
        large=bool(reader and reader.large_print),
    )
