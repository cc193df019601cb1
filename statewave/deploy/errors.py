"""What can go wrong while deploying."""


class DeployError(Exception):
    """Nothing was left half done; the message says what is wrong and what to do."""
