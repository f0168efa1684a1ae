"""Property tests judge results, not seconds: a busy machine must not make one fail."""

from hypothesis import settings

settings.register_profile("methods", deadline=None, max_examples=60)
settings.load_profile("methods")
