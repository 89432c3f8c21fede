"""What does Django call this service?"""

from django.apps import AppConfig


class FreshStart(AppConfig):
    name = "freshstart"
    verbose_name = "Fresh Start"
