"""Exercises in the participant's own words: their criteria as columns, items and settings.

A library in which some exercises are worded anew from what somebody has answered in another
one. Their ids stay, so that answers stay with what they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .base import Exercise
from .library import Library

Wording = Callable[[Exercise[Any]], Mapping[str, Any]]


class Worded(Library):
    """A library for one population, with fields of some exercises made when they are asked for.

    Parameters
    ----------
    library
        The exercises as their authors wrote them.
    population
        Whose form of them is worded anew.
    wording
        By exercise: a function that takes it and returns the fields that change.
    """

    def __init__(self, library: Library, population: str, wording: Mapping[str, Wording]) -> None:
        super().__init__(library.folder)
        self._population, self._wording = population, wording
        self._made: dict[str, tuple[Mapping[str, Any], Exercise[Any]]] = {}

    def named(self, key: str) -> Exercise[Any]:
        exercise = super().named(key)
        if key not in self._wording:
            return exercise
        own = exercise.for_population(self._population)
        changed = self._wording[key](own)
        before, made = self._made.get(key, (None, own))
        if changed != before:
            fields = own.model_dump(exclude={"populations"}, exclude_unset=True)
            made = type(own).model_validate({**fields, **changed})
            self._made[key] = changed, made
        return made
