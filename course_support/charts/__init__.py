"""One function a picture, each with its text alternative and its table."""
