"""The demonstration council: fictional, written for this, and always about today."""
