"""What can go wrong with the local server."""


class LocalServerError(Exception):
    """No data was touched; the message says what is wrong and what to do."""
