"""What was written down to be read and signed, and who answered what?"""

from django.db import models

from freshstart.models.cases import Case, Party
from freshstart.models.constraints import one_of
from freshstart.models.people import User
from freshstart.models.placements import Phase
from freshstart.process.vocabulary import Method, Strand


class Document(models.Model):
    """Keep a PDF exactly as it was made; it is never made again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    recipient = models.TextField(blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)
    strand = models.CharField(max_length=12, default="plan")
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=8)
    warning = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="document_of_case")]
        constraints = [
            one_of("document", "strand", Strand),
            one_of("document", "kind", ["letter", "notice", "report", "plan", "agreement"]),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """Keep one version of a plan or agreement: its canonical text, its hash and who is to sign it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True)
    paper = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    text = models.JSONField()
    digest = models.CharField(max_length=64)
    signers = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "paper", "version"], name="paper_version_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.version} of case {self.case_id}"


class Signature(models.Model):
    """Keep one person's answer under exactly one text; the latest counts."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="signatures")
    signer = models.CharField(max_length=24)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="signatures")
    name = models.TextField()
    signed = models.BooleanField()
    view = models.TextField(blank=True)
    statement = models.TextField()
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=8)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("signature", "method", Method)]

    def __str__(self) -> str:
        return f"{self.signer} under paper {self.paper_id}"


class View(models.Model):
    """Keep what one person without an account answered to one question, each alone; the latest counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="views")
    party = models.ForeignKey(Party, models.PROTECT)
    question = models.CharField(max_length=60)
    value = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    method = models.CharField(max_length=8)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("view", "method", Method)]

    def __str__(self) -> str:
        return f"{self.question} of party {self.party_id}"
