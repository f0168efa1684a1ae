"""Pictures and tables of contract management, one module a topic."""
