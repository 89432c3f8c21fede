"""What does Fresh Start remember? Django finds the tables here; everybody else names their modules."""

from freshstart.models.cases import Answer, Case, Grant, Party, StepRecord
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event, EventDetail, SensitiveReading
from freshstart.models.marks import Mark
from freshstart.models.messages import Link, Message, Notice
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Document, Paper, Signature, View
from freshstart.models.people import Membership, User
from freshstart.models.placements import Approach, Phase, Review, Week
from freshstart.models.protocols import ProtocolUse, ProtocolVersion

__all__ = [
    "Answer",
    "Approach",
    "Case",
    "Deadline",
    "Document",
    "Event",
    "EventDetail",
    "Grant",
    "Link",
    "Mark",
    "Membership",
    "Message",
    "Notice",
    "Organisation",
    "Paper",
    "Party",
    "Phase",
    "ProtocolUse",
    "ProtocolVersion",
    "Review",
    "SensitiveReading",
    "Signature",
    "StepRecord",
    "User",
    "View",
    "Week",
]
