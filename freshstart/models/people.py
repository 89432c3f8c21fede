"""Who has an account, and which posts do they hold where?"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from freshstart.models.constraints import one_of
from freshstart.models.organisations import Organisation
from freshstart.process.vocabulary import Post


class Users(BaseUserManager["User"]):
    """Make accounts; an address is kept in lower case, so that it is found however it is typed."""

    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> "User":
        """Make an account; without a password nobody can sign in to it yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, in whatever case it was typed."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Keep one member of staff, officer or governor. Families have no accounts."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    phone = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Keep one post that one person holds in one organisation, from a day until it is ended."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    post = models.CharField(max_length=16)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("membership", "post", Post),
            models.UniqueConstraint(fields=["user", "organisation", "post"], name="membership_is_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.post} at {self.organisation}"


class StaffNetwork(models.Model):
    """Keep for a day from which network a person with an account last came: no address, a mark of it.

    A family that signs from there is rung: it may not have signed alone (`security.md`, T-02).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="networks")
    mark = models.CharField(max_length=32)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "user"], name="staff_network_is_one")]

    def __str__(self) -> str:
        return f"network of {self.user_id}"
