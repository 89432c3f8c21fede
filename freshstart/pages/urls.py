"""Which address leads to which page?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
