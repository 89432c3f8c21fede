"""What is to leave the house, what has left it, and which links are open?"""

from django.db import models
from django.db.models import Q

from freshstart.models.cases import Case, Party
from freshstart.models.constraints import one_of
from freshstart.models.deadlines import Deadline
from freshstart.models.papers import Document, Paper
from freshstart.models.people import User
from freshstart.process.vocabulary import Channel


class Link(models.Model):
    """Keep a link for one person on one case. The address is signed when it is sent and kept nowhere."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    party = models.ForeignKey(Party, models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(revoked_at=None), name="link_is_one_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"link of party {self.party_id}"


class Opening(models.Model):
    """Keep one coming by a link on one device: nothing is read before a code has come by another way."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="openings")
    device = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"opening {self.pk} of link {self.link_id}"


class Code(models.Model):
    """Keep the trace of a code: one on a printed sheet, or one sent for one opening. It works once."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="codes")
    opening = models.ForeignKey(Opening, models.CASCADE, null=True, blank=True, related_name="codes")
    purpose = models.CharField(max_length=4, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("code", "purpose", ["read", "act"], empty=True)]
        indexes = [models.Index(fields=["party", "made_at"], name="code_of_party")]

    def __str__(self) -> str:
        return f"code {self.pk} of party {self.party_id}"


class Message(models.Model):
    """Keep one thing to send; it is written with the change it tells of and sent by the worker.

    The subject and the body say nothing about a child: the letter lies behind the link or in the envelope.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True)
    # A link, a notice that holds no link, or a code, whose words are wiped out when it has been sent.
    kind = models.CharField(max_length=8, default="link")
    about = models.CharField(max_length=60, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=8)
    address = models.TextField(blank=True)
    recipient = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    message_id = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("message", "channel", Channel),
            one_of("message", "kind", ["link", "notice", "code"]),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=None), name="message_to_send")]

    def __str__(self) -> str:
        return f"{self.channel} message {self.pk}"


class Notice(models.Model):
    """Keep that a person with an account is told by e-mail what waits; it says nothing about a child.

    Without a deadline somebody of a family wants to be heard.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, null=True, blank=True, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    message_id = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "user"], name="notice_is_one_for_each_person")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=None), name="notice_to_send")]

    def __str__(self) -> str:
        return f"notice {self.pk}"
