"""How are passwords kept?"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the parameters OWASP recommends.

    Django's own (100 MiB and eight lanes) would let twenty people who sign in at once hold two gigabytes.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
