import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
@pytest.mark.parametrize("place", ["192.0.2.1", "2001:db8::1", "0.0.0.0"])
def test_no_test_reaches_another_machine(place: str) -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection((place, 80), timeout=1)


def test_a_test_may_reach_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
