"""The names of questions: an answer is kept under one, so that nobody has to import who once asked it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from types import FunctionType
from typing import Any

Question = Callable[..., Any]
Name = str | Question

_PACKAGE = __name__.partition(".")[0]
_NAMES: dict[Question, Name] = {}
_QUESTIONS: dict[str, Question] = {}


def named(question: Question) -> Name:
    """The name of a function of a module; a function within another one is its own."""
    name = _NAMES.get(question)
    if name is None:
        name = f"{question.__module__}:{question.__qualname__}"
        if "<" in name:
            return question
        name = _NAMES[question] = sys.intern(name)
        _QUESTIONS[name] = question
    return name


def question(name: Name) -> Question:
    """The function of a name; raises ValueError for one that is none of this program's."""
    if not isinstance(name, str):
        return name
    if name not in _QUESTIONS:
        module, _, path = name.partition(":")
        if module.partition(".")[0] != _PACKAGE:
            raise ValueError(name)
        found = reduce(getattr, path.split("."), import_module(module))
        if not isinstance(found, FunctionType) or found.__module__ != module:
            raise ValueError(name)
        _QUESTIONS[name] = found
    return _QUESTIONS[name]
