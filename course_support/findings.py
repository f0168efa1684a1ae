"""What a command found, one line each, as a person reads it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, or a problem with what to do about it."""

    what: str
    problem: str = ""

    def text(self) -> str:
        """Return the finding as one line, or more for a long problem."""
        if not self.problem:
            return f"OK       {self.what}"
        indented = self.problem.replace("\n", "\n         ")
        return f"PROBLEM  {self.what}\n         {indented}"


@dataclass(frozen=True)
class Findings:
    """Everything that was looked at."""

    found: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """Return 0 when all is well, else 1."""
        return int(any(finding.problem for finding in self.found))

    def text(self) -> str:
        """Return all findings and a closing line."""
        bad = sum(bool(finding.problem) for finding in self.found)
        closing = f"{bad} to put right." if bad else "Everything is in order."
        return "\n".join([*(finding.text() for finding in self.found), "", closing])
