"""A language model's server for each test."""

import pytest
from answering import Server


@pytest.fixture
def server() -> Server:
    return Server()
