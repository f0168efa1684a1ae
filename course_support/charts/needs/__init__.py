"""Pictures of the needs analysis, one module a part of the page."""
