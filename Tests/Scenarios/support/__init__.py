"""What the scenarios share: an installation, a browser, a plain web client, an authority, an oracle."""
