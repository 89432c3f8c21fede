"""What was written down to be read and signed, and who answered what?"""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from freshstart.models.cases import Case, Grant, Party
from freshstart.models.constraints import one_of
from freshstart.models.people import Membership, User
from freshstart.models.placements import Phase
from freshstart.process.vocabulary import Channel, Heard, Method, Post, Reply, Strand


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
    # What stands in it, so that it can be read as a page too.
    said = models.JSONField(default=dict)
    language = models.CharField(max_length=12, default="en")
    seal = models.CharField(max_length=16, blank=True)
    warning = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="document_of_case")]
        constraints = [
            one_of("document", "strand", Strand),
            one_of("document", "kind", ["letter", "notice", "report", "leaflet", "plan", "agreement"]),
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
    # The same text as single people read it: in their language, and without what they must not learn.
    readings = models.JSONField(default=dict)
    signers = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT)
    # When the last of the signers had answered; the sheet is sealed once nobody can take a slip back.
    complete_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "paper", "version"], name="paper_version_is_one")
        ]
        indexes = [
            models.Index(
                fields=["complete_at"],
                condition=Q(document=None, complete_at__isnull=False),
                name="paper_to_seal",
            )
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
    reply = models.CharField(max_length=4)
    view = models.TextField(blank=True)
    statement = models.TextField()
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=8)
    evidence = models.JSONField(default=dict)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("signature", "method", Method), one_of("signature", "reply", Reply)]

    def __str__(self) -> str:
        return f"{self.signer} under paper {self.paper_id}"


class Delivery(models.Model):
    """Keep when a paper reached one of the family: from then on they have time to think."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="deliveries")
    party = models.ForeignKey(Party, models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()
    how = models.CharField(max_length=8)
    opened_at = models.DateTimeField(null=True, blank=True)
    shortened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("delivery", "how", [*Channel, "opened"]),
            models.UniqueConstraint(fields=["paper", "party"], name="paper_reaches_a_person_once"),
        ]

    def __str__(self) -> str:
        return f"paper {self.paper_id} to party {self.party_id}"


class View(models.Model):
    """Keep what one person without an account answered to one question, each alone; the latest counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="views")
    party = models.ForeignKey(Party, models.PROTECT)
    question = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=20, blank=True)
    items = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    readers = models.JSONField(default=list)
    alone = models.BooleanField(null=True, blank=True)
    method = models.CharField(max_length=8)
    evidence = models.JSONField(default=dict)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("view", "method", Method)]

    def __str__(self) -> str:
        return f"{self.question} of party {self.party_id}"


class Concerns(models.QuerySet["Concern"]):
    """Narrow what families told somebody outside both schools to whoever may read it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those of areas for which the person listens; never of a case in which they have another part.

        Where a council has no family adviser without a part in the case, its inclusion officers listen.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        posts = Membership.objects.filter(user=user, ended_on=None)
        held = Grant.objects.filter(user=OuterRef("user"), ended_at=None, case=OuterRef(OuterRef("case")))
        place = Q(organisation=OuterRef(OuterRef("case__home"))) | Q(
            organisation=OuterRef(OuterRef("case__host"))
        )
        works = Membership.objects.filter(place, user=OuterRef("user"), ended_on=None)
        advised = Membership.objects.filter(
            ~Exists(held), ~Exists(works), post=Post.ADVISER, ended_on=None, user__is_active=True,
            organisation=OuterRef("case__council"),
        )  # fmt: skip
        listens = Q(case__council__in=posts.filter(post=Post.ADVISER).values("organisation"))
        officers = posts.filter(post=Post.INCLUSION).values("organisation")
        listens |= Q(case__council__in=officers) & ~Q(Exists(advised))
        parts = Grant.objects.filter(user=user, ended_at=None, case=OuterRef("case"))
        schools = Q(case__home__in=posts.values("organisation")) | Q(
            case__host__in=posts.values("organisation")
        )
        return self.filter(listens & ~Exists(parts)).exclude(schools)


class Concern(models.Model):
    """Keep why somebody is to be rung by who listens, outside both schools; nobody else reads it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="concerns")
    party = models.ForeignKey(Party, models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=9)
    about = models.CharField(max_length=60)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = Concerns.as_manager()

    class Meta:
        constraints = [one_of("concern", "kind", Heard)]
        indexes = [models.Index(fields=["at"], condition=Q(settled_at=None), name="concern_is_open")]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class Enquiry(models.Model):
    """Keep what one of the family wants to know, and what they were answered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="enquiries")
    party = models.ForeignKey(Party, models.PROTECT, related_name="enquiries")
    words = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"enquiry {self.pk}"
