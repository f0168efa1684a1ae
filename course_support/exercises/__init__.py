"""What an exercise is: one module a kind, and the library that loads their YAML."""
