"""What is to leave the house, what has left it, and which links are open?"""

from django.db import models
from django.db.models import Q

from freshstart.models.cases import Case, Party
from freshstart.models.constraints import one_of
from freshstart.models.deadlines import Deadline
from freshstart.models.papers import Document
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


class Message(models.Model):
    """Keep one thing to send; it is written with the change it tells of and sent by the worker.

    The subject and the body say nothing about a child: the letter lies behind the link or in the envelope.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True)
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
        constraints = [one_of("message", "channel", Channel)]
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=None), name="message_to_send")]

    def __str__(self) -> str:
        return f"{self.channel} message {self.pk}"


class Notice(models.Model):
    """Keep that a member of staff is told by e-mail that a decision waits; it says nothing about a child."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="notices")
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
