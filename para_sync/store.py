"""Values kept from one run to the next, outside the vault, for speed alone.

Disposable: what cannot be read, or was made by another version of the program, is as if it were not there.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import FunctionType, MappingProxyType
from typing import Any, cast

from para_sync import cores, journal, program
from para_sync.files import Files
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties


def load(root: Path, name: str, files: Files) -> Any:
    """What was kept under a name for a vault; None where that cannot be had."""
    try:
        content = files.read(journal.cache(root) / name)
    except OSError:
        return None
    head, payload = content[:_HEAD], memoryview(content)[_HEAD:]
    if head != _program() + digest(payload):
        return None
    return unpacked(payload)


def save(root: Path, name: str, value: object, files: Files) -> None:
    """Keep a value, of plain values and of this program's, under a name; where that is not possible, do not."""
    written = BytesIO(bytes(_HEAD))
    written.seek(_HEAD)
    _dump(value, written)
    content = written.getbuffer()
    content[:_HEAD] = _program() + digest(content[_HEAD:])
    with suppress(OSError):
        journal.keep(journal.cache(root) / name, content, files)


def pack(value: object) -> bytes:
    """A value, of plain values and of this program's, in few bytes."""
    written = BytesIO()
    _dump(value, written)
    return written.getvalue()


def unpack(content: bytes | memoryview) -> Any:
    """The value again; raises whatever it likes for other bytes than those of `pack`."""
    return _Reader(BytesIO(content)).load()


def unpacked(content: bytes | memoryview) -> Any:
    """A large value again; None where the bytes are not those of `pack`, or name what is no value of this program."""
    try:
        # hundreds of thousands of small values, none of which can be garbage
        with cores.calm(many=True):
            return unpack(content)
    except Exception:  # a pickle can raise whatever it likes
        return None


def digest(content: bytes | memoryview) -> bytes:
    """Sixteen bytes that stand for all of these."""
    return blake2b(content, digest_size=16).digest()


def _dump(value: object, into: BytesIO) -> None:
    pickler = pickle.Pickler(into, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = cast(Any, _REDUCED)
    pickler.dump(value)


class _Reader(pickle.Unpickler):
    """Makes values of this program's own types, days, fractions and patterns: a pickle can name anything, and call it.
    This program's own functions are named too, as the questions that answers belong to.
    """

    def find_class(self, module: str, name: str) -> Any:
        named = module, name
        if named not in _NAMED:
            found = super().find_class(module, name) if module.startswith("para_sync.") or named in _FOREIGN else None
            if named not in _FOREIGN and (not isinstance(found, type | FunctionType) or found.__module__ != module):
                raise pickle.UnpicklingError(f"{module}.{name}")
            _NAMED[named] = found
        return _NAMED[named]


def frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A mapping that nobody changes; what `pack` writes for one."""
    return MappingProxyType(values)


def _fields(value: Any) -> tuple[Any, ...]:
    """How a value of a dataclass is made again; faster than to make an empty one and to set its fields."""
    return type(value), tuple(getattr(value, each.name) for each in fields(value) if each.init)


_FOREIGN = (("datetime", "date"), ("fractions", "Fraction"), ("re", "_compile"))
_NAMED: dict[tuple[str, str], Any] = {}
_REDUCED: dict[type, Callable[[Any], Any]] = {
    **copyreg.dispatch_table,
    MappingProxyType: lambda each: (frozen, (dict(each),)),
    Note: _fields,
    Properties: _fields,
}


@cache
def _program() -> bytes:
    """What a value depends on beside the vault."""
    return digest(program.mark())


_HEAD = 2 * len(digest(b""))
