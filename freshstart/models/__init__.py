"""What does Fresh Start remember? Django finds the tables here; everybody else names their modules."""

from freshstart.models.cases import Answer, Case, ContactChange, Grant, Party, Restriction, StepRecord
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event, EventDetail, SensitiveReading
from freshstart.models.leads import Cover, LeadOffer
from freshstart.models.marks import Mark
from freshstart.models.messages import Code, Link, Message, Notice, Opening
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Concern, Delivery, Document, Enquiry, Paper, Signature, View
from freshstart.models.people import Membership, User
from freshstart.models.placements import Approach, Phase, Review, Week
from freshstart.models.protocols import ProtocolUse, ProtocolVersion
from freshstart.models.welcomes import Picture, Welcome

__all__ = [
    "Answer",
    "Approach",
    "Case",
    "Code",
    "Concern",
    "ContactChange",
    "Cover",
    "Deadline",
    "Delivery",
    "Document",
    "Enquiry",
    "Event",
    "EventDetail",
    "Grant",
    "LeadOffer",
    "Link",
    "Mark",
    "Membership",
    "Message",
    "Notice",
    "Opening",
    "Organisation",
    "Paper",
    "Party",
    "Phase",
    "Picture",
    "ProtocolUse",
    "ProtocolVersion",
    "Restriction",
    "Review",
    "SensitiveReading",
    "Signature",
    "StepRecord",
    "User",
    "View",
    "Week",
    "Welcome",
]
