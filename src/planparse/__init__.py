"""Swedish municipal plans as normalized data: every goal, activity and follow-up with its page and place."""

__version__ = "0.1.0"
