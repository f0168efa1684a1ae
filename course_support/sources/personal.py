"""Personal data in published files: named contacts, private people, redactions.

Published files name officers and sole traders. The course needs none of them, so they are
left out unless someone asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WITHHELD = "a private individual (name withheld)"
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:\d[\s()-]?){8,10}\d(?![\w-])")
_TITLE = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|rev|revd|reverend|prof|professor|sir|dame|lady|lord|master)\b[\s.&/]",
    re.I,
)
_ORGANISATION = re.compile(
    r"\b(?:ltd|limited|llp|plc|cic|c\.i\.c|inc|trust|council|nhs|charity|university|college|"
    r"school|academy|partners|partnership|associates|solicitors|services?|group|company|co|"
    r"care|homes?|housing|association|society|foundation|practice|surgery|centre|clinic|"
    r"consultancy|consulting|consultants|transport|taxis?|cars|travel|hotel|church|police|"
    r"authority|department|ministry|hmrc|bank|union|federation|hospital|pharmacy|nursery|"
    r"building|builders?|construction|electrical|plumbing|t/a|trading)\b|&\s*(?:sons?|co|daughters?)\b|\d",
    re.I,
)
_LAST_WORDS = (" ltd", " limited", " plc", " council", " llp", " trust")
_CONTACT_HEADER = re.compile(
    r"contact ?(?:name|email|e-mail|telephone|phone|person|address|details|officer)|"
    r"(?:^|[\s_])e-?mail(?:$|[\s_])|tele?phone|^phone|^fax|phone number|"
    r"(?:lead|contract|procurement|responsible|commissioning|budget|review|case|contact)[\s_]*"
    r"(?:officer|manager|owner|holder)(?:$|[\s_]*name)|^officer|"
    r"supplier'?s contact name|registered manager|nominated individual|responsible individual|"
    r"main partner name",
    re.I,
)
REDACTED = re.compile(
    r"\s*\[?(?:redacted(?: .{0,40})?|name withheld|withheld|personal data)\]?\s*",
    re.I,
)


def without_contacts(text: str) -> str:
    """Return text with email addresses and telephone numbers taken out."""
    return _PHONE.sub("[telephone left out]", _EMAIL.sub("[email left out]", text))


def not_clearly_organisations(names: Iterable[str]) -> list[str]:
    """Return the names whose last word leaves open whether they are a person's or a home's."""
    return [name for name in names if not name.lower().endswith(_LAST_WORDS)]


def looks_like_person(name: str) -> bool:
    """Say whether a supplier's name looks like a private person's.

    Only a title ("Mrs A Example"), or a surname with initials ("A B Example", "Example, A"),
    and no word that an organisation would use, counts. A first and last name alone could be
    a firm, so it does not.
    """
    text = " ".join(name.split())
    if not text or _ORGANISATION.search(text):
        return False
    if _TITLE.match(text):
        return True
    return bool(
        re.fullmatch(r"(?:[A-Z]\.?\s){1,3}[A-Z][A-Za-z'’-]{2,}", text)
        or re.fullmatch(
            r"[A-Z][A-Za-z'’-]+,\s?(?:[A-Z]\.?\s?){1,3}(?:\((?:mr|mrs|ms|miss)\))?", text, re.I
        )
        and "," in text
    )


_ADDRESS = re.compile(
    r"(?:flat|apartment|unit)?\s*\d{1,4}[a-z]?[,\s]+[a-z' .-]{3,40}\b"
    r"(?:street|st|road|rd|avenue|ave|"
    r"villas?|row|close|drive|lane|terrace|gardens?|crescent|court|way|place|grove|walk|hill|view|"
    r"square|park|green|mews|rise|parade)\.?(?:,.*)?",
    re.I,
)
_STARTS_NUMBERED = re.compile(r"\s*(?:flat|apartment|unit)?\s*\d", re.I)
ADDRESS_WITHHELD = "an address (withheld)"


def looks_like_address(name: str) -> bool:
    """Say whether a supplier's "name" is a home's address (shared lives carers, tenancies)."""
    return bool(_STARTS_NUMBERED.match(name)) and bool(_ADDRESS.fullmatch(" ".join(name.split())))


def is_redacted(text: str) -> bool:
    """Say whether a cell says that something was withheld."""
    return bool(REDACTED.fullmatch(text))


def is_contact_header(header: str) -> bool:
    """Say whether a column holds people's names, telephones or emails."""
    return bool(_CONTACT_HEADER.search(header))
