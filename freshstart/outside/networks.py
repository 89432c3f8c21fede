"""From which network does a request come?"""

import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def network_of(request: HttpRequest) -> str:
    """Give a mark for the public address of a request, from which the address cannot be read.

    Empty for addresses of a network of one's own: behind a proxy they would be the same for everybody.
    """
    try:
        address = ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""
    return salted_hmac("freshstart.networks", str(address)).hexdigest()[:32] if address.is_global else ""
